import json

import pytest

from evaluation import EvaluationError
from evaluation.actors import Case, Question, Someone, ask, judge, lines, read_cases, read_questions, tabulate
from summitry.article import Article, Span
from summitry.language import Analysis, Mention, Token
from summitry.language.actors import ActorTable
from summitry.records import Actor

TABLE = ActorTable.load()
CLINTON = Actor("p:usa:bill-clinton", "Bill Clinton", "person", country="USA")
IRAN = Actor("state:IRN", "Iran", "state", country="IRN")
IRAQ = Actor("state:IRQ", "Iraq", "state", country="IRQ")
STRANGER = Actor("person:ana-alder", "Ana Alder", "person")
SOURCE = Actor("unnamed:1", "an official", "unnamed", country="FRA")


def analysed(text: str, *mentions: tuple[str, str, tuple[Actor, ...]]) -> Analysis:
    """A text cut at its spaces, with mentions given as their words, their head word and their actors."""
    tokens, at = [], 0
    for index, word in enumerate(text.split()):
        start = text.index(word, at)
        at = start + len(word)
        tokens.append(Token(index, Span(start, at), word, word, "X", "X", index, "root"))
    found = []
    for words, head, actors in mentions:
        start = text.index(words)
        place = Span(start, start + len(words))
        index = next(t.index for t in tokens if t.text == head and place.covers(t.span))
        found.append(Mention(place, index, tuple(a.id for a in actors), "name"))
    actors = tuple({a.id: a for *_, of in mentions for a in of}.values())
    return Analysis(Article("a", text), tokens=tuple(tokens), mentions=tuple(found), actors=actors)


def case(mention: str, expect, text: str = "", **more) -> Case:
    return Case("m1", "name", "2030-01-01", text, mention, expect, "why", **more)


def right(analysis: Analysis, mention: str, expect, **more) -> bool:
    return judge(case(mention, expect, analysis.article.text, **more), analysis, TABLE).right


def test_the_mention_headed_in_the_words_that_shares_most_with_them_is_judged():
    analysis = analysed("Iran envoy left", ("Iran envoy", "envoy", (SOURCE,)), ("Iran", "Iran", (IRAN,)))
    assert right(analysis, "Iran envoy", Someone(unnamed=True, country="FRA"))
    assert right(analysis, "Iran", "Iran")


def test_a_name_in_apposition_is_judged_by_the_mention_around_it():
    analysis = analysed("the guest Bill Clinton left", ("the guest Bill Clinton", "guest", (CLINTON,)))
    assert right(analysis, "Bill Clinton", "Bill Clinton")


@pytest.mark.parametrize("name", ["Iran", "Islamic Republic of Iran"])
def test_any_name_that_the_table_gives_an_actor_is_right(name):
    assert right(analysed("Iran left", ("Iran", "Iran", (IRAN,))), "Iran", name)


def test_another_actor_kind_or_country_is_wrong():
    analysis = analysed("Iran left", ("Iran", "Iran", (IRAN,)))
    assert not right(analysis, "Iran", "Iraq")
    assert not right(analysis, "Iran", "Iran", kind="organisation")
    assert not right(analysis, "Iran", "Iran", country="IRQ")


def test_nobody_is_right_only_where_nobody_is_expected():
    place = analysed("talks in Iran", ("Iran", "Iran", ()))
    assert right(place, "Iran", None)
    assert not right(place, "Iran", "Iran")
    assert not right(analysed("talks in Iran", ("Iran", "Iran", (IRAN,))), "Iran", None)


def test_a_stranger_has_his_own_name_and_is_not_in_the_table():
    assert right(analysed("Ana left", ("Ana", "Ana", (STRANGER,))), "Ana", Someone(stranger="Ana Alder"))
    known = analysed("Bill left", ("Bill", "Bill", (CLINTON,)))
    assert not right(known, "Bill", Someone(stranger="Bill Clinton"))


def test_a_collective_needs_all_its_members_and_no_others():
    both = analysed("both left", ("both", "both", (IRAN, IRAQ)))
    assert right(both, "both", ("Iraq", Someone(any=("Persia", "Iran"))))
    assert not right(both, "both", "Iran")
    assert not right(analysed("both left", ("both", "both", (IRAN,))), "both", ("Iraq", "Iran"))


def test_the_nth_occurrence_is_a_whole_word():
    assert case("Iran", None, "Iranians in Iran and Iran", nth=2).span == Span(21, 25)


def test_an_occurrence_that_is_missing_is_refused():
    with pytest.raises(EvaluationError, match="m1: the text has 'Iran' 1 times, not 2"):
        _ = case("Iran", None, "Iran left", nth=2).span


@pytest.mark.parametrize(
    ("day", "expect", "verdict"),
    [
        ("1994-06-15", "Bill Clinton", "right"),
        ("1994-06-15", "Al Gore", "wrong"),
        ("1994-06-15", None, "wrong"),
        ("2090-01-01", None, "right"),
        ("2090-01-01", "Al Gore", "unanswered"),
    ],
)
def test_an_office_is_right_wrong_or_unanswered(day, expect, verdict):
    assert ask(Question("president", "United States", day, expect), TABLE).verdict == verdict


def test_the_table_has_a_row_a_class_and_one_a_verdict():
    linked = [judge(case("Iran", e, "Iran left"), analysed("Iran left"), TABLE) for e in (None, "Iran")]
    asked = [ask(Question("president", "United States", "1994-06-15", "Bill Clinton"), TABLE)]
    made = tabulate(linked, asked, "d")
    assert made.rows[:2] == [("name", "1/2", "50.0"), ("mentions", "1/2", "50.0")]
    assert made.figures == {"name": 50.0, "mentions": 50.0, "offices": 100.0}


def test_errors_are_told_in_words():
    linked = [judge(case("Iran", "Iran", "Iran left"), analysed("Iran left"), TABLE)]
    told = list(lines(linked, [], 5))
    assert told[:2] == ["name: 1 wrong", "  m1 “Iran” 2030-01-01: nobody, not Iran (why)"]


def test_a_line_that_is_no_case_is_refused_with_its_place(tmp_path):
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({"id": "m1"}) + "\n", "utf-8")
    with pytest.raises(EvaluationError, match=r"cases\.jsonl:1: Object missing required field"):
        read_cases(file)


def test_every_case_has_its_words_and_every_line_an_id_or_question_of_its_own():
    cases, questions = read_cases(), read_questions()
    assert all(c.span for c in cases)
    assert len({c.id for c in cases}) == len(cases)
    assert len({(q.role, q.of, q.day) for q in questions}) == len(questions)
