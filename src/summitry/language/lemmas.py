"""Dictionary forms of English verbs and plural nouns: spelling rules over a list of verbs, and a list of exceptions."""

from functools import cache
from importlib.resources import files

INFLECTED = frozenset("VBD VBN VBG VBZ NNS".split())
SIBILANTS = ("ches", "shes", "sses", "xes", "tzes", "zzes")
LOST_E = ("c", "v", "z", "s", "u", "at", "rg", "dg")


def lemma(word: str, xpos: str, guess: str) -> str:
    """The dictionary form of a verb or plural noun with this Penn Treebank tag; `guess` for other words."""
    form = word.lower()
    verbs, exceptions = known()
    if not form.isalpha() or len(form) < 3:
        return guess
    if xpos in INFLECTED:
        return exceptions.get((form, "n" if xpos == "NNS" else "v")) or by_rule(form, xpos, verbs)
    return form if xpos in ("VB", "VBP") and form in verbs else guess


def tags(word: str, upos: str, xpos: str) -> tuple[str, str]:
    """The tags of a word, but for those that its letters rule out: no "…ed" is an adverb or a present tense, nothing in small letters a name."""
    if upos == "PROPN" and word.islower():
        upos = "VERB" if xpos.startswith("VB") else "NOUN"
    if xpos == "VB" and word.endswith("ing") and word.islower() and word not in known()[0]:
        xpos = "VBG"
    if xpos == "VBP" and word.endswith("s") and word.islower() and word not in known()[0]:
        xpos = "VBZ"  # "wants"
    if upos == "PROPN" and not xpos.startswith("NNP"):
        xpos = "NNP"
    past = word.islower() and len(word) > 4 and word.endswith("ed") and not word.endswith("eed")
    return ("VERB", "VBD") if past and (upos == "ADV" or xpos in ("VBP", "VBZ", "WRB")) else (upos, xpos)


@cache
def known() -> tuple[frozenset[str], dict[tuple[str, str], str]]:
    """Verbs in their base form, and exceptions to the rules: form and `v` or `n`, to lemma."""
    lines = (files("summitry") / "data" / "lemmas.txt").read_text("utf-8").splitlines()[1:]
    rows = [line.split() for line in lines]
    return frozenset(r[0] for r in rows if len(r) == 1), {(r[0], r[1]): r[2] for r in rows if len(r) == 3}


def by_rule(form: str, xpos: str, verbs: frozenset[str]) -> str:
    """The dictionary form by English spelling; of several possible verbs the first that is in the list."""
    if xpos == "NNS":
        return _singular(form)
    ending = {"VBZ": "s", "VBG": "ing"}.get(xpos, "ed")
    if not form.endswith(ending) or len(form) < len(ending) + 2:
        mistagged = form.endswith("s") and form not in verbs  # "says", in headlines, as a past tense
        return next((c for c in (form[:-1], form[:-2]) if mistagged and c in verbs), form)
    stem = form.removesuffix(ending)
    candidates = [stem, stem.removesuffix("e")] if xpos == "VBZ" else [stem + "e", stem]
    if stem.endswith(("i", "ie")):
        candidates.append(stem.rstrip("ie") + "y")
    if stem[-1] == stem[-2]:
        candidates.append(stem[:-1])
    return next((c for c in candidates if c in verbs), _usual(stem, xpos))


def _usual(stem: str, xpos: str) -> str:
    """The base of a verb that is not in the list: "renounc-" has lost its e, "zapp-" doubled its p, "tarri-" had a y."""
    if xpos == "VBZ":
        return _singular(stem + "s")
    if stem.endswith("i"):
        return stem[:-1] + "y"
    if stem[-1] == stem[-2] and stem[-1] not in "slz":
        return stem[:-1]
    return stem + "e" if stem.endswith(LOST_E) and not stem.endswith("ss") else stem


def _singular(form: str) -> str:
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(SIBILANTS):
        return form[:-2]
    return form[:-1] if form.endswith("s") and not form.endswith(("ss", "us", "is")) else form
