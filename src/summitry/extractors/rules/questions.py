"""Questions: what the text itself says is unclear, unspecified, undecided or disputed."""

from collections.abc import Iterator

from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Question, record_id

ASKING = frozenset("whether how when who what which where why if".split())


def extract(a: Analysis) -> tuple[Question, ...]:
    """The open questions of an article in text order."""
    found: dict[str, Question] = {}
    for head, why in [*_open(a), *_unsettled(a), *_disputed(a), *_whether(a)]:
        outside = a.children(head.index, "parataxis", "punct", "case", "cop", "aux")
        if head.upos in ("NOUN", "PROPN"):
            outside = [*outside, *a.children(head.index, "nsubj", "advcl", "mark")]
        kept = clauses.below(a, head.index, without=[t.index for t in outside] if _plain(a, head) else [])
        asking = [i for i in kept if a.tokens[i].text.lower() in ASKING and i <= head.index]
        what = clauses.phrase(a, [i for i in kept if i >= min(asking, default=0)])
        if what is None:
            continue
        sentence = a.sentence_of(head.index).span
        record = Question(record_id(a.article, "questions", what), (sentence,), (a.article.quote(sentence),), why, what)
        found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda q: q.what))


def _plain(a: Analysis, head: Token) -> bool:
    """Whether what is open is a thing and no clause."""
    return head.upos in ("NOUN", "PROPN") and not a.children(head.index, "nsubj", "cop")


# Finders -----------------------------------------------------------------------------------------------------------


def _open(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "It is unclear whether ...", "the details were left unclear", "unspecified measures", "not clear how"."""
    words = lexicon("frames")["question"]
    for word in a.tokens:
        text = word.text.lower()
        negated = text in words["negated"] and clauses.negated(a, word.index)
        if word.upos not in ("ADJ", "VERB") or not (text in words["open"] or negated):
            continue
        if word.deprel == "amod":
            if text in words["attributes"]:
                yield a.tokens[word.head], f"“{word.text}”"
            continue
        yield from ((t, f"“{word.text}”") for t in _subjects_or_clauses(a, word))


def _subjects_or_clauses(a: Analysis, word: Token) -> list[Token]:
    """What a predicate says is open: a clause it governs, else its subject."""
    inner = [t for t in a.children(word.index, "csubj", "ccomp", "advcl", "xcomp") if _asks(a, t)]
    subject = clauses.subject(a, word.index)
    if inner or subject is None:
        return inner
    settled = word.upos == "VERB" and not clauses.mood(a, word.index).passive
    return [subject] if subject.upos in ("NOUN", "PROPN", "VERB") and not settled else []


def _asks(a: Analysis, clause: Token) -> bool:
    """Whether a clause is an indirect question: it begins with a question word, or a preposition and one."""
    first = [a.tokens[i] for i in a.subtree(clause.index) if i <= clause.index][:2]
    return first[0].text.lower() in ASKING or (first[0].upos in ("ADP", "SCONJ") and first[-1].text.lower() in ASKING)


def _unsettled(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "has yet to decide who", "does not say when", "has not been agreed", "remains to be settled", "working out the details"."""
    words = lexicon("frames")["question"]
    for verb in a.tokens:
        lemma = verb.lemma.lower()
        if verb.upos != "VERB":
            continue
        particles = {t.text.lower() for t in a.children(verb.index, "compound")}
        if (lemma in words["work_out"] and "out" in particles) or lemma in words["finish"]:
            ahead = (
                clauses.mood(a, verb.index).tense in ("future", "none", "present") or clauses.mood(a, verb.index).modal
            )
            things = clauses.undergoers(a, verb.index)
            yield from ((t, f"“{verb.text}” it") for t in things if t.lemma.lower() in words["details"] and ahead)
        if lemma not in words["settle"] or not _left_open(a, verb):
            continue
        asked = [
            t for t in a.children(verb.index, "ccomp", "advcl", "xcomp", "obj") if t.upos != "NOUN" and _asks(a, t)
        ]
        mood = clauses.mood(a, verb.index)
        things = clauses.undergoers(a, verb.index) if lemma not in ("say", "know") else []
        if lemma == "agree" and not mood.passive:
            things = clauses.obliques(a, verb.index, "on", "over")
        for t in asked or [t for t in things if t.upos == "NOUN"]:
            yield t, f"“{verb.text}” left open"


def _left_open(a: Analysis, verb: Token) -> bool:
    """Whether a verb of settling is negated, "yet to" be done, or declined."""
    yet = any(t.text.lower() == "yet" for t in a.children(verb.index, "advmod"))
    above = a.tokens[verb.head]
    declined = above.lemma.lower() in ("decline", "refuse", "fail", "have", "remain") and verb.deprel == "xcomp"
    waiting = above.lemma.lower() != "have" or any(t.text.lower() == "yet" for t in a.children(above.index, "advmod"))
    return clauses.negated(a, verb.index) or yet or (declined and waiting)


def _disputed(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "disagree over X", "a dispute over X", "doubts about X", "conflicting accounts of X"."""
    words = lexicon("frames")["question"]
    for word in a.tokens:
        lemma = word.lemma.lower()
        topics: list[Token] = []
        if word.upos == "VERB" and lemma in words["disagree"]:
            topics = clauses.obliques(a, word.index, "over", "on", "about")
            topics += [t for t in a.children(word.index, "advcl", "ccomp") if _asks(a, t)]
        elif word.upos == "NOUN" and lemma in words["nouns"]:
            topics = [t for t in clauses.obliques(a, word.index, "over", "about", "as") if t.upos in ("NOUN", "PROPN")]
        elif word.upos == "NOUN" and any(t.text.lower() == "conflicting" for t in a.children(word.index, "amod")):
            topics = [word]
        yield from ((t, f"“{word.text}”") for t in topics)


def _whether(a: Analysis) -> Iterator[tuple[Token, str]]:
    """A `whether` clause, unless it is all the same or merely asked."""
    passed = lexicon("frames")["question"]["passed"]
    for word in a.tokens:
        if word.text.lower() != "whether" or word.is_root:
            continue
        head = a.tokens[word.head]
        before = {t.text.lower() for t in a.tokens[max(word.index - 2, 0) : word.index]}
        if not before & passed:
            yield head, "“whether”"
