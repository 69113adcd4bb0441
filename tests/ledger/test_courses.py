"""How a commitment stands on its three axes, and by which steps it came there."""

import pytest

from summitry.ledger.account import Account

SAID = "<commitment maker=ana{fields}>open the northern river port</commitment>{more}."


def course(*documents):
    (found,) = Account(documents).courses.values()
    return found


@pytest.fixture
def promise(told):
    """A report of the promise on the n-th of January; `fields` and `more` words of its sentence."""

    def write(number, fields="", more=""):
        return told(
            SAID.format(fields=f" {fields}" if fields else "", more=more), f"2030-01-{number:02}", name=f"{number:02}"
        )

    return write


def values(steps):
    return [step.value for step in steps]


# Position ----------------------------------------------------------------------------------------------------------

IF = " <condition>if the shelling stops</condition>"


@pytest.mark.parametrize(
    ("told_in_turn", "position"),
    [
        ([("force=intention", "")], ["wished"]),
        ([("force=offer", ""), ("force=pledge", ""), ("force=binding", "")], ["offered", "pledged", "binding"]),
        ([("force=offer", ""), ("force=offer", IF)], ["offered", "conditional"]),
        ([("force=pledge", IF), ("force=pledge", "")], ["conditional"]),  # a report that leaves out the condition
        ([("force=pledge", IF), ("force=agreed", "")], ["conditional", "agreed"]),
        ([("force=agreed", IF)], ["agreed"]),
        ([("force=agreed", ""), ("force=intention", "")], ["agreed"]),
        ([("force=offer", ""), ("force=offer status=withdrawn", "")], ["offered", "withdrawn"]),
        ([("force=offer status=refused", ""), ("force=intention", "")], ["refused"]),
        ([("force=offer status=withdrawn", ""), ("force=offer", "")], ["withdrawn", "offered"]),
    ],
)
def test_position_moves_by_what_is_new(promise, told_in_turn, position):
    documents = [promise(number, *words) for number, words in enumerate(told_in_turn, 1)]
    assert values(course(*documents).position) == position


def test_of_one_day_the_last_position_counts(told):
    headline = SAID.format(fields=" force=pledge", more="")
    text = headline + "\n" + SAID.format(fields=" force=pledge", more=IF)
    assert values(course(told(text, "2030-01-01")).position) == ["conditional"]


def test_an_offer_nobody_took_up_lapses_and_a_pledge_does_not(promise):
    offer, pledge = course(promise(1, "force=offer")), course(promise(1, "force=pledge"))
    assert offer.position_on("2030-03-01", "2030-03-01") == "offered"
    assert offer.position_on("2030-03-02", "2030-03-01") == "lapsed"
    assert pledge.position_on("2030-03-02", "2030-03-01") == "pledged"


def test_the_reverse_supersedes_from_the_day_it_was_published(promise, told):
    reverse = told(
        "She will not <commitment maker=ana polarity=refrain>open the northern river port</commitment>.",
        "2030-02-01",
        name="reverse",
    )
    courses = Account([promise(1), reverse]).courses
    first = courses[promise(1).commitments[0].id]
    assert values(first.position) == ["pledged", "superseded"]
    assert values(first.before("2030-02-01").position) == ["pledged"]


# Performance -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told_in_turn", "performance"),
    [
        ([("", "")], []),
        ([("status=in_progress", ""), ("status=done", ""), ("", "")], ["started", "done"]),
        ([("status=in_progress", ", half of it")], ["partly_done"]),
        ([("status=in_progress", ""), ("status=in_progress", " but work has stalled")], ["started", "stalled"]),
        ([("status=done", ""), ("", " and then went back on it")], ["done", "reversed"]),
        ([("", " and then went back on it")], []),
        ([("status=broken", "")], ["breached"]),
        ([("status=broken", ""), ("status=done", "")], ["breached", "done"]),
    ],
)
def test_performance_moves_by_what_is_told(promise, told_in_turn, performance):
    documents = [promise(number, *words) for number, words in enumerate(told_in_turn, 1)]
    assert values(course(*documents).performance) == performance


def test_a_deed_is_a_step_with_the_day_it_happened_and_the_day_it_was_known(promise, told):
    deed = told(
        "Alderland <event plover=CONCEDE actor=alderland on=2030-01-20>opened</event> the northern river port.",
        "2030-02-01",
        name="deed",
    )
    (step,) = course(promise(1), deed).performance
    assert (step.value, step.day, step.happened) == ("done", "2030-02-01", ("2030-01-20", "2030-01-20"))


def test_a_breach_says_according_to_whom(told):
    broken = told(
        "<statement speaker=bo>Ana did not <commitment maker=ana status=broken>open the port</commitment></statement>.",
        "2030-02-01",
    )
    (step,) = course(broken).performance
    assert (step.value, [actor.name for actor in step.by]) == ("breached", ["Bo Birch"])


# Evidence ----------------------------------------------------------------------------------------------------------

BY = "<statement speaker={who}>" + SAID + "</statement>"


@pytest.mark.parametrize(
    ("speakers", "evidence"),
    [
        (["ana"], ["claimed"]),
        (["cy"], ["claimed"]),
        (["bo"], ["acknowledged"]),
        (["ana", "bo", "ana"], ["claimed", "acknowledged"]),
    ],
)
def test_who_says_so_decides_how_well_a_promise_is_attested(told, speakers, evidence):
    documents = [
        told(BY.format(who=who, fields="", more=""), f"2030-01-{n:02}", name=f"{n}")
        for n, who in enumerate(speakers, 1)
    ]
    assert values(course(*documents).evidence) == evidence


def test_from_the_first_deed_on_it_is_the_deed_that_is_attested(told, promise):
    said = told(BY.format(who="ana", fields=" status=done", more=""), "2030-01-02", name="said")
    seen = told(
        BY.format(who="league", fields=" status=done", more=", its inspectors verified"), "2030-01-03", name="seen"
    )
    found = course(promise(1), said, seen)
    assert values(found.evidence) == ["reported", "claimed"]
    assert [step.value for step in found.performance] == ["done"]


def test_observers_named_in_a_promise_have_not_seen_it_kept(told):
    said = told(BY.format(who="league", fields="", more=" once monitors are let in"), "2030-01-02")
    assert "verified" not in values(course(said).evidence)


def test_a_dispute_is_a_step_of_its_own(told, promise):
    denial = told(
        "<statement speaker=bo>It is not true that they promised to open the northern river port</statement>.",
        "2030-01-05",
        name="denial",
    )
    found = course(promise(1), denial)
    assert values(found.evidence) == ["reported", "disputed"]
