"""One authored report into its text and its document in the record scheme; what does not hold is refused with its line.

Fields that follow from others are not written by hand: `mode` follows from the quotation marks, a commitment's
`conditions` from the conditions that name it, `evidence` from the sentences its words stand in, the days of a time from its
value, the ids of records nobody refers to from their place.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias, get_args

from summitry import records
from summitry.article import Block, BlockKind, Span
from summitry.language.actors import ActorTable
from summitry.language.words import paragraphs, sentences
from training.annotation import quoting
from training.annotation.authoring import AuthoringError, Value, Words, lines, load, strings
from training.annotation.intervals import Interval, IntervalError, read_time, timex
from training.annotation.quoting import QuotingError

Row: TypeAlias = dict[str, Any]

STYLES = (
    "wire", "newspaper", "analysis", "live blog", "press conference", "communique", "state agency", "garbled",
    "broadcast", "briefing", "interview", "letter", "passage",
)  # fmt: skip
SPELLINGS = ("british", "american")

# What a table of the corpus counts and no annotation tells; the other hard cases are counted from the records.
HARD = (
    "go-between", "letter", "wish", "threat", "prediction", "repeated promise", "withdrawn promise", "missing word",
    "doubled word", "headline that reports speech", "off topic",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A text and what it yields: `document` is the JSON of the record scheme, as gold documents hold it."""

    path: Path
    text: str = field(repr=False)
    style: str
    spelling: str | None
    hard: tuple[str, ...]
    document: Row = field(repr=False)

    @property
    def name(self) -> str:
        """The negotiation and the file, in one word."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def negotiation(self) -> str:
        """The folder it stands in."""
        return self.path.parent.name


@dataclass(frozen=True, slots=True)
class Kind:
    """What may be written of a record: the words it is anchored on, words beside it, actors, choices, references."""

    prefix: str
    anchors: tuple[str, ...]
    beside: Mapping[str, str] = field(default_factory=dict)  # field → the field it is nearest to
    many: tuple[str, ...] = ()  # which of these are lists of spans
    actors: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    choices: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)  # field → (type, what it is if left out)
    records: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # field → the kinds it may name
    other: tuple[str, ...] = ()


NEEDED = "a value must be given"
KINDS: dict[str, Kind] = {
    "statements": Kind(
        "s", ("content",), {"cue": "content", "source": "cue", "hedge": "cue"}, ("content", "cue", "source"),
        ("speaker", "addressee", "chain"), ("content", "cue"), {"mode": (records.Mode, None), "medium": (records.Medium, None)},
        {"parent": ("statements",)},
    ),
    "events": Kind(
        "e", ("trigger",), actors=("actor", "recipient"), needed=("trigger",),
        choices={"plover": (records.Plover, NEEDED), "modality": (records.Modality, NEEDED)},
        records={"according_to": ("statements",)}, other=("meeting", "place", "when"),
    ),
    "commitments": Kind(
        "c", ("action",), actors=("maker", "beneficiary", "chain"), needed=("action", "maker"),
        choices={
            "polarity": (records.Polarity, "do"), "force": (records.Force, NEEDED),
            "firmness": (records.Firmness, "firm"), "status": (records.Status, "open"),
        }, other=("deadline",),
    ),
    "conditions": Kind(
        "k", ("span",), actors=("required_of",), needed=("span", "on"), choices={"kind": (records.ConditionKind, NEEDED)},
        records={"on": ("commitments", "demands", "events", "orders")}, other=("specified",),
    ),
    "demands": Kind("d", ("what",), actors=("by", "to"), needed=("what",), choices={"response": (records.Response, "open")}),
    "obstacles": Kind("o", ("what",), actors=("between",), needed=("what",)),
    "orders": Kind(
        "r", ("before", "after"), actors=("according_to",), needed=("before", "after"),
        choices={"strength": (records.Strength, "required")},
    ),
    "questions": Kind("q", ("what",), needed=("what",)),
}  # fmt: skip
HEAD = ("published", "style", "spelling", "hard", "text", "blocks", "actors", "times", "passage", *KINDS)
QUOTES = re.compile(r"[“”\"„«»]|(?<!\w)['‘](?=\w)[^'‘’]*[\w.,!?]['’](?!\w)")


def compile_report(path: Path, text: str | None = None) -> Report:
    """The report of an authored file; `text` is given where the file annotates somebody else's text.

    Raises:
        AuthoringError: something does not hold; all that was found, each with its line.
    """
    return _Compiler(path, load(path), text).report()


class _Compiler:
    def __init__(self, path: Path, source: dict[Words, Value], text: str | None) -> None:
        self._path, self._source, self._faults = path, source, list[str]()
        written = source.get(Words("text", 1))
        self._text = text if text is not None else str(written or "").strip("\n") + "\n"
        if not self._text.strip():
            self._fault(1, "no text")
        self._actors: dict[str, Row] = {}
        self._rows: dict[str, list[Row]] = {kind: [] for kind in KINDS}
        self._kind_of: dict[str, str] = {}
        self._line_of: dict[str, int] = {}

    def report(self) -> Report:
        head = self._source
        for key in head:
            if key not in HEAD:
                self._fault(key.line, f"unknown key `{key}`; there are {', '.join(HEAD)}")
        published = self._published(head.get(Words("published", 1)))
        blocks = self._blocks(head.get(Words("blocks", 1)))
        self._sentences = [
            s for paragraph, _ in paragraphs(self._text, blocks) for s in sentences(self._text, paragraph)
        ]
        self._read_actors(head.get(Words("actors", 1)))
        times = self._read_times(head.get(Words("times", 1)), published)
        for kind in KINDS:
            self._read_records(kind, head.get(Words(kind, 1)))
        self._check_references()
        self._check_blocks(blocks)
        hard = [h for h in strings(head.get(Words("hard", 1))) if self._choice(h, HARD)]
        style = self._one_of("style", STYLES)
        spelling = None if style == "passage" else self._one_of("spelling", SPELLINGS)
        if self._faults:
            raise AuthoringError(self._faults)
        document = {
            "article": {
                "id": f"{self._path.parent.name}-{self._path.stem}",
                "published": published.document("given"),
                "sha256": hashlib.sha256(self._text.encode()).hexdigest(),
                "chars": len(self._text),
                "blocks": [{"span": list(b.span), "kind": b.kind} for b in blocks],
            },
            "actors": list(self._actors.values()),
            "times": times,
            **self._rows,
        }
        return Report(self._path, self._text, style, spelling, tuple(map(str, hard)), document)

    # The head ------------------------------------------------------------------------------------------------------

    def _published(self, value: Value | None) -> Interval:
        if not isinstance(value, Words):
            self._fault(1, "`published` is missing: a day, `2024-05-06`, or `2024-05-06..2024-05-08`")
            return Interval(None, None, None)
        try:
            return Interval.read(value)
        except IntervalError as error:
            self._fault(value.line, str(error))
            return Interval(None, None, None)

    def _blocks(self, value: Value | None) -> tuple[Block, ...]:
        paragraphs = [Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+(?:\n(?!\s*\n)[^\n]+)*", self._text)]
        kinds: dict[int, BlockKind] = {}
        for kind, numbers in (value if isinstance(value, dict) else {}).items():
            for number in strings(numbers) if self._choice(kind, get_args(BlockKind)) else ():
                if number.isdigit() and 1 <= int(number) <= len(paragraphs):
                    kinds[int(number)] = str(kind)  # type: ignore[assignment]  # it was looked up in the list of kinds
                else:
                    self._fault(
                        number.line, f"there are {len(paragraphs)} paragraphs, counted from 1; none is {number!r}"
                    )
        return tuple(Block(span, kinds.get(n, "body")) for n, span in enumerate(paragraphs, 1))

    def _one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self._source.get(Words(key, 1))
        if not isinstance(value, Words):
            self._fault(1, f"`{key}` is missing; it is one of {', '.join(allowed)}")
            return allowed[0]
        self._choice(value, allowed)
        return str(value)

    # Actors and times ----------------------------------------------------------------------------------------------

    def _read_actors(self, value: Value | None) -> None:
        claims: list[tuple[str, Words]] = []
        for key, row in self._mapping("actors", value):
            if not isinstance(row, dict):
                self._fault(key.line, f"actor `{key}`: not a mapping of name, kind, country, mentions")
                continue
            self._known_keys(row, ("name", "kind", "country", "wikidata", "mentions"), f"actor `{key}`")
            plain = {str(k): v for k, v in row.items()}
            kind, country = plain.get("kind"), plain.get("country")
            if not isinstance(kind, Words):
                self._fault(key.line, f"actor `{key}`: `kind` is missing")
            else:
                self._choice(kind, get_args(records.ActorKind))
            if country and not re.fullmatch(r"[A-Z]{3}", str(country)):
                self._fault(key.line, f"actor `{key}`: `country` is three capital letters, not {country!r}")
            self._actors[str(key)] = {
                "id": str(key), "name": _usual(str(plain.get("name") or key), str(kind)), "kind": str(kind),
                "wikidata": _text(plain.get("wikidata")), "country": _text(country), "mentions": [],
            }  # fmt: skip
            claims += [(str(key), mention) for mention in self._strings(plain.get("mentions"), f"actor `{key}`")]
        for owner, found in self._claim(claims):
            self._actors[owner]["mentions"].append(list(found))
        for actor in self._actors.values():
            actor["mentions"].sort()
        every = [Span(*m) for a in self._actors.values() for m in a["mentions"]]
        for one in every:
            for other in every:
                if one.start < other.start < one.end < other.end:
                    self._fault(
                        1,
                        f"two mentions cross: {self._text[one.start : one.end]!r}, {self._text[other.start : other.end]!r}",
                    )

    def _read_times(self, value: Value | None, published: Interval) -> list[Row]:
        claims: list[tuple[Interval, Words]] = []
        for key, written in self._mapping("times", value):
            try:
                claims.append((read_time(_text(written) or "", published), key))
            except IntervalError as error:
                self._fault(key.line, f"time `{key}`: {error}")
        found = self._claim([(str(n), key) for n, (_, key) in enumerate(claims)])
        return [
            {"span": list(span), **timex(claims[int(n)][0])} for n, span in sorted(found, key=lambda claim: claim[1])
        ]

    def _claim(self, claims: Iterable[tuple[str, Words]]) -> Iterator[tuple[str, Span]]:
        """Every place of every quotation that is not inside a longer quotation of the same words' beginning or end."""
        claims, found = list(claims), list[tuple[str, Span, bool]]()
        for owner, words in claims:
            marked = "<" in words or bool(quoting.ORDINAL.search(words))
            try:
                found += [(owner, span, marked) for span in quoting.places(self._text, words)]
            except QuotingError as error:
                self._fault(words.line, str(error))
        for owner, words in claims:
            mine = [
                span
                for o, span, marked in found
                if o == owner and self._text[span.start : span.end] == words and not marked
            ]
            swallowed = (all(o != owner for o, longer, _ in found if longer != s and longer.covers(s)) for s in mine)
            if mine and all(any(o != s and o.covers(s) for _, o, _ in found) for s in mine) and all(swallowed):
                self._fault(words.line, f"stands only inside longer ones, mark it `before <it> after`: {str(words)!r}")
        for owner, span, marked in dict.fromkeys(found):
            inside = any(other != span and other.covers(span) for _, other, _ in found)
            if marked or not inside:
                twin = next((o for o, s, _ in found if s == span and o != owner), None)
                if twin is not None:
                    self._fault(
                        1, f"{self._text[span.start : span.end]!r} at {span.start} is claimed by `{owner}` and `{twin}`"
                    )
                yield owner, span

    # Records -------------------------------------------------------------------------------------------------------

    def _read_records(self, kind: str, value: Value | None) -> None:
        if value in (None, ""):
            return
        if not isinstance(value, list):
            self._fault(min(lines(value), default=1), f"`{kind}` is a list")
            return
        for number, row in enumerate(value, 1):
            if not isinstance(row, dict):
                self._fault(min(lines(row), default=1), f"{kind} {number}: not a mapping")
                continue
            made = self._read_record(kind, number, row)
            if made["id"] in self._kind_of:
                self._fault(min(lines(row)), f"the id `{made['id']}` is taken")
            self._kind_of[made["id"]], self._line_of[made["id"]] = kind, min(lines(row))
            self._rows[kind].append(made)

    def _read_record(self, kind: str, number: int, row: dict[Words, Value]) -> Row:
        scheme, line = KINDS[kind], min(lines(row))
        plain = {str(k): v for k, v in row.items()}
        name = _text(plain.get("id")) or f"{scheme.prefix}.{number}"
        where = f"{kind[:-1]} `{name}`"
        spans = (*scheme.anchors, *scheme.beside)
        self._known_keys(
            row, ("id", *spans, *scheme.actors, *scheme.choices, *scheme.records, *scheme.other, "evidence"), where
        )
        for key in scheme.needed:
            if not plain.get(key):
                self._fault(line, f"{where}: `{key}` is missing")
        made: Row = {"id": name}
        for key in spans:
            near = [Span(*s) for s in _spans(made.get(scheme.beside.get(key, "")))]
            found = [span for words in strings(plain.get(key)) if (span := self._find(words, near, where))]
            made[key] = [list(s) for s in found] if key in scheme.many else (list(found[0]) if found else None)
        for key in scheme.actors:
            made[key] = [str(actor) for actor in strings(plain.get(key)) if self._is_actor(actor, where)]
        for key, (allowed, default) in scheme.choices.items():
            written = plain.get(key)
            if isinstance(written, Words) and written:
                made[key] = str(written) if self._choice(written, get_args(allowed), f"{where}: {key}") else None
            elif default is NEEDED:
                self._fault(line, f"{where}: `{key}` is missing; it is one of {', '.join(get_args(allowed))}")
            else:
                made[key] = default
        for key in scheme.records:
            named = [str(r) for r in strings(plain.get(key))]
            made[key] = named if key == "on" else (named[0] if named else None)
        anchors = [Span(*s) for key in scheme.anchors for s in _spans(made[key])]
        if kind != "statements":
            made["evidence"] = self._evidence(anchors)
        self._finish(kind, made, plain, anchors, where)
        return made

    def _finish(self, kind: str, made: Row, plain: Mapping[str, Value], anchors: list[Span], where: str) -> None:
        """The fields that only one kind has."""
        if kind == "statements":
            made["mode"] = made["mode"] or self._mode(anchors)
            self._check_speaker(made, where)
        elif kind == "events":
            made["meeting"] = self._flag(plain.get("meeting"), where, default=False)
            made["place"] = _text(plain.get("place"))
            made |= self._interval(plain.get("when"), where).days()
        elif kind == "commitments":
            made["conditions"] = []
            made["deadline"] = self._deadline(plain.get("deadline"), anchors, where)
        elif kind == "conditions":
            made["specified"] = self._flag(plain.get("specified"), where, default=True)

    def _deadline(self, value: Value | None, anchors: list[Span], where: str) -> Row | None:
        if value in (None, ""):
            return None
        if not isinstance(value, dict):
            self._fault(min(lines(value)), f"{where}: `deadline` is a mapping of span, value, event")
            return None
        self._known_keys(value, ("span", "value", "event"), f"{where}: deadline")
        plain = {str(k): v for k, v in value.items()}
        span = next((self._find(words, anchors, where) for words in strings(plain.get("span"))), None)
        if span is None or not (plain.get("value") or plain.get("event")):
            self._fault(min(lines(value)), f"{where}: a deadline has a span, and a value or an event")
        interval = self._interval(plain.get("value"), where)
        # What must be done by a time may be done at any time before.
        latest = interval.fields()["latest"] if interval.value != "FUTURE_REF" else None
        return {
            "span": list(span) if span else None,
            "value": interval.value,
            "earliest": None,
            "latest": latest,
            "event": _text(plain.get("event")),
        }

    def _interval(self, value: Value | None, where: str) -> Interval:
        if value in (None, ""):
            return Interval(None, None, None)
        try:
            return read_time(_text(value) or "", None)
        except IntervalError as error:
            self._fault(min(lines(value or Words("", 1))), f"{where}: {error}")
            return Interval(None, None, None)

    def _mode(self, content: list[Span]) -> str:
        """Direct where quotation marks stand around every piece, mixed where they stand around or in some."""
        quoted = [self._is_quoted(span) for span in content]
        if quoted and all(quoted):
            return "direct"
        return (
            "mixed" if any(quoted) or any(QUOTES.search(self._text[s.start : s.end]) for s in content) else "indirect"
        )

    def _is_quoted(self, span: Span) -> bool:
        before, rest = self._text[: span.start].rstrip()[-1:], self._text[span.end :].lstrip(" ,.?!")
        # A quotation over paragraphs has a mark before each and after the last only.
        return before in tuple("“\"‘'«„") and (rest[:1] in tuple("”\"’'»“") or rest[:1] in ("\n", ""))

    def _check_speaker(self, made: Row, where: str) -> None:
        """The source's words must be a mention of a speaker, and a chain must end in one."""
        mentions = [Span(*m) for a in made["speaker"] if a in self._actors for m in self._actors[a]["mentions"]]
        if (
            made["source"]
            and made["speaker"]
            and not any(Span(*s).overlaps(m) for s in made["source"] for m in mentions)
        ):
            start, end = made["source"][0]
            self._fault(
                self._line(where),
                f"{where}: its source {self._text[start:end]!r} at {start} is no mention of its speaker",
            )
        if made["chain"] and not (len(made["chain"]) > 1 and made["chain"][-1] in made["speaker"]):
            self._fault(
                self._line(where), f"{where}: a chain runs from the outermost source to the speaker, two or more"
            )

    def _check_references(self) -> None:
        commitments = {row["id"]: row for row in self._rows["commitments"]}
        content = {row["id"]: row["content"] for row in self._rows["statements"]}
        for kind, scheme in KINDS.items():
            for row in self._rows[kind]:
                for key, kinds in scheme.records.items():
                    named = row[key] if isinstance(row[key], list) else [row[key]] if row[key] else []
                    for other in named:
                        if self._kind_of.get(other) not in kinds:
                            self._fault(
                                self._line_of[row["id"]],
                                f"{kind[:-1]} `{row['id']}`: {key}: no {' or '.join(kinds)} `{other}`",
                            )
                if kind == "conditions":
                    for other in row["on"]:
                        if other in commitments:
                            commitments[other]["conditions"].append(row["id"])
                if (
                    kind == "statements"
                    and row["parent"] in content
                    and not _inside(row["content"], content[row["parent"]])
                ):
                    self._fault(
                        self._line_of[row["id"]], f"statement `{row['id']}` is not inside the content of its parent"
                    )

    def _check_blocks(self, blocks: tuple[Block, ...]) -> None:
        silent = [b.span for b in blocks if b.kind in ("related", "boilerplate")]
        for kind, scheme in KINDS.items():
            for row in self._rows[kind]:
                if any(Span(*s).overlaps(b) for key in scheme.anchors for s in _spans(row[key]) for b in silent):
                    self._fault(
                        self._line_of[row["id"]], f"{kind[:-1]} `{row['id']}` stands in a block that yields no records"
                    )

    def _evidence(self, anchors: list[Span]) -> list[list[int]]:
        """The sentences the anchors stand in."""
        if not anchors:
            return []
        held = [s for s in self._sentences if any(s.overlaps(a) for a in anchors)] or anchors
        return [[min(s.start for s in held), max(s.end for s in held)]]

    # Small things --------------------------------------------------------------------------------------------------

    def _find(self, words: Words, near: list[Span], where: str) -> Span | None:
        try:
            return quoting.place(self._text, words, near)
        except QuotingError as error:
            self._fault(words.line, f"{where}: {error}")
            return None

    def _strings(self, value: Value | None, where: str) -> list[Words]:
        """The strings of a list; what is none is a fault: YAML reads `word: <he>` as a mapping."""
        for item in value if isinstance(value, list) else ():
            if not isinstance(item, Words):
                self._fault(
                    min(lines(item), default=1), f"{where}: not one string, put it into quotation marks: {item!r}"
                )
        return strings(value)

    def _is_actor(self, actor: Words, where: str) -> bool:
        if actor not in self._actors:
            self._fault(actor.line, f"{where}: no actor `{actor}`")
        return actor in self._actors

    def _flag(self, value: Value | None, where: str, *, default: bool) -> bool:
        if value in (None, ""):
            return default
        if value not in ("true", "false"):
            self._fault(min(lines(value or Words("", 1))), f"{where}: `true` or `false`, not {value!r}")
        return value == "true"

    def _choice(self, value: Words, allowed: Iterable[str], where: str = "") -> bool:
        if value not in allowed:
            self._fault(value.line, f"{where + ' ' if where else ''}{str(value)!r} is none of {', '.join(allowed)}")
        return value in allowed

    def _known_keys(self, row: dict[Words, Value], allowed: Iterable[str], where: str) -> None:
        for key in row:
            if key not in allowed:
                self._fault(key.line, f"{where}: unknown key `{key}`; there are {', '.join(allowed)}")

    def _mapping(self, name: str, value: Value | None) -> Iterator[tuple[Words, Value]]:
        if isinstance(value, dict):
            yield from value.items()
        elif value not in (None, ""):
            self._fault(min(lines(value or Words("", 1)), default=1), f"`{name}` is a mapping")

    def _line(self, where: str) -> int:
        return next((key.line for key in self._source if key == where.split(maxsplit=1)[0] + "s"), 1)

    def _fault(self, line: int, reason: str) -> None:
        self._faults.append(f"{self._path}:{line}: {reason}")


def _usual(name: str, kind: str) -> str:
    """What the actor table calls an actor of the name and kind; without an article."""
    known = _table().resolve(name)
    return known.name if known is not None and known.kind == kind else re.sub(r"^(the|an?) ", "", name)


@cache
def _table() -> ActorTable:
    return ActorTable.load()


def _text(value: Value | None) -> str | None:
    return str(value) if isinstance(value, Words) and value != "" else None


def _spans(value: Any) -> list[list[int]]:
    """One span or several, as a list."""
    if not value:
        return []
    return [value] if isinstance(value[0], int) else list(value)


def _inside(inner: list[list[int]], outer: list[list[int]]) -> bool:
    return all(any(Span(*o).covers(Span(*i)) for o in outer) for i in inner)
