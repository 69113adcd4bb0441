"""The account that follows from what was read and what people decided about it; a pure function of the two.

A decision finds its record in any reading of the same text: by id, else by the characters. What it says then holds for the
newest reading too: a rejected record stays out, a corrected field stays corrected, an accepted record stays as it was
accepted, even where the newest reading no longer has it. Of decisions that contradict each other the later counts.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations
from typing import Any, Literal

import msgspec

from summitry.article import Span
from summitry.records import KINDS, REFERENCES, Document, Event, Record, RecordId, key, verify
from summitry.review.decisions import Decision, Target, in_force

Outcome = Literal["accepted", "corrected", "rejected"]

SAME = 0.5  # share of all characters of two records' keys from which on they are one record in two readings


@dataclass(frozen=True, slots=True)
class Regrouping:
    """Records that a person put together into one matter, or the first that was taken out of the matter of the others."""

    together: bool
    records: tuple[RecordId, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a record that people judged, and how sure the machine had been of it."""

    kind: str
    outcome: Outcome
    confidence: float | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Documents as people left them, and what they decided: `history` by the id that the record has now, oldest first.

    `rejected` holds what is left out of the documents, by id; `disputed` the records about which decisions of two persons
    contradict each other, with those decisions; `found` says which id a record of a decision has now, by the id it had then.
    `added` are the ids of what the newest readings lack and people vouched for. `verdicts` are on all records that were judged, also those that are in none of the documents.
    """

    documents: tuple[Document, ...]
    history: Mapping[RecordId, tuple[Decision, ...]] = field(default_factory=dict)
    rejected: Mapping[RecordId, Record] = field(default_factory=dict)
    disputed: Mapping[RecordId, tuple[Decision, ...]] = field(default_factory=dict)
    found: Mapping[RecordId, RecordId] = field(default_factory=dict)
    regroupings: tuple[Regrouping, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    added: frozenset[RecordId] = frozenset()


def reviewed(documents: Iterable[Document], decisions: Iterable[Decision]) -> Reviewed:
    """The documents with what people decided about their records; neither order nor repetition of the decisions matters.

    Raises:
        OffsetError: a record that was accepted has a quote that is not what its spans say.
    """
    known = sorted({d.id: d for d in decisions}.values(), key=lambda d: d.order)
    if not known:
        return Reviewed(tuple(documents))
    subjects: dict[str, list[_Subject]] = defaultdict(list)
    for subject in _subjects(known):
        subjects[subject.text].append(subject)
    made: list[Document] = []
    rejected: dict[RecordId, Record] = {}
    for document in documents:
        own = subjects.get(document.article.sha256)
        if own:
            document, out = _applied(document, own)  # noqa: PLW2901 - the same document, as people left it
            rejected |= out
        made.append(document)
    held = [s for own in subjects.values() for s in own if s.now]
    found = {i: s.now for s in held for i in s.ids if s.now}
    force = in_force(known)
    for document in made:
        if document.article.sha256 in subjects:
            verify(document)
    return Reviewed(
        documents=tuple(made),
        history=_by_record(held),
        rejected=rejected,
        disputed=_disputed(held, force, found),
        found=found,
        regroupings=_regroupings(force, found),
        verdicts=tuple(s.verdict for own in subjects.values() for s in own if s.judged),
        added=frozenset(s.now for s in held if s.now and s.added),
    )


def about(documents: Iterable[Document], decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions that matter to the records of some documents: to them alone `reviewed` gives the same with fewer."""
    texts = {document.article.sha256 for document in documents}
    return [d for d in decisions if d.undoes or any(target.text in texts for target in d.targets)]


def changes_what_is_told(
    made: Decision, before: Sequence[Decision], documents: Callable[[Collection[str]], Sequence[Document]]
) -> bool:
    """Whether a decision changes what an account tells: one that only confirms or remarks does not.

    `before` is what had been decided, `documents` gives those of some texts, by the texts' sha256.
    """
    meant = next((d for d in before if d.id == made.undoes), made)
    if meant.action in ("merge", "split", "undo"):
        return True
    found = documents({target.text for target in meant.targets})
    then, now = (reviewed(found, about(found, known)) for known in (before, [*before, made]))
    moved = any(now.found.get(i) != there for i, there in then.found.items())
    return moved or [*map(_as_told, then.documents)] != [*map(_as_told, now.documents)]


def _as_told(document: Document) -> Document:
    """A document without how its records were found and how sure they are, of which no account tells."""
    plain: dict[str, Any] = {
        kind: tuple(replace(r, why="", confidence=None) for r in getattr(document, kind)) for kind in KINDS
    }
    return replace(document, **plain)


def outcome(judged: Sequence[Decision]) -> Outcome:
    """What verdicts in force, oldest first, make of a record; accepted is only what nobody corrected."""
    if judged[-1].action == "reject":
        return "rejected"
    return "corrected" if any(d.action == "correct" for d in judged) else "accepted"


def regrouping_of(made: Decision, found: Mapping[RecordId, RecordId]) -> Regrouping | None:
    """What a merge or a split says of the records as they are now; nothing where fewer than two of them are left."""
    if made.action not in ("merge", "split"):
        return None
    first, *others = (found.get(t.ids[0]) for t in made.targets)
    ids = tuple(dict.fromkeys(i for i in (first, *others) if i))
    if len(ids) < 2 or (made.action == "split" and not first):
        return None
    return Regrouping(made.action == "merge", ids)


# What decisions are about ------------------------------------------------------------------------------------------


@dataclass
class _Subject:
    """One record through all readings: the targets that name it, what was decided about it, the id it has now."""

    text: str
    kind: str
    targets: list[Target] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    now: RecordId | None = None
    added: bool = False

    @property
    def ids(self) -> list[RecordId]:
        """Every id it was known by, those of the latest decision first."""
        return list(dict.fromkeys(i for target in reversed(self.targets) for i in target.ids))

    @cached_property  # asked for once all decisions are in
    def judged(self) -> list[Decision]:
        """What was decided about the record itself and not taken back, oldest first."""
        return [d for d in in_force(self.decisions) if d.action in ("accept", "correct", "reject")]

    @property
    def verdict(self) -> Verdict:
        """What became of it; only for one that was judged."""
        last = self.judged[-1]
        return Verdict(self.kind, outcome(self.judged), last.targets[0].record["confidence"])


def _subjects(known: Sequence[Decision]) -> list[_Subject]:
    """Targets that share an id are one subject; an undoing belongs to the subjects of what it takes back."""
    by_id: dict[RecordId, _Subject] = {}
    by_decision: dict[str, list[_Subject]] = {}
    for made in known:
        if made.undoes:
            by_decision[made.id] = by_decision.get(made.undoes, [])
        else:
            by_decision[made.id] = [_joined(by_id, target) for target in made.targets]
    for made in known:
        about = {id(s): s for s in (by_id[s.targets[0].ids[0]] for s in by_decision[made.id])}
        for subject in about.values():
            subject.decisions.append(made)
    return list({id(s): s for s in by_id.values()}.values())


def _joined(by_id: dict[RecordId, _Subject], target: Target) -> _Subject:
    """The subject of a target; where it shows two to be one, they become one."""
    first, *others = {id(by_id[i]): by_id[i] for i in target.ids if i in by_id}.values() or [
        _Subject(target.text, target.kind)
    ]
    for other in others:
        first.targets += other.targets
    first.targets.append(target)
    for i in first.ids:
        by_id[i] = first
    return first


def _match(document: Document, subjects: Sequence[_Subject]) -> dict[int, Record]:
    """The record of the document that each subject (by its number) is: the one of its id, else of its characters."""
    there = {record.id: record for record in document.records()}
    matched: dict[int, Record] = {}
    for n, subject in enumerate(subjects):
        known = next((there[i] for i in subject.ids if i in there), None)
        if known is not None:
            matched[n] = known
    taken = {record.id for record in matched.values()}
    for n, subject in enumerate(subjects):
        if n in matched:
            continue
        then = subject.targets[-1].read()
        shares = ((_share(then, r), r) for r in getattr(document, subject.kind) if r.id not in taken)
        alike = [(share, r) for share, r in shares if share >= SAME]
        if alike:
            matched[n] = max(alike, key=lambda pair: (pair[0], pair[1].id))[1]
            taken.add(matched[n].id)
    return matched


def _share(then: Record, now: Record) -> float:
    """How much of the characters of both keys is in both; any character of an event's short trigger is enough."""
    one, other = ({i for span in key(record) for i in range(*span)} for record in (then, now))
    share = len(one & other) / len(one | other)
    return max(share, SAME) if share and isinstance(now, Event) else share


# What follows from them --------------------------------------------------------------------------------------------


def _applied(document: Document, subjects: Sequence[_Subject]) -> tuple[Document, dict[RecordId, Record]]:
    """The document as people left it, and the records that they rejected."""
    matched = _match(document, subjects)
    changed: dict[RecordId, Record | None] = {}
    added: dict[str, list[Record]] = defaultdict(list)
    rejected: dict[RecordId, Record] = {}
    there = {record.id for record in document.records()}
    for n, subject in enumerate(subjects):
        read = matched.get(n)
        verdicts = subject.judged
        if read is None:
            # What a person vouched for stays, though the newest reading does not have it.
            if not verdicts or verdicts[-1].action == "reject":
                continue
            read = verdicts[-1].targets[0].read()
            subject.added = True
            added[subject.kind].append(_decided(read, subject.kind, verdicts))
        elif verdicts and verdicts[-1].action == "reject":
            changed[read.id], rejected[read.id] = None, read
        elif verdicts:
            changed[read.id] = _decided(read, subject.kind, verdicts)
        subject.now = read.id
    if not changed and not added:
        return document, rejected
    held: dict[str, Any] = {}
    kept = (there | {r.id for rows in added.values() for r in rows}) - rejected.keys()
    for kind in KINDS:
        rows = [changed.get(r.id, r) for r in getattr(document, kind)]
        whole = [_led(r, kind, kept) for r in (*rows, *added[kind]) if r is not None]
        held[kind] = tuple(sorted(whole, key=_text_order)) if added[kind] else tuple(whole)
    return replace(document, **held), rejected


def _decided(read: Record, kind: str, verdicts: Sequence[Decision]) -> Record:
    """A record as the verdicts leave it: what was accepted as it was then, with what was corrected, and by whom."""
    accepted = [d for d in verdicts if d.action == "accept"]
    if accepted:
        links = {name: getattr(read, name) for name in REFERENCES.get(kind, ())}
        read = replace(accepted[-1].targets[0].read(), id=read.id, **links)
    corrections = {d.field: d for d in verdicts if d.action == "correct"}
    said = [f"accepted by {accepted[-1].by}"] if accepted else []
    said += [f"{name} corrected by {d.by}" for name, d in corrections.items()]
    values: dict[str | None, Any] = {name: d.value for name, d in corrections.items()}
    plain = msgspec.to_builtins(read) | values | {"why": "; ".join([read.why, *said])}
    if accepted:
        plain["confidence"] = 1.0
    made: Record = msgspec.convert(plain, KINDS[kind])
    return made


def _led(record: Record, kind: str, kept: set[RecordId]) -> Record:
    """A record whose references lead to what is kept."""
    values: dict[str, Any] = {}
    for name in REFERENCES.get(kind, ()):
        value = getattr(record, name)
        if isinstance(value, tuple) and not kept.issuperset(value):
            values[name] = tuple(i for i in value if i in kept)
        elif isinstance(value, str) and value not in kept:
            values[name] = None
    return replace(record, **values) if values else record


def _text_order(record: Record) -> tuple[Span, RecordId]:
    return key(record)[0], record.id


def _by_record(subjects: Iterable[_Subject]) -> dict[RecordId, tuple[Decision, ...]]:
    found: dict[RecordId, dict[str, Decision]] = defaultdict(dict)
    for subject in subjects:
        if subject.now:
            found[subject.now] |= {d.id: d for d in subject.decisions}
    return {i: tuple(sorted(own.values(), key=lambda d: d.order)) for i, own in found.items()}


def _regroupings(force: Iterable[Decision], found: Mapping[RecordId, RecordId]) -> tuple[Regrouping, ...]:
    return tuple(r for d in force if (r := regrouping_of(d, found)))


# Where two persons contradict each other ---------------------------------------------------------------------------


def _disputed(
    subjects: Iterable[_Subject], force: Iterable[Decision], found: Mapping[RecordId, RecordId]
) -> dict[RecordId, tuple[Decision, ...]]:
    parts: dict[RecordId, dict[str, Decision]] = defaultdict(dict)
    for subject in subjects:
        if subject.now:
            parts[subject.now] |= {d.id: d for d in _at_odds(subject.judged)}
    for records, sides in _pulled_apart(force, found).items():
        for record in records:
            parts[record] |= {d.id: d for d in sides}
    return {i: tuple(sorted(own.values(), key=lambda d: d.order)) for i, own in parts.items() if own}


def _at_odds(verdicts: Iterable[Decision]) -> list[Decision]:
    """The verdicts of different persons that cannot all be right; what a person decided last is what that person holds."""
    held: dict[str, list[Decision]] = {}
    for made in verdicts:
        # A new verdict replaces the person's own, except that corrections of several fields stand side by side.
        beside = [d for d in held.get(made.by, []) if d.action == made.action == "correct" and d.field != made.field]
        held[made.by] = [*beside, made]
    pairs = ((a, b) for one, other in combinations(held.values(), 2) for a in one for b in other)
    return [d for pair in pairs if _contradict(*sorted(pair, key=lambda d: d.order)) for d in pair]


def _contradict(earlier: Decision, later: Decision) -> bool:
    if "reject" in (earlier.action, later.action):
        return earlier.action != later.action
    if later.action == "correct":
        return earlier.action == "accept" or (earlier.field == later.field and earlier.value != later.value)
    return False  # what was corrected before, the later accepts as corrected


def _pulled_apart(
    force: Iterable[Decision], found: Mapping[RecordId, RecordId]
) -> dict[tuple[RecordId, ...], tuple[Decision, ...]]:
    """Pairs of records that one person put together and another took apart."""
    held: dict[tuple[RecordId, ...], dict[str, Decision]] = defaultdict(dict)
    for made in force:
        regrouping = regrouping_of(made, found)
        if regrouping:
            first, *others = regrouping.records
            pairs = combinations(regrouping.records, 2) if regrouping.together else ((first, o) for o in others)
            for pair in pairs:
                held[tuple(sorted(pair))][made.by] = made
    return {pair: tuple(own.values()) for pair, own in held.items() if len({d.action for d in own.values()}) > 1}
