"""Tree repairs: the few mistakes of the parser that the words right beside them give away."""

from collections.abc import Sequence
from dataclasses import replace

from summitry.language.analysis import Token


def repaired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one sentence with some of their heads and relations put right; indices are the article's."""
    sentence = list(tokens)
    if not sentence:
        return sentence
    for repair in (_like_with_like, _subject_before_auxiliary, _subject_of_gerund, _asked_to):
        sentence = repair(sentence)
    return sentence


def _like_with_like(s: list[Token]) -> list[Token]:
    """A coordinated verb without a subject joins the nearest verb above that has its form.

    "demanded that Norway stay and urged it": "urged" goes with "demanded", not with "stay".
    """
    first = s[0].index
    out = list(s)
    for t in s:
        if t.deprel != "conj" or not t.xpos.startswith("VB") or _child(s, t, "nsubj", "nsubj:pass", "aux", "aux:pass", "cop"):
            continue
        head = s[t.head - first]
        if not head.xpos.startswith("VB") or _form(s, head) == _form(s, t):
            continue
        above = head
        while not above.is_root:
            above = s[above.head - first]
            if above.xpos.startswith("VB") and _form(s, above) == _form(s, t) and above.index < t.index:
                out[t.index - first] = replace(t, head=above.index)
                break
    return out


def _form(s: Sequence[Token], t: Token) -> str:
    marked = _child(s, t, "mark")
    return "to" if marked is not None and marked.xpos == "TO" else t.xpos


def _child(s: Sequence[Token], head: Token, *relations: str) -> Token | None:
    return next((t for t in s if t.head == head.index and not t.is_root and t.deprel in relations), None)


def _subject_before_auxiliary(s: list[Token]) -> list[Token]:
    """A noun read as part of the object, right before the auxiliary of the next verb, is that verb's subject.

    "A would free the men and B would pay": B pays.
    """
    first = s[0].index
    out = list(s)
    for aux in s:
        verb = s[aux.head - first]
        noun = s[aux.index - first - 1] if aux.index > first else aux
        if aux.xpos != "MD" or aux.deprel != "aux" or verb.deprel != "conj" or _child(s, verb, "nsubj", "nsubj:pass"):
            continue
        if noun.deprel == "conj" and noun.upos in ("NOUN", "PROPN", "PRON") and noun.head != verb.index:
            out[noun.index - first] = replace(noun, head=verb.index, deprel="nsubj")
            cc = _child(s, noun, "cc")
            if cc is not None:
                out[cc.index - first] = replace(cc, head=verb.index)
    return out


def _subject_of_gerund(s: list[Token]) -> list[Token]:
    """ "in return for B lifting the ban": what is returned is that B lifts it, not B."""
    first = s[0].index
    out = list(s)
    for gerund in s[1:]:
        noun = s[gerund.index - first - 1]
        case = _child(s, noun, "case")
        if gerund.xpos != "VBG" or gerund.upos != "VERB" or noun.upos != "PROPN" or case is None or case.text != "for":
            continue
        if gerund.deprel in ("advcl", "acl") and not _child(s, gerund, "nsubj", "mark") and gerund.head <= noun.index:
            out[gerund.index - first] = replace(gerund, head=noun.head if noun.head != gerund.index else gerund.head, deprel="acl")
            out[noun.index - first] = replace(noun, head=gerund.index, deprel="nsubj")
            out[case.index - first] = replace(case, head=gerund.index, deprel="mark")
    return out


def _asked_to(s: list[Token]) -> list[Token]:
    """ "asked Ali to go": a noun between a verb and its infinitive is the object, not a subject after its verb."""
    first = s[0].index
    out = list(s)
    for noun in s:
        verb = s[noun.head - first]
        if noun.deprel != "nsubj" or noun.index != verb.index + 1 or verb.xpos not in ("VBD", "VBN", "VB"):
            continue
        if any(t.xpos == "TO" and t.index == noun.index + 1 for t in s):
            out[noun.index - first] = replace(noun, deprel="obj")
    return out
