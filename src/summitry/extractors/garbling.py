"""Sentences that are no English as they stand: what in them can still be trusted, and a problem where nothing can.

Machine translation, failed conversions and lost words leave sentences whose grammar tells the wrong doer as surely as the right one.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from summitry.extractors.merging import redirected
from summitry.language import clauses
from summitry.language.analysis import Analysis, Sentence, Token
from summitry.language.lexicon import lexicon
from summitry.records import KINDS, ActorId, Document, Problem, Record, RecordId

Sign: TypeAlias = tuple[str, bool]  # in words, and whether the grammar is lost

MISREAD = re.compile(r"Ã[\u0080-\u00bf]|â€|Â[\u0080-\u00bf]|�|ï»¿")  # UTF-8 read as Latin-1, or lost
FILLED_IN = re.compile(r"\[?\b(?:UNINTELLIGIBLE|INAUDIBLE|UNTRANSLATED)\b|%[A-Z_]{2,}%|\{\{.*?\}\}|###")
JOINED = re.compile(r"[^\W\d_]{5,}(?<=[a-z])[A-Z][a-z]{2,}|[^\W\d_]{30,}")
SHOWN = 40  # characters of what is quoted
SIGNS = ((MISREAD, "characters were lost"), (FILLED_IN, "words were left out"), (JOINED, "words run together"))


def checked(a: Analysis, document: Document) -> Document:
    """The document with a problem for each garbled sentence, without the records there whose actors its grammar alone would tell.

    Where the grammar is lost and a sentence names one actor, that one is safe; of several, who does what to whom is not, nor who is
    taken from another sentence.
    """
    garbled = list(_garbled(a))
    if not garbled:
        return document
    named: defaultdict[Sentence, set[ActorId]] = defaultdict(set)
    unnamed: defaultdict[Sentence, set[ActorId]] = defaultdict(set)
    for mention in a.mentions:
        if mention.form != "pronoun":
            group = unnamed if mention.form == "unnamed" else named
            group[a.sentence_of(mention.head)].update(mention.actors)
    within: defaultdict[Sentence, list[Record]] = defaultdict(list)
    for record in document.records():
        within[a.sentence_of(a.tokens_in(record.evidence[0])[0].index)].append(record)
    problems, gone = [], set[RecordId]()
    for sentence, (reason, lost) in garbled:
        safe = unnamed[sentence] | (named[sentence] if len(named[sentence]) == 1 else set())
        left_out = {r.id for r in within[sentence] if lost and not _actors(r) <= safe}
        gone |= left_out
        note = "; who does what to whom is not certain and left out" if left_out else ""
        problems.append(Problem(f"a sentence looks garbled: {reason}{note}", sentence.span))
    rows = {kind: [r for r in getattr(document, kind) if r.id not in gone] for kind in KINDS}
    return replace(redirected(document, rows, {}), problems=(*document.problems, *problems))


def _garbled(a: Analysis) -> Iterator[tuple[Sentence, Sign]]:
    """Garbled sentences, each with its worst sign."""
    for sentence in a.sentences:
        signs = [*_in_characters(a, sentence), *_in_words(a, sentence), *_in_clause(a, sentence)]
        if signs:
            yield sentence, max(signs, key=lambda sign: sign[1])


def _in_characters(a: Analysis, sentence: Sentence) -> Iterator[Sign]:
    text = a.article.quote(sentence.span)
    for pattern, reason in SIGNS:
        if found := pattern.search(text):
            shown = found[0] if len(found[0]) <= SHOWN else f"{found[0][:SHOWN]}…"
            yield f"{reason} (“{shown}”)", True


def _in_words(a: Analysis, sentence: Sentence) -> Iterator[Sign]:
    """Words that cannot stand beside each other in English; a word written twice leaves the grammar as it is."""
    for one, two in pairwise(a.tokens[sentence.first : sentence.last]):
        if two.span.start - one.span.end != 1:
            continue
        pair = f"“{one.text} {two.text}”"
        if _is_twice(one, two):
            yield f"“{one.text}” stands twice", False
        elif {one.upos, two.upos} == {"VERB"} and one.xpos == two.xpos and one.xpos in ("VBZ", "VBD"):
            yield f"two verbs stand together, {pair}", False
        elif _is_impossible(a, one, two):
            yield f"{pair} is no English", True


def _is_twice(one: Token, two: Token) -> bool:
    form = one.text.lower()
    free = one.upos in ("PROPN", "INTJ", "NUM") or form in lexicon("garbled")["twice"]["words"]
    return form == two.text.lower() and form.isalpha() and not free


def _is_impossible(a: Analysis, one: Token, two: Token) -> bool:
    first, second, words = one.text.lower(), two.text.lower(), lexicon("garbled")
    hyphen = a.article.text[two.span.end : two.span.end + 1] == "-"  # "the on-off talks"
    return (
        (first in ("the", "a", "an") and second in words["after_article"]["words"] and not hyphen)
        or (first == "without" and second == "to")
        or (first in ("he", "she") and two.upos == "PROPN")
        or (
            one.xpos == "MD"
            and one.text.isalpha()
            and one.text != "May"
            and two.xpos in ("NNS", "VBZ", "VBD")
            and two.text.islower()
        )
    )


def _in_clause(a: Analysis, sentence: Sentence) -> Iterator[Sign]:
    """A clause without its subject or its end."""
    tokens = [t for t in a.tokens[sentence.first : sentence.last] if t.text not in clauses.EDGES]
    if sentence.block != "body" or len(tokens) < 3 or a.article.quote(sentence.span).endswith("?"):
        return
    first, *_, before, last = tokens
    subjects = (t for t in tokens if t.deprel.startswith(("nsubj", "csubj", "expl")) and t.head == first.index)
    if first.is_root and first.upos == "VERB" and first.xpos == "VBD" and not any(subjects):
        yield "nobody is named who does it", True
    if before.upos == "PROPN" and last.text in lexicon("garbled")["open"]["words"]:
        yield f"it ends with “{last.text}”", True
    ended = a.sentences[-2:][0].block == "body" and a.article.text[a.sentences[-2:][0].span.end - 1] in '.!?”"'
    if sentence == a.sentences[-1] and len(a.sentences) > 1 and ended and a.article.quote(sentence.span)[-1].isalpha():
        yield "the text breaks off", False


def _actors(record: Record) -> set[ActorId]:
    """Who is said to do something, or to whom, or to say so."""
    fields = (
        "actor",
        "recipient",
        "maker",
        "beneficiary",
        "by",
        "to",
        "speaker",
        "addressee",
        "between",
        "according_to",
    )
    named = (getattr(record, field, None) for field in fields)
    return {i for ids in named if isinstance(ids, tuple) for i in ids}
