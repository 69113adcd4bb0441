"""What is remembered of an article holds for exactly what it was made from."""

from collections import defaultdict
from dataclasses import replace

import pytest

from summitry.ledger.account import Account
from summitry.ledger.match import Report, destination
from summitry.ledger.remembering import Memories, answers_alike, of_article, remembered

DOCUMENT = "Ana Alder <event actor=ana meeting=yes>travelled to Elmtown</event> and will <commitment maker=ana>open the port</commitment>."
WHO = {"ana": frozenset({"state:ALD"})}
SEATS = {"elmtown": "state:BIR", "oakham": "state:ALD"}


@pytest.fixture
def document(told):
    return told(DOCUMENT, "2030-01-05")


def report(memories, document, *, origin="gazette", who=WHO, seats=SEATS) -> Report:
    """The event of the document."""
    known, asked = memories.of(document).told(origin, who, seats)
    return Report(document, document.events[0], origin, who, asked, known)


@pytest.fixture
def learnt(document):
    """What was worked out by one program about where the document's visit leads."""
    memories = Memories(program="one")
    assert destination(report(memories, document)) == "Elmtown"
    return memories.learnt()


def knows(memories, document, **basis) -> bool:
    """Whether the answer is there before anybody asked."""
    return 0 in report(memories, document, **basis).known["destination"]


def test_what_was_worked_out_is_known_to_the_next_process(document, learnt):
    memories = Memories(lambda: learnt, "one")
    assert knows(memories, document)
    assert destination(report(memories, document)) == "Elmtown"
    assert memories.learnt() == {}


@pytest.mark.parametrize(
    ("program", "basis"),
    [
        ("another", {}),
        ("one", {"origin": "herald"}),
        ("one", {"who": {"ana": frozenset({"state:BIR"})}}),
        ("one", {"who": {}}),
        ("one", {"seats": {"elmtown": "state:ALD"}}),
        ("one", {"seats": {}}),
    ],
)
def test_it_is_forgotten_where_anything_it_follows_from_is_another(document, learnt, program, basis):
    assert not knows(Memories(lambda: learnt, program), document, **basis)


@pytest.mark.parametrize(
    "changed",
    [
        lambda d: replace(d, commitments=()),
        lambda d: replace(d, events=(replace(d.events[0], modality="planned"),)),
        lambda d: replace(d, article=replace(d.article, text=d.article.text.replace("Elmtown", "Oakbury"), sha256="")),
        lambda d: replace(d, article=replace(d.article, source="Herald")),
    ],
)
def test_it_is_forgotten_where_the_document_is_another(document, learnt, changed):
    assert not knows(Memories(lambda: learnt, "one"), changed(document))


def test_a_seat_that_nobody_asked_for_may_be_another(document, learnt):
    assert knows(Memories(lambda: learnt, "one"), document, seats=SEATS | {"oakham": "state:BIR"})


def test_a_place_that_was_no_seat_may_become_one(told):
    document = told("Ana Alder <event actor=ana meeting=yes>travelled to Elmtown</event>.", "2030-01-05")
    memories = Memories(program="one")
    assert destination(report(memories, document, seats={})) is None
    learnt = memories.learnt()
    later = Memories(lambda: learnt, "one")
    assert destination(report(later, document)) == "Elmtown"


@pytest.mark.parametrize("damage", [lambda packed: packed[:-1], lambda _: b"", lambda _: b"\x93\x01\x02\x03", lambda _: b"rubbish"])  # fmt: skip
def test_what_is_damaged_is_worked_out_again(document, learnt, damage):
    memories = Memories(lambda: {i: damage(packed) for i, packed in learnt.items()}, "one")
    assert not knows(memories, document)
    assert destination(report(memories, document)) == "Elmtown"


def test_an_account_that_goes_on_from_another_is_the_same_and_learns_what_is_new(told):
    documents = [told(DOCUMENT, f"2030-01-0{n}", name=f"a{n}", source=f"Paper {n}") for n in range(1, 4)]
    first = Memories(program="one")

    def told_by(account):
        return account.state, account.links, account.courses, account.deadlocks

    told_by(Account(documents[:2], memories=first))
    learnt = first.learnt()
    then = Memories(lambda: learnt, "one")
    assert told_by(Account(documents, memories=then)) == told_by(Account(documents))
    assert (learnt.keys(), then.learnt().keys()) == ({"a1", "a2"}, {"a3"})


def test_reports_answer_alike_if_all_that_one_was_asked_is_answered_so_by_the_other(document):
    one = report(Memories(), document)
    assert answers_alike(report(Memories(), document, seats={}), one)  # nobody has asked yet
    destination(one)
    assert answers_alike(report(Memories(), document), one)
    assert not answers_alike(report(Memories(), document, seats={}), one)


@pytest.mark.parametrize("mark", [remembered, of_article])
def test_two_questions_of_one_name_are_refused(mark):
    def destination(_: object) -> str:
        return ""

    with pytest.raises(TypeError, match="two questions 'destination'"):
        mark(destination)


def test_a_report_of_its_own_remembers_for_itself(document):
    alone = Report(document, document.events[0], seats=SEATS)
    assert (destination(alone), alone.known["destination"]) == ("Elmtown", {0: "Elmtown"})
    assert alone.known is not Report(document, document.events[0]).known
    assert isinstance(alone.known, defaultdict)
