"""What follows from decisions: for the reading they were made about, and for any newer one."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import permutations

import msgspec
import pytest

from summitry.errors import OffsetError, ReviewError
from summitry.records import record_id
from summitry.review.decisions import Decision, Target, decision, from_json, in_force, moment_after, to_json
from summitry.review.reviewed import reviewed

PORT = "Ana Alder will <commitment maker=ana>open the port</commitment>."
BOTH = "Ana Alder will <commitment maker=ana>open the port</commitment> and <commitment maker=ana>free the crew</commitment>."
NOON = datetime(2030, 1, 5, 12, tzinfo=UTC)


def made(action, document, record=None, *, minute=0, by="Dee Dogwood", also=(), **said) -> Decision:
    targets = [Target.of(document.article.sha256, "commitments", record, also)] if record else []
    return decision(action, targets, by=by, at=NOON + timedelta(minutes=minute), **said)


def undone(one: Decision, *, minute=60, by="Dee Dogwood") -> Decision:
    return decision("undo", by=by, at=NOON + timedelta(minutes=minute), undoes=one.id)


def about(document, action, **more) -> Decision:
    return made(action, document, document.commitments[0], **more)


def commitments(document, *decisions):
    return reviewed([document], decisions).documents[0].commitments


def renamed(document, **changes):
    """The same article as a newer model read it: other ids, and whatever else is said to have changed."""
    found = tuple(
        replace(c, id=record_id(document.article, "newer", c.action), why="newer", **changes)
        for c in document.commitments
    )
    return replace(document, commitments=found)


# Verdicts ----------------------------------------------------------------------------------------------------------


def test_without_decisions_documents_stay_as_they_are(told):
    document = told(PORT)
    assert reviewed([document], []).documents == (document,)


def test_an_accepted_record_is_certain_and_says_by_whom(told):
    document = told(PORT)
    (one,) = commitments(document, about(document, "accept"))
    assert (one.confidence, one.why) == (1.0, "test; accepted by Dee Dogwood")


def test_a_rejected_record_leaves_the_documents_and_stays_in_the_history(told):
    document = told(PORT)
    out = about(document, "reject")
    account = reviewed([document], [out])
    assert account.documents[0].commitments == ()
    assert account.rejected == {document.commitments[0].id: document.commitments[0]}
    assert account.history == {document.commitments[0].id: (out,)}


def test_a_corrected_record_keeps_its_id_and_all_other_fields(told):
    document = told(PORT)
    (one,) = commitments(document, about(document, "correct", field="status", value="broken"))
    assert one == replace(document.commitments[0], status="broken", why="test; status corrected by Dee Dogwood")


def test_corrections_of_several_fields_stand_side_by_side(told):
    document = told(PORT)
    (one,) = commitments(
        document,
        about(document, "correct", field="status", value="broken"),
        about(document, "correct", field="maker", value=["bo"], minute=1),
    )
    assert (one.status, one.maker) == ("broken", ("bo",))


def test_a_note_changes_nothing_but_the_history(told):
    document = told(PORT)
    account = reviewed([document], [about(document, "note", note="ask Cy")])
    assert account.documents == (document,)
    assert [d.note for d in account.history[document.commitments[0].id]] == ["ask Cy"]


def test_what_refers_to_a_rejected_record_refers_to_it_no_more(told):
    document = told("Ana will <commitment maker=ana>open the port</commitment> <condition>if Bo pays</condition>.")
    assert document.conditions[0].on
    assert reviewed([document], [about(document, "reject")]).documents[0].conditions[0].on == ()


# Time, undoing, contradiction --------------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_later_decision_counts_whatever_was_stored_first(told, order):
    document = told(PORT)
    said = [about(document, a, minute=n) for n, a in enumerate(["accept", "reject", "accept"])]
    assert [c.confidence for c in commitments(document, *(said[i] for i in order))] == [1.0]
    assert commitments(document, *(said[i] for i in order if i < 2)) == ()


def test_a_decision_taken_back_counts_no_more_and_an_undoing_taken_back_lets_it_count_again(told):
    document = told(PORT)
    out = about(document, "reject")
    back = undone(out)
    again = undone(back, minute=61)
    assert commitments(document, out, back) == document.commitments
    assert commitments(document, out, back, again) == ()
    assert in_force([again, back, out]) == (out,)


def test_an_undoing_is_in_the_history_of_the_record(told):
    document = told(PORT)
    out = about(document, "reject")
    account = reviewed([document], [undone(out), out])
    assert [d.action for d in account.history[document.commitments[0].id]] == ["reject", "undo"]


def test_of_two_reviewers_who_contradict_each_other_the_later_counts_and_both_are_shown(told):
    document = told(PORT)
    yes, no = about(document, "accept", by="Eve Elm"), about(document, "reject", minute=1)
    account = reviewed([document], [no, yes])
    assert account.documents[0].commitments == ()
    assert account.disputed == {document.commitments[0].id: (yes, no)}


@pytest.mark.parametrize(
    ("first", "second", "at_odds"),
    [
        (("accept", None), ("accept", None), False),
        (("reject", None), ("reject", None), False),
        (("reject", None), ("correct", "broken"), True),
        (("correct", "broken"), ("correct", "done"), True),
        (("correct", "broken"), ("correct", "broken"), False),
        (("correct", "broken"), ("accept", None), False),  # accepted as corrected
        (("accept", None), ("correct", "broken"), True),
    ],
)
def test_when_two_reviewers_contradict_each_other(told, first, second, at_odds):
    document = told(PORT)
    said = [
        about(document, action, by=by, minute=minute, **({"field": "status", "value": value} if value else {}))
        for minute, (by, (action, value)) in enumerate([("Eve Elm", first), ("Fay Fir", second)])
    ]
    assert bool(reviewed([document], said).disputed) == at_odds


def test_who_changes_their_own_mind_contradicts_nobody(told):
    document = told(PORT)
    said = [
        about(document, "accept", by="Eve Elm"),
        about(document, "reject", by="Fay Fir", minute=1),
        about(document, "reject", by="Eve Elm", minute=2),
    ]
    assert reviewed([document], said).disputed == {}


# A newer reading ---------------------------------------------------------------------------------------------------


def test_decisions_hold_for_a_newer_reading_that_gives_the_record_another_id(told):
    document = told(PORT)
    newer = renamed(document)
    assert commitments(newer, about(document, "reject")) == ()
    (one,) = commitments(newer, about(document, "correct", field="status", value="broken"))
    assert (one.id, one.status) == (newer.commitments[0].id, "broken")


def test_an_accepted_record_stays_as_it_was_accepted_whatever_a_newer_reading_makes_of_it(told):
    document = told(PORT)
    newer = renamed(document, force="offer", maker=("bo",))
    (one,) = commitments(newer, about(document, "accept"))
    assert (one.force, one.maker) == ("pledge", ("ana",))


def test_what_was_accepted_or_corrected_stays_where_a_newer_reading_lacks_it(told):
    document = told(PORT)
    newer = replace(document, commitments=())
    for said in (about(document, "accept"), about(document, "correct", field="status", value="broken")):
        assert [c.id for c in commitments(newer, said)] == [document.commitments[0].id]
    assert commitments(newer, about(document, "reject")) == ()


@pytest.mark.parametrize(
    ("mark", "same"),
    [
        ("Ana Alder will open <commitment maker=ana>the port</commitment>.", True),
        ("Ana Alder will open the <commitment maker=ana>port</commitment>.", False),
        ("<commitment maker=ana>Ana Alder will open the port</commitment>.", False),
    ],
)
def test_a_record_is_the_same_if_half_of_the_characters_are(told, mark, same):
    document, newer = told(PORT), told(mark)
    assert (commitments(newer, about(document, "reject")) == ()) == same


def test_a_decision_does_not_pass_to_another_record_that_somebody_names(told):
    document = told(BOTH)
    port, crew = document.commitments
    wide = replace(port, id="com-wide", action=port.action._replace(end=crew.action.end))
    # The newer reading has the first promise and a longer one in place of the second.
    newer = replace(document, commitments=(port, replace(wide, id="com-wide")))
    account = reviewed([newer], [made("accept", document, port), made("reject", document, crew, minute=1)])
    assert {c.id for c in account.documents[0].commitments} == {port.id, "com-wide"}


def test_decisions_about_older_and_newer_readings_of_a_record_add_up(told):
    document = told(PORT)
    newer = renamed(document)
    first = about(document, "correct", field="status", value="broken")
    second = made(
        "correct",
        newer,
        newer.commitments[0],
        also=[document.commitments[0].id],
        field="force",
        value="offer",
        minute=1,
    )
    for reading in (document, newer):
        (one,) = commitments(reading, first, second)
        assert (one.status, one.force) == ("broken", "offer")


def test_decisions_about_other_articles_change_nothing(told):
    document, other = told(PORT), told(PORT + "\nMore.", name="b")
    assert commitments(document, about(other, "reject")) == document.commitments


# The value itself --------------------------------------------------------------------------------------------------


def test_a_decision_goes_to_json_and_back(told):
    said = about(told(PORT), "correct", field="maker", value=["bo"], note="Bölük")
    assert from_json(to_json(said)) == said


def test_a_decision_changed_afterwards_is_found_out(told):
    written = to_json(about(told(PORT), "reject")).replace(b"Dogwood", b"Redwood")
    with pytest.raises(ReviewError, match="changed after it was made"):
        from_json(written)


def test_a_correction_to_no_possible_value_cannot_be_read(told):
    with pytest.raises(msgspec.ValidationError):
        from_json(to_json(about(told(PORT), "correct", field="status", value="lost")))


def test_an_accepted_quote_that_is_not_in_the_text_is_found_out(told):
    document = told(PORT)
    wrong = replace(document.commitments[0], quotes=("Ana Alder will shut the port.",))
    with pytest.raises(OffsetError):
        reviewed([document], [made("accept", document, wrong)])


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"by": " \t"}, "whose decision"),
        ({"by": "\u202e\ud800"}, "whose decision"),
        ({"by": "D" * 101}, "name of 101 characters"),
        ({"note": "n" * 2001}, "note of 2001 characters"),
        ({"note": "\ud800"}, "no text"),
    ],
)
def test_a_decision_needs_a_name_and_a_note_of_some_length(told, said, reason):
    with pytest.raises(ReviewError, match=reason):
        about(told(PORT), "accept", **said)


def test_what_is_decided_now_comes_after_what_a_fast_clock_stamped(told):
    ahead = replace(about(told(PORT), "accept"), at="2999-12-31T23:59:59.999998Z")
    assert moment_after([ahead]) == datetime(2999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
    assert moment_after([]) <= datetime.now(UTC)
