"""What an article tells more than once: one record, with all its tellings as evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
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
# Acts of speech: each is one of its own, though it is named with the same word.
SPOKEN = ("REQUEST", "REJECT", "ACCUSE", "THREATEN", "SUPPORT")


def retold(a: Analysis, document: Document) -> Document:
    """The document with events joined that are told again, and headlines beside the statements that they shorten."""
    told = {max(group, key=partial(_fullness, a)): group for group in _tellings(a, document.events)}
    same = {e.id: kept.id for kept, group in told.items() for e in group if e != kept}
    named = list(_named(a, document.events, told))
    rows: dict[str, Sequence[Record]] = {kind: getattr(document, kind) for kind in KINDS}
    rows["events"] = [_joined(document, e, group, [s for o, s in named if o == e]) for e, group in told.items()]
    fuller = dict(_shortened(a, document))
    rows["statements"] = [_fuller(document, s, fuller[s.id]) if s.id in fuller else s for s in document.statements]
    return redirected(document, rows, same)


# Events ------------------------------------------------------------------------------------------------------------


def _tellings(a: Analysis, events: Iterable[Event]) -> list[list[Event]]:
    """Each event's tellings in text order: one joins the nearest event before it that it names again and that it may be."""
    groups: list[list[Event]] = []
    for event in sorted(events, key=lambda e: (e.trigger, e.id)):
        again = (
            g
            for g in reversed(groups)
            if any(_is_again(a, event, told) for told in g) and all(_may_be(event, told) for told in g)
        )
        group = next(again, None)
        if group is None:
            groups.append([event])
        else:
            group.append(event)
    return groups


def _may_be(event: Event, told: Event) -> bool:
    """Whether nothing tells two events apart: root, parties, days and place agree as far as they are told."""
    if event.plover != told.plover or not _fits(_parties(event), _parties(told)):
        return False
    if event.plover not in JOINT and not (_fits(event.actor, told.actor) and _fits(event.recipient, told.recipient)):
        return False
    days = event.earliest is None or told.earliest is None or _days(event) == _days(told)
    return days and (not event.place or not told.place or event.place.casefold() == told.place.casefold())


def _is_again(a: Analysis, event: Event, told: Event) -> bool:
    """Whether an event is named as one told before: in the same words, or by some of them without adding anything."""
    done = event.modality in DONE and told.modality in DONE
    if event.plover in SPOKEN or not (done or event.modality == told.modality):
        return False
    head, words = _head(a, event), _words(a, told)
    if not _may_be(event, told) or _is_another(a, event) or not (_form(head) in words or _is_definite(a, head)):
        return False
    adds = (
        bool(_parties(event) - _parties(told))
        or (event.earliest is not None and _days(event) != _days(told))
        or (event.place is not None and event.place != told.place)
    )
    return not adds or (head.upos == "VERB" and _words(a, event) == words)


def _parties(event: Event) -> set[ActorId]:
    return {*event.actor, *event.recipient}


def _days(event: Event) -> tuple[str | None, str | None]:
    return event.earliest, event.latest


def _fits(one: Iterable[ActorId], other: Iterable[ActorId]) -> bool:
    """Whether one of two sets holds the other."""
    a, b = set(one), set(other)
    return a <= b or b <= a


def _head(a: Analysis, event: Event) -> Token:
    """The word of a trigger that no other of its words governs."""
    tokens = a.tokens_in(event.trigger)
    inside = {t.index for t in tokens}
    return next((t for t in tokens if t.is_root or t.head not in inside), tokens[0])


def _words(a: Analysis, event: Event) -> frozenset[str]:
    """The dictionary forms of what is done to what."""
    tokens = a.tokens_in(event.trigger)
    heads = [t for token in tokens for t in a.children(token.index, "obj", "nsubj:pass")]
    return frozenset(_form(t) for t in (*tokens, *heads) if t.upos in ("NOUN", "VERB"))


def _is_definite(a: Analysis, noun: Token) -> bool:
    """Whether a noun names something known: "the talks", "that raid"."""
    before = [*a.children(noun.index, "det", "nmod:poss"), *a.tokens[noun.index - 1 : noun.index]]
    return noun.upos == "NOUN" and any(t.text.lower() in KNOWN for t in before)


def _form(token: Token) -> str:
    """The dictionary form, the same for "talks" whichever number its tag has."""
    return token.lemma.lower().removesuffix("s")


def _is_another(a: Analysis, event: Event) -> bool:
    """Whether the words say that it is another of the kind: "met again", "a second round"."""
    tokens = a.tokens_in(event.trigger)
    near = [t for token in tokens for t in (token, *a.children(token.index, "amod", "advmod", "det", "nummod"))]
    return any(t.text.lower() in lexicon("plover")["another"]["words"] for t in near)


def _fullness(a: Analysis, event: Event) -> tuple[bool, int, bool, bool]:
    in_body = not _is_headline(a, event.trigger)
    return in_body, len(_parties(event)), event.earliest is not None, event.place is not None


def _named(a: Analysis, events: Sequence[Event], told: Mapping[Event, Sequence[Event]]) -> Iterator[tuple[Event, Span]]:
    """Sentences that name an event by a bare noun, "the meeting", where the one event of the kind told before is meant."""
    words = lexicon("plover")
    taken = {t.index for e in events for t in a.tokens_in(e.trigger)}
    for noun in a.tokens:
        forms = {noun.text.lower(), noun.lemma.lower()}
        root = next((root for root, nouns in words["nouns"].items() if forms & nouns), None)
        bare = all(t.deprel in ("det", "case", "punct") for t in a.children(noun.index))
        if root is None or root in SPOKEN or noun.index in taken or not bare or not _is_definite(a, noun):
            continue
        meeting = bool(forms & words["meeting"]["nouns"])
        before = [
            e
            for e, group in told.items()
            if (e.plover, e.meeting) == (root, meeting) and min(o.trigger.start for o in group) < noun.span.start
        ]
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
    """A headline's statement with the evidence of the body's, whose speaker is who the headline leaves open."""
    named = any(x.kind != "unnamed" for x in document.actors if x.id in short.speaker)
    evidence = (*short.evidence, *(span for span in full.evidence if span not in short.evidence))
    return replace(
        short,
        evidence=evidence,
        quotes=tuple(map(document.article.quote, evidence)),
        why=f"{short.why}; told in full by the body",
        speaker=short.speaker if named else full.speaker,
    )
