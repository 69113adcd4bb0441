"""How decisions are made in a ledger: what is found, what is refused, and with which words."""

import random
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from summitry import queries
from summitry.errors import ReviewError, UnknownIdError
from summitry.records import to_json
from summitry.review.making import decide, undo
from summitry.stores import open_ledger

PORT = (
    "Ana Alder and Bo Birch spoke of Alderland.\n"
    "Ana Alder said: “<statement speaker=ana>I will open the port</statement>.”\n"
    "She will <commitment maker=ana>open the port</commitment> <condition>if Bo pays</condition>.\n"
    "Both <event meeting=yes on=2030-01-04 actor=ana,bo>met</event> there."
)
CREW = "Bo Birch wants Ana Alder to <demand by=bo to=ana>free the crew</demand>."


@pytest.fixture
def store(tmp_path, told):
    with open_ledger(tmp_path / "a.db") as opened:
        opened.add(told(PORT, "2030-01-05", name="a"), reader="1")
        opened.add(told(CREW, "2030-01-06", name="b"), reader="1")
        yield opened


def only(store, kind, name="a"):
    (record,) = getattr(store.view().document(name), kind)
    return record


@pytest.mark.parametrize(
    ("kind", "field", "values", "held"),
    [
        ("commitments", "status", ["in progress"], "in_progress"),
        ("commitments", "maker", ["bo-birch", "cy"], ("bo", "cy")),
        ("commitments", "beneficiary", ["Birchland"], ("birchland",)),
        ("events", "actor", [], ()),
        ("statements", "medium", ["Speech"], "speech"),
        ("events", "meeting", ["no"], False),
        ("events", "place", ["Corvo"], "Corvo"),
        ("events", "latest", ["2030-01-05"], "2030-01-05"),
        ("events", "earliest", [], None),
        ("conditions", "specified", ["no"], False),
    ],
)
def test_a_field_is_corrected_by_words(store, kind, field, values, held):
    record = only(store, kind)
    decide(store, "correct", [record.id], by="Dee", field=field, values=values)
    assert getattr(only(store, kind), field) == held


def test_a_passage_is_corrected_by_its_words_where_they_stand_nearest(store):
    decide(store, "correct", [only(store, "commitments").id], by="Dee", field="action", values=["the port"])
    document = store.view().document("a")
    action = document.commitments[0].action
    assert document.article.quote(action) == "the port"
    assert action.start > document.statements[0].content[0].end


@pytest.mark.parametrize(
    ("words", "held"),
    [
        ("2030-03-01", (None, "2030-03-01", None)),
        ("2030-02-01..2030-03-01", ("2030-02-01", "2030-03-01", None)),
        ("if Bo pays", (None, None, "if Bo pays")),
    ],
)
def test_a_deadline_is_a_day_an_interval_or_an_event(store, words, held):
    decide(store, "correct", [only(store, "commitments").id], by="Dee", field="deadline", values=[words])
    deadline = only(store, "commitments").deadline
    assert (deadline.earliest, deadline.latest, deadline.event) == held


@pytest.mark.parametrize(
    ("kind", "field", "values", "reason"),
    [
        ("commitments", "colour", ["red"], "no field 'colour' .* maker, beneficiary"),
        ("commitments", "id", ["com-1"], "no field 'id'"),
        ("commitments", "confidence", ["1"], "no field 'confidence'"),
        ("commitments", "", ["x"], "no field ''"),
        ("commitments", "status", ["lost"], "'lost' is no status; there are open, in_progress"),
        ("commitments", "status", ["open"], "is so already"),
        ("commitments", "status", [], "cannot be empty"),
        ("commitments", "status", ["open", "done"], "holds one value, and 2 are given"),
        ("commitments", "maker", ["Zed"], "'Zed' means none of the article's actors; there are Ana Alder, Bo Birch"),
        (
            "commitments",
            "maker",
            ["land"],
            "'land' means several of the article's actors; there are Alderland, Birchland",
        ),
        ("commitments", "action", ["shut the port"], "does not have the words 'shut the port'"),
        ("commitments", "conditions", ["com-"], "no record 'com-' for conditions"),
        ("commitments", "deadline", ["soon"], "does not have the words 'soon'"),
        ("events", "latest", ["tomorrow"], "'tomorrow' is no day"),
        ("events", "latest", ["2030-01-03"], "begin on 2030-01-04 and end on 2030-01-03"),
        ("events", "meeting", ["perhaps"], "there are yes, no"),
    ],
)
def test_a_wrong_field_or_value_is_refused_with_what_is_allowed(store, kind, field, values, reason):
    with pytest.raises(ReviewError, match=reason):
        decide(store, "correct", [only(store, kind).id], by="Dee", field=field, values=values)
    assert store.view().decisions == ()


def test_an_unknown_record_is_refused(store):
    with pytest.raises(UnknownIdError, match="com-none"):
        decide(store, "accept", ["com-none"], by="Dee")


def test_a_rejected_record_is_not_corrected(store):
    record = only(store, "commitments")
    decide(store, "reject", [record.id], by="Dee")
    with pytest.raises(ReviewError, match="was rejected"):
        decide(store, "correct", [record.id], by="Dee", field="status", values=["done"])


def test_a_rejected_record_is_still_found_and_can_be_accepted(store):
    record = only(store, "commitments")
    decide(store, "reject", [record.id], by="Dee")
    assert queries.show(store.view(), record.id).outcome == "rejected"
    decide(store, "accept", [record.id], by="Eve")
    assert only(store, "commitments").confidence == 1.0


# Undoing -----------------------------------------------------------------------------------------------------------


def test_the_last_decision_of_a_person_is_undone(store):
    record = only(store, "commitments")
    decide(store, "reject", [record.id], by="Dee")
    decide(store, "reject", [only(store, "events").id], by="Eve")
    undo(store, None, by="Dee")
    assert only(store, "commitments") == record
    assert store.view().document("a").events == ()
    assert [line.stands for line in queries.history(store.view())] == [True, True, False]


def test_what_cannot_be_undone_is_refused(store):
    made = decide(store, "reject", [only(store, "commitments").id], by="Dee")
    undo(store, made.id, by="Eve")
    with pytest.raises(ReviewError, match="taken back already"):
        undo(store, made.id, by="Eve")
    with pytest.raises(ReviewError, match="Dee has decided nothing that stands"):
        undo(store, None, by="Dee")
    with pytest.raises(UnknownIdError, match="no decision 'dec-none'"):
        undo(store, "dec-none", by="Dee")
    with pytest.raises(ReviewError, match="whose decision"):
        undo(store, None, by=" ")


# Matters -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def ports(tmp_path, told):
    """Four reports: two of one promise, two of others."""
    texts = ["open the port", "open the port at last", "let ships into the harbour", "free the crew"]
    with open_ledger(tmp_path / "ports.db") as opened:
        for n, words in enumerate(texts):
            text = f"Ana Alder will <commitment maker=ana>{words}</commitment>, wrote paper {n}."
            opened.add(told(text, f"2030-01-0{n + 1}", name=f"p{n}", source=f"Paper {n}"))
        yield opened


def ids(store):
    return [only(store, "commitments", f"p{n}").id for n in range(4)]


def groups(store):
    return sorted(sorted(e.article for e in line.evidence) for line in queries.commitments(store.view()))


def test_reports_are_merged_into_one_matter_and_taken_apart(ports):
    one, two, three, _ = ids(ports)
    assert groups(ports) == [["p0", "p1"], ["p2"], ["p3"]]
    decide(ports, "merge", [three, one], by="Dee")
    assert groups(ports) == [["p0", "p1", "p2"], ["p3"]]
    decide(ports, "split", [two, one, three], by="Dee")
    assert groups(ports) == [["p0", "p2"], ["p1"], ["p3"]]
    undo(ports, None, by="Dee")
    undo(ports, None, by="Dee")
    assert groups(ports) == [["p0", "p1"], ["p2"], ["p3"]]


def test_a_merge_and_a_split_of_two_reviewers_contradict_each_other_and_the_later_counts(ports):
    one, _, three, _ = ids(ports)
    decide(ports, "merge", [one, three], by="Dee")
    decide(ports, "split", [three, one], by="Eve")
    assert groups(ports) == [["p0", "p1"], ["p2"], ["p3"]]
    assert set(ports.view().reviewed.disputed) == {one, three}
    assert {line.id for line in queries.queue(ports.view()).lines[:2]} == {one, three}


def test_a_merge_survives_a_newer_reading_with_other_ids(ports, told):
    one, _, three, _ = ids(ports)
    decide(ports, "merge", [three, one], by="Dee")
    text = "Ana Alder will let <commitment maker=ana>ships into the harbour</commitment>, wrote paper 2."
    ports.add(told(text, "2030-01-03", name="p2", source="Paper 2"), reader="99")
    assert only(ports, "commitments", "p2").id != three
    assert groups(ports) == [["p0", "p1", "p2"], ["p3"]]


@pytest.mark.parametrize(
    ("action", "picked", "reason"),
    [
        ("merge", [("commitments", "a"), ("demands", "b")], "commitments and demands are never one matter"),
        ("split", [("commitments", "a")], "two records or more"),
        ("merge", [("commitments", "a"), ("commitments", "a")], "two records or more"),
        ("merge", [("statements", "a"), ("conditions", "a")], "never one matter"),
        ("accept", [("commitments", "a"), ("events", "a")], "one record at a time"),
    ],
)
def test_what_cannot_be_merged_or_split_is_refused(store, action, picked, reason):
    with pytest.raises(ReviewError, match=reason):
        decide(store, action, [only(store, kind, name).id for kind, name in picked], by="Dee")


def test_statements_are_no_matters(store, told):
    store.add(told("Bo Birch said <statement speaker=bo>no</statement>.", "2030-01-07", name="c"))
    with pytest.raises(ReviewError, match="statements are not merged or split"):
        decide(store, "merge", [only(store, "statements").id, only(store, "statements", "c").id], by="Dee")


# The queue, the history, the measured precision --------------------------------------------------------------------


def sure(document, **confidence):
    changed = {kind: tuple(replace(r, confidence=c) for r in getattr(document, kind)) for kind, c in confidence.items()}
    return replace(document, **changed)


@pytest.fixture
def doubtful(tmp_path, told):
    with open_ledger(tmp_path / "d.db") as opened:
        opened.add(
            sure(told(PORT, "2030-01-05", name="a"), statements=0.5, commitments=0.55, conditions=0.9, events=0.99)
        )
        yield opened


def test_the_queue_goes_by_doubt_and_weight_with_reasons(doubtful):
    queue = queries.queue(doubtful.view())
    assert [line.kind for line in queue.lines] == ["commitments", "statements", "conditions", "events"]
    first = queue.lines[0]
    assert first.reasons == ("55 % sure", "another record refers to it")
    assert first.score == pytest.approx(first.doubt * first.weight, abs=0.01)


def test_what_was_judged_leaves_the_queue_and_a_note_does_not_judge(doubtful):
    commitment, statement = only(doubtful, "commitments"), only(doubtful, "statements")
    decide(doubtful, "accept", [commitment.id], by="Dee")
    decide(doubtful, "note", [statement.id], by="Dee", note="hm")
    queue = queries.queue(doubtful.view())
    assert [line.kind for line in queue.lines] == ["statements", "conditions", "events"]
    assert (queue.waiting, queue.judged) == (3, 1)


def test_where_reviewers_disagree_stands_first_even_if_rejected(doubtful):
    event = only(doubtful, "events")
    decide(doubtful, "accept", [event.id], by="Dee")
    decide(doubtful, "reject", [event.id], by="Eve")
    first = queries.queue(doubtful.view()).lines[0]
    assert (first.id, first.reasons[0]) == (event.id, "Dee and Eve disagree")
    assert [d.action for d in first.disputed] == ["accept", "reject"]


def test_the_queue_can_be_of_one_kind_and_of_some_length(doubtful):
    assert [line.kind for line in queries.queue(doubtful.view(), "events").lines] == ["events"]
    assert queries.queue(doubtful.view(), most=1).waiting == 4
    assert len(queries.queue(doubtful.view(), most=1).lines) == 1


def test_the_history_says_in_words_what_was_corrected(doubtful):
    decide(doubtful, "correct", [only(doubtful, "commitments").id], by="Dee", field="maker", values=["Bo Birch"])
    (line,) = queries.history(doubtful.view())
    assert (line.field, line.was, line.now, line.value) == ("maker", "Ana Alder", "Bo Birch", ["bo"])


def test_the_measured_precision_is_the_share_accepted_unchanged_with_the_number_behind_it(doubtful):
    decide(doubtful, "accept", [only(doubtful, "commitments").id], by="Dee")
    decide(doubtful, "reject", [only(doubtful, "statements").id], by="Dee")
    decide(doubtful, "correct", [only(doubtful, "events").id], by="Dee", field="place", values=["Corvo"])
    agreement = queries.agreement(doubtful.view())
    whole = agreement.overall
    assert (whole.judged, whole.accepted, whole.corrected, whole.rejected) == (3, 1, 1, 1)
    assert whole.precision == pytest.approx(1 / 3, abs=0.001)
    assert {row.kind: row.precision for row in agreement.kinds} == {
        "statements": 0.0,
        "events": 0.0,
        "commitments": 1.0,
    }
    assert [(row.least, row.below, row.judged) for row in agreement.bands] == [(0.5, 0.6, 2), (0.9, 1.0, 1)]


def test_the_precision_comes_with_wilson_s_interval(doubtful):
    decide(doubtful, "accept", [only(doubtful, "commitments").id], by="Dee")
    whole = queries.agreement(doubtful.view()).overall
    assert (whole.low, whole.high) == (0.2065, 1.0)  # of one case, as published tables have it


def test_a_record_measured_once_counts_by_what_the_machine_had_said_not_by_what_people_made_of_it(doubtful):
    commitment = only(doubtful, "commitments")
    for by in ("Dee", "Eve"):
        decide(doubtful, "accept", [commitment.id], by=by)
    (band,) = queries.agreement(doubtful.view()).bands
    assert (band.judged, band.confidence) == (1, 0.55)


def test_nothing_judged_is_no_precision(doubtful):
    assert queries.agreement(doubtful.view()) == queries.Agreement(None, (), ())


# The ledger --------------------------------------------------------------------------------------------------------


def exported(store) -> bytes:
    view = store.view()
    return msgspec.json.encode([[to_json(d) for d in view.documents], queries.status(view), queries.history(view)])


def test_the_account_is_the_same_whatever_comes_first(tmp_path, told, store):
    decide(store, "correct", [only(store, "commitments").id], by="Dee", field="status", values=["done"])
    decide(store, "reject", [only(store, "demands", "b").id], by="Eve")
    undo(store, None, by="Eve")
    steps = [lambda s, d=d: s.decide(d) for d in store.view().decisions]
    steps += [
        lambda s, d=d: s.add(d, reader="1")
        for d in (told(PORT, "2030-01-05", name="a"), told(CREW, "2030-01-06", name="b"))
    ]
    for seed in range(6):
        shuffled = random.Random(seed).sample([*steps, *steps], 2 * len(steps))
        with open_ledger(tmp_path / f"{seed}.db") as other:
            for step in shuffled:
                step(other)
            assert exported(other) == exported(store)


def test_a_day_hides_later_articles_not_decisions(store):
    decide(store, "reject", [only(store, "demands", "b").id], by="Dee")
    decide(store, "correct", [only(store, "commitments").id], by="Dee", field="status", values=["done"])
    view = store.view(date(2030, 1, 5))
    assert view.document("a").commitments[0].status == "done"
    assert [len(line.records) for line in queries.history(view)] == [1, 1]


def test_an_id_of_an_older_reading_still_finds_the_record(store, told):
    record = only(store, "commitments")
    decide(store, "accept", [record.id], by="Dee")
    newer = PORT.replace("<commitment maker=ana>open the", "open <commitment maker=ana>the")
    store.add(told(newer, "2030-01-05", name="a"), reader="99")
    _, found = store.view().record(record.id)
    assert (found.id != record.id, found.confidence) == (True, 1.0)
    decide(store, "correct", [found.id], by="Eve", field="status", values=["done"])
    assert only(store, "commitments").status == "done"
