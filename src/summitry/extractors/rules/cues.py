"""Cues: the words by which somebody is reported to say or hold something, with their holder and content."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from summitry.article import Span
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Medium

NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
DASHES = ("-", "–", "—")


@dataclass(frozen=True, slots=True)
class Cue:
    """One act of reporting found in the tree: its cue word, its holder and the tokens of what is held."""

    token: int
    source: Token | None
    content: frozenset[int]
    why: str
    addressee: tuple[Token, ...] = ()
    also: int | None = None  # a second cue for the same content
    medium: Medium | None = None


def find(a: Analysis) -> list[Cue]:
    """The cues of an article: one for each content, participles that go on reporting apart from what they follow."""
    credited = list(_credited(a))
    naming = {i for cue in credited for i in range(cue.token, a.sentence_of(cue.token).last)}
    found = [*_verbs(a), *_nouns(a), *_according(a), *_headlines(a), *_following(a)]
    found = [*(replace(c, content=c.content - naming) for c in found if c.token not in naming), *credited]
    return list(_merged(a, _apart(a, found)))


def _verbs(a: Analysis) -> Iterator[Cue]:
    """Reporting verbs with a clause, an infinitive or quoted words as their content."""
    for verb in a.tokens:
        if verb.upos not in ("VERB", "AUX") or verb.deprel in ("aux", "cop", "amod", "compound"):
            continue
        if clauses.mood(a, verb.index).passive:
            yield from _impersonal(a, verb)
        elif not _unsaid(a, verb) and (content := _content(a, verb)):
            source = _beside_quotation(a, verb) or clauses.subject(a, verb.index)
            content = _before_source(a, verb, source, content)
            yield Cue(
                verb.index, source, frozenset(content), f"“{verb.text}” with its content", tuple(_addressees(a, verb))
            )


def _beside_quotation(a: Analysis, verb: Token) -> Token | None:
    """The holder that stands between a closing mark and a cue without a subject of its own: “...,” one of them said."""
    if a.children(verb.index, "nsubj"):
        return None
    before = next((q for q in reversed(a.quotations) if q.span.end < verb.span.start), None)
    between = (
        [t.index for t in a.tokens_in(Span(before.span.end, verb.span.start)) if t.text not in clauses.EDGES]
        if before
        else []
    )
    heads = [a.tokens[i] for i in between if a.tokens[i].head not in between]
    if not 0 < len(between) <= 12 or len(heads) != 1 or heads[0].upos not in NOMINAL:
        return None
    return heads[0]


def _before_source(a: Analysis, verb: Token, source: Token | None, content: set[int]) -> set[int]:
    """Where the content comes first, it ends where the words about its speaker begin: "X, said Y", "X, Y said on Monday"."""
    heads = [i for i in content if a.tokens[i].head not in content]
    if not heads or heads[0] > verb.index:
        return content
    starts = (
        [i for i in clauses.below(a, source.index) if source.index not in content or i > max(heads)]
        if source is not None
        else []
    )
    limit = min([verb.index, *starts])
    return {i for i in content if i < limit} or content


def _impersonal(a: Analysis, verb: Token) -> Iterator[Cue]:
    """ "Iran is believed to": nobody in particular holds it."""
    if verb.lemma.lower() in lexicon("cues")["passive"] and (content := _complement(a, verb.index, "xcomp", "ccomp")):
        topic = clauses.subject(a, verb.index)
        yield Cue(
            verb.index,
            None,
            frozenset(content - _introducing(a, verb.index) | set(a.subtree(topic.index) if topic else ())),
            f"passive “{verb.text}”",
        )


def _introducing(a: Analysis, verb: int) -> set[int]:
    """The `to` or `that` of the clauses on a cue."""
    return {m.index for c in a.children(verb, "xcomp", "ccomp") for m in a.children(c.index, "mark")}


def _unsaid(a: Analysis, verb: Token) -> bool:
    """Whether nothing is reported: "I think" in one's own quotation, "must explain", "asked her to convey"."""
    if _inside_quotation(a, verb):
        subject = clauses.subject(a, verb.index)
        if verb.lemma.lower() in lexicon("cues")["hold"] and subject is not None and clauses.is_self(subject):
            return True
    mood = clauses.mood(a, verb.index)
    infinitive = verb.xpos == "VB" and any(m.text.lower() == "to" for m in a.children(verb.index, "mark"))
    return (
        infinitive
        or mood.modal in ("must", "should", "may", "might", "could", "can")
        or (verb.xpos == "VB" and mood.modal is None and not mood.negated)
    )


def _content(a: Analysis, verb: Token) -> set[int]:
    """Tokens of what a verb reports, by the first construction of its kind that is there; none if it reports nothing."""
    words, lemma = lexicon("cues"), verb.lemma.lower()
    kinds = {k for k in words if k != "medium" and lemma in words[k]}
    content: set[int] = set()
    if "bind" in kinds:
        content = _complement(a, verb.index, "xcomp")
    if not content and "ask" in kinds:
        content = _to(a, verb.index)
    if not content and kinds & {"say", "hold"}:
        content = _complement(a, verb.index, "ccomp", "parataxis") or _inverted(a, verb)
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
    gerunds = [
        c
        for c in a.children(verb.index, "obl", "advcl", "acl", "xcomp")
        if any(m.text.lower() == "of" for m in a.children(c.index, "mark", "case"))
    ]
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
            if sum(a.tokens[i].upos != "PUNCT" for i in inside) >= least and (
                inside & mine or any(abs(t.index - verb.index) <= 3 for t in beside)
            ):
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
    """ "according to X": X says the rest of the clause; X is what stands there, up to the next mark."""
    for word in a.tokens:
        last = a.sentence_of(word.index).last
        if word.text.lower() != "according" or word.index + 2 >= last or a.tokens[word.index + 1].text.lower() != "to":
            continue
        stop = next((i for i in range(word.index + 2, last) if a.tokens[i].text in clauses.EDGES - {"-", "–"}), last)
        inside = range(word.index, stop)
        holder = next(
            (a.tokens[i] for i in inside[2:] if a.tokens[i].head not in inside and a.tokens[i].upos in NOMINAL), None
        )
        holder = holder or next((a.tokens[i] for i in inside[2:] if a.tokens[i].upos in NOMINAL), None)
        above = next(
            (t for t in a.ancestors(word.index) if t.index not in inside and (t.upos == "VERB" or t.is_root)), None
        )
        if holder is not None and above is not None:
            content = set(clauses.below(a, above.index)) - set(inside)
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


def _credited(a: Analysis) -> Iterator[Cue]:
    """ "Talks to resume in May - minister": a headline's dash before who says so."""
    parties = lexicon("frames")["party"]["nouns"]
    for s in a.sentences:
        words = a.tokens[s.first : s.last]
        dash = next((t for t in reversed(words) if t.text in DASHES), None)
        if s.block not in ("headline", "standfirst") or dash is None or not 1 <= s.last - dash.index - 1 <= 4:
            continue
        source = words[-1]
        named = source.text.lower() in parties or a.mention_at(source.index) is not None
        if (
            named
            and dash.index - s.first > 2
            and all(t.upos in (*NOMINAL, "ADJ", "DET") for t in a.tokens[dash.index + 1 : s.last])
        ):
            yield Cue(dash.index, source, frozenset(range(s.first, dash.index)), "headline with a dash")


def _following(a: Analysis) -> Iterator[Cue]:
    """ "The ministry issued the following statement:" and all that follows is what it states."""
    for number, s in enumerate(a.sentences[:-1]):
        words = a.tokens[s.first : s.last]
        announced = next((t for t in words if t.text.lower() in ("following", "follows")), None)
        if announced is None or words[-1].text != ":" or s.block != "body":
            continue
        verb = next(
            (
                t
                for t in (announced, *a.ancestors(announced.index))
                if t.upos == "VERB" and a.children(t.index, "nsubj")
            ),
            None,
        )
        rest = [x for x in a.sentences[number + 1 :] if x.block == "body"]
        if verb is not None and rest and not any(":" in a.tokens[x.last - 1].text for x in rest):
            yield Cue(
                verb.index,
                clauses.subject(a, verb.index),
                frozenset(range(rest[0].first, rest[-1].last)),
                "what follows is stated",
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
    """One statement where two cues report one content.

    In "said he believed that ..." the inner cue's content is what is held; in "X said ..., the agency reported" the outer
    cue names the medium.
    """
    by_token = {c.token: c for c in cues}
    inner = {c.token: by_token[i] for c in cues if (i := _directly_below(a, c, by_token)) is not None}
    held = {c.token for outer, c in inner.items() if _held_by_same(a, by_token[outer], c)}
    agencies = {outer for outer in inner if _is_agency(a, by_token[outer])}
    for cue in cues:
        below = inner.get(cue.token)
        if below is not None and below.token in held:
            yield replace(
                cue, content=below.content, also=below.token, why=f"{cue.why}, “{a.tokens[below.token].text}”"
            )
        elif cue.token in agencies | held:
            continue
        else:
            relayed = any(inner[o].token == cue.token for o in agencies)
            yield replace(cue, medium="news_agency") if relayed else cue


def _directly_below(a: Analysis, cue: Cue, by_token: dict[int, Cue]) -> int | None:
    """The cue that heads another's content: its clause, or the clause the other is tacked on to."""
    token = a.tokens[cue.token]
    if token.deprel == "parataxis" and token.head in by_token and token.head in cue.content:
        return token.head
    return next(
        (
            i
            for i in sorted(cue.content)
            if i in by_token and a.tokens[i].head == cue.token and a.tokens[i].deprel == "ccomp"
        ),
        None,
    )


def _held_by_same(a: Analysis, outer: Cue, inner: Cue) -> bool:
    if (
        inner.source is None
        or outer.source is None
        or a.tokens[inner.token].lemma.lower() not in lexicon("cues")["hold"]
    ):
        return False
    return inner.source.text.lower() in ("he", "she", "they", "it", "i", "we")


def _is_agency(a: Analysis, cue: Cue) -> bool:
    agencies = lexicon("cues")["medium"]["news_agency"]
    return cue.source is not None and any(t.text.lower() in agencies for t in a.tokens_in(span_of(a, cue.source)))


def span_of(a: Analysis, token: Token) -> Span:
    """The characters of a phrase, or of its head alone where the phrase is all punctuation."""
    return clauses.clause(a, token.index) or token.span


def _inside_quotation(a: Analysis, token: Token) -> bool:
    return a.quotation_at(token.span.start) is not None
