"""Dictionary forms of English verbs and nouns: spelling rules, checked against a list of verbs, and a list of exceptions."""

from functools import cache
from importlib.resources import files

VERB_TAGS = frozenset("VBD VBN VBG VBZ".split())
SIBILANTS = ("ches", "shes", "sses", "xes", "zzes")


@cache
def _words() -> tuple[frozenset[str], dict[tuple[str, str], str]]:
    """Verbs in their base form, and exceptions to the rules by form and part of speech (`v` or `n`)."""
    verbs: set[str] = set()
    exceptions: dict[tuple[str, str], str] = {}
    for line in (files("summitry") / "data" / "lemmas.txt").read_text("utf-8").splitlines():
        match line.split():
            case ["#", *_] | []:
                continue
            case [verb]:
                verbs.add(verb)
            case [form, pos, lemma]:
                exceptions[form, pos] = lemma
    return frozenset(verbs), exceptions


def lemma(word: str, xpos: str, guess: str) -> str:
    """The dictionary form of an inflected verb or plural noun with this Penn Treebank tag; `guess` for other words."""
    form = word.lower()
    if not form.isalpha():
        return guess
    if xpos in VERB_TAGS:
        return _words()[1].get((form, "v")) or _verb(form, xpos)
    if xpos in ("VB", "VBP") and guess != "be" and len(form) > 2:  # "'m", "'ve" and the like are the model's
        return form if form not in ("are", "were") else guess
    if xpos == "NNS":
        return _words()[1].get((form, "n")) or _noun(form)
    return guess


def _verb(form: str, xpos: str) -> str:
    candidates = _bases(form, xpos)
    return next((c for c in candidates if c in _words()[0]), candidates[-1] if candidates else form)


def _bases(form: str, xpos: str) -> list[str]:
    """Possible base forms, likeliest first; the last is the one to take for an unknown verb."""
    if xpos == "VBZ" and form.endswith("s"):
        return [form[:-1], form[:-2], *_unchanged(form[:-3], "ie", form[-3:-1])] if form.endswith("es") else [form[:-1]]
    ending = {"VBG": "ing", "VBD": "ed", "VBN": "ed"}.get(xpos, "")
    if not ending or not form.endswith(ending) or len(form) <= len(ending) + 1:
        return []
    stem = form[: -len(ending)]
    doubled = [stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in "slz" else []
    return [stem + "e", stem, *(([stem[:-1]]) if len(stem) > 2 and stem[-1] == stem[-2] else []),
            *_unchanged(stem[:-1], "i", stem[-1:]), *_usual(stem, doubled)]  # fmt: skip


def _unchanged(stem: str, letters: str, found: str) -> list[str]:
    """ "carries", "carried" to "carry"."""
    return [stem + "y"] if letters == found else []


def _usual(stem: str, doubled: list[str]) -> list[str]:
    """What an unknown verb's stem most often comes from: "renounc-" has lost an e, "zapp-" has doubled its p."""
    if doubled:
        return doubled
    return [stem + "e"] if stem.endswith(("c", "v", "z", "s", "iz", "at", "rg", "dg", "u")) else [stem]


def _noun(form: str) -> str:
    if form.endswith("ies") and len(form) > 4:
        return form[:-3] + "y"
    if form.endswith(SIBILANTS):
        return form[:-2]
    return form[:-1] if form.endswith("s") and not form.endswith(("ss", "us", "is")) else form
