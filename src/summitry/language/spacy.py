"""Syntax and names by a spaCy pipeline that the user has installed, in the labels of Universal Dependencies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from summitry.errors import ModelError
from summitry.language.model import Reading, WordReading

NAMES = {
    "PERSON": "PER",
    "PER": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "MISC",
    "MISC": "MISC",
}
# Labels of ClearNLP's scheme (spaCy's own English pipelines) that Universal Dependencies calls otherwise, where the tree is the same.
RENAMED = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dobj": "obj", "dative": "iobj", "attr": "xcomp",
    "acomp": "xcomp", "oprd": "xcomp", "poss": "nmod:poss", "prt": "compound:prt", "relcl": "acl:relcl", "neg": "advmod",
    "quantmod": "advmod", "npadvmod": "obl:unmarked", "predet": "det:predet", "preconj": "cc:preconj", "intj": "discourse",
    "meta": "dep", "pcomp": "advcl", "prep": "obl", "pobj": "obl", "agent": "obl:agent",
}  # fmt: skip
CLEAR = frozenset(RENAMED)
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM", "SYM")
PREPOSITIONS = ("prep", "agent", "dative")
MODIFIERS = ("obl", "nmod", "obl:agent")


@dataclass(slots=True)
class Word:
    """A word as spaCy reads it; `head` is an index in its sentence, a root's its own."""

    lemma: str
    upos: str
    xpos: str
    name: str
    head: int
    deprel: str


@dataclass(frozen=True)
class Pipeline:
    """A spaCy pipeline by its name, loaded on first use; it gives no frames."""

    name: str

    @cached_property
    def _pipeline(self) -> Any:
        try:
            import spacy
        except ImportError as error:
            raise ModelError("spaCy is not installed; pip install 'summitry[spacy]'") from error
        try:
            return spacy.load(self.name)
        except (OSError, ValueError) as error:  # not found; not loadable with this spaCy
            raise ModelError(f"spaCy cannot load the pipeline {self.name!r}: {str(error).splitlines()[0]}") from error

    def read(self, sentences: Sequence[Sequence[str]]) -> Reading:
        """Read the sentences of a text.

        Raises:
            ModelError: spaCy or the pipeline is not installed, or it gives no tags or no syntax.
        """
        pipeline = self._pipeline  # first: it says so where spaCy is missing

        from spacy.tokens import Doc

        given = (Doc(pipeline.vocab, words=list(s), sent_starts=[i == 0 for i in range(len(s))]) for s in sentences)
        read = [self._words(doc) for doc in pipeline.pipe(given)]
        labels = {w.deprel for s in read for w in s}.union(pipeline.meta["labels"].get("parser", ()))
        if labels & CLEAR:
            read = [universal(s) for s in read]
        return Reading(tuple(tuple(map(_reading, s)) for s in read), ())

    def _words(self, doc: Any) -> list[Word]:
        for layer, called in (("DEP", "parser"), ("TAG", "tagger")):
            if len(doc) and not doc.has_annotation(layer):
                raise ModelError(f"the spaCy pipeline {self.name!r} has no {called}; it cannot serve")
        names = [f"{t.ent_iob_}-{NAMES[t.ent_type_]}" if t.ent_type_ in NAMES else "O" for t in doc]
        return [
            Word(t.lemma_ or t.lower_, t.pos_ or "X", t.tag_, name, t.head.i, t.dep_)
            for t, name in zip(doc, names, strict=True)
        ]


def _reading(w: Word) -> WordReading:
    return WordReading(w.upos, w.xpos, w.lemma, w.name, w.head, "root" if w.deprel == "ROOT" else w.deprel, 0.0)


@lru_cache(maxsize=4)
def installed(name: str) -> Pipeline:
    """The pipeline of this name, loaded once a process."""
    return Pipeline(name)


# From ClearNLP's labels to Universal Dependencies' -----------------------------------------------------------------------


def universal(s: list[Word]) -> list[Word]:
    """A sentence, changed in place: content words govern prepositions and copulas, first names the rest of a name."""
    for turn in (_prepositions, _copulas, _coordination, _names):
        turn(s)
    for w in s:
        w.deprel = "mark" if (w.deprel, w.xpos) == ("aux", "TO") else RENAMED.get(w.deprel, w.deprel)
    return s


def _prepositions(s: list[Word]) -> None:
    for i in reversed(range(len(s))):  # of "from behind the wall" the inner one first
        if s[i].deprel not in PREPOSITIONS and (s[i].deprel, s[i].xpos) != ("pcomp", "IN"):
            continue
        inside = _child(s, i, lambda w: w.deprel in ("pobj", "pcomp", *MODIFIERS))
        if inside is None:
            continue
        is_clause, above = s[inside].deprel == "pcomp", s[s[i].head]
        if is_clause:
            relation = "acl" if above.upos in NOMINAL else "advcl"
        elif s[i].deprel == "agent":
            relation = "obl:agent"
        else:
            relation = "nmod" if above.upos in NOMINAL else "obl"
        _turn(s, i, inside, "mark" if is_clause else "case", relation)


def _copulas(s: list[Word]) -> None:
    for i, w in enumerate(s):
        if w.lemma != "be" or w.deprel in ("aux", "auxpass"):
            continue
        inside = _child(s, i, lambda c: c.deprel in ("attr", "acomp"))
        if _child(s, i, lambda c: c.deprel == "expl" and c.xpos == "EX") is not None:
            if inside is not None:
                s[inside].deprel = "nsubj"
            continue
        if inside is None and _child(s, i, lambda c: c.deprel in ("ccomp", "xcomp", "advcl")) is None:
            inside = next((j for j in range(i + 1, len(s)) if s[j].head == i and s[j].deprel == "obl"), None)
        if inside is not None:
            _turn(s, i, inside, "cop", w.deprel)


def _coordination(s: list[Word]) -> None:
    """Conjuncts hang on the first, and "and" on the one after it."""
    for i, w in enumerate(s):
        if w.deprel == "cc":
            w.head = next((j for j in range(i + 1, len(s)) if s[j].head == w.head and s[j].deprel == "conj"), w.head)
    for w in s:
        while w.deprel == "conj" and s[w.head].deprel == "conj":
            w.head = s[w.head].head


def _names(s: list[Word]) -> None:
    """ "Mr Kim Jong Un": the first name governs the others and describing nouns."""
    for last, w in enumerate(s):
        first = last
        while first and s[first].name == "I-PER" and s[first - 1].name.endswith("PER"):
            first -= 1
        if w.name == "I-PER" and all(s[i].head == last and s[i].deprel == "compound" for i in range(first, last)):
            _turn(s, last, first, "flat", w.deprel)
            for i in range(first + 1, last):
                s[i].head, s[i].deprel = first, "flat"
    for w in s:
        if w.deprel == "compound" and w.name == "O" and s[w.head].name.endswith("PER"):
            w.deprel = "nmod:desc"


def _turn(s: list[Word], above: int, below: int, becomes: str, relation: str) -> None:
    """Let a word change places with one below it: it takes over its head and all else that hangs on it."""
    top = s[above].head
    for w in s:
        if w.head == above:
            w.head = below
    s[below].head, s[below].deprel = (below if top == above else top), relation
    s[above].head, s[above].deprel = below, becomes


def _child(s: list[Word], of: int, fits: Callable[[Word], bool]) -> int | None:
    return next((i for i, w in enumerate(s) if w.head == of and i != of and fits(w)), None)
