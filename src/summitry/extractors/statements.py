"""Statements: who says, writes, thinks or is reported to hold what, and through whom."""

from collections.abc import Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.extractors import marks
from summitry.extractors.attribution import mode, nested, parents, size
from summitry.language import clauses
from summitry.language.analysis import Analysis
from summitry.language.frames import NONE, Frame
from summitry.records import ActorId, RecordId, Statement, record_id

LEAST = 4  # characters of a content
LABEL = 5  # words of a label before a colon


def extract(a: Analysis) -> tuple[Statement, ...]:
    """All statements of an article, in text order, nested ones with their parent and chain."""
    made = [s for frame in marks.marked(a, "statement") if (s := _statement(a, frame)) is not None]
    return nested(_voiced(a, _unique([_passed_on(a, s, made) for s in made])))


def _statement(a: Analysis, frame: Frame) -> Statement | None:
    cue = marks.spans(a, frame, "cue") or (a.tokens[frame.anchor].span,)
    told = [_quoted(a, s) for s in marks.spans(a, frame, "content")]
    pieces = _answered(a, cue[0], _within(a, cue[0], told))
    content = tuple(s for s in pieces if _carries_on(a, frame, s) and not any(s.overlaps(c) for c in cue))
    if sum(s.end - s.start for s in content) < LEAST:
        return None
    source = tuple(s for s in marks.spans(a, frame, "source") if not any(s.overlaps(c) for c in (*content, *cue)))
    hedge = marks.spans(a, frame, "hedge")
    whole = marks.evidence(a, *content, *cue)
    medium = frame.attributes["medium"]
    return Statement(
        id=record_id(a.article, "statements", cue[0], *content),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        source=source,
        cue=cue,
        content=content,
        mode="direct" if _is_labelled(a, cue[0]) else mode(a, content),
        speaker=_speaker(a, frame, source),
        addressee=marks.actors(a, marks.pointed(a, frame, "addressee")),
        medium=None if medium == NONE else medium,  # type: ignore[arg-type]  # the values of the head are those of the field
        hedge=hedge[0] if hedge else None,
        confidence=round(frame.score, 2),
    )


def _passed_on(a: Analysis, said: Statement, made: Sequence[Statement]) -> Statement:
    """In "Ana told Bo that Rome would pay, she says" both cues claim the payment: what she says at the end is that Ana told him."""
    begin = min(s.start for s in (*said.source, *said.cue))
    sentence = a.sentence_of(a.tokens_in(said.cue[0])[0].index).span
    if not all(sentence.start <= s.start and s.end <= begin for s in said.content):
        return said
    words = [
        min(s.start for s in (*o.source, *o.cue, *o.content))
        for o in made
        if o.cue[0].start < begin
        and not any(s.covers(o.cue[0]) for s in said.content)
        and all(sentence.start <= s.start and s.end <= begin for s in (*o.cue, *o.content))
        and any(s.overlaps(c) for s in said.content for c in o.content)
    ]
    if not words:
        return said
    content = (Span(min(words), max(s.end for s in said.content)),)
    whole = marks.evidence(a, *content, *said.cue)
    return replace(
        said, id=record_id(a.article, "statements", said.cue[0], *content), content=content, mode=mode(a, content),
        evidence=(whole,), quotes=(a.article.quote(whole),),
    )  # fmt: skip


def _within(a: Analysis, cue: Span, content: Sequence[Span]) -> Sequence[Span]:
    """What a headline reports stands in the headline."""
    block = a.article.block_at(cue.start)
    if block is None or block.kind not in ("headline", "standfirst"):
        return content
    return [s for s in content if block.span.covers(s)]


def _quoted(a: Analysis, piece: Span) -> Span:
    """Words that are most of a quotation and nothing else are all of it."""
    quotation = a.quotation_at(piece.start)
    if quotation is None or not quotation.span.covers(piece):
        return piece
    most = 2 * (piece.end - piece.start) >= quotation.span.end - quotation.span.start
    return (marks.trimmed(a, quotation.span) if most else None) or piece


def _answered(a: Analysis, cue: Span, content: Sequence[Span]) -> Sequence[Span]:
    """After the label that begins a paragraph ("OLT: ...") all of the paragraph is said, and of the next ones what is said as a whole."""
    text = a.article.text
    if not _is_labelled(a, cue):
        return content
    answer = marks.trimmed(a, Span(cue.end, _paragraph(text, cue.end).end))
    after = (s for s in content if s.start >= _paragraph(text, cue.end).end)
    whole = [
        s for s in after if 2 * (s.end - s.start) > _paragraph(text, s.start).end - _paragraph(text, s.start).start
    ]
    return [*([answer] if answer else content[:1]), *whole]


def _is_labelled(a: Analysis, cue: Span) -> bool:
    """Whether a cue is the colon of the label that begins a paragraph."""
    text = a.article.text
    label = text[_paragraph(text, cue.start).start : cue.start]
    return a.article.quote(cue) == ":" and len(label.split()) <= LABEL


def _paragraph(text: str, offset: int) -> Span:
    end = text.find("\n", offset)
    return Span(text.rfind("\n", 0, offset) + 1, end if end >= 0 else len(text))


def _carries_on(a: Analysis, frame: Frame, piece: Span) -> bool:
    """Whether words are still the speaker's: in the sentence of the cue, or quoted where nobody else is said to speak.

    What follows a label's colon is, up to the next.
    """
    cue, begin = a.tokens[frame.anchor], a.tokens_in(piece)[0]
    sentence = a.sentence_of(begin.index)
    if cue.text == ":" or sentence == a.sentence_of(cue.index):
        return True
    others = (f.anchor for f in marks.marked(a, "statement") if f is not frame)
    claimed = any(sentence.first <= i < sentence.last and not piece.overlaps(a.tokens[i].span) for i in others)
    return a.quotation_at(begin.span.start) is not None and not claimed


def _speaker(a: Analysis, frame: Frame, source: Sequence[Span]) -> tuple[ActorId, ...]:
    """Whom the model points at; else the longest mention in the words of the source; else who by the grammar speaks."""
    if found := marks.actors(a, marks.pointed(a, frame, "speaker")):
        return found
    inside = [m for s in source for m in a.mentions if m.span.overlaps(s) and m.actors]
    if inside:
        return max(inside, key=lambda m: m.span.end - m.span.start).actors
    verb = a.tokens[frame.anchor].upos == "VERB"
    return marks.actors(a, clauses.doers(a, frame.anchor)) if verb and not source else ()


def _unique(made: Sequence[Statement]) -> list[Statement]:
    """In text order, one statement a content: of two with the same content the one with a speaker is kept."""
    best: dict[tuple[Span, ...], Statement] = {}
    for s in sorted(made, key=lambda s: (not s.speaker, s.content[0], s.cue)):
        best.setdefault(s.content, s)
    return sorted(best.values(), key=lambda s: (s.content[0].start, s.content[-1].end, s.id))


def _voiced(a: Analysis, made: Sequence[Statement]) -> list[Statement]:
    """ "We" as a source is whoever speaks around it: the outermost are resolved first."""
    up = parents(made)
    voiced: dict[RecordId, Statement] = {}
    for s in sorted(made, key=lambda s: (size(s), s.id), reverse=True):
        outer = voiced.get(up[s.id] or "")
        own = [t for span in s.source for t in a.tokens_in(span) if clauses.is_self(t)]
        voiced[s.id] = replace(s, speaker=marks.actors(a, own, outer)) if outer is not None and own else s
    return [voiced[s.id] for s in made]
