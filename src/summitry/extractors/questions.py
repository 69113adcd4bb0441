"""Questions: what the text itself says is unclear, unspecified, undecided or disputed."""

from collections.abc import Iterator

from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.lexicon import lexicon
from summitry.records import Question, record_id


def extract(a: Analysis) -> tuple[Question, ...]:
    """The open questions of an article in text order."""
    found: dict[str, Question] = {}
    for head, why in [*_open(a), *_whether(a)]:
        what = clauses.clause(a, head.index, without=[t.index for t in a.children(head.index, "parataxis", "punct")])
        if what is None:
            continue
        sentence = a.sentence_of(head.index).span
        record = Question(record_id(a.article, "questions", what), (sentence,), (a.article.quote(sentence),), why, what)
        found.setdefault(record.id, record)
    return tuple(sorted(found.values(), key=lambda q: q.what))


def _open(a: Analysis) -> Iterator[tuple[Token, str]]:
    """ "It is unclear whether ...", "the details were left unclear", "unspecified measures", "not clear how"."""
    words = lexicon("frames")["question"]
    for word in a.tokens:
        lemma = word.lemma.lower()
        negated = lemma in ("clear", "known", "certain", "decided", "specified", "sure") and clauses.negated(
            a, word.index
        )
        if lemma not in words["open"] and not negated:
            continue
        if word.deprel == "amod":
            if lemma in ("unspecified", "unresolved", "unanswered", "disputed", "undisclosed"):
                yield a.tokens[word.head], f"“{word.text}”"
            continue
        clause = [
            *a.children(word.index, "csubj", "ccomp", "advcl"),
            *(c for c in a.children(word.index, "xcomp") if c.upos == "VERB"),
        ]
        subject = clauses.subject(a, word.index)
        if clause and (subject is None or subject.text.lower() == "it"):
            yield from ((c, f"“{word.text}”") for c in clause)
        elif subject is not None and subject.upos in ("NOUN", "PROPN", "VERB"):
            yield subject, f"“{word.text}”"


def _whether(a: Analysis) -> Iterator[tuple[Token, str]]:
    """A `whether` clause, and what nouns of doubt are about."""
    words = lexicon("frames")["question"]
    for word in a.tokens:
        if word.text.lower() == "whether" and not word.is_root:
            yield a.tokens[word.head], "“whether”"
        elif word.upos == "NOUN" and word.lemma.lower() in words["nouns"]:
            yield from (
                (t, f"“{word.text}”")
                for t in clauses.obliques(a, word.index, "over", "about", "as")
                if t.upos in ("NOUN", "PROPN")
            )
