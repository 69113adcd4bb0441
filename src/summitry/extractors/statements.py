"""Statements: who says, writes, thinks or is reported to hold what, and through whom."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Quotation, Sentence, Token
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Medium, Mode, Statement, record_id

SELF = frozenset("i we my our me us myself ourselves".split())


@dataclass(frozen=True, slots=True)
class Cue:
    """One act of reporting found in the tree: its cue word, its holder and the tokens of what is held."""

    token: int
    source: Token | None
    content: frozenset[int]
    why: str
    addressee: tuple[Token, ...] = ()


def extract(a: Analysis) -> tuple[Statement, ...]:
    """All statements of an article, in text order, nested ones with their parent and chain."""
    found = [*_verbs(a), *_nouns(a), *_according(a), *_headlines(a)]
    cues = list(_merged(a, _apart(a, found)))
    made = [s for s in (_statement(a, cue, cues) for cue in cues) if s is not None]
    made += _orphans(a, made)
    return _nest(a, _unique(made))


# Cues --------------------------------------------------------------------------------------------------------------


def _verbs(a: Analysis) -> Iterator[Cue]:
    """Reporting verbs with a clause, an infinitive or quoted words as their content."""
    for verb in a.tokens:
        if verb.upos not in ("VERB", "AUX") or verb.deprel in ("aux", "cop", "amod", "compound"):
            continue
        if clauses.mood(a, verb.index).passive:
            yield from _impersonal(a, verb)
        elif not _unsaid(a, verb) and (content := _content(a, verb)):
            source = clauses.subject(a, verb.index)
            yield Cue(verb.index, source, frozenset(content), f"“{verb.text}” with its content", tuple(_addressees(a, verb)))


def _impersonal(a: Analysis, verb: Token) -> Iterator[Cue]:
    """ "Iran is believed to": nobody in particular holds it."""
    if verb.lemma.lower() in lexicon("cues")["passive"] and (content := _complement(a, verb.index, "xcomp", "ccomp")):
        topic = clauses.subject(a, verb.index)
        yield Cue(verb.index, None, frozenset(content | set(a.subtree(topic.index) if topic else ())), f"passive “{verb.text}”")


def _unsaid(a: Analysis, verb: Token) -> bool:
    """Whether nothing is reported: "I think" in one's own quotation, "must explain", "asked her to convey"."""
    if _inside_quotation(a, verb):
        subject = clauses.subject(a, verb.index)
        if verb.lemma.lower() in lexicon("cues")["hold"] and subject is not None and subject.text.lower() in SELF:
            return True
    mood = clauses.mood(a, verb.index)
    infinitive = verb.xpos == "VB" and any(m.text.lower() == "to" for m in a.children(verb.index, "mark"))
    return infinitive or mood.modal in ("must", "should", "may", "might", "could", "can") or (verb.xpos == "VB" and mood.modal is None and not mood.negated)


def _content(a: Analysis, verb: Token) -> set[int]:
    """Tokens of what a verb reports, by the first construction of its kind that is there; none if it reports nothing."""
    words, lemma = lexicon("cues"), verb.lemma.lower()
    kinds = {k for k in words if k != "medium" and lemma in words[k]}
    content: set[int] = set()
    if kinds & {"say", "hold"}:
        content = _complement(a, verb.index, "ccomp", "parataxis") or _inverted(a, verb)
    if not content and "ask" in kinds:
        content = _to(a, verb.index)
    if not content and "bind" in kinds:
        content = _complement(a, verb.index, "xcomp")
    if not content and kinds & {"doing", "of_doing"}:
        content = _doing(a, verb, of="of_doing" in kinds)
    if not content and "judge" in kinds:
        content = _verdict(a, verb)
    if not content and kinds & {"quoted", "quoted_clause", "say", "ask"}:
        content = _quoted_words(a, verb, least=1 if "quoted" in kinds else 4)
    return content


def _doing(a: Analysis, verb: Token, *, of: bool) -> set[int]:
    """ "denied hiding a plant", "accused Iran of hiding a plant": the gerund, and who is said to do it."""
    if not of:
        return {i for c in a.children(verb.index, "xcomp") if c.xpos == "VBG" for i in a.subtree(c.index)}
    gerunds = [c for c in a.children(verb.index, "obl", "advcl", "acl", "xcomp") if any(m.text.lower() == "of" for m in a.children(c.index, "mark", "case"))]
    return {i for c in [*gerunds, *(a.children(verb.index, "obj") if gerunds else [])] for i in a.subtree(c.index)}


def _complement(a: Analysis, verb: int, *deprels: str) -> set[int]:
    """Tokens of the clauses of these relations that depend on a cue; a bare infinitive needs its `to`."""
    found: set[int] = set()
    for child in a.children(verb, *deprels):
        if (
            child.deprel == "parataxis"
            and (child.index < verb or not _inside_quotation(a, child))
            and child.index > verb + 6
        ):
            continue
        if (
            child.deprel == "xcomp"
            and not a.children(child.index, "mark")
            and child.upos == "VERB"
            and child.xpos != "VBG"
        ):
            continue
        if child.upos in ("VERB", "AUX", "ADJ", "NOUN", "PROPN", "PRON", "ADV", "NUM"):
            found |= set(a.subtree(child.index))
    return found - {t.index for t in a.children(verb, "nsubj")}


def _to(a: Analysis, verb: int) -> set[int]:
    """Tokens of the infinitives (and subjunctive clauses with `that`) on a verb of asking."""
    found: set[int] = set()
    for child in a.children(verb, "xcomp", "ccomp", "advcl"):
        marks = [m.text.lower() for m in a.children(child.index, "mark")]
        if "to" in marks or "that" in marks or (child.deprel == "ccomp" and child.xpos == "VB"):
            found |= set(a.subtree(child.index))
    return found


def _inverted(a: Analysis, verb: Token) -> set[int]:
    """Content that governs its cue: "The talks failed, he said", where the cue hangs on the content's verb."""
    if verb.deprel not in ("parataxis", "conj", "advcl", "dep") or verb.is_root:
        return set()
    if not a.children(verb.index, "nsubj") or a.children(verb.index, "obj"):
        return set()
    if verb.deprel != "parataxis" and not (verb.index > verb.head and a.tokens[verb.index - 1].text in ',”"'):
        return set()
    return set(clauses.below(a, verb.head, without=[verb.index]))


def _verdict(a: Analysis, verb: Token) -> set[int]:
    """ "called the comments ‘propaganda’", "described the talks as useful": object and verdict, where a verdict stands."""
    objects = a.children(verb.index, "obj")
    verdict = [t for t in a.children(verb.index, "xcomp") if t.upos in ("NOUN", "ADJ", "PROPN")]
    verdict += [
        t
        for t in a.children(verb.index, "obl", "advcl")
        if any(c.text.lower() == "as" for c in a.children(t.index, "case", "mark"))
    ]
    return {i for t in [*objects, *verdict] for i in a.subtree(t.index)} if verdict else set()


def _quoted_words(a: Analysis, verb: Token, *, least: int) -> set[int]:
    """Tokens of quotations of at least `least` words below a cue or right beside it."""
    sentence = a.sentence_of(verb.index)
    mine = set(a.subtree(verb.index))
    found: set[int] = set()
    for q in a.quotations:
        if q.span.overlaps(sentence.span) and not q.span.start <= verb.span.start < q.span.end:
            inside = {t.index for t in a.tokens_in(q.span)}
            beside = a.tokens_in(Span(max(q.span.start - 4, 0), q.span.start + 1))
            if len(inside) >= least and (inside & mine or any(abs(t.index - verb.index) <= 3 for t in beside)):
                found |= inside
    return found


def _addressees(a: Analysis, verb: Token) -> list[Token]:
    lemma = verb.lemma.lower()
    takes_object = {
        "tell",
        "inform",
        "assure",
        "warn",
        "remind",
        "notify",
        "advise",
        "ask",
        "urge",
        "press",
        "order",
        "implore",
        "instruct",
    }
    found = (
        [t for o in a.children(verb.index, "iobj", "obj") for t in clauses.conjuncts(a, o.index)]
        if lemma in takes_object
        else []
    )
    return found or (
        clauses.obliques(a, verb.index, "to", "on")
        if lemma in takes_object | {"say", "call", "appeal", "write", "indicate", "convey"}
        else []
    )


def _nouns(a: Analysis) -> Iterator[Cue]:
    """Nouns that carry a clause: "an assessment by the agency that ..."."""
    words = lexicon("cues")
    for noun in a.tokens:
        if noun.upos != "NOUN" or noun.lemma.lower() not in words["nouns"]:
            continue
        content = {
            i for c in a.children(noun.index, "acl", "ccomp", "advcl") if _states(a, c) for i in a.subtree(c.index)
        }
        if not content:
            continue
        owner = clauses.possessor(a, noun.index)
        if owner is None and not noun.is_root and a.tokens[noun.head].lemma in words["light"]:
            owner = clauses.subject(a, noun.head)
        yield Cue(noun.index, owner, frozenset(content), f"noun “{noun.text}” with a clause")


def _states(a: Analysis, clause: Token) -> bool:
    """Whether a clause on a noun tells its content ("that ...", "to ...") and does not describe it ("which ...")."""
    if clause.deprel.endswith("relcl"):
        return False
    return any(m.text.lower() in ("that", "to") for m in a.children(clause.index, "mark"))


def _according(a: Analysis) -> Iterator[Cue]:
    """ "according to X": X says the rest of the clause."""
    for word in a.tokens:
        if (
            word.text.lower() != "according"
            or word.index + 2 >= len(a.tokens)
            or a.tokens[word.index + 1].text.lower() != "to"
        ):
            continue
        holder = a.tokens[word.head] if word.deprel == "case" else next(iter(a.children(word.index, "obl")), None)
        if holder is None or holder.is_root:
            continue
        branch = holder.index if word.deprel == "case" else word.index
        head = a.tokens[branch].head
        content = set(clauses.below(a, head, without=[branch]))
        yield Cue(word.index, holder, frozenset(content), "“according to”")


def _headlines(a: Analysis) -> Iterator[Cue]:
    """ "Pompeo: no end to sanctions": a headline's colon after an actor's name."""
    for s in a.sentences:
        if s.block not in ("headline", "standfirst"):
            continue
        colon = next((t for t in a.tokens[s.first : s.last] if t.text == ":"), None)
        if colon is None or not 0 < colon.index - s.first <= 6 or colon.index + 2 >= s.last:
            continue
        named = [m for m in a.mentions if m.span == Span(s.span.start, a.tokens[colon.index - 1].span.end) and m.actors]
        if named:
            yield Cue(
                colon.index, a.tokens[named[0].head], frozenset(range(colon.index + 1, s.last)), "headline with a colon"
            )


def _apart(a: Analysis, cues: Sequence[Cue]) -> list[Cue]:
    """ "said X, adding that Y": the participle reports for the same speaker and is no part of X."""
    apart = {c.token for c in cues if a.tokens[c.token].deprel == "advcl" and a.tokens[c.token].xpos == "VBG"}
    out = []
    for cue in cues:
        outer = next((o for o in cues if cue.token in apart and cue.token in o.content), None)
        inside = [i for i in cue.content if i in apart]
        out.append(
            replace(
                cue,
                source=outer.source if outer is not None else cue.source,
                content=cue.content - {i for t in inside for i in a.subtree(t)},
            )
        )
    return out


def _merged(a: Analysis, cues: Sequence[Cue]) -> Iterator[Cue]:
    """Two cues for one content are one statement: in "said he believed that ..." the inner cue's content is what is held."""
    by_token = {c.token: c for c in cues}
    swallowed: set[int] = set()
    for cue in cues:
        inner = next(
            (
                by_token[i]
                for i in cue.content
                if i in by_token and a.tokens[i].head == cue.token and a.tokens[i].deprel == "ccomp"
            ),
            None,
        )
        if (
            inner is None
            or inner.source is None
            or cue.source is None
            or a.tokens[inner.token].lemma.lower() not in lexicon("cues")["hold"]
        ):
            continue
        if inner.source.upos == "PRON" and inner.source.text.lower() in ("he", "she", "they", "it", "i", "we"):
            swallowed.add(inner.token)
    for cue in cues:
        if cue.token in swallowed:
            continue
        inner = next(
            (by_token[i] for i in sorted(cue.content) if i in swallowed and a.tokens[i].head == cue.token), None
        )
        yield (
            replace(cue, content=inner.content, why=f"{cue.why}, “{a.tokens[inner.token].text}”")
            if inner is not None
            else cue
        )


# Statements --------------------------------------------------------------------------------------------------------


def _statement(a: Analysis, cue: Cue, cues: Sequence[Cue]) -> Statement | None:
    """The record of a cue: content completed by its quotations, speaker, mode, medium, hedge."""
    own = {cue.token} | (
        set(a.subtree(cue.source.index)) if cue.source is not None and cue.source.index not in cue.content else set()
    )
    spans = [s for s in clauses.pieces(a, _without_mark(a, cue.content - own))]
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
        cue=(cue_token.span,),
        content=content,
        mode=_mode(a, content),
        speaker=clauses.actors(a, clauses.conjuncts(a, cue.source.index)) if cue.source is not None else (),
        addressee=clauses.actors(a, cue.addressee),
        medium=_medium(a, cue),
        hedge=_hedge(a, cue),
    )


def _without_mark(a: Analysis, content: frozenset[int] | set[int]) -> set[int]:
    """The content without the `that` or `to` that introduces it."""
    first = min(content, default=None)
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
    return len(inside) > 4 and 2 * len(inside) > len(cue.content) and any(a.tokens[i].xpos in ("VBD", "VBP", "VBZ", "MD") for i in inside)


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


def _mode(a: Analysis, content: Sequence[Span]) -> Mode:
    total = sum(s.end - s.start for s in content)
    inside = sum(max(0, min(s.end, q.span.end) - max(s.start, q.span.start)) for s in content for q in a.quotations)
    return "direct" if inside >= 0.97 * total else "mixed" if inside else "indirect"


def _medium(a: Analysis, cue: Cue) -> Medium | None:
    """The medium the cue's own phrases name: "in an interview", "said on television", "the agency reported"."""
    table: dict[Medium, frozenset[str]] = lexicon("cues")["medium"]
    verb = a.tokens[cue.token]
    near = [
        t
        for o in a.children(verb.index, "obl", "advcl", "nmod", "obj")
        if o.index not in cue.content
        for t in a.tokens_in(_span_of(a, o))
    ]
    if verb.lemma.lower() in ("tweet", "post"):
        return "social_media"
    for medium, words in table.items():
        if any(t.text.lower() in words for t in near if t.upos in ("NOUN", "PROPN", "ADJ")):
            return medium
    source = [t.text.lower() for t in a.tokens_in(_span_of(a, cue.source))] if cue.source is not None else []
    return next((m for m in ("letter", "news_agency", "broadcast") if table[m] & set(source)), None)  # type: ignore[index]  # the three are media


def _span_of(a: Analysis, token: Token) -> Span:
    return clauses.clause(a, token.index) or token.span


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


def _inside_quotation(a: Analysis, token: Token) -> bool:
    return a.quotation_at(token.span.start) is not None


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


def _nest(a: Analysis, made: list[Statement]) -> tuple[Statement, ...]:
    """Parents and chains: a statement whose cue stands inside another's content is reported there."""
    by_id = {s.id: s for s in made}
    parents = {s.id: _parent(s, made) for s in made}

    def chain(s: Statement) -> tuple[ActorId, ...]:
        up = parents[s.id]
        if up is None or not s.speaker:
            return ()
        outer = by_id[up]
        above = chain(outer) or outer.speaker[:1]
        return (*above, *s.speaker[:1]) if above and above[-1:] != s.speaker[:1] else ()

    return tuple(replace(s, parent=parents[s.id], chain=chain(s)) for s in made)


def _parent(s: Statement, made: Sequence[Statement]) -> str | None:
    around = [o for o in made if s.cue and o.id != s.id and any(c.covers(s.cue[0]) for c in o.content)]
    return min(around, key=lambda o: sum(c.end - c.start for c in o.content)).id if around else None
