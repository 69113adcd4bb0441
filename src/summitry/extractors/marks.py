"""From the frames of an analysis to what records are made of: characters, actors, the statement that words stand in."""

from collections.abc import Iterable, Iterator, Sequence

from summitry.article import Span
from summitry.extractors.attribution import represented
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.frames import NONE, POINTING, Frame
from summitry.records import ActorId, Statement

# What no span of a record begins or ends with.
EDGES = frozenset(
    "\u201c \u201d \" ' \u2018 \u2019 \u00ab \u00bb \u201e , . ; : \u2013 \u2014 - ( ) [ ] \u2026 `` ''".split()
)


def marked(a: Analysis, kind: str) -> Iterator[Frame]:
    """The frames of a kind, in text order."""
    yield from sorted((f for f in a.frames if f.kind == kind), key=lambda f: f.anchor)


def why(a: Analysis, frame: Frame) -> str:
    """How a record was found, in words: the word it hangs on, what was chosen and how surely, the words for who takes part."""
    chosen = (f"{value} {frame.choices[name]:.2f}" for name, value in frame.attributes.items() if value != NONE)
    parties = (
        f"{role.replace('_', ' ')} “{a.tokens[first].text}”"
        for role, words in frame.roles.items()
        if role in POINTING and role not in ("same", "on")
        for first, _ in words
    )
    return "; ".join(
        p for p in (f"model at “{a.tokens[frame.anchor].text}”", ", ".join(chosen), ", ".join(parties)) if p
    )


def spans(a: Analysis, frame: Frame, role: str) -> tuple[Span, ...]:
    """The characters of a role, piece by piece: cut where a paragraph ends, edges trimmed."""
    found = (_trimmed(a, part) for run in frame.roles.get(role, ()) for part in _paragraphs(a, *run))
    return tuple(sorted({s for s in found if s is not None}))


def span(a: Analysis, frame: Frame, role: str) -> Span | None:
    """The one span of a role: the run that holds the anchor or is nearest to it, and runs beside it with only a word between."""
    runs = list(frame.roles.get(role, ()))
    if not runs:
        return None
    best = min(runs, key=lambda r: (max(r[0] - frame.anchor, frame.anchor - r[1], 0), r[0] - r[1]))
    first, last = best
    for begin, end in runs:
        if 0 < begin - last <= 2:
            last = end
        elif 0 < first - end <= 2:
            first = begin
    sentence = a.sentence_of(frame.anchor if best[0] <= frame.anchor <= best[1] else best[0])
    return _trimmed(a, range(max(first, sentence.first), min(last + 1, sentence.last)))


def _paragraphs(a: Analysis, first: int, last: int) -> Iterator[range]:
    start = first
    for i in range(first + 1, last + 1):
        if "\n" in a.article.text[a.tokens[i - 1].span.end : a.tokens[i].span.start]:
            yield range(start, i)
            start = i
    yield range(start, last + 1)


def trimmed(a: Analysis, span: Span) -> Span | None:
    """The words in a span without marks at its edges, if there are any."""
    return _trimmed(a, [t.index for t in a.tokens_in(span)])


def _trimmed(a: Analysis, indices: Sequence[int]) -> Span | None:
    kept = list(indices)
    while kept and a.tokens[kept[0]].text in EDGES:
        kept = kept[1:]
    while kept and a.tokens[kept[-1]].text in EDGES:
        kept = kept[:-1]
    return a.span(kept[0], kept[-1]) if kept else None


def pointed(a: Analysis, frame: Frame, role: str) -> list[Token]:
    """The words that a role points at; of "San Telmo's Lanz" only the person, though the model points at both."""
    words = {first for first, _ in frame.roles.get(role, ())}
    return [a.tokens[i] for i in sorted(words) if a.tokens[i].deprel != "nmod:poss" or a.tokens[i].head not in words]


def actors(a: Analysis, tokens: Iterable[Token], said: Statement | None = None) -> tuple[ActorId, ...]:
    """The actors that words stand for, each once; "I" is the speaker, "we" whoever the speaker speaks for."""
    found: list[ActorId] = []
    for token in tokens:
        mention = a.mention_at(token.index)
        if mention is not None and mention.actors:
            found += mention.actors
        elif said is not None and clauses.is_self(token):
            found += represented(a, said) if token.text.lower() in ("we", "us", "our", "ours") else said.speaker
    return tuple(dict.fromkeys(found))


def party(a: Analysis, frame: Frame, role: str, said: Statement | None = None) -> tuple[ActorId, ...]:
    """The actors that a role points at; where it points at nobody known, those who by the grammar do what the anchor says."""
    found = actors(a, pointed(a, frame, role), said)
    return found or actors(a, clauses.doers(a, frame.anchor), said)


def evidence(a: Analysis, *anchors: Span) -> Span:
    """The sentences that the characters stand in."""
    held = [a.sentence_of(t.index).span for s in anchors for t in a.tokens_in(s)]
    return Span(min(s.start for s in held), max(s.end for s in held))


def chain(said: Statement | None, bound: Sequence[ActorId]) -> tuple[ActorId, ...]:
    """Who says so, where that is not the bound party's own voice."""
    if said is None or set(said.speaker) & set(bound):
        return said.chain if said is not None else ()
    return said.chain or said.speaker
