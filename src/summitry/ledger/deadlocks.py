"""What blocks what: steps that parties want in opposite orders, found as cycles among orders and conditions.

A step is what several reports call by the same words, or by the same verb and name. An edge leads from the step that must come first to the one that waits
for it, and is held by who insists on it. A cycle whose edges are held by parties that have nobody in common is a deadlock.
It is only possible where a part of it is not settled by the text: an order that is merely possible, a condition left
unspecified, an edge nobody is said to hold, or two steps that are one only in that the same party is to take them.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from summitry.article import Span
from summitry.ledger.match import Rarest, Report, Words, content_words, stems
from summitry.ledger.remembering import remembered
from summitry.ledger.state import Reports
from summitry.ledger.turns import word_of
from summitry.records import ActorId, Commitment, Condition, Demand, Document, Order, Strength

FEW = 2  # words: of so few, one in common is enough
LONGEST = 4  # steps of a cycle that a reader can follow
SAME_STEP = 0.6  # share of the shorter wording's words

NEXT = 2  # code points between a sentence and the next
CLAUSE = 80  # code points after a demand in which what it must come before stands

# What is demanded, and what it must come before, up to the end of the clause.
_BEFORE = re.compile(r"(?P<first>[^.;:,—]+?) before (?P<then>[^.;:,—]+)")

_SUBJECT = re.compile(
    r"[\w'’-]+ (?:(?:should|will|would|must|can|could|may|might|shall|had|have|has|to|not|only|never) )+(?:be )?$"
)

# The words that make a clause a condition are no part of the step.
_CUE = re.compile(
    r"^(?:(?:but|not|only|if|unless|until|before|after|once|when|provided|that|as|so|long|in (?:return|exchange) for) )+",
    re.IGNORECASE,
)
_NOT = re.compile(r"(?:but )?not ", re.IGNORECASE)
_SUPPOSED = ("if", "provided", "in_return_for")  # kinds of condition that nobody may want to be met
_PRONOUN = re.compile(r"its?|his|he|she|her|their|they", re.IGNORECASE)
_FIRST = re.compile(r"[ ,]+first$", re.IGNORECASE)
_THEN = re.compile(r" first\b(?! [\w])")
_EASED = "eas"  # the stem of all words for easing something
_CUES = frozenset(
    content_words("if unless until before after only once when provided return exchange as long so first order")
)


class Phrase(NamedTuple):
    """Some words for a step, those among them that are names, and the parties that are to take it, where the text tells.

    `subject`: those whom its own words name as taking it.
    """

    text: str
    words: Words
    names: frozenset[str]
    by: frozenset[str]
    subject: frozenset[str]

    def is_step(self, other: "Phrase") -> bool:
        """Whether the two are of one step."""
        shared, fewer = set(self.words).intersection(other.words), min(len(self.words), len(other.words))
        same_verb = self.words[0] in shared or other.words[0] in shared
        if same_verb and shared & self.names & other.names - {self.words[0]}:
            return True
        if len(shared) == 1:
            return max(len(self.words), len(other.words)) <= FEW and shared != {_EASED}
        return bool(shared) and len(shared) >= SAME_STEP * fewer


class Precedence(NamedTuple):
    """That one step comes before another; `holder` are the actors of the article who say so, none for the reporter."""

    before: Phrase
    after: Phrase
    holder: tuple[ActorId, ...]
    strength: Strength = "required"
    specified: bool = True


@dataclass(frozen=True)
class Edge:
    """An order's, a condition's or a demand's word that `before` must come before `after`."""

    report: Report[Any]
    told: Precedence

    @property
    def before(self) -> Phrase:
        """The step that must come first."""
        return self.told.before

    @property
    def after(self) -> Phrase:
        """The one that waits."""
        return self.told.after

    @property
    def holder(self) -> tuple[ActorId, ...]:
        """The actors of its article who insist on it, none for the reporter."""
        return self.told.holder

    @cached_property
    def parties(self) -> frozenset[str]:
        """Who holds it, as parties."""
        return self.report.parties(self.holder)

    @cached_property
    def present(self) -> frozenset[str]:
        """The parties that its article names."""
        return self.report.parties(actor.id for actor in self.report.document.actors if actor.mentions)

    @property
    def is_firm(self) -> bool:
        """Whether the text settles it."""
        return self.told.specified and self.told.strength == "required" and bool(self.holder)


@dataclass(frozen=True)
class Hold:
    """What a party insists on, with all reports of it, oldest first: `first` before `then`, the numbers of two steps."""

    first: int
    then: int
    edges: tuple[Edge, ...]

    @cached_property
    def edge(self) -> Edge:
        """The newest firm report, or the newest."""
        return next((edge for edge in reversed(self.edges) if edge.is_firm), self.edges[-1])


@dataclass(frozen=True)
class Deadlock:
    """A cycle of holds, each waiting for the next; `possible` says what is not settled, and is empty where all is."""

    holds: tuple[Hold, ...]
    possible: tuple[str, ...]

    @property
    def day(self) -> str:
        """The ISO day from which all of it was known."""
        return max(hold.edges[0].report.day for hold in self.holds)


def deadlocks(reports: Reports) -> tuple[Deadlock, ...]:
    """The deadlocks of some documents: those that are certain first, then by the day they were known.

    What a party insists on is shown in one deadlock with another party, the one of which most is settled.
    """
    edges = sorted(_edges(reports), key=lambda e: (e.report.order, e.before.words, e.after.words))
    holds = _holds(edges)
    opposed = (cycle for cycle in (*_cycles(holds), *_opposed(holds)) if _is_opposed(cycle))
    found = [Deadlock(cycle, _unsettled(cycle)) for cycle in opposed]
    found.sort(key=lambda d: (len(d.possible), len(d.holds), d.day, d.holds[0].edges[0].report.order))
    kept: list[Deadlock] = []
    insisted: set[tuple[frozenset[frozenset[str]], int, int]] = set()
    for deadlock in found:
        who = frozenset(hold.edge.parties for hold in deadlock.holds)
        keys = {(who, hold.first, hold.then) for hold in deadlock.holds}
        if insisted.isdisjoint(keys):
            insisted |= keys
            kept.append(deadlock)
    return tuple(sorted(kept, key=lambda d: (bool(d.possible), d.day, d.holds[0].edges[0].report.order)))


# Edges -------------------------------------------------------------------------------------------------------------


def _edges(reports: Reports) -> Iterator[Edge]:
    told: defaultdict[str, list[Edge]] = defaultdict(list)  # by article
    demands: defaultdict[str, list[Report[Demand]]] = defaultdict(list)
    for kind, ask in (("orders", _of_order), ("conditions", _of_condition), ("demands", _of_demand)):
        for report in reports.of(kind):
            told[report.document.article.id] += (Edge(report, one) for one in ask(report))
    for report in reports.of("demands"):
        demands[report.document.article.id].append(report)
    for article, own in told.items():
        yield from (edge for edge in own if not _is_own(edge))
        yield from _against(demands[article], own)


def _is_own(edge: Edge) -> bool:
    """Whether a party only says what it will do itself first, by the words: "we shall first count our tolls"."""
    return bool(edge.before.subject) and edge.before.subject <= edge.parties


@dataclass(frozen=True)
class _Wanted:
    """What some want to come first, and where the text says so."""

    who: frozenset[str]
    step: Phrase
    told: tuple[Span, ...]

    def is_beside(self, other: "_Wanted") -> bool:
        """Whether another party wants it, in the same sentence or the next."""
        near = any(max(a.start, b.start) - min(a.end, b.end) <= NEXT for a in self.told for b in other.told)
        return bool(self.who) and bool(other.who) and not self.who & other.who and near


def _against(demands: Sequence[Report[Demand]], told: Sequence[Edge]) -> Iterator[Edge]:
    """What is demanded "first", before what others beside it want to come first: "Ana wants the toll lifted first; Bo wants his money first"."""
    wanted = [(report, step) for report in demands if (step := _wanted_first(report))]
    orders = (edge for edge in told if getattr(edge.report.record, "kind", None) not in _SUPPOSED)
    firsts = [_Wanted(edge.parties, edge.before, edge.report.record.evidence) for edge in orders]
    firsts += [_Wanted(r.parties(r.record.by), step, r.record.evidence) for r, step in wanted]
    for report, step in wanted:
        own = _Wanted(report.parties(report.record.by), step, report.record.evidence)
        for other in (first for first in firsts if own.is_beside(first)):
            yield Edge(report, Precedence(step, other.step, report.record.by))


@remembered
def _wanted_first(report: Report[Demand]) -> Phrase | None:
    """What is demanded "first", where no order says before what."""
    demand, document = report.record, report.document
    taken = [span for order in document.orders for span in (order.before, order.after)]
    end, text = demand.what.end, document.article.text
    first = text[end - len(" first") : end] == " first" or _THEN.match(text, end)
    step = _phrase(report, demand.what, report.parties(demand.to))
    if not first or not step.words or any(span.overlaps(demand.what) for span in taken):
        return None
    return step._replace(text=_FIRST.sub("", step.text))


@remembered
def _of_order(report: Report[Order]) -> tuple[Precedence, ...]:
    order, document = report.record, report.document
    conditions = [c for c in document.conditions if order.id in c.on]
    asked = report.parties(i for c in conditions for i in c.required_of)
    holders = _demander(document, order) or order.according_to or _speaker(document, order)
    holder = report.parties(holders)
    before = _phrase(report, _with_subject(document, order.before), asked or _mentioned(report, order.before) - holder)
    after = _phrase(report, _with_subject(document, order.after), _mentioned(report, order.after) - asked)
    specified = all(c.specified for c in conditions)
    said = Precedence(before, after, holders, order.strength, specified)
    return (said,) if before.words and after.words else ()


def _demander(document: Document, order: Order) -> tuple[ActorId, ...]:
    """Who demands an order, in whose words both steps stand."""
    whole = (d for d in document.demands if d.what.covers(order.before) and d.what.covers(order.after))
    return next((d.by for d in whole), ())


def _speaker(document: Document, order: Order) -> tuple[ActorId, ...]:
    """Who says an order that nobody is said to insist on: whose statement has it, the shortest that does."""
    holding = [s for s in document.statements if any(c.overlaps(order.before) for c in s.content)]
    holding = [s for s in holding if any(c.overlaps(order.after) for c in s.content)]
    shortest = min(holding, key=lambda s: (sum(c.end - c.start for c in s.content), s.id), default=None)
    return shortest.speaker if shortest else ()


def _with_subject(document: Document, step: Span) -> Span:
    """A step in the passive with the word before its verb of what may be: "sanctions should only be lifted"."""
    text = document.article.text
    passive = "be " in (text[step.start : step.start + 3], text[step.start - 3 : step.start])
    found = _SUBJECT.search(text, max(0, step.start - CLAUSE), step.start) if passive else None
    return Span(found.start(), step.end) if found else step


@remembered
def _of_condition(report: Report[Condition]) -> tuple[Precedence, ...]:
    return tuple(_hanging(report))


def _hanging(report: Report[Condition]) -> Iterator[Precedence]:
    """What waits for a condition, or must come before it."""
    condition, document = report.record, report.document
    # What was agreed in exchange for each other blocks nothing.
    agreed = condition.kind == "in_return_for"
    promised = [c for c in document.commitments if not (agreed and c.force in ("agreed", "binding"))]
    hanging: list[Commitment | Demand] = [*promised, *document.demands]
    for on in (record for record in hanging if _hangs(record, condition)):
        clause = _phrase(report, condition.span, report.parties(condition.required_of))
        done = on.action if isinstance(on, Commitment) else on.what
        doer, holder = (on.maker, on.maker) if isinstance(on, Commitment) else (on.to, on.by)
        act = _phrase(report, _without(done, condition.span), report.parties(doer))
        if condition.kind == "before":
            refrains = isinstance(on, Commitment) and on.polarity == "refrain"
            not_before = _NOT.match(document.article.text, condition.span.start)
            act_first = not (refrains or not_before or _is_put_off(document, done))
        else:
            act_first = condition.kind == "in_return_for" and isinstance(on, Demand)
        before, after = (act, clause) if act_first else (clause, act)
        # "After the holidays" says when; "after she has signed" asks somebody for something.
        when = condition.kind == "after" and not condition.required_of
        if before.words and after.words and holder and not when:
            yield Precedence(before, after, holder, specified=condition.specified)


def _is_put_off(document: Document, act: Span) -> bool:
    """Whether an act is not to be for now: "to hold off new tolls"."""
    before = " ".join(document.article.text[max(0, act.start - CLAUSE) : act.start].split()[-2 * FEW :])
    waits = f"{before} {' '.join(document.article.quote(act).split()[:FEW])}"
    return word_of("negating", before) is not None or word_of("putting_off", waits) is not None


@remembered
def _of_demand(report: Report[Demand]) -> tuple[Precedence, ...]:
    """What is demanded "before" something, where the reader took neither for an order nor for a condition."""
    demand, document = report.record, report.document
    taken = [c.span for c in document.conditions if c.kind == "before" and demand.id in c.on]
    taken += [span for order in document.orders for span in (order.before, order.after)]
    own = report.parties(demand.by) & report.parties(demand.to)
    if any(span.overlaps(demand.what) for span in taken) or own or not demand.by:
        return ()
    begin, text = demand.what.start, document.article.text
    found = _BEFORE.match(text, begin, min(len(text), demand.what.end + CLAUSE))
    if found is None or found.start("then") > demand.what.end + len(" before ") or _is_put_off(document, demand.what):
        return ()
    first, then = (Span(*found.span(name)) for name in ("first", "then"))
    before = _phrase(report, first, report.parties(demand.to))
    after = _phrase(report, then, _mentioned(report, then))
    return (Precedence(before, after, demand.by),) if before.words and after.words else ()


def _hangs(record: Commitment | Demand, condition: Condition) -> bool:
    return record.id in condition.on or condition.id in getattr(record, "conditions", ())


def _without(act: Span, clause: Span) -> Span:
    """The words of an act before the clause on which it hangs."""
    return Span(act.start, clause.start) if act.start < clause.start < act.end else act


def _phrase(report: Report[Any], span: Span, by: frozenset[str]) -> Phrase:
    document = report.document
    text = document.article.quote(span)
    start = span.start + (cue.end() if (cue := _CUE.match(text)) else 0)
    subject = _subject(report, start)
    states = content_words(" ".join(a.name for a in document.actors if a.kind == "state"))
    names = content_words(" ".join(word for word in text.split() if word[0].isupper()))
    words = tuple(
        dict.fromkeys(_EASED if word_of("easing", w) else stem for w, stem in stems(text) if stem not in _CUES)
    )
    return Phrase(_CUE.sub("", text).strip(" ,"), words, frozenset(names).difference(states), subject or by, subject)


def _subject(report: Report[Any], start: int) -> frozenset[str]:
    """The parties whom a clause that begins somewhere names as its subject: not "Alderland's tolls are lifted"."""
    first = Span(start, start + len("the ") + 1)
    text, actors = report.document.article.text, report.document.actors
    named = sorted((m.end - m.start, m, a.id) for a in actors for m in a.mentions if m.overlaps(first))
    # Of "the U.S. side" the name is what counts.
    own = [i for _, m, i in named if text[m.end : m.end + 1] not in "'’" and not _PRONOUN.fullmatch(text, *m)]
    return report.parties(own[:1])


def _mentioned(report: Report[Any], span: Span) -> frozenset[str]:
    return report.parties(a.id for a in report.document.actors if any(m.overlaps(span) for m in a.mentions))


# Steps -------------------------------------------------------------------------------------------------------------


def _holds(edges: Sequence[Edge]) -> list[Hold]:
    """Edges between the same steps, held by the same parties, together."""
    number = _steps([phrase for edge in edges for phrase in (edge.before, edge.after)])
    groups: dict[tuple[int, int, frozenset[str]], list[Edge]] = {}
    for edge in edges:
        first, then = number[edge.before], number[edge.after]
        if first != then:
            groups.setdefault((first, then, edge.parties), []).append(edge)
    return [Hold(first, then, tuple(own)) for (first, then, _), own in groups.items()]


def _steps(phrases: Sequence[Phrase]) -> dict[Phrase, int]:
    """A number for each phrase: that of the first step whose first phrase is of the same step."""
    rarest = Rarest(phrase.words for phrase in phrases)
    first: list[Phrase] = []
    having: defaultdict[str, list[int]] = defaultdict(list)
    number: dict[Phrase, int] = {}
    for phrase in phrases:
        if phrase in number:
            continue
        near = {i for word in phrase.words for i in having[word]}
        found = next((i for i in sorted(near) if phrase.is_step(first[i])), None)
        if found is None:
            found = len(first)
            first.append(phrase)
            for word in {*rarest.of(phrase.words, SAME_STEP), *phrase.words[:1], *phrase.names}:
                having[word].append(found)
        number[phrase] = found
    return number


# Cycles ------------------------------------------------------------------------------------------------------------


def _cycles(holds: Sequence[Hold]) -> Iterator[tuple[Hold, ...]]:
    """Every cycle of at most `LONGEST` holds, once: it begins at its lowest step."""
    leaving: defaultdict[int, list[Hold]] = defaultdict(list)
    for hold in _in_circles(holds):
        leaving[hold.first].append(hold)

    def walk(path: tuple[Hold, ...]) -> Iterator[tuple[Hold, ...]]:
        start, here = path[0].first, path[-1].then
        for hold in leaving[here]:
            if hold.then == start:
                yield (*path, hold)
            elif hold.then > start and len(path) < LONGEST - 1 and all(hold.then != one.then for one in path):
                yield from walk((*path, hold))

    for first in [hold for own in list(leaving.values()) for hold in own if hold.then > hold.first]:
        yield from walk((first,))


def _in_circles(holds: Sequence[Hold]) -> Sequence[Hold]:
    """The holds left when those are taken away, again and again, into or out of whose ends none leads."""
    while True:
        firsts, thens = {h.first for h in holds}, {h.then for h in holds}
        kept = [h for h in holds if h.first in thens and h.then in firsts]
        if len(kept) == len(holds):
            return kept
        holds = kept


def _opposed(holds: Sequence[Hold]) -> Iterator[tuple[Hold, ...]]:
    """Pairs that want one step in opposite places, where the other step may be one in other words."""
    ending: defaultdict[int, list[Hold]] = defaultdict(list)
    for hold in holds:
        ending[hold.then].append(hold)
    best: dict[tuple[int, frozenset[str], frozenset[str]], tuple[int, Hold, Hold]] = {}
    for hold in holds:
        for other in ending[hold.first]:
            near = _nearness(hold, other)
            key = hold.first, hold.edge.parties, other.edge.parties
            if other.first != hold.then and near > best.get(key, (0,))[0]:
                best[key] = near, hold, other
    yield from ((hold, other) for _, hold, other in best.values())


def _nearness(hold: Hold, other: Hold) -> int:
    """How near the step that waits in one hold and the one that comes first in another are to being one; 0 where they are not.

    They are one party's: where the text names none, what a party lets wait is its own, and what it is asked for is its own. Where
    neither is named, they must share a word.
    """
    waits, first = hold.edge.after, other.edge.before
    shared = len(set(waits.words).intersection(first.words))
    if waits.by and first.by:
        return 2 * shared + 2 if waits.by & first.by else 0
    if not (waits.by or first.by):
        return 2 * shared
    return 2 * shared + 1 if (waits.by or first.by) & hold.edge.parties else 0


def _is_opposed(cycle: Sequence[Hold]) -> bool:
    """Whether two of its holders have nobody in common, and each is named where others insist; the reporter opposes nobody.

    An article that names but one party says nothing of who else is meant.
    """
    who = [hold.edge.parties for hold in cycle]
    present = [frozenset().union(*(edge.present for edge in hold.edges)) for hold in cycle]
    met = all(a & there for a in who if a for there in present if len(there) > 1)
    return met and any(a and b and not a & b for a in who for b in who)


def _unsettled(cycle: Sequence[Hold]) -> tuple[str, ...]:
    found = [_loose(hold.edge) for hold in cycle]
    if cycle[0].first != cycle[-1].then or any(a.then != b.first for a, b in pairwise(cycle)):
        a, b = cycle[0].edge.after.text, cycle[-1].edge.before.text
        found.append(f"whether “{a}” and “{b}” are one step")
    return tuple(dict.fromkeys(filter(None, found)))


def _loose(edge: Edge) -> str:
    """What an edge leaves open."""
    if not edge.told.specified:
        return f"what exactly “{edge.before.text}” asks for"
    if edge.told.strength != "required":
        return f"whether “{edge.before.text}” must come first"
    return "" if edge.holder else f"who insists on “{edge.before.text}” first"
