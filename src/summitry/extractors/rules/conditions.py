"""Conditions: what a promise, a demand or an event hangs on."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Commitment, Condition, ConditionKind, Demand, Event, Order, RecordId, record_id

KINDS: tuple[ConditionKind, ...] = ("if", "unless", "until", "before", "after", "in_return_for", "provided")
FUNCTIONS = frozenset("mark case advmod fixed cc det".split())


@dataclass(frozen=True, slots=True)
class Hanging:
    """A condition, the token it hangs on (`governor`), the head of what is required (`required`), and what it reaches.

    `scope` holds the tokens of the acts that hang on it; `necessary` says that without it they do not come.
    """

    record: Condition
    governor: int
    required: int
    scope: frozenset[int]
    necessary: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cue at token `first` says: the head of its phrase, what hangs on it, and the head of what is required."""

    kind: ConditionKind
    first: int
    phrase: int
    governor: Token
    required: Token
    necessary: bool


def find(a: Analysis) -> tuple[Hanging, ...]:
    """The conditions of an article, not yet attached to what hangs on them."""
    found = [*_marked(a), *_dependences(a)]
    return tuple({h.record.id: h for h in sorted(found, key=lambda h: h.record.span)}.values())


def attach(  # noqa: PLR0913, PLR0917 - one sequence for each kind of record that a condition can bear on
    a: Analysis,
    found: Sequence[Hanging],
    events: Sequence[Event],
    commitments: Sequence[Commitment],
    demands: Sequence[Demand],
    orders: Sequence[Order],
) -> tuple[Condition, ...]:
    """The conditions with the records they bear on; one that bears on nothing is left out."""
    out = []
    for h in found:
        on: list[RecordId] = [c.id for c in commitments if h.record.id in c.conditions]
        on += [e.id for e in events if bears_on(a, h, e.trigger)]
        on += [d.id for d in demands if bears_on(a, h, d.what)]
        on += [o.id for o in orders if h.record.span.covers(o.before) or h.record.span.covers(o.after)]
        if on:
            out.append(replace(h.record, on=tuple(dict.fromkeys(on))))
    return tuple(out)


def bears_on(a: Analysis, hanging: Hanging, key: Span) -> bool:
    """Whether the words of a record name an act that a condition reaches."""
    if not key.overlaps(a.sentence_of(hanging.governor).span):
        return False  # a condition reaches no other sentence, and most are asked of others
    return not key.overlaps(hanging.record.span) and any(t.index in hanging.scope for t in a.tokens_in(key))


# Finders -----------------------------------------------------------------------------------------------------------


@cache
def _cues() -> Mapping[str, Sequence[tuple[tuple[str, ...], ConditionKind]]]:
    """Cues as words with their kind, by their first word, longest first."""
    table = lexicon("frames")["condition"]
    cues = [(tuple(cue.replace("_", " ").split()), kind) for kind in KINDS for cue in table[kind]]
    found: defaultdict[str, list[tuple[tuple[str, ...], ConditionKind]]] = defaultdict(list)
    for cue in sorted(cues, key=lambda c: (-len(c[0]), c)):
        found[cue[0][0]].append(cue)
    return found


def _marked(a: Analysis) -> Iterator[Hanging]:
    """Clauses and phrases that begin with a cue: "if ...", "until after the vote", "in return for X"."""
    words = [t.text.lower() for t in a.tokens]
    after = 0
    for i in range(len(words)):
        if i < after:
            continue
        cue, kind = next((c for c in _cues().get(words[i], ()) if tuple(words[i : i + len(c[0])]) == c[0]), ((), None))
        last = i + len(cue) - 1
        if (
            kind is None
            or last + 1 >= len(words)
            or (i and words[i - 1] in lexicon("frames")["condition"]["not_after"])
        ):
            continue
        after = last + 1
        top, required = _top(a, i, last), _introduced(a, last)
        if top is not None and required is not None and (verb := _own_verb(a, required, i)) is not None:
            top = required = verb
        if top is None or required is None or top.is_root or not _conditional(a, kind, cue, top, required):
            continue
        first = i - 1 if i and words[i - 1] in ("only", "except") else i
        sole = words[first] in ("only", "assuming", "once")
        necessary = kind in ("until", "before") or sole or _needed(a, kind, top)
        made = _hanging(a, Reading(kind, first, top.index, a.tokens[top.head], required, necessary))
        if made is not None:
            yield made
        if made is not None and kind == "in_return_for":
            yield from _returned(a, made)


def _returned(a: Analysis, made: Hanging) -> Iterator[Hanging]:
    """The other side of an exchange: what B gives hangs on what A does."""
    span = clauses.predicate(a, made.governor)
    if span is None or a.tokens[made.governor].upos != "VERB":
        return
    span = Span(span.start, min(span.end, made.record.span.start)) if span.start < made.record.span.start else span
    kept = [t.index for t in a.tokens_in(span) if t.span.end <= span.end]
    if (span := clauses.phrase(a, kept) or span).overlaps(made.record.span):
        return
    record = replace(
        made.record,
        id=record_id(a.article, "conditions", span),
        span=span,
        required_of=clauses.actors(a, clauses.doers(a, made.governor)),
    )
    scope = frozenset(_scope(a, a.tokens[made.required]))
    yield Hanging(record, made.required, made.governor, scope, necessary=False)


def _top(a: Analysis, first: int, last: int) -> Token | None:
    """The head of the phrase that a cue opens: up from the cue while it is a function word of what follows it."""
    token = a.tokens[first]
    while not token.is_root and (token.deprel.split(":")[0] in FUNCTIONS or token.head in range(first, last + 1)):
        if token.head < first:
            break
        token = a.tokens[token.head]
    return token


def _own_verb(a: Analysis, noun: Token, cue: int) -> Token | None:
    """The verb after a noun that was read as hanging on it, inside a sentence: "(not) until the raids end"."""
    verb = a.tokens[noun.head]
    between = {a.tokens[i].text for i in range(noun.index, verb.index)}
    inside = cue > a.sentence_of(cue).first and verb.index > noun.index and not between & {",", "”", '"'}
    inside = inside and not _dated(a, noun)  # "which until Friday could be bought"
    return verb if inside and noun.deprel == "obl" and not verb.is_root and verb.upos == "VERB" else None


def _introduced(a: Analysis, last: int) -> Token | None:
    """The head of the clause or noun that follows a cue's last word: its governor, or what depends on it."""
    token = a.tokens[last]
    if not token.is_root and token.head > last and token.deprel.split(":")[0] in FUNCTIONS:
        head = a.tokens[token.head]
        gerund = a.tokens[head.head]
        return gerund if head.deprel == "nsubj" and gerund.xpos == "VBG" else head  # "for Chile curbing its exports"
    below = [t for t in a.children(last) if t.index > last and t.deprel != "punct"]
    if below:
        return below[0]
    up = next((t for t in a.ancestors(last) if t.index > last), None)
    return up or next((t for t in a.tokens[last + 1 : last + 9] if t.head <= last and not t.is_root), None)


def _conditional(a: Analysis, kind: ConditionKind, cue: tuple[str, ...], top: Token, required: Token) -> bool:
    """Whether a cue conditions here what it hangs on: no "asked if", no tale of the past, no date."""
    governor = a.tokens[top.head]
    if top.deprel == "ccomp" and kind == "if":
        return False
    if cue[0] == "once" and not a.children(required.index, "nsubj"):
        return False  # "once called the Great Game"
    if required.text.lower() == "all":
        return False  # "will come after all"
    if kind == "before" and a.mention_at(required.index) is not None and not a.children(required.index, "nsubj"):
        return False  # "will be brought before the court"
    if kind in ("before", "after", "until") and (not _ahead(a, governor.index) or _dated(a, required)):
        return False
    if kind == "after" and required.upos in ("VERB", "AUX"):
        ours, theirs = clauses.mood(a, governor.index), clauses.mood(a, required.index)
        return theirs.tense != "past" or theirs.perfect or ours.tense == "past"
    if cue[0] in ("without", "except"):
        return (
            clauses.negated(a, governor.index) or clauses.mood(a, governor.index).modal == "would" or _no(a, governor)
        )
    return True


def _ahead(a: Analysis, index: int) -> bool:
    """Whether a verb is still to come: future, modal, infinitive or negated ("will not talk until ..."), or governs such."""
    token = a.tokens[index]
    if any(t.xpos == "VB" and a.children(t.index, "mark") for t in a.children(index, "xcomp")):
        return True  # "promised to leave once ..."
    mood = clauses.mood(a, index)
    open_ = mood.modal is not None or mood.tense in ("none", "future") or mood.negated
    return token.upos in ("VERB", "ADJ", "NOUN", "AUX") and open_


def _dated(a: Analysis, required: Token) -> bool:
    """Whether a phrase is a mere date or stretch of time: "before the end of the year", "until Friday"."""
    if required.upos not in ("NOUN", "PROPN", "NUM") or a.children(required.index, "nsubj"):
        return False
    timed = any(time.span.covers(required.span) for time in a.times)
    return timed or required.lemma.lower() in lexicon("frames")["condition"]["periods"]


def _needed(a: Analysis, kind: ConditionKind, top: Token) -> bool:
    """Whether "unless X" or "without X" stands with "no" and so makes X needed."""
    return kind == "unless" and _refused(a, top)


def _refused(a: Analysis, top: Token) -> bool:
    """Whether what a condition hangs on is denied or refused, up to its verb."""
    refusal = lexicon("frames")["commitment"]["refusal"]
    for above in list(a.ancestors(top.index))[:3]:
        if clauses.negated(a, above.index) or above.lemma.lower() in refusal or _no(a, above):
            return True
        if above.upos in ("VERB", "AUX"):
            return False
    return False


def _no(a: Analysis, governor: Token) -> bool:
    """ "no talks", "there can be no peace", "no aid will come"."""
    around = [governor, *a.children(governor.index, "nsubj")]
    return any(d.text.lower() in ("no", "little") for t in around for d in a.children(t.index, "det", "amod"))


def _dependences(a: Analysis) -> Iterator[Hanging]:
    """ "The loan depends on X", "made aid conditional on X", "linked the deal to X": the first hangs on the second."""
    words = lexicon("frames")["condition"]
    for word in a.tokens:
        lemma = word.lemma.lower()
        if lemma in words["depends"]:
            prices, acts = clauses.obliques(a, word.index, "on", "upon"), [clauses.subject(a, word.index)]
        elif lemma in words["links"]:
            prices, acts = clauses.obliques(a, word.index, "to"), list(clauses.undergoers(a, word.index))
        else:
            continue
        act = next((t for t in acts if t is not None), None)
        if act is None or not prices or act.name.endswith("PER"):
            continue
        if lemma in words["depends"] and clauses.mood(a, word.index).negated:
            continue
        kind: ConditionKind = "in_return_for" if lemma in words["links"] else "provided"
        made = _hanging(a, Reading(kind, word.index, word.index, act, prices[0], lemma in words["depends"]))
        if made is not None:
            yield made


# Records -----------------------------------------------------------------------------------------------------------


def _hanging(a: Analysis, r: Reading) -> Hanging | None:
    indices = [i for i in clauses.below(a, r.phrase) if i >= r.first] + clauses.below(a, r.required.index)
    span = clauses.phrase(a, {*indices, r.first})
    if span is None:
        return None
    sentence = a.sentence_of(r.required.index).span
    span = Span(span.start, min(span.end, sentence.end))
    record = Condition(
        id=record_id(a.article, "conditions", span),
        evidence=(sentence,),
        quotes=(a.article.quote(sentence),),
        why=f"“{a.tokens[r.first].text}” on “{r.governor.text}”",
        on=(),
        kind=r.kind,
        span=span,
        required_of=clauses.actors(a, clauses.doers(a, r.required.index)),
        specified=not any(a.tokens[i].text.lower() in lexicon("frames")["condition"]["open"] for i in indices),
    )
    scope = frozenset(_scope(a, r.governor) - set(indices))
    return Hanging(record, r.governor.index, r.required.index, scope, r.necessary)


def _scope(a: Analysis, governor: Token) -> set[int]:
    """The acts that a condition on this token reaches: down through complements, up from objects and later conjuncts."""
    up = governor
    while not up.is_root:
        relation = up.deprel.split(":")[0]
        shared = relation == "conj" and up.upos == "VERB" and not a.children(up.index, "nsubj", "mark")
        if not shared and not (up.upos in ("NOUN", "PROPN") and relation in ("obj", "obl", "nmod")):
            break
        up = a.tokens[up.head]
    reached, todo = {governor.index}, [(up.index, 3)]
    while todo:
        index, depth = todo.pop()
        reached.add(index)
        if depth:
            todo += [(t.index, depth - 1) for t in a.children(index, "xcomp", "ccomp", "obj", "conj", "acl")]
            reached |= {
                t.index for t in a.children(index, "nsubj")
            }  # the talks that will start; not what they are about
    return reached
