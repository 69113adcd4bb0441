"""Who is meant: mentions in short texts, and who held which office when, each against an answer written by hand."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeVar, get_args

import msgspec

from evaluation import EvaluationError, gold
from evaluation.report import Report
from summitry.article import Span
from summitry.language import Analysis, Mention, actor_table, analyse, mentions
from summitry.language.actors import ActorTable, fold
from summitry.options import Options
from summitry.readers import from_text
from summitry.records import Actor, ActorKind

DATA = Path(__file__).parent / "data"
MENTIONS, OFFICES = DATA / "mentions.jsonl", DATA / "offices.jsonl"

CaseClass = Literal[
    "name", "surname", "role", "metonym", "demonym", "organisation", "group", "pronoun", "stranger", "collective",
    "trap", "unnamed",
]  # fmt: skip
Verdict = Literal["right", "wrong", "unanswered"]
Line = TypeVar("Line")


class Someone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One actor as the data describe it: `any` of some names, a `stranger` by name, or `unnamed` (of a country)."""

    any: tuple[str, ...] = ()
    stranger: str | None = None
    unnamed: bool = False
    country: str | None = None


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The `nth` occurrence of some words in a text, and whom they mean: a name, `Someone`, several, or null for nobody."""

    id: str
    case: CaseClass = msgspec.field(name="class")
    published: str
    text: str
    mention: str
    expect: str | Someone | tuple[str | Someone, ...] | None
    why: str
    nth: int = 1
    kind: ActorKind | None = None
    country: str | None = None

    @property
    def expected(self) -> tuple[Someone, ...]:
        """Whom the words mean, one entry an actor."""
        several = self.expect if isinstance(self.expect, tuple) else (self.expect,)
        return tuple(Someone(any=(one,)) if isinstance(one, str) else one for one in several if one is not None)

    @property
    def span(self) -> Span:
        """Where the words stand.

        Raises:
            EvaluationError: the text has fewer occurrences.
        """
        places = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(self.mention)}(?!\w)", self.text)]
        if not 1 <= self.nth <= len(places):
            raise EvaluationError(f"{self.id}: the text has {self.mention!r} {len(places)} times, not {self.nth}")
        return Span(*places[self.nth - 1])


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who held a `role` of a state or organisation on a `day`; `expect` is null where nobody should be named."""

    role: str
    of: str
    day: str
    expect: str | None


@dataclass(frozen=True, slots=True)
class Linked:
    """A case and the actors that were found for its words."""

    case: Case
    found: tuple[Actor, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the name that the table answered or null, and what that is worth."""

    question: Question
    answer: str | None
    verdict: Verdict


# Mentions ----------------------------------------------------------------------------------------------------------


def read_cases(file: Path = MENTIONS) -> list[Case]:
    """The cases of a file, one JSON object a line.

    Raises:
        EvaluationError: the file cannot be read, or a line is no case.
    """
    return _read(file, Case)


def link(cases: Sequence[Case], options: Options) -> tuple[list[Linked], list[Analysis]]:
    """What is found for each case, and the analysis of each different text."""
    table = actor_table(options.actor_file)
    texts = {(c.text, c.published): None for c in cases}
    read = {key: analyse(from_text(key[0], published=key[1], options=options), options) for key in texts}
    return [judge(c, read[c.text, c.published], table) for c in cases], list(read.values())


def judge(case: Case, analysis: Analysis, table: ActorTable) -> Linked:
    """The actors of the mention that stands for the case's words, and whether they are those expected."""
    mention = mention_of(analysis, case.span)
    if mention is None and case.expected:
        mention = _around(analysis, case.span)
    ids = mention.actors if mention else ()
    found = tuple(a for a in analysis.actors if a.id in ids)
    expected = case.expected
    right = len(found) == len(expected) and all(any(_fits(a, one, case, table) for a in found) for one in expected)
    return Linked(case, found, right)


def mention_of(analysis: Analysis, span: Span) -> Mention | None:
    """Of the mentions whose head lies in a span, the one that shares most with it: of "its president" not "its"."""
    headed = [m for m in analysis.mentions if span.covers(analysis.tokens[m.head].span)]
    return max(headed, key=lambda m: _shared(m.span, span), default=None)


def _around(analysis: Analysis, span: Span) -> Mention | None:
    """The smallest mention that holds all of a span: a name in apposition means whom the whole means."""
    around = [m for m in analysis.mentions if m.span.covers(span)]
    return min(around, key=lambda m: m.span.end - m.span.start, default=None)


def _shared(one: Span, other: Span) -> float:
    both = min(one.end, other.end) - max(one.start, other.start)
    return both / (max(one.end, other.end) - min(one.start, other.start))


def _fits(actor: Actor, one: Someone, case: Case, table: ActorTable) -> bool:
    if one.unnamed:
        return actor.kind == "unnamed" and one.country in (None, actor.country)
    if one.stranger:
        return actor.kind == "person" and actor.id not in table.entries and fold(actor.name) == fold(one.stranger)
    if case.kind not in (None, actor.kind) or (case.country and actor.country not in (None, case.country)):
        return False
    return any(_named(actor.id, actor.name, name, table) for name in one.any)


def _named(id_: str, name: str, expected: str, table: ActorTable) -> bool:
    """Whether an actor is the one of a plain English name, by its own name or another that the table gives it."""
    return fold(name) == fold(expected) or any(c.entry.id == id_ for c in table.find(expected))


def linked_a_second(analyses: Sequence[Analysis], table: ActorTable, *, times: int = 3) -> float:
    """Mentions found and linked a second on parsed texts, the best of several rounds."""
    rounds = []
    for _ in range(times):
        started = time.perf_counter()
        count = sum(len(mentions.find(a, table)[0]) for a in analyses)
        rounds.append(count / (time.perf_counter() - started))
    return max(rounds)


# Offices -----------------------------------------------------------------------------------------------------------


def read_questions(file: Path = OFFICES) -> list[Question]:
    """The questions of a file, one JSON object a line.

    Raises:
        EvaluationError: the file cannot be read, or a line is no question.
    """
    return _read(file, Question)


def ask(question: Question, table: ActorTable) -> Asked:
    """The table's answer to a question; a name where there should be none is wrong, none where there is one unanswered."""
    holder = table.holder(question.role, question.of, question.day).actor
    if holder is None:
        return Asked(question, None, "unanswered" if question.expect else "right")
    known = question.expect is not None and _named(holder.id, holder.name, question.expect, table)
    return Asked(question, holder.name, "right" if known else "wrong")


# The table and the errors in words ---------------------------------------------------------------------------------------------------


def measure(options: Options) -> tuple[Report, list[Linked], list[Asked]]:
    """Mentions right by class of case, offices right, wrong and unanswered, and how fast mentions are linked."""
    linked, analyses = link(read_cases(), options)
    table = actor_table(options.actor_file)
    asked = [ask(q, table) for q in read_questions()]
    rate = linked_a_second(analyses, table)
    made = tabulate(linked, asked, gold.fingerprint(MENTIONS, OFFICES))
    speed = ("linked a second", f"{rate:.0f}", "")
    return replace(made, rows=[*made.rows, speed], plain={**made.plain, "linked a second": round(rate)}), linked, asked


def tabulate(linked: Sequence[Linked], asked: Sequence[Asked], data: str) -> Report:
    """A row a class of case, all mentions, and a row a verdict on offices."""
    classes = {name: [one.right for one in linked if one.case.case == name] for name in get_args(CaseClass)}
    shares = {name: rights for name, rights in classes.items() if rights}
    shares["mentions"] = [one.right for one in linked]
    verdicts = Counter(a.verdict for a in asked)
    figures = {name: _percent(sum(rights), len(rights)) for name, rights in shares.items()}
    figures["offices"] = _percent(verdicts["right"], len(asked))
    return Report(
        "actors",
        data,
        ("", "right", "per cent"),
        [
            *((name, f"{sum(rights)}/{len(rights)}", f"{figures[name]:.1f}") for name, rights in shares.items()),
            *(
                (f"offices, {v}", f"{verdicts[v]}/{len(asked)}", f"{_percent(verdicts[v], len(asked)):.1f}")
                for v in get_args(Verdict)
            ),
        ],
        figures,
        figures | {f"offices, {v}": verdicts[v] for v in get_args(Verdict)},
    )


def _percent(part: int, whole: int) -> float:
    return round(100 * part / whole, 1) if whole else 0.0


def lines(linked: Sequence[Linked], asked: Sequence[Asked], most: int) -> Iterator[str]:
    """What went wrong, at most so many lines of each class of case."""
    for name in dict.fromkeys(one.case.case for one in linked):
        wrong = [one for one in linked if one.case.case == name and not one.right]
        yield f"{name}: {len(wrong)} wrong"
        yield from (f"  {_tell(one)}" for one in wrong[:most])
    missed = [a for a in asked if a.verdict != "right"]
    yield f"offices: {len(missed)} wrong or unanswered"
    for a in missed[:most]:
        q = a.question
        yield f"  {q.role} of {q.of} on {q.day}: {a.answer or 'no answer'}, not {q.expect or 'nobody'}"


def _tell(one: Linked) -> str:
    case = one.case
    found = ", ".join(f"{a.name} ({a.id})" for a in one.found) or "nobody"
    wanted = ", ".join(_describe(e) for e in case.expected) or "nobody"
    return f"{case.id} “{case.mention}” {case.published}: {found}, not {wanted} ({case.why})"


def _describe(one: Someone) -> str:
    if one.unnamed:
        return f"somebody unnamed{f' of {one.country}' if one.country else ''}"
    return f"the stranger {one.stranger}" if one.stranger else " or ".join(one.any)


def _read(file: Path, kind: type[Line]) -> list[Line]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise EvaluationError(f"{file}: {error.strerror}") from error
    found = []
    for number, line in enumerate(raw.splitlines(), 1):
        try:
            found.append(msgspec.json.decode(line, type=kind))
        except msgspec.DecodeError as error:
            raise EvaluationError(f"{file}:{number}: {error}") from error
    return found
