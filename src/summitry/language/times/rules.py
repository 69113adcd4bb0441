"""The grammar of time expressions: parts, patterns, and what each pattern means.

To add an expression, add a line to `RULES`: a pattern over the classes of `data/times/words.toml`, and the function of
`days`, `calendars`, `lengths` or `vague` that makes sense of it. Where several rules fit at one place the longest match counts, then the one
that reads further, then the earliest line.
"""

from collections.abc import Mapping, Sequence

from summitry.language.times import calendars, days, lengths, vague
from summitry.language.times.grammar import Grammar, Lexicon, Rule, load_tables
from summitry.language.times.meanings import Meaning

TimeRule = Rule[Meaning | None]

PARTS: Mapping[str, str] = {
    # Numbers
    "count": "((<number>|<cardinal>|a)? (hundred|thousand) and <cardinal> ( -? <cardinal>)?|<number> (hundred|thousand)?|a dozen|half a dozen|(<cardinal>|a hundred|a thousand) ( -? <cardinal>){0,3})",
    "day": "(<dd>|<ordinal>|twenty -? <ordinal>|thirty -? first)",
    "year": "(<yyyy>|nineteen (hundred|oh|<cardinal>) ( -? <cardinal>)?|two thousand ( and? <cardinal>)?)",
    # Periods of the calendar, named or pointed at
    "monthly": "(<month> (,|of|in)? (the year)? <year>|<month> (of)? (the)? <which> year|<month> of the year|the month of <month>|(the)? <which> <month>|<month>)",
    "quarterly": "((the)? (fiscal)? <year>? (fiscal)? (-)? <ordinal> (fiscal)? quarter ( (of|in)? (fiscal)? <year>| (of)? (the)? <which> year)?|{whose} (fiscal)? <ordinal> quarter|(fiscal -?)? <ordinal> - quarter|q <quarter:dd> (of)? <year>?)",
    "era": "(bc|bce|b.c|b.c.|b.c.e.)",
    "halfly": "((the)? (<half:ordinal>|<lasthalf>) half (of (the)? (<year>|<which> year|year)|<year>)?|{whose} (<half:ordinal>|<lasthalf>) half)",
    "whose": "(<year>|(the)? <which> year) 's",
    "lasthalf": "(last|latter|other)",
    "closing": "(last|final|closing)",
    "compared": "(period|quarter|month|half)",
    "seasonal": "((the)? <season> (,|of|in)? <year>|<year> <season>|(the)? <season> (of)? <which> year|(the|this)? <which> <season>|(the)? <season>)",
    "yearly": "((fiscal|financial|calendar) (year)? <year>|the year <year>|<year>|<shortyear>)",
    "decadal": "(the)? (<decade>|<century:cardinal>? <decadeword>)",
    "secular": "(the)? <century:ordinal> -? century",
    "deictic": "((the)? <which> (fiscal|financial|calendar|full)? (past)? (<unit>|<weekend>)|the (fiscal|financial|calendar|full)? (<unit>|<weekend>))",
    "weekend": "weekend",
    "beside": "(next|following|same|previous)",
    "period": "({monthly}|{quarterly}|{halfly}|{seasonal}|{yearly}|{decadal}|{secular}|{deictic})",
    # Days
    "dated": "((<weekday> ,?)? (the)? <day> (of)? <month> (,? <year>|(of)? (the)? <which> year)?|(<weekday> ,?)? <month> (the)? <day> (,? <year>|(,? of)? (the)? <which> year)?|<weekday> (the)? <day:ordinal>)",
    "feasted": "(<feast>|new year 's (day|eve)|<phrase:feastphrase>) (day|eve)? ( (of|in)? <year>)?",
    "feastphrase": "((good friday)|(easter monday)|(easter sunday)|(whit sunday)|(whit monday)|(boxing day)|(may day)|(bastille day))",
    "named": "((this)? <dayword>|(the|this)? <which> (past)? <weekday>|<weekday>)",
    "date": "(<iso>|<slashed>|{dated}|{named})",
    # Times of day
    "zoned": "(local time|(eastern|central|mountain|pacific) (standard|daylight)? time|<zone>|<open> <zone> <close>)",
    "hour": "(<clock> (<halfday>)?|<cardinal> <cardinal> ( -? <cardinal>)? <halfday>|<number> (<zone>|hours)|(<number>|<cardinal>) <halfday>|(<number>|<cardinal>) o ' clock|noon|midday|midnight)",
    "bare": "(<clock>|(<number>|<cardinal>) (o ' clock)?)",
    # Lengths
    "quantity": "(<count> ( and a half| <fraction>)?|(a)? few|several|many|(a)? couple (of)?|(a)? quarter (of a)?|a|an|another|some|dozens of|hundreds of|thousands of|half a|half an|numerous|most of a)",
    "fraction": "<dd> / <dd>",
    "limit": "((at least|at most|up to|more than|less than|fewer than|no more than|no less than|within|about|around|approximately|roughly|nearly|almost|some){1,2})",
    "bound": "(over|under|<limit>)",
    "length": "<quantity> (more|additional|full|consecutive|straight|whole|long|short|further|extra)? -? (<unit>|<units>) (and a half)? (or (more|less|so|longer))?",
    "back": "(last|past|previous|preceding|next|coming|following|upcoming|latest|subsequent)",
    "any": "(<unit>|<units>)",
}

RULES: Sequence[TimeRule] = (
    # Days
    Rule("{date}", days.day),
    Rule("(<daymod:third>|earlier|later) -? (on)? {date}", days.day),
    Rule("(<third>)? {date} <daypart>", days.day),
    Rule("(the)? (<third> -?)? <part:daypart> (hours)? (of|on) {date}", days.day),
    Rule("(<third> -?)? <part:daypart> {date}", days.day),
    Rule("(the)? (<third:=early>|wee|small|predawn) <smallhours:=hours> of {date} <daypart>?", days.day),
    Rule("<month> <from:dd> (-|and|or|to|through) [<day:dd> (,? <year>)?]", days.day),
    Rule("[<month> <day:dd>] (-|and|or|to|through) <dd> ,? <year>", days.day),
    Rule("[<day:dd>] (-|and|or|to) <to:dd> (of)? <month> (,? <year>)?", days.day),
    Rule("{feasted}", days.feast),
    Rule("the day (before|after) {date}", days.beside),
    Rule("the <unit> of (the)? {date}", days.period_around),
    Rule(
        "(the|that) (very)? (same|next|following|previous|preceding) (day|morning|afternoon|evening|night)",
        days.counted,
    ),
    Rule("(on|until|till|since|around|by) [the <nth:ordinal> (of (that|the same) month)?]", days.day_of_month),
    Rule("the <nth:ordinal> of (the|<which>) month", days.day_of_month),
    Rule("(the)? (<weekday>|<unit>) (before <last:=last>|after <next:=next>)", days.next_but_one),
    Rule("(the day|a day) (before|after|earlier|later)", days.counted),
    Rule("(<daymod:third>|earlier|later) (in|on)? (the|that) (very|same)? <within:=day>", days.counted),
    Rule("<weekday> (of|in)? (the)? <which> <within:=week>", days.in_week),
    Rule("that (very)? (day|date|morning|afternoon|evening|night)", days.counted),
    # Times of day
    Rule(
        "(about|around|just after|just before|shortly after|shortly before)? <hour> <zoned>? ( (,|on|in|of)? (the)? {date} <daypart>?)?",
        days.clock,
    ),
    Rule("[(about|around)? <hour>] <open> (<clock>|<number>) <zone> <close> (,|on)? {date}", days.clock),
    Rule("{date} (,|at)? (about|around)? <hour> <zoned>?", days.clock),
    Rule("<hour:bare> in the <daypart>", days.clock),
    Rule("<hour> (on)? the <beside:beside> day", days.clock),
    Rule("(<third>|earlier|later)? (<this:=this>|<last:=last>|<that:=that>|<the:=the>) <daypart>", days.time_of_day),
    Rule("overnight", days.time_of_day),
    Rule("(at|before|by|until|since|from|after|till) [<twilight> ((on|of)? {date})?]", days.twilight),
    Rule("<entry:number>", days.entry),
    # Parts of a period by number
    Rule(
        "(the)? (<nth:ordinal>|<final:=last>|<final:=final>) (<piece:unit>|<piece:units>|<piece:weekend>) of ({monthly}|{deictic}|{yearly})",
        calendars.numbered_part,
    ),
    # Periods
    Rule("{period}", calendars.calendar_period),
    Rule("(the)? <third> -? (part of|in)? {period}", calendars.calendar_period),
    Rule("(the)? (very)? <edge> of {period}", calendars.calendar_period),
    Rule("{period} 's <edge>", calendars.calendar_period),
    Rule("(the)? (<unit>|<month>) (-|'s)? <edge:=end>", calendars.calendar_period),
    Rule("year (-|'s)? <edge:=end> (of)? <year>", calendars.calendar_period),
    Rule("(<earlier:=earlier>|<later:=later>) (in|on)? {period}", calendars.calendar_period),
    Rule("post - <after:yyyy>", calendars.open_year),
    Rule("pre - <before:yyyy>", calendars.open_year),
    Rule("((the)? <third>? (<season>|<month>)? (of)?)? <bc:number> <era>", calendars.before_christ),
    Rule("(the)? (<third>|<edge> of)? (the)? <decade> <era>", calendars.before_christ),
    Rule("[<bc:number>] - <number> <era>", calendars.before_christ),
    Rule("[<from:yyyy>] (-|/) (<to:yyyy>|<to:yy>)", calendars.year_range),
    Rule("<from:yyyy> (-|/) [<to:yyyy>]", calendars.year_range),
    Rule("<from:yyyy> (-|/) [<to:yy>]", calendars.year_range),
    Rule("[<month>] (and|or) <month> (of)? <year>", calendars.calendar_period),
    Rule("[<month>] (-|to|through|until) <to:month> (of)? <year>", calendars.calendar_period),
    Rule("(the)? (<nth:ordinal>|<final:lasthalf>) half of ({monthly}|{decadal}|{secular}|{deictic})", calendars.half),
    Rule("(the)? year - (ago|earlier) (<ordinal>? <compared>)?", calendars.year_earlier),
    Rule(
        "((the)? (same|comparable|corresponding|like) <compared> (of|in)? last year|(the)? (same|comparable|corresponding|like)? <ordinal>? <compared> (a|one) year (ago|earlier|before))",
        calendars.year_earlier,
    ),
    Rule("(the)? latest period", calendars.period_spoken_of),
    Rule("the <year> period", calendars.period_spoken_of),
    Rule("the <unit> (before|earlier|after|later|previously)", calendars.beside),
    # Counted from a day
    Rule(
        "<bound>? {length} (ago|earlier|later|before|after|afterwards|hence|previously|since|from now|from today)",
        lengths.offset,
    ),
    Rule("<units> (ago|earlier|later)", lengths.offset),
    Rule("<bound>? {length} (<ago:=ago>|from) ({date}|this <period:=week>|this <period:=month>)", lengths.offset_from),
    Rule("in {length} (' s? time|time)?", lengths.ahead),
    # Vague
    Rule("recent (<units> and)? <units>", vague.vague, {"value": "PAST_REF"}),
    Rule("(the)? (past|last) (few|several) (quarters|months)", vague.vague, {"value": "PAST_REF"}),
    Rule("(the)? (coming|upcoming|future) <units>", vague.vague, {"value": "FUTURE_REF"}),
    Rule("the <units> ahead", vague.vague, {"value": "FUTURE_REF"}),
    Rule("<prompt>", vague.prompt),
    Rule(
        "the <units> (before|prior to) (his|her|<name:capital> 's) (presidency|inauguration|<ordinal>? term)",
        vague.before_term,
    ),
    Rule("(the)? (<edge> of)? (mr|mrs|ms|president)? <name:capital> 's <ordinal>? term", vague.term),
    Rule("(the)? post - <name:capital> (era|years|period|age)", vague.era),
    # Sets
    Rule("(a|per) <unit>", lengths.rate),
    Rule("(once|twice|<count> times) (a|per) <unit>", lengths.every),
    # Lengths
    Rule("<bound>? {length}", lengths.length),
    Rule("<bound>? <units> (or <units>)?", lengths.length),
    Rule(
        "[(the)? (first|<final:closing>) <quantity> <any:units>] of ({monthly}|{quarterly}|{yearly}|{deictic})",
        lengths.part,
    ),
    Rule("[(the)? (fiscal|financial)? <quantity>? <any>] (ended|ending) (on)? {date}", lengths.ended),
    Rule("[the <quantity>? (<any:=year>|<any:=months>)] to {date}", lengths.ended),
    Rule("<bound:limit>? (the)? <back> (<quantity>)? (-? <odd:=odd>)? (more)? <any>", lengths.around_now),
    Rule("<bound:limit>? (the)? <remaining:=remaining> (<quantity>)? <any>", lengths.around_now),
    Rule("(the|<bound> the) (first|final|opening|closing)? <quantity> <units>", lengths.length),
    # Sets
    Rule(
        "(every|each) (other|single|few)? <count>? (<unit>|<units>|<weekday>|<daypart>|<weekend>|<month>)",
        lengths.every,
    ),
    Rule("<weekdays>", lengths.every),
    Rule("<weekday> <dayparts>", lengths.every),
    Rule("<frequency>", lengths.every),
)


def load() -> Grammar[Meaning | None]:
    """The grammar of English time expressions, compiled."""
    tables = load_tables("words.toml")
    references = [
        Rule(phrase.replace(" ", " -? "), vague.vague, {"value": value})
        for value, phrases in tables.pop("reference").items()
        for phrase in phrases
    ]
    return Grammar(Lexicon(tables), PARTS, [*RULES, *references])
