"""What an article tells more than once: one record, with all its tellings as evidence."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from summitry.article import Span
from summitry.extractors.merging import redirected
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import KINDS, ActorId, Document, Event, Record, RecordId, Statement

ALIKE = 0.75  # share of a headline's words that the statement it shortens must have
DONE = ("happened", "ongoing")
JOINT = ("AGREE", "CONSULT", "COOPERATE")
KNOWN = ("the", "this", "that", "these", "those", "its", "their", "his", "her")
ONE_CLAUSE = ("nsubj", "nsubj:pass", "obj")
# Acts of speech: each is one of its own, though it is named with the same word.
SPOKEN = ("REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT")


def retold(a: Analysis, document: Document) -> Document:
    """The document with events joined that are told again, and headlines beside the statements that they shorten."""
    told = {max(group, key=partial(_fullness, a)): group for group in _tellings(a, document.events)}
    same = {e.id: kept.id for kept, group in told.items() for e in group if e != kept}
    named: defaultdict[RecordId, list[Span]] = defaultdict(list)
    for event, sentence in _named(a, document.events, told):
        named[event.id].append(sentence)
    rows: dict[str, Sequence[Record]] = {kind: getattr(document, kind) for kind in KINDS}
    rows["events"] = [_joined(document, e, group, named[e.id]) for e, group in told.items()]
    fuller = dict(_shortened(a, document))
    rows["statements"] = [_fuller(document, s, fuller[s.id]) if s.id in fuller else s for s in document.statements]
    return redirected(document, rows, same)


# Events ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Telling:
    """How an event is told: as done or not, by whom to whom, when and where as far as it is told, and in which words.

    `head` is the word that governs the others, `verb` whether it is one, `known` whether the event is spoken of as known, `another` the
    words that say it is another of its kind ("a second round").
    """

    modality: str
    actor: frozenset[ActorId]
    recipient: frozenset[ActorId]
    days: tuple[str, str | None] | None
    place: str | None
    words: frozenset[str]
    head: str
    verb: bool
    known: bool
    another: frozenset[str]

    @property
    def parties(self) -> frozenset[ActorId]:
        """Who takes part."""
        return self.actor | self.recipient


def _telling(a: Analysis, event: Event) -> Telling:
    tokens, head = a.tokens_in(event.trigger), _head(a, event)
    objects = [o for t in tokens for o in a.children(t.index, "obj", "nsubj:pass")]
    near = [t for token in tokens for t in (token, *a.children(token.index, "amod", "advmod", "det", "nummod"))]
    return Telling(
        modality="done" if event.modality in DONE else event.modality,
        actor=frozenset(event.actor),
        recipient=frozenset(event.recipient),
        days=(event.earliest, event.latest) if event.earliest is not None else None,
        place=event.place.casefold() if event.place else None,
        words=frozenset(_form(t) for t in (*tokens, *objects) if t.upos in ("NOUN", "VERB")),
        head=_form(head),
        verb=head.upos == "VERB",
        known=_is_known(a, head),
        another=frozenset(t.text.lower() for t in near) & lexicon("plover")["another"]["words"],
    )


def _tellings(a: Analysis, events: Iterable[Event]) -> list[list[Event]]:
    """Each event's tellings in text order: one joins the nearest event before it that it names again and that it may be."""
    groups: defaultdict[str, list[tuple[list[Event], set[Telling]]]] = defaultdict(list)
    for event in sorted(events, key=lambda e: (e.trigger, e.id)):
        telling, joint = _telling(a, event), event.plover in JOINT
        before = () if event.plover in SPOKEN else reversed(groups[event.plover])
        again = (
            (group, told)
            for group, told in before
            if any(_is_one_clause(a, event, other) for other in group)
            or (all(_may_be(telling, t, joint=joint) for t in told) and any(_is_again(telling, t) for t in told))
        )
        group, told = next(again, ([], set()))
        if not group:
            groups[event.plover].append((group, told))
        group.append(event)
        told.add(telling)
    return [group for alike in groups.values() for group, _ in alike]


def _may_be(one: Telling, told: Telling, *, joint: bool) -> bool:
    """Whether nothing tells two events of a root apart: modality, parties, days and place agree as far as they are told."""
    sides = [(one.parties, told.parties)] if joint else [(one.actor, told.actor), (one.recipient, told.recipient)]
    return (
        one.modality == told.modality
        and all(a <= b or b <= a for a, b in sides)
        and (one.days is None or told.days is None or one.days == told.days)
        and (one.place is None or told.place is None or one.place == told.place)
    )


def _is_again(one: Telling, told: Telling) -> bool:
    """Whether an event is named as one told before: in its words, or by one of them, or as known, without adding anything."""
    if one.another - told.another:
        return False
    adds = bool(one.parties - told.parties) or one.days not in (None, told.days) or one.place not in (None, told.place)
    return (one.verb and one.words == told.words) or (not adds and (one.known or one.head in told.words))


def _is_one_clause(a: Analysis, one: Event, other: Event) -> bool:
    """Whether a noun and its verb name one act together: "the talks will resume", "held a meeting", "spoke by telephone"."""
    first, second = _head(a, one), _head(a, other)
    noun, verb = (first, second) if first.upos == "NOUN" else (second, first)
    means = noun.deprel == "obl" and noun.lemma.lower() in lexicon("plover")["meeting"]["means"]
    both = noun.upos == "NOUN" and verb.upos == "VERB" and noun.head == verb.index
    return both and (noun.deprel in ONE_CLAUSE or means)


def _head(a: Analysis, event: Event) -> Token:
    tokens = a.tokens_in(event.trigger)
    inside = {t.index for t in tokens}
    return next((t for t in tokens if t.is_root or t.head not in inside), tokens[0])


def _is_known(a: Analysis, noun: Token) -> bool:
    """Whether a noun names something as known: "the talks", "that raid"."""
    before = [*a.children(noun.index, "det", "nmod:poss"), *a.tokens[noun.index - 1 : noun.index]]
    return noun.upos == "NOUN" and any(t.text.lower() in KNOWN for t in before)


def _form(token: Token) -> str:
    """The dictionary form, the same for "talks" whichever number its tag has."""
    return token.lemma.lower().removesuffix("s")


def _fullness(a: Analysis, event: Event) -> tuple[bool, int, bool, bool]:
    in_body = not _is_headline(a, event.trigger)
    return in_body, len({*event.actor, *event.recipient}), event.earliest is not None, event.place is not None


def _named(a: Analysis, events: Sequence[Event], told: Mapping[Event, Sequence[Event]]) -> Iterator[tuple[Event, Span]]:
    """Sentences that name an event by a bare noun, "the meeting", where the one event of the kind told before is meant."""
    words = lexicon("plover")
    taken = {t.index for e in events for t in a.tokens_in(e.trigger)}
    first: defaultdict[tuple[str, bool], list[tuple[int, Event]]] = defaultdict(list)
    for event, group in told.items():
        first[event.plover, event.meeting].append((min(e.trigger.start for e in group), event))
    for noun in a.tokens:
        forms = {noun.text.lower(), noun.lemma.lower()}
        root = next((root for root, nouns in words["nouns"].items() if forms & nouns), None)
        bare = all(t.deprel in ("det", "case", "punct") for t in a.children(noun.index))
        if root is None or root in SPOKEN or noun.index in taken or not bare or not _is_known(a, noun):
            continue
        kind = first[root, bool(forms & words["meeting"]["nouns"])]
        before = [event for start, event in kind[:2] if start < noun.span.start]
        if len(before) == 1 and before[0].modality in DONE:
            yield before[0], a.sentence_of(noun.index).span


def _joined(document: Document, event: Event, group: Sequence[Event], named: Sequence[Span]) -> Event:
    """An event with the evidence of all its tellings, and with days and place where one of them has them."""
    evidence = tuple(sorted({*named, *(span for e in group for span in e.evidence)}))
    dated = next((e for e in (event, *group) if e.earliest is not None), event)
    return replace(
        event,
        evidence=evidence,
        quotes=tuple(map(document.article.quote, evidence)),
        earliest=dated.earliest,
        latest=dated.latest,
        place=next((e.place for e in (event, *group) if e.place), None),
        confidence=max((e.confidence for e in group if e.confidence is not None), default=None),
    )


# Statements --------------------------------------------------------------------------------------------------------


def _is_headline(a: Analysis, span: Span) -> bool:
    block = a.article.block_at(span.start)
    return block is not None and block.kind in ("headline", "standfirst")


def _shortened(a: Analysis, document: Document) -> Iterator[tuple[RecordId, Statement]]:
    """For each statement of a headline that the body has in more words, the body's: of nobody else, with nearly all its words."""
    unnamed = {x.id for x in document.actors if x.kind == "unnamed"}
    told = [(s, _content(a, s)) for s in document.statements if not _is_headline(a, s.content[0])]
    for short in (s for s in document.statements if _is_headline(a, s.content[0])):
        words, named = _content(a, short), set(short.speaker) - unnamed
        shared = [(len(words & full), s) for s, full in told if s.speaker and (not named or named & set(s.speaker))]
        most, best = max(shared, key=lambda found: found[0], default=(0, short))
        if most >= max(2, ALIKE * len(words)):
            yield short.id, best


def _content(a: Analysis, said: Statement) -> frozenset[str]:
    """The dictionary forms of the words of a content that carry meaning."""
    tokens = (t for span in said.content for t in a.tokens_in(span))
    return frozenset(_form(t) for t in tokens if t.upos in ("NOUN", "PROPN", "VERB", "ADJ", "NUM"))


def _fuller(document: Document, short: Statement, full: Statement) -> Statement:
    """A headline's statement with the evidence of the body's, whose speaker is who the headline leaves open; as sure as the body's."""
    named = any(x.kind != "unnamed" for x in document.actors if x.id in short.speaker)
    evidence = (*short.evidence, *(span for span in full.evidence if span not in short.evidence))
    return replace(
        short,
        evidence=evidence,
        quotes=tuple(map(document.article.quote, evidence)),
        why=f"{short.why}; told in full by the body",
        speaker=short.speaker if named else full.speaker,
        confidence=full.confidence if short.confidence is None else short.confidence,
    )
