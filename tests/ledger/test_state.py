"""What several articles together tell: one matter for each, and how it stands."""

import random
from dataclasses import replace

import pytest

from summitry.article import Block, Span
from summitry.ledger.account import Account
from summitry.ledger.state import sources

# Reports of one meeting, in ways that differ.
MET = "Ana Alder and Bo Birch <event meeting=yes on={on} actor={actor} modality={modality}{place}>met</event>."


@pytest.fixture
def meet(told):
    def write(name, day, *, on="", actor="ana,bo", modality="happened", place=""):
        line = MET.format(on=on, actor=actor, modality=modality, place=f" place={place}" if place else "")
        return told(line if on else line.replace(" on=", ""), day, name=name)

    return write


def grouped(matters):
    return [[report.document.article.id for report in matter.reports] for matter in matters]


# Meetings: which reports are of one --------------------------------------------------------------------------------


def test_reports_of_days_close_together_are_of_one_meeting(meet):
    documents = [meet("a", "2030-02-04", on="2030-02-02"), meet("b", "2030-02-05", on="2030-02-04")]
    assert grouped(Account(documents).state.meetings) == [["a", "b"]]


def test_reports_of_days_far_apart_are_of_two_meetings(meet):
    documents = [meet("a", "2030-02-04", on="2030-02-02"), meet("b", "2030-03-05", on="2030-03-04")]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b"]]


def test_people_stand_for_their_countries(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02"),
        meet("b", "2030-02-05", on="2030-02-02", actor="alderland,birchland"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"]]


def test_other_people_of_the_same_countries_have_another_meeting(meet):
    documents = [meet("a", "2030-02-04", on="2030-02-02"), meet("b", "2030-02-05", on="2030-02-02", actor="cy,bo")]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b"]]


def test_a_third_party_that_one_report_names_makes_no_other_meeting(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02"),
        meet("b", "2030-02-05", on="2030-02-02", actor="ana,bo,league"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"]]


def test_one_party_alone_is_too_little_without_the_place(meet):
    documents = [meet("a", "2030-02-04", on="2030-02-02"), meet("b", "2030-02-05", on="2030-02-02", actor="ana")]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b"]]


def test_one_party_alone_in_both_reports_is_enough_on_the_same_day(meet):
    documents = [
        meet(name, "2030-02-04", on=f"2030-02-0{day}", actor="ana") for name, day in (("a", 2), ("b", 2), ("c", 3))
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"], ["c"]]


def test_a_report_of_three_does_not_join_two_meetings_of_two(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02", actor="alderland,birchland"),
        meet("b", "2030-02-05", on="2030-02-02", actor="alderland,birchland,league"),
        meet("c", "2030-02-06", on="2030-02-02", actor="alderland,league"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"], ["c"]]


def test_one_party_and_the_place_are_enough(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02", place="Elmtown"),
        meet("b", "2030-02-05", on="2030-02-02", actor="ana", place="Elmtown"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"]]


def test_another_place_is_another_meeting(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02", place="Elmtown"),
        meet("b", "2030-02-05", on="2030-02-02", place="Oakville"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b"]]


def test_a_report_without_a_day_is_of_the_meeting_nearest_before_it(meet):
    documents = [
        meet("a", "2030-02-04", on="2030-02-02"),
        meet("b", "2030-03-05", on="2030-03-04"),
        meet("c", "2030-03-09"),
    ]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b", "c"]]


def test_what_is_planned_without_a_day_is_no_meeting_of_the_past(meet):
    documents = [meet("a", "2030-02-04", on="2030-02-02"), meet("b", "2030-02-05", modality="planned")]
    assert grouped(Account(documents).state.meetings) == [["a"], ["b"]]


def test_reports_without_any_day_are_of_one_meeting_where_they_appear_together(meet):
    documents = [
        meet(name, day, modality="planned")
        for name, day in (("a", "2030-02-01"), ("b", "2030-02-09"), ("c", "2030-06-01"))
    ]
    assert grouped(Account(documents).state.meetings) == [["a", "b"], ["c"]]


# Meetings: how they stand ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told_in_turn", "state"),
    [
        (["planned"], "planned"),
        (["requested"], "proposed"),
        (["requested", "planned"], "planned"),
        (["planned", "requested"], "planned"),
        (["planned", "cancelled"], "cancelled"),
        (["planned", "cancelled", "planned"], "planned"),
        (["planned", "cancelled", "happened"], "held"),
        (["happened", "planned"], "held"),
        (["possible", "refused"], "cancelled"),
    ],
)
def test_a_meeting_stands_as_its_last_report_says_and_stays_held(meet, told_in_turn, state):
    documents = [meet(f"{i}", f"2030-02-{10 + i}", on="2030-02-10", modality=m) for i, m in enumerate(told_in_turn)]
    assert [meeting.state for meeting in Account(documents).state.meetings] == [state]


def test_of_one_day_s_reports_the_more_final_counts(meet):
    documents = [
        meet("a", "2030-02-01", on="2030-02-10", modality="cancelled"),
        meet("b", "2030-02-01", on="2030-02-10", modality="planned"),
    ]
    assert [meeting.state for meeting in Account(documents).state.meetings] == ["cancelled"]


def test_a_meeting_after_its_report_has_not_been_held(meet):
    (meeting,) = Account([meet("a", "2030-02-01", on="2030-02-10", modality="happened")]).state.meetings
    assert meeting.state == "planned"


def test_the_day_of_a_meeting_is_the_one_it_was_held_on_not_the_one_it_was_planned_for(meet):
    (meeting,) = Account(
        [
            meet("a", "2030-02-01", on="2030-02-10", modality="planned"),
            meet("b", "2030-02-20", on="2030-02-12"),
        ]
    ).state.meetings
    assert (meeting.earliest, meeting.latest) == ("2030-02-12", "2030-02-12")


@pytest.mark.parametrize(
    ("modality", "days"),
    [("happened", (None, "2030-02-04")), ("planned", ("2030-02-04", None)), ("cancelled", (None, None))],
)
def test_a_meeting_without_a_day_lies_on_one_side_of_its_report(meet, modality, days):
    (meeting,) = Account([meet("a", "2030-02-04", modality=modality)]).state.meetings
    assert (meeting.earliest, meeting.latest) == days


# Commitments and other matters -------------------------------------------------------------------------------------

PROMISE = "They will <commitment maker={maker} status={status} polarity={polarity}>{words}</commitment>."


@pytest.fixture
def promise(told):
    def write(name, day, words="open the river port", maker="ana", *, status="open", polarity="do"):
        return told(PROMISE.format(maker=maker, status=status, polarity=polarity, words=words), day, name=name)

    return write


def test_a_promise_told_again_is_one(promise):
    documents = [promise("a", "2030-01-01"), promise("b", "2030-01-02", "opening the port on the river", "alderland")]
    assert grouped(Account(documents).state.commitments) == [["a", "b"]]


@pytest.mark.parametrize("other", [{"maker": "bo"}, {"polarity": "refrain"}, {"words": "open the mountain road"}])
def test_another_maker_polarity_or_action_is_another_promise(promise, other):
    documents = [promise("a", "2030-01-01"), promise("b", "2030-01-02", **other)]
    assert grouped(Account(documents).state.commitments) == [["a"], ["b"]]


@pytest.mark.parametrize(
    ("told_in_turn", "status"),
    [(["open", "done"], "done"), (["done", "open"], "done"), (["in_progress", "broken", "open"], "broken")],
)
def test_the_last_word_on_a_promise_counts_and_silence_is_none(promise, told_in_turn, status):
    documents = [promise(f"{i}", f"2030-01-0{i + 1}", status=s) for i, s in enumerate(told_in_turn)]
    assert [item.state for item in Account(documents).state.commitments] == [status]


def test_an_answer_to_a_demand_is_kept(told):
    documents = [
        told("Bo wants <demand by=bo to=ana>the dam blown up</demand>.", "2030-01-01", name="a"),
        told(
            "Bo wanted <demand by=birchland to=ana response=refused>the dam blown up</demand>.", "2030-01-02", name="b"
        ),
    ]
    assert [item.state for item in Account(documents).state.demands] == ["refused"]


@pytest.mark.parametrize("kind", ["obstacle", "question"])
def test_obstacles_and_questions_in_similar_words_are_one(told, kind):
    documents = [
        told(f"<{kind}>who inspects the radar sites</{kind}>", "2030-01-01", name="a"),
        told(f"<{kind}>who is to inspect radar sites and when</{kind}>", "2030-01-02", name="b"),
        told(f"<{kind}>what a corridor would cost</{kind}>", "2030-01-02", name="c"),
    ]
    assert grouped(getattr(Account(documents).state, f"{kind}s")) == [["a", "b"], ["c"]]


def test_orders_in_the_same_words_are_one(told):
    documents = [
        told("<order>a full withdrawal before any trade talks</order>", "2030-01-01", name="a"),
        told("<order>the full withdrawal before trade talks</order>", "2030-01-02", name="b"),
    ]
    assert grouped(Account(documents).state.orders) == [["a", "b"]]


# Of all ------------------------------------------------------------------------------------------------------------


def test_the_order_of_the_documents_does_not_matter(meet, promise):
    documents = [
        *(
            meet(
                f"m{i}",
                f"2030-02-{i:02}",
                on=f"2030-02-{1 + i * 7 % 9:02}",
                actor=("ana,bo", "alderland,birchland", "cy,bo")[i % 3],
            )
            for i in range(1, 20)
        ),
        *(meet(f"u{i}", f"2030-03-{i:02}", modality=("planned", "happened")[i % 2]) for i in range(1, 8)),
        *(promise(f"p{i}", f"2030-02-{i:02}", status=("open", "done", "broken")[i % 3]) for i in range(1, 8)),
    ]
    expected = Account(documents)
    for seed in range(5):
        shuffled = Account(random.Random(seed).sample(documents, len(documents)))
        assert shuffled.state == expected.state
        assert (shuffled.links, shuffled.disputes) == (expected.links, expected.disputes)
        assert shuffled.courses == expected.courses


def test_outlets_count_once_and_unknown_ones_are_one(told):
    promises = [
        told(
            "They will <commitment maker=ana>open the river port</commitment>.", "2030-01-01", name=name, source=source
        )
        for name, source in {"a": "Gazette", "b": "gazette", "c": "Herald", "d": None, "e": None}.items()
    ]
    (item,) = Account(promises).state.commitments
    assert sources(item.reports) == 3


@pytest.mark.parametrize(
    ("headline", "groups"),
    [
        ("Ana to <commitment maker=ana>scrap the radar</commitment>", [["a", "a"]]),
        ("Bo to <commitment maker=bo>scrap the radar</commitment>", [["a"], ["a"]]),
        ("Ana to <commitment maker=ana>free the crews</commitment>", [["a"], ["a"]]),
    ],
)
def test_a_headline_tells_the_promise_that_the_body_tells_in_full(told, headline, groups):
    body = "Ana will <commitment maker=ana>dismantle the northern radar station</commitment>."
    document = told(f"{headline}.\n{body}", "2030-01-01")
    end = document.article.text.index("\n")
    blocks = Block(Span(0, end), "headline"), Block(Span(end + 1, len(document.article.text)), "body")
    whole = replace(document, article=replace(document.article, blocks=blocks))
    assert grouped(Account([whole]).state.commitments) == groups


def test_a_copy_that_was_read_otherwise_is_the_same_promise(told):
    line = "Ana will <commitment maker=ana polarity={}>have no reason to keep the radar</commitment> on the northern hills of Alderland."
    more = "The crews of both ferries slept in their boats that night, and nobody in the harbour knew who would pay for the coal."
    documents = [
        told(f"{line.format(side)}\n{more}", day, name=name, source=source)
        for side, day, name, source in (("do", "2030-01-01", "a", "Herald"), ("refrain", "2030-01-02", "b", "Mirror"))
    ]
    assert grouped(Account(documents).state.commitments) == [["a", "b"]]
