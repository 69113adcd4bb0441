"""Times in their sentences: what is marked, and which days it covers; the day of publication of a text; days as users type them."""

import re
import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summitry.article import Block, Published, Span
from summitry.errors import DateError
from summitry.language.times import document_date, find, parse_day
from summitry.records import Time

MONDAY = Published("2018-09-24", "2018-09-24", "2018-09-24", "given")

# A sentence of a text published on Monday, 24 September 2018, with its times in <>; then for each of them type, value,
# first and last day, and the modifier if there is one.
TIMES = [
    # Days in full
    ("The envoys met on <12 March 2018> in Oslo.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The envoys met on <March 12, 2018> in Oslo.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The envoys met on <Friday, 9 March 2018>.", "DATE 2018-03-09 2018-03-09..2018-03-09"),
    ("The truce of <2018-03-12> was signed.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The truce of <12.03.2018> was signed.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The truce of <03/12/2018> was signed.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The truce was signed on <the 12th of March 2018>.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    (
        "The talks ran from <5> to <7 June 2018>.",
        "DATE 2018-06-05 2018-06-05..2018-06-05; DATE 2018-06-07 2018-06-07..2018-06-07",
    ),
    (
        "The talks ran from <June 5>-<7, 2018>.",
        "DATE 2018-06-05 2018-06-05..2018-06-05; DATE 2018-06-07 2018-06-07..2018-06-07",
    ),
    (
        "The talks ran on <24> and <25 April 2017>.",
        "DATE 2017-04-24 2017-04-24..2017-04-24; DATE 2017-04-25 2017-04-25..2017-04-25",
    ),
    # Days without a year
    ("The envoys met on <12 March>.", "DATE 2018-03-12 2018-03-12..2018-03-12"),
    ("The envoys will meet on <12 March>.", "DATE 2019-03-12 2019-03-12..2019-03-12"),
    ("The minister expects a deal by <20 July>.", "DATE 2019-07-20 2019-07-20..2019-07-20"),
    ("Talks ended on <3 December> without a deal.", "DATE 2017-12-03 2017-12-03..2017-12-03"),
    ("The treaty expires on <5 February>.", "DATE 2019-02-05 2019-02-05..2019-02-05"),
    ("He promised on <Thursday, 6 September>, to return.", "DATE 2018-09-06 2018-09-06..2018-09-06"),
    ("They agreed on <Oct. 4 last year> to meet.", "DATE 2017-10-04 2017-10-04..2017-10-04"),
    # Weekdays
    ("The president spoke on <Monday>.", "DATE 2018-09-24 2018-09-24..2018-09-24"),
    ("The president spoke on <Friday>.", "DATE 2018-09-21 2018-09-21..2018-09-21"),
    ("The president will speak on <Friday>.", "DATE 2018-09-28 2018-09-28..2018-09-28"),
    ("The delegation is due in Geneva on <Wednesday>.", "DATE 2018-09-26 2018-09-26..2018-09-26"),
    ("The talks, which had been due to end on <Friday>, went on.", "DATE 2018-09-21 2018-09-21..2018-09-21"),
    ("The envoy left <last Thursday>.", "DATE 2018-09-20 2018-09-20..2018-09-20"),
    ("The next session opens <next Tuesday>.", "DATE 2018-09-25 2018-09-25..2018-09-25"),
    ("Inspectors flew in <early on Saturday>.", "DATE 2018-09-22 2018-09-22..2018-09-22 START"),
    ("<Earlier on Monday>, the minister had left.", "DATE 2018-09-24 2018-09-24..2018-09-24 START"),
    ("The ship was stopped <late Tuesday>.", "DATE 2018-09-18 2018-09-18..2018-09-18 END"),
    ("<Sunday>'s vote was peaceful.", "DATE 2018-09-23 2018-09-23..2018-09-23"),
    ("On <Monday the 10th> the office was closed.", "DATE 2018-09-10 2018-09-10..2018-09-10"),
    # Seen from the day of publication
    ("The minister resigned <yesterday>.", "DATE 2018-09-23 2018-09-23..2018-09-23"),
    ("Talks open <tomorrow> in Vienna.", "DATE 2018-09-25 2018-09-25..2018-09-25"),
    ("The court rules <today>.", "DATE 2018-09-24 2018-09-24..2018-09-24"),
    ("The envoys dine <tonight>.", "TIME 2018-09-24TNI 2018-09-24..2018-09-24"),
    ("They had met <the day before yesterday>.", "DATE 2018-09-22 2018-09-22..2018-09-22"),
    ("Fighting went on <overnight>.", "TIME 2018-09-24TNI 2018-09-24..2018-09-24"),
    ("The mission left <this morning>.", "TIME 2018-09-24TMO 2018-09-24..2018-09-24"),
    ("The city was shelled <last night>.", "TIME 2018-09-23TNI 2018-09-23..2018-09-23"),
    ("The guards changed at <mid-afternoon yesterday>.", "TIME 2018-09-23TAF 2018-09-23..2018-09-23 MID"),
    ("Shots rang out in <the early morning hours of 3 May>.", "TIME 2018-05-03TMO 2018-05-03..2018-05-03 START"),
    ("The guards changed <yesterday afternoon>.", "TIME 2018-09-23TAF 2018-09-23..2018-09-23"),
    # Counted from the day spoken of
    (
        "They met on <3 May 2017>. <The next day> they signed.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; DATE 2017-05-04 2017-05-04..2017-05-04",
    ),
    (
        "They met on <3 May 2017>. <Two days later> they signed.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; DATE 2017-05-05 2017-05-05..2017-05-05",
    ),
    (
        "They met on <3 May 2017>. <The day before>, troops had withdrawn.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; DATE 2017-05-02 2017-05-02..2017-05-02",
    ),
    (
        "They met on <3 May 2017>. <That evening> they dined.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; TIME 2017-05-03TEV 2017-05-03..2017-05-03",
    ),
    (
        "They met on <3 May 2017>. <The following year> the pact failed.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; DATE 2018 2018-01-01..2018-12-31",
    ),
    (
        "They met on <3 May 2017>. <A week earlier> shots had been fired.",
        "DATE 2017-05-03 2017-05-03..2017-05-03; DATE 2017-04-26 2017-04-26..2017-04-26",
    ),
    (
        "In <March 2016> the talks collapsed. <The following month> troops moved in.",
        "DATE 2016-03 2016-03-01..2016-03-31; DATE 2016-04 2016-04-01..2016-04-30",
    ),
    (
        "They met on <8 August>. On <the 28th of that month> they signed on the 38th parallel.",
        "DATE 2018-08-08 2018-08-08..2018-08-08; DATE 2018-08-28 2018-08-28..2018-08-28",
    ),
    (
        "They met on <12 September>, not on <the previous Friday>.",
        "DATE 2018-09-12 2018-09-12..2018-09-12; DATE 2018-09-07 2018-09-07..2018-09-07",
    ),
    (
        "Sales fell in <the third quarter>. <The latest period> was poor, unlike <the 2016 period>.",
        "DATE 2018-Q3 2018-07-01..2018-09-30; DATE 2018-Q3 2018-07-01..2018-09-30; DATE 2016-Q3 2016-07-01..2016-09-30",
    ),
    (
        "Sales fell in <the third quarter>. They had <nine months> of growth, unlike <a year earlier>.",
        "DATE 2018-Q3 2018-07-01..2018-09-30; DURATION P9M ..; DATE 2017 2017-01-01..2017-12-31",
    ),
    ("The quarter-to-quarter figures are poor.", ""),
    ("The deputy left <the day before last Monday>.", "DATE 2018-09-16 2018-09-16..2018-09-16"),
    (
        "Prices rose in <the third quarter> from <a year earlier>.",
        "DATE 2018-Q3 2018-07-01..2018-09-30; DATE 2017-Q3 2017-07-01..2017-09-30",
    ),
    # Weeks, weekends
    ("They met <last week>.", "DATE 2018-W38 2018-09-17..2018-09-23"),
    ("They meet again <next week>.", "DATE 2018-W40 2018-10-01..2018-10-07"),
    ("The committee sat <this week>.", "DATE 2018-W39 2018-09-24..2018-09-30"),
    ("The committee sat <late last week>.", "DATE 2018-W38 2018-09-21..2018-09-23 END"),
    ("Votes were counted over <the weekend>.", "DATE 2018-W38-WE 2018-09-22..2018-09-23"),
    ("The hearing is set for <the week of 15 October>.", "DATE 2018-W42 2018-10-15..2018-10-21"),
    # Months
    ("The leaders shook hands at their <June> summit.", "DATE 2018-06 2018-06-01..2018-06-30"),
    ("The format will be like that of their <June> summit.", "DATE 2018-06 2018-06-01..2018-06-30"),
    ("The leaders will meet again in <November>.", "DATE 2018-11 2018-11-01..2018-11-30"),
    ("The bank was closed in <March>.", "DATE 2018-03 2018-03-01..2018-03-31"),
    ("The bank was closed in <March 2011>.", "DATE 2011-03 2011-03-01..2011-03-31"),
    ("A possible <October> summit is being discussed.", "DATE 2018-10 2018-10-01..2018-10-31"),
    ("The plan was drawn up <last month>.", "DATE 2018-08 2018-08-01..2018-08-31"),
    ("The plan was drawn up <earlier this month>.", "DATE 2018-09 2018-09-01..2018-09-24 START"),
    ("The plan will be drawn up <later this month>.", "DATE 2018-09 2018-09-24..2018-09-30 END"),
    ("It began in <early June>.", "DATE 2018-06 2018-06-01..2018-06-10 START"),
    ("It began in <mid-June>.", "DATE 2018-06 2018-06-11..2018-06-20 MID"),
    ("It began <late last month>.", "DATE 2018-08 2018-08-21..2018-08-31 END"),
    ("Elections are due <next April>.", "DATE 2019-04 2019-04-01..2019-04-30"),
    ("Elections were held <last April>.", "DATE 2018-04 2018-04-01..2018-04-30"),
    ("The case is heard in <November>.", "DATE 2018-11 2018-11-01..2018-11-30"),
    ("The price, a record set in <June>, fell.", "DATE 2018-06 2018-06-01..2018-06-30"),
    ("He was beaten to death in <June>.", "DATE 2018-06 2018-06-01..2018-06-30"),
    ("Nobody came to the <March> talks.", "DATE 2018-03 2018-03-01..2018-03-31"),
    ("Envoys May Meet Soldiers", ""),
    ("Elections were held in <April last year>.", "DATE 2017-04 2017-04-01..2017-04-30"),
    ("May he live long.", ""),
    ("The march on the capital in <May> failed.", "DATE 2018-05 2018-05-01..2018-05-31"),
    ("Theresa May said no.", ""),
    # Quarters, halves, seasons
    ("Trade fell in <the third quarter>.", "DATE 2018-Q3 2018-07-01..2018-09-30"),
    ("Trade fell in <the second quarter of 2015>.", "DATE 2015-Q2 2015-04-01..2015-06-30"),
    ("Trade fell in <Q3 2015>.", "DATE 2015-Q3 2015-07-01..2015-09-30"),
    ("Trade grew in <the first half of 2015>.", "DATE 2015-H1 2015-01-01..2015-06-30"),
    ("Fighting flared in <the summer of 2014>.", "DATE 2014-SU 2014-06-01..2014-08-31"),
    ("Fighting flared <last winter>.", "DATE 2017-WI 2017-12-01..2018-02-28"),
    ("Work starts <next spring>.", "DATE 2019-SP 2019-03-01..2019-05-31"),
    ("The fall of the city was near.", ""),
    # Years, decades, centuries
    ("The pact of <1990> still holds.", "DATE 1990 1990-01-01..1990-12-31"),
    ("The <1990> treaty still holds.", "DATE 1990 1990-01-01..1990-12-31"),
    ("The plant opened in <mid-2015>.", "DATE 2015 2015-05-01..2015-08-31 MID"),
    ("The plant opened in <late 2015>.", "DATE 2015 2015-09-01..2015-12-31 END"),
    ("The plant must close by <the end of 2019>.", "DATE 2019-12 2019-12-01..2019-12-31 END"),
    ("They hope for a deal by <the end of the year>.", "DATE 2018-12 2018-12-01..2018-12-31 END"),
    ("They hope for a deal by <the year's end>.", "DATE 2018-12 2018-12-01..2018-12-31 END"),
    ("They hope for a deal by <the end of the month>.", "DATE 2018-09 2018-09-21..2018-09-30 END"),
    ("The work began at <the beginning of 2017>.", "DATE 2017-01 2017-01-01..2017-01-31 START"),
    ("The plant will open <later this year>.", "DATE 2018 2018-09-24..2018-12-31 END"),
    ("The plant opened <earlier this year>.", "DATE 2018 2018-01-01..2018-09-24 START"),
    ("Three summits were held <this year>.", "DATE 2018 2018-01-01..2018-12-31"),
    ("It happened <last year>.", "DATE 2017 2017-01-01..2017-12-31"),
    ("It will happen <next year>.", "DATE 2019 2019-01-01..2019-12-31"),
    ("It was a <post-2014> arrangement.", "DATE 2014 2015-01-01.. AFTER"),
    ("It was a <pre-2003> arrangement.", "DATE 2003 ..2002-12-31 BEFORE"),
    ("The <1950>-<1953> war never ended.", "DATE 1950 1950-01-01..1950-12-31; DATE 1953 1953-01-01..1953-12-31"),
    ("It fell in the season of <1998>-<99>.", "DATE 1998 1998-01-01..1998-12-31; DATE 1999 1999-01-01..1999-12-31"),
    ("The accords of <the 1990s> failed.", "DATE 199 1990-01-01..1999-12-31"),
    ("The accords of <the late 1990s> failed.", "DATE 199 1996-01-01..1999-12-31 END"),
    ("He grew up in <the sixties>.", "DATE 196 1960-01-01..1969-12-31"),
    ("The border dates from <the 19th century>.", "DATE 18 1800-01-01..1899-12-31"),
    ("It was founded in <nineteen ninety-eight>.", "DATE 1998 1998-01-01..1998-12-31"),
    ("The city fell in <480 BC>.", "DATE BC0480 .."),
    # Numbers that are no times
    ("Resolution 1929 was adopted.", ""),
    ("They held a second summit.", ""),
    ("The unit had 1929 soldiers.", ""),
    ("The unit has 1,929 soldiers.", ""),
    ("He paid $1990 for it.", ""),
    ("It was signed on 31 June.", ""),
    ("It was signed on 31 June 2018.", ""),
    ("It was signed on 2018-13-01.", ""),
    ("The deal was reached on 30 February 2017.", ""),
    ("He is in his 30s.", ""),
    # Lengths
    ("The visit lasted <three days>.", "DURATION P3D .."),
    ("It was a <three-day> visit.", "DURATION P3D .."),
    ("It took <two and a half years>.", "DURATION P2.5Y .."),
    ("It took <more than a month>.", "DURATION P1M .. MORE_THAN"),
    ("It took <at least 18 months>.", "DURATION P18M .. EQUAL_OR_MORE"),
    ("The dispute has lasted <decades>.", "DURATION PXDE .."),
    ("The work will take another <six weeks>.", "DURATION P6W .."),
    ("They waited for <two hours>.", "DURATION PT2H .."),
    ("It lasted <half a day>.", "DURATION P0.5D .."),
    ("A five-year-old boy was hurt.", ""),
    # Lengths from or to now
    ("He will host a summit <within the next year>.", "DURATION P1Y 2018-09-24..2019-09-24 EQUAL_OR_LESS"),
    ("A deal will come <within a month>.", "DURATION P1M 2018-09-24..2018-10-24 EQUAL_OR_LESS"),
    ("A deal will come <within weeks>.", "DURATION PXW 2018-09-24.. EQUAL_OR_LESS"),
    ("The price has doubled over <the past decade>.", "DURATION P10Y 2008-09-24..2018-09-24"),
    ("They have quarrelled for <at least the past three years>.", "DURATION P3Y 2015-09-24..2018-09-24 EQUAL_OR_MORE"),
    ("More summits were held than in <the previous seven decades>.", "DURATION P70Y 1948-01-01..2017-12-31"),
    ("Work goes on for <the next three weeks>.", "DURATION P3W 2018-09-24..2018-10-15"),
    (
        "The deadline is <20 November>. They hope for a deal in <the remaining weeks>.",
        "DATE 2018-11-20 2018-11-20..2018-11-20; DURATION PXW 2018-09-24..2018-11-20",
    ),
    ("They will return <in two weeks>.", "DATE 2018-W41 2018-10-08..2018-10-14"),
    ("He left <two weeks ago>.", "DATE 2018-W37 2018-09-10..2018-09-16"),
    ("He left <three years ago>.", "DATE 2015 2015-01-01..2015-12-31"),
    ("He left <a year ago>.", "DATE 2017 2017-01-01..2017-12-31"),
    ("He left <several months ago>.", "DATE PAST_REF ..2018-09-24"),
    ("He left <48 hours ago>.", "DURATION PT48H 2018-09-22..2018-09-24"),
    # What returns
    ("They meet <every day>.", "SET P1D .."),
    ("They meet <every two weeks>.", "SET P2W .."),
    ("They meet <twice a week>.", "SET P1W .."),
    ("They meet on <Mondays>.", "SET XXXX-WXX-1 .."),
    ("The convoy runs on <Tuesday nights>.", "SET XXXX-WXX-2TNI .."),
    ("The council reports <annually>.", "SET P1Y .."),
    ("It earns $3 million <a year>.", "SET P1Y .."),
    # Times of day
    ("The session opens at <10:30 a.m. on Friday>.", "TIME 2018-09-28T10:30 2018-09-28..2018-09-28"),
    ("The session opened at <9 pm>.", "TIME 2018-09-24T21:00 2018-09-24..2018-09-24"),
    ("The ceasefire began at <noon on 3 May 2017>.", "TIME 2017-05-03T12:00 2017-05-03..2017-05-03"),
    ("The ceasefire began at <midnight on Saturday>.", "TIME 2018-09-22T24:00 2018-09-22..2018-09-22"),
    ("The ceasefire began on <3 May 2017 at 14:00 GMT>.", "TIME 2017-05-03T14:00 2017-05-03..2017-05-03"),
    # Vague
    ("The prisoners are <now> free.", "DATE PRESENT_REF 2018-09-24..2018-09-24"),
    ("The president <recently> praised him.", "DATE PAST_REF ..2018-09-24"),
    ("A <recent> letter praised him.", "DATE PAST_REF ..2018-09-24"),
    ("Relations have improved in <recent years>.", "DATE PAST_REF ..2018-09-24"),
    ("They will <one day> be friends.", "DATE FUTURE_REF 2018-09-24.."),
    ("They will meet <soon>.", "DATE FUTURE_REF 2018-09-24.."),
    ("They will meet in <the not-too-distant future>.", "DATE FUTURE_REF 2018-09-24.."),
    ("They expect news in <the coming days>.", "DATE FUTURE_REF 2018-09-24.."),
    ("The flow soon stopped.", ""),
    ("He died soon after the talks.", ""),
    ("<Earlier>, he had complained of it.", "DATE PAST_REF ..2018-09-24"),
    ("In <the past>, they refused.", "DATE PAST_REF ..2018-09-24"),
    ("He was asked to sign <promptly>.", "DATE FUTURE_REF 2018-09-24.."),
    ("He signed promptly.", ""),
    ("The <current> proposal is better.", "DATE PRESENT_REF 2018-09-24..2018-09-24"),
    ("The current president is better.", ""),
    # Feasts
    ("Talks will be put off until after <Ramadan>.", "DATE 2019-05-06/2019-06-04 2019-05-06..2019-06-04"),
    ("They met at <Christmas>.", "DATE 2017-12-25 2017-12-25..2017-12-25"),
    ("They met at <Easter 2016>.", "DATE 2016-03-27 2016-03-27..2016-03-27"),
    ("They met on <Christmas Eve>.", "DATE 2017-12-24 2017-12-24..2017-12-24"),
    ("They met on <New Year's Day 2017>.", "DATE 2017-01-01 2017-01-01..2017-01-01"),
    ("Trade stopped at <Nowruz>.", "DATE 2018-03-21 2018-03-21..2018-03-21"),
    ("They dined on <Thanksgiving>.", "DATE 2017-11-23 2017-11-23..2017-11-23"),
    # Lengths, halves and comparisons with days of their own; what tense, ranges and bad dates say
    (
        "They met in <the first nine months> of <2017>.",
        "DURATION P9M 2017-01-01..2017-09-30; DATE 2017 2017-01-01..2017-12-31",
    ),
    (
        "<The last two weeks> of <March> were quiet.",
        "DURATION P2W 2018-03-18..2018-03-31; DATE 2018-03 2018-03-01..2018-03-31",
    ),
    (
        "In <the year> ended <30 June>, exports fell.",
        "DURATION P1Y 2017-07-01..2018-06-30; DATE 2018-06-30 2018-06-30..2018-06-30",
    ),
    (
        "<The quarter> ended <31 July> was poor.",
        "DATE 2018-Q2 2018-05-01..2018-07-31; DATE 2018-07-31 2018-07-31..2018-07-31",
    ),
    (
        "<The 12 months> to <31 March> were quiet.",
        "DURATION P12M 2017-04-01..2018-03-31; DATE 2018-03-31 2018-03-31..2018-03-31",
    ),
    ("<The second half of the 1980s> was worse.", "DATE 198 1985-01-01..1989-12-31 END"),
    ("The truce held for <the first half of June>.", "DATE 2018-06 2018-06-01..2018-06-15 START"),
    ("<Last year's third quarter> was poor.", "DATE 2017-Q3 2017-07-01..2017-09-30"),
    (
        "Exports fell in <the third quarter>. They had been higher in <the same period last year>.",
        "DATE 2018-Q3 2018-07-01..2018-09-30; DATE 2017-Q3 2017-07-01..2017-09-30",
    ),
    (
        "Growth returns in <the first quarter of 2019>. Exports fell in <the third quarter>, unlike <the year-ago period>.",
        "DATE 2019-Q1 2019-01-01..2019-03-31; DATE 2018-Q3 2018-07-01..2018-09-30; DATE 2017-Q3 2017-07-01..2017-09-30",
    ),
    (
        "They met on <3 May>. <A few days later> they parted.",
        "DATE 2018-05-03 2018-05-03..2018-05-03; DATE FUTURE_REF 2018-05-03..2018-09-24",
    ),
    (
        "They met on <3 May>. <A few days later> they left; they will meet on <20 November>.",
        "DATE 2018-05-03 2018-05-03..2018-05-03; DATE FUTURE_REF 2018-05-03..2018-09-24; DATE 2018-11-20 2018-11-20..2018-11-20",
    ),
    ("Between two and <four weeks> passed.", "DURATION P4W .."),
    ("The <1967> <six-day> war ended.", "DATE 1967 1967-01-01..1967-12-31; DURATION P6D .."),
    ("He spoke to the daily Granma about <daily> flights.", "SET P1D .."),
    ("The boxer of '60 Minutes' left.", ""),
    ("In <the wee hours of Sunday> the army struck.", "TIME 2018-09-23TMO 2018-09-23..2018-09-23"),
    ("Shelling began at <1930 GMT on Friday>.", "TIME 2018-09-21T19:30 2018-09-21..2018-09-21"),
    (
        "The talks began at <7:30 p.m.> (1930 GMT) on <Friday>.",
        "TIME 2018-09-21T19:30 2018-09-21..2018-09-21; DATE 2018-09-21 2018-09-21..2018-09-21",
    ),
    ("They landed at <9:30 Friday morning>.", "TIME 2018-09-21T09:30 2018-09-21..2018-09-21"),
    ("They met at <eleven thirty p.m. on Friday>.", "TIME 2018-09-21T23:30 2018-09-21..2018-09-21"),
    ("He was shot on <8 May>, the day after the vote.", "DATE 2018-05-08 2018-05-08..2018-05-08"),
    (
        "On <3 May> they met. <Later that day> they left.",
        "DATE 2018-05-03 2018-05-03..2018-05-03; DATE 2018-05-03 2018-05-03..2018-05-03 END",
    ),
    ("The pact was signed <a week ago Friday>.", "DATE 2018-09-14 2018-09-14..2018-09-14"),
    ("It was signed <ten years ago today>.", "DATE 2008-09-24 2008-09-24..2008-09-24"),
    ("It takes effect <thirty days from Wednesday>.", "DATE 2018-10-26 2018-10-26..2018-10-26"),
    ("A deal is due on <Friday of next week>.", "DATE 2018-10-05 2018-10-05..2018-10-05"),
    ("They met <the week before last>.", "DATE 2018-W37 2018-09-10..2018-09-16"),
    ("They pay on <the 15th of next month>.", "DATE 2018-10-15 2018-10-15..2018-10-15"),
    ("Two of them had signed by <Wednesday>.", "DATE 2018-09-19 2018-09-19..2018-09-19"),
    ("Until <Thursday>, nobody had left.", "DATE 2018-09-20 2018-09-20..2018-09-20"),
    ("By <Sunday> the troops were inside the town.", "DATE 2018-09-23 2018-09-23..2018-09-23"),
    ("They had agreed to leave by <Friday>.", "DATE 2018-09-28 2018-09-28..2018-09-28"),
    ("They had until <Friday> to leave.", "DATE 2018-09-28 2018-09-28..2018-09-28"),
    ("By <Friday>, they said, a deal would be signed.", "DATE 2018-09-28 2018-09-28..2018-09-28"),
    ("They must leave by <Wednesday>.", "DATE 2018-09-26 2018-09-26..2018-09-26"),
    ("The talks were overshadowed by <Tuesday>'s attack.", "DATE 2018-09-18 2018-09-18..2018-09-18"),
    ("Following <Friday>'s vote, he left.", "DATE 2018-09-21 2018-09-21..2018-09-21"),
    ("The council meets in Geneva on <Thursday>.", "DATE 2018-09-27 2018-09-27..2018-09-27"),
    ("They did not meet in Geneva on <Thursday>.", "DATE 2018-09-20 2018-09-20..2018-09-20"),
    ("Drivers called a strike for <Thursday>.", "DATE 2018-09-27 2018-09-27..2018-09-27"),
    (
        "The talks ran from <November> to <February 2019>.",
        "DATE 2018-11 2018-11-01..2018-11-30; DATE 2019-02 2019-02-01..2019-02-28",
    ),
    ("They talked from 12 to <5 June>.", "DATE 2018-06-05 2018-06-05..2018-06-05"),
    ("It was the year 99999.", ""),
    ("They met at 24:30 and at 25:70.", ""),
    ("The day after 31 June they met.", ""),
    ("They paid over <the next decade>.", "DURATION P10Y 2018-09-24..2028-09-24"),
    ("Growth was promised by <the end of the decade>.", "DATE 201 2016-01-01..2019-12-31 END"),
    ("Prices are up since <year-end>.", "DATE 2017-12 2017-12-01..2017-12-31 END"),
    ("The years <1950> to <1953> were bad.", "DATE 1950 1950-01-01..1950-12-31; DATE 1953 1953-01-01..1953-12-31"),
    ("<A quarter of a century> passed.", "DURATION P25Y .."),
]


def marked(text: str, times: tuple[Time, ...]) -> str:
    for start, end in reversed([t.span for t in times]):
        text = f"{text[:start]}<{text[start:end]}>{text[end:]}"
    return text


def told(found: Time) -> str:
    covered = f"{found.type} {found.value} {found.earliest or ''}..{found.latest or ''}"
    return f"{covered} {found.mod}" if found.mod else covered


def days(text: str, published: Published | None = MONDAY) -> list[tuple[str, str | None, str | None]]:
    return [(text[t.span.start : t.span.end], t.earliest, t.latest) for t in find(text, published)]


@pytest.mark.parametrize(("sentence", "expected"), TIMES)
def test_time_is_found_and_dated(sentence, expected):
    text = re.sub("[<>]", "", sentence)
    times = find(text, MONDAY)
    assert (marked(text, times), "; ".join(map(told, times))) == (sentence, expected)


# What a time is counted from ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "anchors"),
    [
        ("They met on 3 May 2017.", ["self"]),
        ("They met on Monday.", ["published"]),
        ("They met on 3 May 2017. The next day they signed.", ["self", "3 May 2017"]),
        ("They waited three days.", [None]),
    ],
)
def test_anchor_says_what_a_time_was_resolved_against(text, anchors):
    assert [t.anchor for t in find(text, MONDAY)] == anchors


def test_without_a_publication_day_relative_times_stay_open():
    text = "They met on Monday, again on 12 March, and will sign in June. On 4 May 2011 they broke off."
    assert [(t.value, t.earliest) for t in find(text, None)] == [
        ("XXXX-WXX-1", None),
        ("XXXX-03-12", None),
        ("XXXX-06", None),
        ("2011-05-04", "2011-05-04"),
    ]


def test_publication_known_as_an_interval_gives_the_days_from_one_end_to_the_other():
    week = Published(None, "2018-09-24", "2018-09-27", "text")
    [yesterday] = find("The minister resigned yesterday.", week)
    assert (yesterday.value, yesterday.earliest, yesterday.latest) == (None, "2018-09-23", "2018-09-26")


def test_publication_interval_leaves_alone_what_both_ends_agree_on():
    week = Published(None, "2018-09-24", "2018-09-27", "text")
    [monday] = find("The minister resigned on Monday.", week)
    assert (monday.value, monday.earliest, monday.latest) == ("2018-09-24", "2018-09-24", "2018-09-24")


def test_today_inside_quotation_marks_is_the_day_of_speaking():
    text = 'On Saturday the envoy said: "We signed today." The court rules today.'
    assert days(text) == [
        ("Saturday", "2018-09-22", "2018-09-22"),
        ("today", "2018-09-22", "2018-09-22"),
        ("today", "2018-09-24", "2018-09-24"),
    ]


def test_quotation_by_the_same_speaker_further_on_keeps_the_day_of_speaking():
    text = (
        "Larkin told the assembly on Sunday that the pact was near.\n\nThe markets rose, and traders in the port bought "
        "grain, oil and copper as they had not done for a long while, which surprised many people who had sold their stocks "
        "and now regretted it.\n\n“There is a debate right now,” Larkin added."
    )
    assert days(text)[-1] == ("right now", "2018-09-23", "2018-09-23")


def test_tense_of_a_quotation_is_not_that_of_the_sentence_around_it():
    assert days('The ministry issued a paper entitled "We will answer" on Friday.') == [
        ("Friday", "2018-09-21", "2018-09-21")
    ]


def test_history_is_dated_from_what_it_told_last():
    text = (
        "War broke out in 1861. In 1862 both sides armed; on 4 May the port fell. By June 1863 the river was lost, and on "
        "12 August the town. The year 1864 brought famine, 1865 the truce. The treaties of 1866, 1867, 1868 and 1869 held."
    )
    found = {words: first for words, first, _ in days(text)}
    assert (found["4 May"], found["12 August"]) == ("1862-05-04", "1863-08-12")


def test_history_that_looks_back_or_far_away_goes_on_where_it_was():
    text = (
        "War broke out in 1861, as in 1845, and in 1862 both sides armed. On 4 May 1862 the port fell, much as it had in 1812; "
        "on 9 June the lake was lost. Two years earlier it had been quiet. On 3 July the mill burnt, in August the barn. "
        "In 1863 they rested, and in 1865 they made peace."
    )
    found = {words: first for words, first, _ in days(text)}
    assert (found["9 June"], found["3 July"], found["August"]) == ("1862-06-09", "1862-07-03", "1862-08-01")


# Captions and furniture ---------------------------------------------------------------------------------------------

CAPTION = "The two leaders yesterday at the lake."
STORY = "They left yesterday."


def blocks(published: Published | None, kind: str = "caption") -> list[Block]:
    start = len(CAPTION) + 2
    return [Block(Span(0, len(CAPTION)), kind, published), Block(Span(start, start + len(STORY)), "body")]


def test_caption_counts_from_its_own_date():
    own = Published("2018-06-12", "2018-06-12", "2018-06-12", "text")
    found = find(f"{CAPTION}\n\n{STORY}", MONDAY, blocks(own))
    assert [t.earliest for t in found] == ["2018-06-11", "2018-09-23"]


def test_caption_without_a_date_of_its_own_counts_from_the_one_it_names():
    text = "The leaders on June 11, 2018, shortly after a recent test."
    found = find(text, MONDAY, [Block(Span(0, len(text)), "caption")])
    assert [t.latest for t in found] == ["2018-06-11", "2018-06-11"]


@pytest.mark.parametrize("kind", ["related", "boilerplate"])
def test_links_and_furniture_have_no_times(kind):
    found = find(f"{CAPTION}\n\n{STORY}", MONDAY, blocks(None, kind))
    assert [t.span.start for t in found] == [len(CAPTION) + 2 + STORY.index("yesterday")]


# Terms of office ----------------------------------------------------------------------------------------------------


def terms(surname: str, ordinal: int | None, published: Published | None) -> tuple[date, date] | None:
    assert published == MONDAY
    known = {("Harlow", 1): (2017, 2021), ("Harlow", None): (2017, 2021), ("Marsh", None): (2009, 2017)}
    years = known.get((surname, ordinal))
    return (date(years[0], 1, 20), date(years[1], 1, 20)) if years else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He wants it before the end of Mr Harlow's first term.", ("the end of Mr Harlow's first term", "2021-01-20", "2021-01-20")),
        ("Ties are better in the post-Marsh era.", ("the post-Marsh era", "2017-01-20", None)),
        ("Harlow spoke of the days before his presidency.", ("the days before his presidency", None, "2017-01-19")),
    ],
)  # fmt: skip
def test_terms_of_office_come_from_who_knows_them(text, expected):
    found = find(text, MONDAY, terms=terms)
    assert [(text[t.span.start : t.span.end], t.earliest, t.latest) for t in found] == [expected]


def test_unknown_term_of_office_is_no_time():
    assert find("He wants it before the end of Mr Nobody's first term.", MONDAY, terms=terms) == ()


# The day of publication ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("SEOUL, 12 March 2018 — The two sides met.", "the dateline says '12 March 2018'"),
        ("OSLO, March 12, 2018 (ABC) - The two sides met.", "the dateline says 'March 12, 2018'"),
        ("Talks resume\n\nPublished: 12 March 2018\n\nThey met on Friday.", "the text says so: 'Published: 12 March 2018'"),
        ("Talks resume\nMonday, March 12, 2018\nThey met.", "a line of its own at the top says 'Monday, March 12, 2018'"),
    ],
)  # fmt: skip
def test_text_that_states_its_date(text, reason):
    assert document_date(text) == Published("2018-03-12", "2018-03-12", "2018-03-12", "text", reason)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("The envoys met on 3 March 2018.", "2018-03-03", None),
        ("The envoys met on 3 March 2018 and will meet again on 20 April 2018.", "2018-03-03", "2018-04-20"),
        ("The envoys met on 3 March 2018. The deal was praised on Wednesday.", "2018-03-07", "2018-03-13"),
        (
            "The envoys met on 3 March 2018. It was praised on Wednesday and again on Friday.",
            "2018-03-09",
            "2018-03-13",
        ),
        ("On Friday, 9 March, the envoys arrived. The fund was frozen in 2018.", "2018-03-09", None),
    ],
)
def test_date_is_reasoned_from_what_the_text_tells(text, earliest, latest):
    found = document_date(text)
    assert found is not None
    assert (found.value, found.earliest, found.latest, found.basis) == (None, earliest, latest, "text")


def test_weekday_told_as_the_same_day_is_the_day_of_publication():
    found = document_date("The envoys met on 3 March 2018. Earlier on Wednesday, the deal was praised.")
    assert found is not None
    assert found.value == "2018-03-07"


def test_caption_is_the_earliest_day_but_no_dateline():
    text = "June 11, 2018 – The leaders at the lake.\n\nThey parted on Thursday."
    found = document_date(text, [Block(Span(0, 40), "caption"), Block(Span(42, len(text)), "body")])
    assert found is not None
    assert (found.value, found.earliest, found.reason) == (
        None,
        "2018-06-14",
        "a caption tells of 'June 11, 2018' as past; the story tells of Thursday as past, the first after that being 2018-06-14",
    )


@pytest.mark.parametrize(
    "text", ["", "They met on Tuesday.", "The summit will be on 3 May 2019.", "It was on 31 June 2018."]
)
def test_text_that_does_not_tell_its_date(text):
    assert document_date(text) is None


# Days as users type them --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["2018-09-24", " 2018-09-24 ", "2018-09-24T08:30", "2018-09-24T08:30:00+01:00"])
def test_day_is_read(text):
    assert parse_day(text) == date(2018, 9, 24)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("31 June", "write it as YYYY-MM-DD"),
        ("2018-9-4", "write it as YYYY-MM-DD"),
        ("", "write it as YYYY-MM-DD"),
        ("2018-13-01", "no day of the calendar"),
        ("2018-06-31", "no day of the calendar"),
        ("1899-12-31", "from 1900 to 2100"),
        ("2101-01-01", "from 1900 to 2100"),
    ],
)
def test_what_is_no_day_is_refused_in_a_sentence(text, says):
    with pytest.raises(DateError, match=says):
        parse_day(text)


# Any text -----------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    "the a of in on last next this week year month quarter June May Monday 31 30 12 1950 2018 9999 0000 1990s '98 half ago "
    "earlier two few and - , . \" “ ” 's end early mid term first second 12:30 pm 480 BC Easter Ramadan 2018-02-30 31/02/18 "
    "today within remaining years before his presidency \n \n\n".split(" ")
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS, st.sampled_from([None, "0001-01-01", "2018-09-24", "2020-02-29", "9999-12-31"]))
def test_any_text_yields_times_that_hold(text, day):
    found = find(text, Published(day, day, day, "given") if day else None)
    ends = [0, *(t.span.end for t in found)]
    assert all(0 <= t.span.start < t.span.end <= len(text) for t in found)
    assert all(t.span.start >= end for t, end in zip(found, ends, strict=False))
    assert all(t.earliest <= t.latest for t in found if t.earliest and t.latest)


@pytest.mark.parametrize(
    "piece", ["1", "the ", " ", "\n", "1,", "-", "June ", "1990-", '"today ', "a year earlier ", "two and "]
)
def test_long_runs_of_one_thing_are_read_in_linear_time(piece):
    begun = time.process_time()
    find(piece * (100_000 // len(piece)), MONDAY)
    assert time.process_time() - begun < 5  # under a second on a laptop; a quadratic rule takes minutes


@given(TEXTS)
def test_any_text_has_a_date_or_none(text):
    found = document_date(text)
    assert found is None or (found.earliest is not None and (found.latest is None or found.earliest <= found.latest))


@given(st.text(max_size=30))
def test_any_typed_day_is_a_date_or_a_date_error(text):
    try:
        assert 1900 <= parse_day(text).year <= 2100
    except DateError as error:
        assert str(error)  # noqa: PT017 - either outcome is right
