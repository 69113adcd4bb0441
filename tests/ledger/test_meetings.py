"""Which meetings the account tells of where its articles tell them in pieces, and how they stand."""

from dataclasses import replace

import pytest

from summitry.article import Span
from summitry.ledger.account import Account
from summitry.records import Time

DAY = "2030-02-04"


@pytest.fixture
def states(told):
    """How the meetings of some articles stand, each article a text and its day of publication; in the order of first reports."""

    def read(*articles):
        documents = [told(text, day, name=f"{n}") for n, (text, day) in enumerate(articles)]
        return [meeting.state for meeting in Account(documents).state.meetings]

    return read


# Looking back and ahead --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("Ana and Bo <event meeting=yes actor=ana,bo>met</event>.", "held"),
        ("It would be the first <event meeting=yes actor=ana,bo>meeting</event> of the two.", "planned"),
        ("If Ana and Bo <event meeting=yes actor=ana,bo>met</event>, trade would grow.", "planned"),
        ("She will not talk after they <event meeting=yes actor=ana,bo>met</event>.", "held"),
        ("Ana invited Bo to <event meeting=yes actor=ana,bo>visit</event> her.", "planned"),
        ("Bo flew to <event meeting=yes actor=ana,bo>meet</event> Ana.", "held"),
        ("Bo was wrong to <event meeting=yes actor=ana,bo>meet</event> Ana.", "held"),
        ("Ana spoke of a potential <event meeting=yes actor=ana,bo on=2030-02-01>meeting</event> with Bo.", "planned"),
        ("The <event meeting=yes actor=ana,bo>meeting</event> of Ana and Bo did not take place.", "cancelled"),
        ("The <event meeting=yes actor=ana,bo>meeting</event> of Ana and Bo failed to happen.", "cancelled"),
        ("The <event meeting=yes actor=ana,bo>meeting</event> of Ana and Bo did not last.", "held"),
        ("Bo wants to <event meeting=yes actor=ana,bo>meet</event> Ana.", "planned"),
        ("The toll was <event meeting=yes actor=ana,bo on=2030-02-01>agreed in late talks</event>.", "held"),
        ("Ana and Bo <event meeting=yes actor=ana,bo>agreed on talks</event>.", "planned"),
        ("Ana <event meeting=yes actor=ana,bo>proposed talks</event> to Bo.", "proposed"),
        ("Ana and Bo <event meeting=yes actor=ana,bo modality=cancelled>broke off their talks</event>.", "held"),
        ("Ana will <event meeting=yes actor=ana,bo modality=cancelled>end the talks</event> with Bo.", "cancelled"),
        ("Ana <event meeting=yes actor=ana,bo modality=cancelled>called off the talks</event> with Bo.", "cancelled"),
    ],
)
def test_only_what_has_come_about_was_held(states, line, state):
    assert states((line, DAY)) == [state]


@pytest.mark.parametrize("before", ["since ", "since late ", "since the war of ", "since the "])
def test_what_is_the_first_since_a_day_was_not_on_that_day(told, before):
    text = f"Ana and Bo held the first <event meeting=yes actor=ana,bo on=2030-01-02>talks</event> {before}January 2."
    document = told(text, DAY)
    at = document.article.text.index("January")
    time = Time(Span(at, at + len("January 2")), "DATE", "2030-01-02", "2030-01-02", "2030-01-02")
    (meeting,) = Account([replace(document, times=(time,))]).state.meetings
    assert (meeting.state, meeting.earliest, meeting.latest) == ("held", None, DAY)


@pytest.mark.parametrize("word", ["announced", "proposed on", "agreed in"])
def test_the_day_on_which_a_meeting_was_arranged_is_not_the_day_it_was_held_on(told, word):
    document = told(f"Ana and Bo <event meeting=yes actor=ana,bo on=2030-01-02>met</event> as {word} January 2.", DAY)
    at = document.article.text.index("January")
    time = Time(Span(at, at + len("January 2")), "DATE", "2030-01-02", "2030-01-02", "2030-01-02")
    (meeting,) = Account([replace(document, times=(time,))]).state.meetings
    assert (meeting.state, meeting.earliest, meeting.latest) == ("held", None, DAY)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Bo resents how Ana handles <event meeting=yes actor=ana,bo>negotiations</event> with him.", []),
        ("The <event meeting=yes actor=ana,bo modality=ongoing>talks</event> of Ana and Bo decide on the toll.", []),
        ("Ana and Bo held <event meeting=yes actor=ana,bo>talks</event>.", ["held"]),
        ("Ana and Bo ended a third round of <event meeting=yes actor=ana,bo>negotiations</event>.", ["held"]),
        (
            "The <event meeting=yes actor=ana,bo place=Elmtown>talks</event> of Ana and Bo in Elmtown were long.",
            ["held"],
        ),
    ],
)
def test_talks_that_go_on_are_no_meeting_of_their_own(states, line, found):
    assert states((line, DAY)) == found


def test_talks_that_go_on_are_those_of_the_days_before(states):
    met = "Ana and Bo <event meeting=yes actor=ana,bo modality={} on={}>met</event>."
    talks = "Bo blamed Ana for the <event meeting=yes actor=ana,bo>talks</event>."
    planned = met.format("planned", "2030-02-01")
    assert states((planned, "2030-01-20"), (talks, DAY)) == ["held"]
    assert states((planned, "2030-01-20"), (talks, "2030-03-10")) == ["planned"]


def test_that_somebody_might_meet_somebody_is_no_meeting(states):
    line = "Ana would <event meeting=yes actor=ana,bo modality={}>see</event> Bo."
    assert states((line.format("possible"), DAY), (line.format("conditional"), DAY)) == []
    assert states((line.format("requested"), DAY)) == ["proposed"]
    assert states((line.format("possible on=2030-02-09"), DAY)) == ["proposed"]


def test_a_wish_in_one_article_is_no_meeting_of_another(states):
    wish = "Ana is willing to <event meeting=yes actor=ana,bo modality=possible on=2030-02-08>see</event> Bo."
    met = "Ana and Bo <event meeting=yes actor=ana,bo{}>met</event>."
    assert states((wish, DAY), (met.format(" on=2030-02-08"), "2030-02-09")) == ["held"]
    assert states((wish, DAY), (met.format(""), "2030-02-12")) == ["proposed", "held"]


def test_talks_in_general_say_nothing_of_a_meeting_whose_day_nobody_tells(told):
    met = told("Ana and Bo had <event meeting=yes actor=ana,bo>dinner</event>.", DAY)
    talks = told("Bo blamed Ana for the <event meeting=yes actor=ana,bo>talks</event>.", "2030-02-08", name="b")
    (meeting,) = Account([met, talks]).state.meetings
    assert [r.document.article.id for r in meeting.reports] == ["a"]


@pytest.mark.parametrize(
    ("met", "agreed", "day"),
    [
        ("<event meeting=yes actor=ana,bo>met</event>", "agreed to it", "2030-02-01"),
        ("had a <event meeting=yes actor=ana,bo>call</event>", "agreed to it", None),
        ("had a <event meeting=yes actor=ana,bo>call</event>", "agreed by telephone to do it", "2030-02-01"),
    ],
)
def test_those_who_agreed_on_a_day_met_then(told, met, agreed, day):
    deal = agreed.replace("agreed", "<event plover=AGREE actor=ana,bo on=2030-02-01>agreed</event>")
    (meeting,) = Account([told(f"They {met}.\nAna and Bo {deal}.", DAY)]).state.meetings
    assert meeting.earliest == day


def test_who_signs_a_little_late_met_then_whoever_tells_of_the_meeting_next(told):
    plan = told(
        "Ana and Bo will <event meeting=yes actor=ana,bo modality=planned on=2030-02-20>meet</event>.", "2030-01-20"
    )
    (event,) = plan.events
    plan = replace(plan, events=(replace(event, earliest="2030-02-01", latest="2030-02-20"),))
    signed = told("They <event plover=AGREE actor=ana,bo on=2030-02-24>signed</event>.", "2030-02-24", name="b")
    met = told("They <event meeting=yes actor=ana,bo on=2030-02-24>met</event>.", "2030-02-26", name="c")
    (meeting,) = Account([plan, signed, met]).state.meetings
    assert [(r.day, r.document.article.id) for r in meeting.reports if r.record.modality == "happened"] == [
        ("2030-02-24", "b"),
        ("2030-02-26", "c"),
    ]


def test_who_signs_on_a_planned_day_at_its_place_was_there(states):
    plan = "Ana and Bo will <event meeting=yes actor=ana,bo modality=planned on=2030-02-09 place=Elmtown>meet</event>."
    signed = "Ana <event plover=AGREE actor=ana on=2030-02-09 place={}>signed</event> it."
    assert states((plan, DAY), (signed.format("Elmtown"), "2030-02-10")) == ["held"]
    assert states((plan, DAY), (signed.format("Oakville"), "2030-02-10")) == ["planned"]
    assert states((plan, DAY), (signed.replace(" place={}", ""), "2030-02-10")) == ["planned"]


def test_what_others_tell_of_an_agreement_does_not_date_a_meeting(told):
    deal = "Ana and Bo <event plover=AGREE actor=ana,bo on=2030-02-01>agreed</event>."
    documents = [told("Ana and Bo <event meeting=yes actor=ana,bo>met</event>.", DAY), told(deal, DAY, name="b")]
    (meeting,) = Account(documents).state.meetings
    assert meeting.earliest is None


def test_a_plan_in_the_article_that_tells_of_a_meeting_held_is_another(states):
    text = """Ana and Bo <event meeting=yes actor=ana,bo>met</event>.
They will <event meeting=yes actor=ana,bo modality=planned>meet</event> again."""
    assert states((text, DAY)) == ["held", "planned"]


def test_what_is_called_off_is_the_plan(states):
    text = """Ana and Bo will <event meeting=yes actor=ana,bo modality=planned on=2030-02-09>meet</event>.
Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-02>met</event>.
Their <event meeting=yes actor=ana,bo modality=cancelled>meeting is off</event>."""
    assert states((text, DAY)) == ["cancelled", "held"]


# Who takes part ----------------------------------------------------------------------------------------------------


def test_the_talks_are_those_of_which_the_article_tells_more(states):
    whole = "Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-02>met</event>."
    part = "Bo called the <event meeting=yes actor=bo>talks</event> useful."
    nobody = "The <event meeting=yes>talks</event> took an hour."
    assert states((f"{whole}\n{part}\n{nobody}", DAY)) == ["held"]
    assert states((part, DAY), (nobody, DAY)) == []  # nothing says which talks


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("The works will <event meeting=yes actor=ana modality=planned on=2030-02-09>resume</event> on Saturday.", []),
        ("Ana will <event meeting=yes actor=ana modality=planned on=2030-02-09>resume</event> her talks.", ["planned"]),
        ("They <event meeting=yes actor=ana,cy on=2030-02-01>resumed</event> on Friday.", ["held"]),
        ("She <event meeting=yes actor=ana on=2030-02-01 place=Elmtown>resumed</event> on Friday.", ["held"]),
    ],
)
def test_of_one_party_alone_the_words_must_tell_of_a_meeting(states, line, found):
    assert states((line, DAY)) == found


def test_the_host_of_a_visit_takes_part_and_the_visit_is_there(told):
    seat = "Birchland waits. Bo spoke in Birchland."
    visit = "Ana will <event meeting=yes actor=ana modality=planned on=2030-02-09>travel to Birchland</event>."
    there = (
        "Birchland is far, but Ana will <event meeting=yes actor=ana modality=planned on=2030-02-09>go there</event>."
    )
    for line in (visit, there):
        (meeting,) = Account([told(f"{line} {seat}", DAY)]).state.meetings
        assert (meeting.parties, meeting.place) == ({"state:ALD", "state:BIR"}, "Birchland")


def test_a_visit_and_the_visit_returned_are_two(states):
    visit = "{who} will <event meeting=yes actor={id} modality=planned on=2030-02-09>visit {to}</event>."
    lines = visit.format(who="Ana", id="ana", to="Birchland"), visit.format(who="Bo", id="bo", to="Alderland")
    assert states((" ".join(lines), DAY)) == ["planned", "planned"]


def test_a_meeting_of_another_kind_is_another(states):
    plan = "Ana and Bo agreed: <event meeting=yes actor=ana,bo modality=planned>military talks</event> soon."
    call = "Ana and Bo had a <event meeting=yes actor=ana,bo on=2030-02-09>telephone call</event>."
    rang = "Ana <event meeting=yes actor=ana,bo on=2030-02-09>rang</event> Bo."
    met = "Ana and Bo <event meeting=yes actor=ana,bo on=2030-02-09>met</event>."
    assert states((call, "2030-02-10"), (rang, "2030-02-10")) == ["held"]
    assert states((plan, DAY), (call, "2030-02-10")) == ["planned", "held"]
    assert states((plan, DAY), (met, "2030-02-10")) == ["held"]


def test_two_people_of_one_party_have_a_meeting_of_their_own(states):
    own = "Ana and Cy <event meeting=yes actor=ana,cy on=2030-02-01>dined</event>."
    other = "Ana <event meeting=yes actor=ana,bo on=2030-02-02>saw</event> Bo."
    assert states((f"{own}\n{other}", DAY)) == ["held", "held"]


def test_a_plan_without_a_day_is_the_one_planned_for_the_month_to_come(states):
    plan = "Ana and Bo will <event meeting=yes actor=ana,bo modality=planned on=2030-03-05>meet</event>."
    again = "Their <event meeting=yes actor=ana,bo modality=planned>meeting</event> will come."
    met = "Ana and Bo <event meeting=yes actor=ana,bo on=2030-03-08>met</event>."
    assert states((plan, "2030-01-20"), (again, DAY), (met, "2030-03-09")) == ["held"]
    assert states((again, DAY), (met, "2030-03-09")) == ["planned", "held"]


def test_a_plan_for_a_season_is_the_visit_of_that_season(told):
    seat = "Birchland waits. Bo spoke in Birchland."
    visit = f"Ana will <event meeting=yes actor=ana modality=planned{{}}>visit Birchland</event>. {seat}"
    documents = [told(visit.format(" on=2030-04-01"), DAY), told(visit.format(" on=2030-05-20"), DAY, name="b")]
    (event,) = documents[0].events
    documents[0] = replace(documents[0], events=(replace(event, latest="2030-06-30"),))
    (meeting,) = Account(documents).state.meetings
    assert (meeting.earliest, meeting.latest) == ("2030-05-20", "2030-05-20")


def test_a_plan_without_a_day_is_not_the_meeting_of_two_months_later(states):
    plan = "Ana and Bo will <event meeting=yes actor=ana,bo modality=planned>meet</event>."
    met = "Ana and Bo <event meeting=yes actor=ana,bo on={}>met</event>."
    assert states((plan, DAY), (met.format("2030-02-20"), "2030-02-21")) == ["held"]
    assert states((plan, DAY), (met.format("2030-03-28"), "2030-03-29")) == ["planned", "held"]


def test_who_comes_home_meets_nobody(states):
    seats = "Alderland waits."
    home = f"Ana <event meeting=yes actor=ana on=2030-02-02>returned to Alderland</event>. {seats}"
    away = f"Bo <event meeting=yes actor=bo on=2030-02-02>returned to Alderland</event>. {seats}"
    about = f"The <event meeting=yes actor=alderland place=Alderland>meeting</event> on Alderland was long. {seats}"
    guests = f"Ana and Cy <event meeting=yes actor=ana,cy place=Alderland>met</event> in Alderland. {seats}"
    assert (states((home, DAY)), states((away, DAY))) == ([], ["held"])
    assert (states((about, DAY)), states((guests, DAY))) == ([], ["held"])


def test_the_talks_of_an_article_are_not_the_call_that_was_about_them(told):
    call = "Ana and Bo had a <event meeting=yes actor=ana,bo>call</event>."
    talks = "The <event meeting=yes place=Elmtown>talks</event> in Elmtown go on."
    (meeting,) = Account([told(f"{call}\n{talks}", DAY)]).state.meetings
    assert (len(meeting.reports), meeting.place) == (1, None)


def test_talks_that_may_fail_are_not_called_off(states):
    line = "{}Ana and Bo's <event meeting=yes actor=ana,bo modality=cancelled>talks failed</event>."
    assert (states((line.format("If "), DAY)), states((line.format(""), DAY))) == (["proposed"], ["cancelled"])


def test_an_infinitive_with_a_day_that_has_passed_was_held(states):
    line = "Ana was the first to <event meeting=yes actor=ana,bo on={}>meet Bo</event>."
    assert (states((line.format("2030-01-02"), DAY)), states((line.replace(" on={}", ""), DAY))) == (
        ["held"],
        ["planned"],
    )
