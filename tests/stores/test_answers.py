"""Answers that a ledger keeps: given again for exactly what they were made from, and for nothing else."""

import random
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from functools import partial

import pytest
from deaths import Child

from evaluation.growth import vary
from summitry import queries
from summitry.ledger.negotiations import Definition
from summitry.queries import answering, evidence, reviewing
from summitry.queries.answering import encoded
from summitry.review.decisions import Target, decision
from summitry.stores import open_ledger, sql

PORT = "Ana Alder will <commitment maker=ana until=2030-03-01>open the port</commitment>."
PAY = "Bo Birch will <commitment maker=bo>pay</commitment>. It is unclear <question>who digs</question>."
TALKS = "Ana Alder and Bo Birch <event meeting=yes on=2030-02-10 actor=ana,bo>met</event> in Elmtown."
RIVER = Definition("River talks", ("Ana Alder", "Bo Birch"))
QUESTIONS = {
    "status": queries.status,
    "glance": partial(queries.glance, most=1),
    "timeline": queries.timeline,
    "days": partial(queries.days, most=3),
    "commitments": queries.commitments,
    "promised by Ana": partial(queries.commitments, maker="Ana"),
    "statements": queries.statements,
    "articles": queries.articles,
    "actors": queries.actors,
    "deadlocks": queries.deadlocks,
    "changes": partial(queries.changes, since=date(2018, 6, 1)),
    "negotiations": queries.negotiations,
    "defined": partial(queries.negotiations, definitions=(RIVER,)),
    "queue": queries.queue,
    "agreement": queries.agreement,
}


@pytest.fixture
def store(new_place):
    with open_ledger(new_place()) as opened:
        yield opened


@pytest.fixture
def filled(store, told):
    store.add(told(PORT, "2030-01-05", name="port"))
    store.add(told(TALKS, "2030-02-11", name="talks"))
    return store


def again(store):
    """A view as the next process has it."""
    store._views.clear()
    return store.view()


def rejected(document):
    return decided("reject", document)


def decided(action, document, hour=0):
    (record,) = document.commitments
    target = Target.of(document.article.sha256, "commitments", record)
    note = "so it is" if action == "note" else None
    return decision(action, [target], by="Dee Dogwood", at=datetime(2030, 3, 1, hour, tzinfo=UTC), note=note)


# The store ---------------------------------------------------------------------------------------------------------


def test_an_answer_is_given_again_to_whoever_asks_the_same(filled):
    filled.view().keep("where?", {"": b"here"})
    assert (again(filled).recall("where?"), filled.view().recall("when?")) == (b"here", None)


def test_a_newer_answer_replaces_an_older(filled):
    for answer in (b"here", b"there"):
        filled.view().keep("where?", {"": answer})
    assert filled.view().recall("where?") == b"there"


def test_an_answer_of_one_day_is_not_that_of_another(filled):
    filled.view(date(2030, 1, 31)).keep("where?", {"": b"here"})
    asked = [filled.view(day).recall("where?") for day in (date(2030, 1, 31), date(2030, 2, 1), None)]
    assert asked == [b"here", None, None]


@pytest.mark.parametrize(
    "change",
    [
        lambda store, told: store.add(told(PAY, "2030-02-12", name="pay")),
        lambda store, told: store.decide(rejected(told(PORT, "2030-01-05", name="port"))),
    ],
    ids=["article", "decision"],
)
def test_an_answer_is_not_given_once_the_ledger_tells_something_else(filled, told, change):
    before = filled.view()
    before.keep("where?", {"": b"here"})
    change(filled, told)
    assert filled.view().recall("where?") is None
    before.keep("when?", {"": b"now"})  # made of what the view saw, or of more: nobody can tell
    assert (before.recall("when?"), filled.view().recall("when?")) == (None, None)


def test_what_is_refused_confirmed_or_remarked_leaves_the_answers(filled, told):
    filled.view().keep("where?", {"": b"here"})
    filled.refuse("a.pdf", "not text")
    for action in ("accept", "note"):
        filled.decide(decided(action, told(PORT, "2030-01-05", name="port")))
    assert again(filled).recall("where?") == b"here"


def test_what_contradicts_a_rejection_or_takes_it_back_does_not(filled, told):
    port = told(PORT, "2030-01-05", name="port")
    filled.decide(decided("reject", port))
    filled.view().keep("where?", {"": b"here"})
    filled.decide(decided("accept", port, hour=1))
    assert again(filled).recall("where?") is None
    filled.view().keep("where?", {"": b"here"})
    filled.decide(undone := decision("undo", by="Dee Dogwood", at=datetime(2030, 3, 2, tzinfo=UTC), undoes=decided("accept", port, hour=1).id))  # fmt: skip
    assert again(filled).recall("where?") is None
    filled.view().keep("where?", {"": b"here"})
    filled.decide(decision("undo", by="Dee Dogwood", at=datetime(2030, 3, 3, tzinfo=UTC), undoes=undone.id))
    assert again(filled).recall("where?") is None


def test_what_no_decision_changes_is_kept_through_all_of_them(filled, told):
    filled.view().keep("what?", {"": b"this"}, of="read")
    filled.decide(rejected(told(PORT, "2030-01-05", name="port")))
    filled.view().keep("where?", {"": b"here"})
    assert (again(filled).recall("what?", of="read"), filled.view().recall("where?")) == (b"this", b"here")


def test_of_many_answers_the_newest_are_kept(filled):
    view = filled.view()
    for number in range(sql.ANSWERS + 3):
        view.keep(f"question {number}", {"": b"%d" % number})
    kept = [number for number in range(sql.ANSWERS + 3) if view.recall(f"question {number}") is not None]
    assert kept == list(range(3, sql.ANSWERS + 3))


def test_what_no_longer_holds_leaves_with_the_next_answer(filled, told):
    filled.view().keep("where?", {"": b"here"})
    filled.add(told(PAY, "2030-02-12", name="pay"))
    filled.view().keep("when?", {"": b"now"})
    with filled._database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM answers").scalar_one() == 1


def test_an_answer_that_is_too_long_is_not_kept(filled, monkeypatch):
    monkeypatch.setattr(sql, "LONGEST", 10)
    for question, answer in (("short", b"1234567890"), ("long", b"12345678901")):
        filled.view().keep(question, {"": answer})
    assert [filled.view().recall(question) for question in ("short", "long")] == [b"1234567890", None]


def damage(store, change) -> None:
    """Change the bytes of every answer."""
    with store._database.engine.connect().execution_options(begin="writes") as connection, connection.begin():
        for answer, name, packed in connection.execute(sql._parts.select()).all():
            connection.execute(sql._parts.update().filter_by(answer=answer, name=name).values(json=change(packed)))


DAMAGES = {
    "cut": lambda packed: packed[:-3],
    "empty": lambda _: b"",
    "a bit": lambda packed: packed[:-9] + bytes([packed[-9] ^ 1]) + packed[-8:],
    "other bytes": lambda _: b"\x00\xff" * 20,
}


@pytest.mark.parametrize("change", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_answer_is_none(filled, change):
    filled.view().keep("where?", {"": b"There, where it has been for years and years."})
    damage(filled, change)
    assert filled.view().recall("where?") is None


# What is remembered ------------------------------------------------------------------------------------------------


def test_what_was_learnt_about_articles_is_there_for_the_next_process(filled):
    filled.view().remember({"port": b"old", "talks": b"here", "gone": b"nobody's"})
    filled.view().remember({"port": b"new"})
    assert again(filled).remembered() == {"port": b"new", "talks": b"here"}
    assert filled.view(date(2030, 1, 31)).remembered() == {"port": b"new"}


def test_a_view_of_a_day_or_of_a_negotiation_leaves_what_is_remembered(filled):
    filled.view().remember({"talks": b"here"})
    filled.view(date(2030, 12, 31)).remember({"talks": b"there"})
    queries.within(filled.view(), "river", (RIVER,)).remember({"talks": b"there"})
    assert again(filled).remembered() == {"talks": b"here"}


def test_what_is_remembered_goes_with_its_article_and_stays_through_decisions(filled, told):
    filled.view().remember({"port": b"here", "talks": b"there"})
    filled.decide(rejected(told(PORT, "2030-01-05", name="port")))
    filled.add(told(TALKS, "2030-02-10", name="talks"), reader="9.0")
    assert again(filled).remembered() == {"port": b"here"}


@pytest.mark.parametrize("change", [lambda packed: packed[:-3], lambda _: b"", lambda _: b"\x00\xff" * 20])
def test_what_is_remembered_and_damaged_is_made_anew(filled, change):
    for _ in queries.make_ready(filled.view()):
        pass
    expected, known = encoded(queries.status(filled.view())), filled.view().remembered()
    assert known.keys() == {"port", "talks"}
    with filled._database.engine.connect().execution_options(begin="writes") as connection, connection.begin():
        for article, packed in connection.execute(sql._memories.select()).all():
            connection.execute(sql._memories.update().filter_by(article=article).values(packed=change(packed)))
        connection.execute(sql._answers.delete())
    assert again(filled).remembered() == {}
    assert encoded(queries.status(filled.view())) == expected
    for _ in queries.make_ready(filled.view()):
        pass
    assert again(filled).remembered() == known


def test_another_program_remembers_for_itself(filled, monkeypatch):
    for _ in queries.make_ready(filled.view()):
        pass
    known = filled.view().remembered()
    monkeypatch.setattr(evidence, "PROGRAM", "another")
    with filled._database.engine.connect().execution_options(begin="writes") as connection, connection.begin():
        connection.execute(sql._answers.delete())
    for _ in queries.make_ready(again(filled)):
        pass
    assert again(filled).remembered().keys() == known.keys()
    assert all(known[i] != memory for i, memory in filled.view().remembered().items())


def test_where_nothing_can_be_written_nothing_is_remembered(tmp_path, told, monkeypatch):
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(PORT, "2030-01-05"))
        monkeypatch.setattr(store._database, "tries", ("PRAGMA query_only = ON", "BEGIN IMMEDIATE"))
        store.view().remember({"a": b"here"})
        assert store.view().remembered() == {}


# The questions -----------------------------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch):
    """The names of the questions that were answered anew since."""
    names = []
    keep = sql.SqlView.keep
    monkeypatch.setattr(sql.SqlView, "keep", lambda view, question, parts, of: (names.append(question.split()[1]), keep(view, question, parts, of=of)))  # fmt: skip
    return names


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_the_next_process_has_its_answer_without_reading_all_documents(filled, made, monkeypatch, ask):
    first = ask(again(filled))
    made.clear()
    monkeypatch.setattr(sql.SqlView, "readings", None)
    assert (ask(again(filled)), made) == (first, [])


def test_an_answer_as_json_is_the_same(filled):
    for _ in range(2):
        view = again(filled)
        assert bytes(queries.commitments.json(view, "Ana")) == encoded(queries.commitments(view, "Ana"))


def test_another_program_makes_its_own_answers(filled, made, monkeypatch):
    queries.timeline(again(filled))
    monkeypatch.setattr(answering, "PROGRAM", "another")
    queries.timeline(again(filled))
    assert made == ["timeline", "timeline"]


def test_the_program_is_its_sources(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "state.py").write_text("NEAR = 3\n")
    monkeypatch.setattr(answering.summitry, "__file__", str(tmp_path / "__init__.py"))
    names = []
    for name, text in (("state.py", "NEAR = 3\n"), ("state.py", "NEAR = 4\n"), ("data/words.txt", "the\n")):
        (tmp_path / name).write_text(text)
        names.append(answering._program())
    assert len(set(names)) == 3


def test_other_definitions_and_other_arguments_have_other_answers(filled):
    def asked():
        view = again(filled)
        return [
            queries.negotiations(view),
            queries.negotiations(view, (RIVER,)),
            queries.negotiations(view, (Definition("River talks", ("Ana Alder", "Bo Birch"), last=date(2030, 1, 31)),)),
            queries.commitments(view, "Ana"),
            queries.commitments(view, "Bo"),
        ]

    first = asked()
    assert len(set(map(repr, first))) == len(first)
    assert asked() == first


def test_a_negotiation_of_the_same_name_with_other_articles_has_its_own_answer(filled):
    other = Definition("River talks", ("Ana Alder",))
    seen = [[a.id for a in queries.articles(queries.within(again(filled), "river", (d,)))] for d in (RIVER, other) * 2]
    assert seen == [["talks"], ["talks", "port"]] * 2


def test_a_decision_is_in_the_next_answer(filled, told):
    assert len(queries.commitments(again(filled))) == 1
    filled.decide(rejected(told(PORT, "2030-01-05", name="port")))
    assert queries.commitments(again(filled)) == ()


@pytest.mark.parametrize("answer", [b"{}", b"[", b'"text"', b'[{"id": 1}]'])
def test_an_answer_of_another_shape_is_made_anew(filled, made, answer):
    expected = queries.timeline(again(filled))
    for packed in (sql.zlib.compress(answer), b"rubbish"):
        damage(filled, lambda _, packed=packed: packed)
        made.clear()
        assert (queries.timeline(again(filled)), made) == (expected, ["timeline"])
        assert (queries.timeline(again(filled)), made) == (expected, ["timeline"])


def test_answers_are_the_same_with_and_without_those_kept(new_lasting_place, bundled, monkeypatch):
    """Whatever was asked before, in whatever order, between articles and decisions as they come."""
    chance, place = random.Random(1), new_lasting_place()
    documents = list(vary(bundled, 40))
    for _ in range(8):
        with open_ledger(place) as store:
            for document in chance.sample(documents, 3):
                store.add(document)
            judged = chance.choice([d for d in store.view().readings if d.commitments])
            target = Target.of(judged.article.sha256, "commitments", judged.commitments[0])
            store.decide(decision("reject", [target], by="Dee Dogwood", at=datetime(2030, 1, 9, tzinfo=UTC)))
        asked = chance.choices(list(QUESTIONS), k=6)
        day = chance.choice([None, date(2022, 1, 1)])
        answers = [ask_in(place, day, asked) for _ in range(2)]
        with monkeypatch.context() as without:
            without.setattr(sql.SqlView, "recall", lambda *_, **__: None)
            without.setattr(sql.SqlView, "keep", lambda *_, **__: None)
            expected = ask_in(place, day, asked)
        assert answers == [expected] * 2


def ask_in(place, day, asked) -> list:
    with open_ledger(place) as store:
        return [QUESTIONS[name](store.view(day)) for name in asked]


# Where nothing can be kept -----------------------------------------------------------------------------------------


def test_a_ledger_that_is_being_written_answers_all_the_same(tmp_path, told):
    place = tmp_path / "a.db"
    with open_ledger(place) as store, closing(sqlite3.connect(place, isolation_level=None)) as other:
        store.add(told(PORT, "2030-01-05"))
        other.execute("BEGIN IMMEDIATE")
        began = time.monotonic()
        assert len(queries.commitments(store.view())) == 1
        assert time.monotonic() - began < 5
        other.execute("ROLLBACK")
        assert other.execute("SELECT count(*) FROM answers").fetchone() == (0,)
        store.add(told(PAY, "2030-01-05", name="b"))  # with its usual patience


def test_a_read_only_ledger_answers_all_the_same(tmp_path, told, monkeypatch):
    place = tmp_path / "a.db"
    with open_ledger(place) as store:
        store.add(told(PORT, "2030-01-05"))
        monkeypatch.setattr(store._database, "tries", ("PRAGMA query_only = ON", "BEGIN IMMEDIATE"))
        assert len(queries.commitments(store.view())) == 1
        assert store.view().recall(queries.commitments._question()) is None


def test_a_read_only_server_answers_all_the_same(server, told):
    place = server.new()
    with open_ledger(place) as store:
        store.add(told(PORT, "2030-01-05"))
    with open_ledger(place + "%20-cdefault_transaction_read_only=on") as store:
        assert len(queries.commitments(store.view())) == 1


def test_askers_and_writers_at_once_get_what_the_articles_say(new_lasting_place, bundled):
    place, documents = new_lasting_place(), list(vary(bundled, 24))
    with open_ledger(place) as store:
        for document in documents[:4]:
            store.add(document)

    def write(part, _say) -> None:
        with open_ledger(place) as store:
            for document in documents[4 + part :: 4]:
                store.add(document)

    def ask(_say) -> None:
        for _ in range(5):
            with open_ledger(place) as store:
                view = store.view()
                seen = len(queries.articles(view))
                assert seen == len({line.id for line in queries.articles(view)}) >= 4
                queries.glance(view)

    children = [Child(partial(write, part)) for part in range(4)] + [Child(ask) for _ in range(4)]
    assert [child.end()[0] for child in children] == [True] * 8
    with open_ledger(place) as store, open_ledger(":memory:") as other:
        for document in documents:
            other.add(document)
        for ask_one in (queries.articles, queries.status, queries.timeline):
            assert ask_one(store.view()) == ask_one(other.view())


def test_threads_that_ask_at_once_get_the_same(filled):
    start = threading.Barrier(6)

    def ask(_):
        start.wait()
        return encoded(queries.status(again(filled)))

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, range(6)))) == 1


def test_a_queue_that_goes_on_beyond_what_is_kept_ready_is_the_same(bundled, monkeypatch):
    """However few records of a kind are kept ranked, and whichever have been judged."""
    with open_ledger(":memory:") as store:
        for document in bundled[:2]:
            store.add(document)
        whole = queries.queue(store.view(), most=10_000)
        kinds = {line.kind for line in whole.lines}
        expected = [whole, *(queries.queue(store.view(), kind, 10_000) for kind in sorted(kinds))]
        for few in (1, 3, 40):
            monkeypatch.setattr(reviewing, "RANKED", few)
            store._views.clear()
            asked = [queries.queue(store.view(), kind, 10_000) for kind in (None, *sorted(kinds))]
            assert asked == expected
            assert queries.queue(store.view(), most=few).lines == whole.lines[:few]
        assert whole.waiting == len(whole.lines) > 40
