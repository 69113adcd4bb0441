"""Statements: who says, writes, thinks or is reported to hold what, and through whom."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.extractors.attribution import mode, nested, parents
from summitry.extractors.rules import cues as reporting
from summitry.extractors.rules.cues import Cue, span_of
from summitry.language import clauses
from summitry.language.analysis import Analysis, Quotation, Sentence, Token
from summitry.language.lexicon import lexicon
from summitry.records import Medium, Statement, record_id

# Media that speak for themselves: "the agency reported", "a letter said".
BY_SOURCE: tuple[Medium, ...] = ("letter", "news_agency", "broadcast", "document", "statement")


def extract(a: Analysis) -> tuple[Statement, ...]:
    """All statements of an article, in text order, nested ones with their parent and chain."""
    cues = reporting.find(a)
    made = [s for s in (_statement(a, cue, cues) for cue in cues) if s is not None]
    made += _orphans(a, made)
    return nested(_own_voice(a, _unique(made)))


def _statement(a: Analysis, cue: Cue, cues: Sequence[Cue]) -> Statement | None:
    """The record of a cue: content completed by its quotations, speaker, mode, medium, hedge."""
    own = {cue.token, *_source(a, cue)}
    spans = list(clauses.pieces(a, _without_mark(a, cue.content - own)))
    content = _with_quotations(a, cue, spans, cues)
    if not content or sum(s.end - s.start for s in content) < 4:
        return None
    sentence = a.sentence_of(cue.token)
    cue_token = a.tokens[cue.token]
    source = () if cue.source is None else tuple(s for s in [_source_span(a, cue.source)] if s is not None)
    whole = Span(min(sentence.span.start, content[0].start), max(sentence.span.end, content[-1].end))
    return Statement(
        id=record_id(a.article, "statements", cue_token.span, *content),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=cue.why,
        source=source,
        cue=tuple(a.tokens[i].span for i in (cue.token, cue.also) if i is not None),
        content=content,
        mode=mode(a, content),
        speaker=clauses.actors(a, clauses.conjuncts(a, cue.source.index)) if cue.source is not None else (),
        addressee=clauses.actors(a, cue.addressee),
        medium=cue.medium or _medium(a, cue),
        hedge=_hedge(a, cue),
    )


def _source(a: Analysis, cue: Cue) -> set[int]:
    """The words of the source, which lie all on its side of the cue."""
    head = cue.source
    if head is None or head.index in cue.content:
        return set()
    return {i for i in a.subtree(head.index) if (i < cue.token) == (head.index < cue.token)}


def _without_mark(a: Analysis, content: frozenset[int] | set[int]) -> set[int]:
    """The content without the `that` or `to` that introduces it, or the day of the telling ("said on Friday he would")."""
    first = min(content, default=None)
    if first is not None and first > 0 and a.tokens[first - 1].upos == "VERB":
        told = next(
            (
                t
                for t in a.times
                for on in (0, 1)
                if first + on in content and t.span.start == a.tokens[first + on].span.start
            ),
            None,
        )
        after = min((i for i in content if told is not None and a.tokens[i].span.start >= told.span.end), default=None)
        if (
            after is not None
            and a.tokens[after].upos in ("PRON", "DET", "PROPN", "NOUN")
            and a.tokens[first].upos in ("ADP", "PROPN")
        ):
            return {i for i in content if i >= after}
    return (
        set(content) - {first}
        if first is not None and a.tokens[first].deprel == "mark" and a.tokens[first].text.lower() in ("that", "to")
        else set(content)
    )


def _source_span(a: Analysis, source: Token) -> Span | None:
    relatives = [t.index for t in a.children(source.index, "acl", "parataxis", "advcl", "ccomp")]
    return clauses.clause(a, source.index, without=relatives)


def _with_quotations(a: Analysis, cue: Cue, spans: list[Span], cues: Sequence[Cue]) -> tuple[Span, ...]:
    """Content spans joined with the whole of each quotation they touch, and those that go on after the cue."""
    touched = [
        q
        for q in a.quotations
        if any(q.span.overlaps(s) for s in spans) and not _holds(q.span, a.tokens[cue.token].span)
    ]
    if touched:
        touched += list(_continued(a, touched[-1], cue, cues))
    pieces = [s for s in spans if not any(q.span.covers(s) for q in touched)]
    if _beyond(a, cue, touched):
        pieces = []
    for q in touched:
        pieces = [part for s in pieces for part in _outside(s, q.span)]
    trimmed = (_trim(a.article.text, s) for s in [*pieces, *(q.span for q in touched)])
    return tuple(sorted({s for s in trimmed if s is not None}))


def _beyond(a: Analysis, cue: Cue, touched: Sequence[Quotation]) -> bool:
    """Whether whole clauses are quoted, so that words outside the marks are the reporter's: “We left,” X said told Y."""
    inside = [i for i in cue.content if any(_holds(q.span, a.tokens[i].span) for q in touched)]
    return (
        len(inside) > 4
        and 2 * len(inside) > len(cue.content)
        and any(a.tokens[i].xpos in ("VBD", "VBP", "VBZ", "MD") for i in inside)
    )


def _holds(outer: Span, inner: Span) -> bool:
    return outer.start <= inner.start < outer.end


def _outside(span: Span, hole: Span) -> list[Span]:
    """What is left of a span once a quotation (and its marks) is taken out."""
    parts = [Span(span.start, min(span.end, hole.start - 1)), Span(max(span.start, hole.end + 1), span.end)]
    return [p for p in parts if p.start < p.end] if span.overlaps(hole) else [span]


def _trim(text: str, span: Span) -> Span | None:
    edge = ' \t\n\r,;:.–—-“”"‘'
    start, end = span
    while start < end and text[start] in edge:
        start += 1
    while end > start and text[end - 1] in edge:
        end -= 1
    return Span(start, end) if start < end else None


def _continued(a: Analysis, last: Quotation, cue: Cue, cues: Sequence[Cue]) -> Iterator[Quotation]:
    """Quotations that go on after the cue: "“A,” he said. “B.”", and over paragraphs left open."""
    taken = {c.token for c in cues if c is not cue}
    claimed = {i for c in cues if c is not cue for i in c.content}
    for q in a.quotations[a.quotations.index(last) + 1 :]:
        between = a.article.text[last.span.end : q.span.start]
        bridge = a.tokens_in(Span(last.span.end, q.span.start))
        if any(t.index in taken for t in bridge) or any(t.index in claimed for t in a.tokens_in(q.span)):
            return
        sentences = {a.sentence_of(t.index) for t in bridge if t.text not in clauses.EDGES}
        only_cue = sentences <= {a.sentence_of(cue.token)}
        starts_sentence = any(s.span.start in (q.span.start, q.span.start - 1) for s in a.sentences)
        new_paragraph = "\n" in between
        if (
            not only_cue
            or (new_paragraph and not last.continued)
            or not (starts_sentence or last.continued or _split(between, cue, a))
        ):
            return
        yield q
        last = q


def _split(between: str, cue: Cue, a: Analysis) -> bool:
    """Whether the words between two quotations are just the cue in the middle of a sentence: “X”, he said, “Y”."""
    return len(between) < 80 and a.tokens[cue.token].text in between and "\n" not in between


def _medium(a: Analysis, cue: Cue) -> Medium | None:
    """The medium the cue's own phrases name: "in an interview", "told state radio", "sent a letter assuring", "the agency reported"."""
    table: dict[Medium, frozenset[str]] = lexicon("cues")["medium"]
    verb = a.tokens[cue.token]
    if verb.lemma.lower() in ("tweet", "post"):
        return "social_media"
    near = a.children(verb.index, "obl", "advcl", "nmod", "obj", "iobj", "parataxis")
    if verb.deprel.split(":")[0] in ("advcl", "acl"):
        near += [a.tokens[verb.head], *a.children(verb.head, "obj")]
    phrases = [t for o in near if o.index not in cue.content for t in a.tokens_in(span_of(a, o))]
    words = [verb, *(t for t in phrases if t.index not in cue.content)]
    for medium, listed in table.items():
        if any(t.text.lower() in listed for t in words if t.upos in ("NOUN", "PROPN", "ADJ")):
            return medium
    source = {t.text.lower() for t in a.tokens_in(span_of(a, cue.source))} if cue.source is not None else set()
    return next((m for m, listed in table.items() if m in BY_SOURCE and listed & source), None)


def _hedge(a: Analysis, cue: Cue) -> Span | None:
    words = lexicon("cues")
    for t in a.children(cue.token, "advmod"):
        if t.text.lower() in words["hedges"]:
            return t.span
    if (
        cue.source is None
        and a.tokens[cue.token].lemma.lower() in words["passive"]
        and clauses.mood(a, cue.token).passive
    ):
        helpers = a.children(cue.token, "aux")
        return a.span(min([cue.token, *(h.index for h in helpers)]), cue.token)
    return None


def _orphans(a: Analysis, made: Sequence[Statement]) -> list[Statement]:
    """Sentences wholly in quotation marks that no cue claims: the last speaker of the paragraph before goes on."""
    claimed = [s for m in made for s in m.content]
    found: list[Statement] = []
    for q in a.quotations:
        if any(q.span.overlaps(c) for c in claimed):
            continue
        sentence = next((s for s in a.sentences if s.span.start in (q.span.start, q.span.start - 1)), None)
        words = a.tokens_in(q.span)
        rest = _beside(a, q, sentence)
        if sentence is None or len(words) < 4 or rest:
            continue
        before = [
            m
            for m in [*made, *found]
            if m.evidence[0].end <= q.span.start
            and m.speaker
            and q.span.start - m.evidence[0].end < 400
            and m.parent is None
        ]
        span = _trim(a.article.text, q.span)
        if not before or span is None:
            continue
        last = max(before, key=lambda m: m.evidence[0].end)
        whole = Span(q.span.start, q.span.end)
        found.append(
            Statement(
                id=record_id(a.article, "statements", span), evidence=(whole,), quotes=(a.article.quote(whole),),
                why="quotation without a cue: the last speaker goes on", source=(), cue=(), content=(span,), mode="direct", speaker=last.speaker,
            )
        )  # fmt: skip
    return found


def _beside(a: Analysis, q: Quotation, sentence: Sentence | None) -> list[Token]:
    """Words of the quotation's last sentence that stand outside the marks."""
    ends = [s for s in a.sentences if s.span.overlaps(q.span)]
    return (
        [
            t
            for s in ends
            for t in a.tokens[s.first : s.last]
            if not q.span.covers(t.span) and t.text not in clauses.EDGES
        ]
        if sentence
        else []
    )


def _unique(made: Sequence[Statement]) -> list[Statement]:
    """In text order, one statement per content: of two with the same content the one with a speaker is kept."""
    best: dict[tuple[Span, ...], Statement] = {}
    for s in sorted(made, key=lambda s: (not s.speaker, s.content[0], s.cue)):
        best.setdefault(s.content, s)
    return sorted(best.values(), key=lambda s: (s.content[0].start, s.content[-1].end, s.id))


def _own_voice(a: Analysis, made: list[Statement]) -> list[Statement]:
    """ "I" and "we" inside a statement: what they say now is the statement itself, what they said before is another."""
    by_id, up, out = {s.id: s for s in made}, parents(made), []
    for s in made:
        outer = by_id.get(up[s.id] or "")
        words = [t for span in s.source for t in a.tokens_in(span)]
        if outer is None or not words or not clauses.is_self(words[0]):
            out.append(s)
        elif clauses.mood(a, a.tokens_in(s.cue[0])[0].index).tense == "past":
            out.append(replace(s, speaker=outer.speaker))
    return out
