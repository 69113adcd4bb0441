"""Tree repairs: the few mistakes of the parser that the words right beside them give away."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from summitry.language.analysis import Token
from summitry.language.lemmas import known, lemma

# Verbs that take a person and a that-clause.
TELLING = frozenset(
    """
tell assure reassure warn inform remind convince persuade notify show promise teach advise satisfy caution alert bet
""".split()
)
TITLES = frozenset("mr mrs ms dr prof sir lady lord gen col president chancellor chairman".split())
NOUNS = ("NOUN", "PROPN", "PRON")
EDGES = frozenset("end beginning start middle".split())
CONDITIONAL = frozenset("if unless until once provided".split())
# Nouns that make an adverb with "in": "in principle".
ADVERBIAL = frozenset("principle public private writing advance secret person general".split())
# Nouns that say when, not what: "met last week".
WHEN = frozenset(
    """
day week month year decade hour minute moment time morning afternoon evening night weekend today tomorrow yesterday monday tuesday
wednesday thursday friday saturday sunday spring summer autumn winter
""".split()
)


def repaired(tokens: Sequence[Token]) -> list[Token]:
    """The tokens of one sentence with some of their heads and relations put right; indices are the article's."""
    sentence = list(tokens)
    if not sentence:
        return sentence
    for repair in (
        _name_after_of,
        _noun_by_place,
        _verb_after_modal,
        _participle_of_noun,
        _equated,
        _verb_after_be,
        _verb_after_to,
        _passive_infinitive,
        _to_with_verb,
        _object_before_to,
        _oblique,
        _owner_with_noun,
        _object_alone,
        _object_with_verb,
        _bare_object,
        _edge_of,
        _case_before_noun,
        _case_with_next,
        _mark_of_clause,
        _beyond_adverb,
        _verb_before_article,
        _subject_of_linking,
        _title_with_name,
        _object_before_auxiliary,
        _like_with_like,
        _case_with_case,
        _subject_before_auxiliary,
        _subject_of_gerund,
        _infinitive_of,
        _asked_to,
        _how_to,
        _that_on_noun,
        _that_on_telling,
        _second_subject,
        _clause_before_teller,
        _condition_of_told,
    ):
        mended = repair(sentence)
        if any(new is not old for new, old in zip(mended, sentence, strict=True)) and _is_tree(mended):
            sentence = mended  # else nothing changed, or the repair of a bad tree closed a ring
    return sentence


def _is_tree(s: Sequence[Token]) -> bool:
    """Whether every word leads up to a root."""
    first, sound = s[0].index, set[int]()
    for token in s:
        path: list[int] = []
        while token.index not in sound and not token.is_root:
            if token.index in path:
                return False
            path.append(token.index)
            token = s[token.head - first]  # noqa: PLW2901 - up the tree
        sound.update(path, (token.index,))
    return True


def _verb_after_to(s: list[Token]) -> list[Token]:
    """ "to pay", "to free": what the infinitive's "to" stands before is a verb."""
    out = list(s)
    for to, verb in pairwise(s):
        if (
            to.xpos == "TO"
            and to.deprel == "mark"
            and to.head == verb.index
            and verb.upos in ("NOUN", "ADJ", "SYM", "X")
        ):
            out[verb.index - s[0].index] = replace(verb, upos="VERB", xpos="VB", lemma=verb.text.lower())
    return out


def _name_after_of(s: list[Token]) -> list[Token]:
    """ "Oda Lint of Velmora": a name after "of" goes on with no person's; it is where he is from."""
    out = list(s)
    for i, (of, name) in enumerate(pairwise(s), 1):
        if of.text == "of" and of.name == "O" and name.name == "I-PER":
            out[i] = replace(name, name="B-LOC")
    return out


def _verb_after_modal(s: list[Token]) -> list[Token]:
    """ "will not return": what has a modal is a verb in its base form."""
    out = list(s)
    for i, t in enumerate(s):
        modal = _child(s, t, "aux")
        base = t.xpos in ("VB", "VBP", "VBZ") and not t.text.endswith("s")  # "will sanctions" is no English
        if modal is not None and modal.xpos == "MD" and base and not _child(s, t, "cop"):
            out[i] = replace(t, upos="VERB" if t.upos != "AUX" else "AUX", xpos="VB")
    return out


def _participle_of_noun(s: list[Token]) -> list[Token]:
    """ "the sticking point": a participle between an article and its noun describes it."""
    out = list(s)
    for i, (before, t, noun) in enumerate(zip(s, s[1:], s[2:], strict=False), 1):
        inside = before.head == noun.index and before.index < t.index
        if (
            inside
            and t.xpos == "VBG"
            and t.head == noun.index
            and noun.upos == "NOUN"
            and t.deprel in ("nsubj", "case")
        ):
            out[i] = replace(t, deprel="amod")
    return out


def _equated(s: list[Token]) -> list[Token]:
    """ "The bridge is the sticking point": the noun before the copula is its subject, neither a copula nor above what it is.

    A verb that is no copula ("the talks lasted") is above its subject likewise.
    """
    first, out = s[0].index, list(s)
    for t in s:
        above = s[t.head - first]
        if t.deprel == "cop" and t.upos in NOUNS and t.index < above.index:
            out[t.index - first] = replace(t, deprel="nsubj")
        be = _child(s, t, "cop") if t.deprel in ("cop", "parataxis") and not _child(s, t, "nsubj", "csubj") else None
        alone = t.deprel == "cop" and t.upos == "VERB" and above.index < t.index
        if above.upos in NOUNS and (alone or (be is not None and above.index < be.index < t.index)):
            out[t.index - first] = replace(t, head=t.index if above.is_root else above.head, deprel=above.deprel)
            out[above.index - first] = replace(above, head=t.index, deprel="nsubj")
    return out


def _verb_after_be(s: list[Token]) -> list[Token]:
    """ "were suspended": what has an auxiliary and ends like a participle is one."""
    first, out = s[0].index, list(s)
    for t in s:
        if t.upos in ("NOUN", "ADJ") and t.text.endswith("ed") and _child(s, t, "aux", "aux:pass"):
            passive = _child(s, t, "aux:pass")
            out[t.index - first] = replace(t, upos="VERB", xpos="VBN", lemma=lemma(t.text, "VBN", t.lemma))
            subject = _child(s, t, "nsubj")
            if subject is not None and passive is not None:
                out[subject.index - first] = replace(subject, deprel="nsubj:pass")
    return out


def _noun_by_place(s: list[Token]) -> list[Token]:
    """ "the withdrawal began", "its demand": what has an article or an owner and is a subject or an object is a noun.

    So is what has an article and a preposition and describes no noun after it: "a demand for a plebiscite".
    """
    out = list(s)
    for t in s:
        article, case = _child(s, t, "det"), _child(s, t, "case")
        if t.upos == "ADJ" and article and case and t.head < case.index < article.index < t.index:
            out[t.index - s[0].index] = replace(t, upos="NOUN", xpos="NN")
        if t.upos == "VERB" and t.deprel in ("nsubj", "nsubj:pass", "obj", "obl", "nmod"):
            own = _child(s, t, "det", "nmod:poss")
            if own is not None and own.index < t.index:
                out[t.index - s[0].index] = replace(t, upos="NOUN", xpos="NN", lemma=t.text.lower())
    return out


def _passive_infinitive(s: list[Token]) -> list[Token]:
    """ "wants a vote to be held": what is wanted of its object is the participle with "to be"."""
    first, out = s[0].index, list(s)
    for to, be, verb in zip(s, s[1:], s[2:], strict=False):
        noun = s[be.head - first]
        if (
            to.xpos == "TO"
            and be.text == "be"
            and be.deprel == "cop"
            and verb.xpos == "VBN"
            and verb.head == noun.index
        ):
            wanted = noun.deprel == "obj" and noun.index < to.index
            out[be.index - first] = replace(be, head=verb.index, deprel="aux:pass")
            if wanted:
                out[verb.index - first] = replace(verb, head=noun.head, deprel="xcomp")
            for t in s[verb.index - first + 1 :]:
                if t.head == noun.index and t.deprel in ("nmod", "obl", "conj") and _child(s, t, "case"):
                    out[t.index - first] = replace(t, head=verb.index, deprel="obl")
    return out


def _to_with_verb(s: list[Token]) -> list[Token]:
    """ "refuses to join": the infinitive's "to" goes with the verb right after."""
    out = list(s)
    for to, verb in pairwise(s):
        if to.xpos == "TO" and to.deprel == "mark" and verb.xpos == "VB" and to.head != verb.index:
            out[to.index - s[0].index] = replace(to, head=verb.index)
    return out


def _object_before_to(s: list[Token]) -> list[Token]:
    """ "wants Rome to leave": what stands before an infinitive's "to" is the object of the verb above."""
    first, out = s[0].index, list(s)
    for t in s:
        verb = s[t.head - first]
        to = _child(s, verb, "mark")
        if t.deprel == "obj" and to is not None and to.xpos == "TO" and verb.head < t.index < to.index:
            above = s[verb.head - first]
            if verb.deprel == "xcomp" and above.upos == "VERB" and _child(s, above, "obj") is None:
                out[t.index - first] = replace(t, head=above.index)
    return out


def _oblique(s: list[Token]) -> list[Token]:
    """ "broke down over pensions", "a demand for a vote": a noun with a preposition is no object, no clause and describes none."""
    first, out = s[0].index, list(s)
    for t in s:
        case = _child(s, t, "case")
        loose = t.deprel in ("obj", "amod", "xcomp") or (t.deprel == "conj" and not _child(s, t, "cc", "punct"))
        if t.upos in NOUNS and loose and case is not None and case.xpos == "IN":
            verbal = s[t.head - first].upos in ("VERB", "ADJ")
            if case.index < t.index and t.head < case.index:
                out[t.index - first] = replace(t, deprel="obl" if verbal else "nmod")
    return out


def _owner_with_noun(s: list[Token]) -> list[Token]:
    """ "kept its promise": the owner goes with the noun right after."""
    out = list(s)
    for owner, noun in pairwise(s):
        if owner.xpos == "PRP$" and owner.head != noun.index and noun.upos == "NOUN" and noun.deprel != "compound":
            out[owner.index - s[0].index] = replace(owner, head=noun.index, deprel="nmod:poss")
    return out


def _object_alone(s: list[Token]) -> list[Token]:
    """ "urged Ali to go": a verb with neither a second object nor a clause that is told has no indirect object."""
    out = list(s)
    for t in s:
        if t.deprel == "iobj" and not _child(s, s[t.head - s[0].index], "obj", "ccomp"):
            out[t.index - s[0].index] = replace(t, deprel="obj")
    return out


def _object_with_verb(s: list[Token]) -> list[Token]:
    """ "Rome left the talks": what was read as the object of a verb's subject is the verb's."""
    out = list(s)
    for t in s:
        subject = s[t.head - s[0].index]
        verb = s[subject.head - s[0].index]
        if t.deprel == "obj" and subject.upos in NOUNS and verb.upos == "VERB" and subject.index < verb.index < t.index:
            out[t.index - s[0].index] = replace(t, head=verb.index)
    return out


def _bare_object(s: list[Token]) -> list[Token]:
    """ "host the next round": a noun without a preposition right after its verb is the object, unless it says when."""
    first = s[0].index
    out = list(s)
    for noun in s:
        verb = s[noun.head - first]
        if noun.deprel not in ("obl", "obl:unmarked") or noun.upos != "NOUN" or noun.lemma.lower() in WHEN:
            continue
        between = {t.index for t in s[verb.index - first + 1 : noun.index - first] if t.deprel != "compound:prt"}
        beside = verb.upos == "VERB" and verb.index < noun.index and between <= set(_below(s, noun))
        if beside and not _child(s, noun, "case") and not _child(s, verb, "obj", "nsubj:pass"):
            out[noun.index - first] = replace(noun, deprel="obj")
    return out


def _edge_of(s: list[Token]) -> list[Token]:
    """ "by the end of June": the end is June's."""
    first = s[0].index
    out = list(s)
    for edge, of in pairwise(s):
        whole = s[of.head - first]
        if edge.lemma.lower() in EDGES and of.text.lower() == "of" and of.deprel == "case" and whole.index > of.index:
            out[whole.index - first] = replace(whole, head=edge.index, deprel="nmod")
    return out


def _case_before_noun(s: list[Token]) -> list[Token]:
    """ "a demand for a vote": a preposition goes with the noun after it, not with the one before."""
    first = s[0].index
    out = list(s)
    for case in s:
        if case.deprel != "case" or case.upos != "ADP" or case.head > case.index:
            continue
        noun = next((t for t in s[case.index - first + 1 :] if t.upos in NOUNS and t.head == case.head), None)
        if noun is not None and min(_below(s, noun)) == case.index + 1 and not _child(s, noun, "case"):
            out[case.index - first] = replace(case, head=noun.index)
            out[noun.index - first] = replace(noun, deprel="nmod" if s[noun.head - first].upos in NOUNS else "obl")
    return out


def _case_with_next(s: list[Token]) -> list[Token]:
    """ "in Geneva on Monday": a preposition right before a name goes with it, not with a noun behind the next one."""
    first, out = s[0].index, list(s)
    for case, name in pairwise(s):
        if case.deprel == "case" and case.upos == "ADP" and name.upos == "PROPN" and case.head > name.index:
            behind = s[name.index + 1 - first : case.head - first]
            apart = name.head < case.index and _child(s, name, "case") is None
            if apart and any(t.upos == "ADP" and t.head == case.head for t in behind):
                out[case.index - first] = replace(case, head=name.index)
    return out


def _mark_of_clause(s: list[Token]) -> list[Token]:
    """ "unless Chad accepts it": what stands before the subject of a verb is no preposition of the subject's but begins the clause."""
    first, out = s[0].index, list(s)
    for case in s:
        noun = s[case.head - first]
        verb = s[noun.head - first]
        subject = noun.deprel in ("nsubj", "nsubj:pass") and case.index < noun.index < verb.index
        if case.deprel == "case" and subject and verb.upos in ("VERB", "AUX") and not _child(s, verb, "mark"):
            out[case.index - first] = replace(case, head=verb.index, deprel="mark")
    return out


def _beyond_adverb(s: list[Token]) -> list[Token]:
    """ "agreed in principle to a truce": what comes after such an adverb of two words is not its own but the verb's."""
    first, out = s[0].index, list(s)
    for t in s:
        noun = s[t.head - first]
        if t.deprel == "nmod" and t.index > noun.index and noun.lemma.lower() in ADVERBIAL and noun.deprel == "obl":
            before = s[noun.index - first - 1] if noun.index > first else noun
            if before.text.lower() == "in" and before.head == noun.index:
                out[t.index - first] = replace(t, head=noun.head, deprel="obl")
    return out


def _verb_before_article(s: list[Token]) -> list[Token]:
    """ "Ban the bomb": what may be a verb, begins the sentence and has an article after it is no name."""
    if len(s) < 2 or s[0].upos != "PROPN" or s[1].upos != "DET" or s[0].text.lower() not in known()[0]:
        return list(s)
    return [replace(s[0], upos="VERB", xpos="VB", lemma=s[0].text.lower()), *s[1:]]


def _subject_of_linking(s: list[Token]) -> list[Token]:
    """ "Fish remains the obstacle": a subject before a verb without one is the verb's, not that of the noun after the verb."""
    first = s[0].index
    out = list(s)
    for noun in s:
        what = s[noun.head - first]
        verb = s[what.head - first]
        linked = noun.deprel == "nsubj" and what.deprel == "xcomp" and noun.index < verb.index < what.index
        if linked and verb.upos == "VERB" and not _child(s, verb, "nsubj", "nsubj:pass", "csubj", "expl"):
            out[noun.index - first] = replace(noun, head=verb.index)
    return out


def _title_with_name(s: list[Token]) -> list[Token]:
    """ "Mr Moon said Mr Kim": a title goes with the name right after it."""
    first = s[0].index
    out = list(s)
    for title, name in pairwise(s):
        run = next((i for i in range(name.index - first, len(s)) if s[i].upos != "PROPN"), len(s)) + first
        if title.text.lower().rstrip(".") in TITLES and name.upos == "PROPN" and not name.index <= title.head < run:
            own = title.is_root or name.head in (title.head, title.index)
            if not own:
                out[title.index - first] = replace(title, head=name.index, deprel="nmod:desc")
    return out


def _object_before_auxiliary(s: list[Token]) -> list[Token]:
    """ "Mr Kim had told him": before the auxiliaries of a verb without a subject stands its subject."""
    out = list(s)
    for verb in s:
        helpers = [t.index for t in s if t.head == verb.index and t.deprel == "aux"]
        if not helpers or _child(s, verb, "nsubj", "nsubj:pass", "csubj"):
            continue
        for t in s:
            if t.head == verb.index and t.deprel in ("iobj", "obj") and t.index == min(helpers) - 1 and t.upos in NOUNS:
                out[t.index - s[0].index] = replace(t, deprel="nsubj")
    return out


def _like_with_like(s: list[Token]) -> list[Token]:
    """A coordinated verb without a subject joins the nearest verb that has its form, below or above the one it was read with.

    "demanded that Norway stay and urged it": "urged" goes with "demanded", not with "stay"; "promised to pay and to go": "go" with "pay".
    """
    first = s[0].index
    out = list(s)
    for t in s:
        if (
            t.deprel != "conj"
            or not t.xpos.startswith("VB")
            or _child(s, t, "nsubj", "nsubj:pass", "aux", "aux:pass", "cop")
        ):
            continue
        head = s[t.head - first]
        if not head.xpos.startswith("VB") or _form(s, head) == _form(s, t):
            continue
        beside = [c for c in s if c.head == head.index and c.deprel == "xcomp" and c.index < t.index]
        above = head
        while not above.is_root:
            above = s[above.head - first]
            beside.append(above)
        alike = (b for b in beside if b.xpos.startswith("VB") and _form(s, b) == _form(s, t) and b.index < t.index)
        if (joined := next(alike, None)) is not None:
            out[t.index - first] = replace(t, head=joined.index)
    return out


def _case_with_case(s: list[Token]) -> list[Token]:
    """A coordinated phrase joins the phrase with its own preposition: "called for a truce in X and for elections"."""
    first = s[0].index
    out = list(s)
    for t in s:
        own, head = _child(s, t, "case"), s[t.head - first]
        if t.deprel != "conj" or own is None or t.upos not in NOUNS:
            continue
        while not head.is_root and head.upos in NOUNS:
            case = _child(s, head, "case")
            if case is not None and case.text.lower() == own.text.lower():
                out[t.index - first] = replace(t, head=head.index)
                break
            head = s[head.head - first]
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
    for verb in s:
        aux = _child(s, verb, "aux", "aux:pass")
        if (
            aux is None
            or verb.deprel not in ("conj", "ccomp")
            or _child(s, verb, "nsubj", "nsubj:pass", "expl", "mark")
        ):
            continue
        for noun in s:
            if noun.deprel == "conj" and noun.upos in NOUNS and max(_below(s, noun)) == aux.index - 1:
                out[noun.index - first] = replace(noun, head=verb.index, deprel="nsubj")
                out = [replace(t, head=verb.index) if t.deprel == "cc" and t.head == noun.index else t for t in out]
                break
    return out


def _below(s: Sequence[Token], top: Token) -> list[int]:
    """Indices of a token and all below it in its sentence."""
    found, todo = [], [top.index]
    while todo:
        i = todo.pop()
        found.append(i)
        todo += [t.index for t in s if t.head == i and not t.is_root]
    return found


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
            out[gerund.index - first] = replace(
                gerund, head=noun.head if noun.head != gerund.index else gerund.head, deprel="acl"
            )
            out[noun.index - first] = replace(noun, head=gerund.index, deprel="nsubj")
            out[case.index - first] = replace(case, head=gerund.index, deprel="mark")
    return out


def _infinitive_of(s: list[Token]) -> list[Token]:
    """ "promised to lift it", "is ready to go": an infinitive right after a verb or an adjective completes it."""
    first = s[0].index
    out = list(s)
    for verb in s:
        to = _child(s, verb, "mark")
        if verb.xpos != "VB" or to is None or to.xpos != "TO" or to.index == first:
            continue
        before = s[to.index - first - 1]
        before = s[before.index - first - 1] if before.text.lower() == "not" and before.index > first else before
        completed = (
            before.upos in ("VERB", "ADJ") and before.head != verb.index and not before.deprel.startswith("amod")
        )
        if completed and not verb.is_root and (verb.head != before.index or verb.deprel in ("conj", "acl", "nsubj")):
            out[verb.index - first] = replace(verb, head=before.index, deprel="xcomp")
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


def _how_to(s: list[Token]) -> list[Token]:
    """ "disagree over how to verify it": "how" goes with its infinitive."""
    first = s[0].index
    out = list(s)
    for word, to in pairwise(s):
        if word.xpos in ("WRB", "WP") and to.xpos == "TO" and to.head > to.index and word.head != to.head:
            verb = s[to.head - first]
            if verb.head == word.index and not word.is_root:
                out[verb.index - first] = replace(verb, head=word.head, deprel="advcl")
            out[word.index - first] = replace(word, head=to.head)
    return out


def _that_on_noun(s: list[Token]) -> list[Token]:
    """ "repeated its demand that B leave": the clause right after the noun is what was demanded, not what was repeated."""
    first = s[0].index
    out = list(s)
    for that in s:
        clause = s[that.head - first]
        if that.text.lower() != "that" or that.deprel != "mark" or clause.deprel != "ccomp" or that.index == first:
            continue
        noun, verb = s[that.index - first - 1], s[clause.head - first]
        if noun.upos == "NOUN" and noun.deprel == "obj" and noun.head == verb.index and verb.lemma not in TELLING:
            out[clause.index - first] = replace(clause, head=noun.index, deprel="acl")
    return out


def _that_on_telling(s: list[Token]) -> list[Token]:
    """ "A said B had told him that C": the clause after the person told is what B told, not what A said."""
    first = s[0].index
    out = list(s)
    for that in s:
        clause = s[that.head - first]
        if that.text.lower() != "that" or that.deprel != "mark" or clause.deprel != "ccomp" or that.index == first:
            continue
        person = s[that.index - first - 1]
        teller = s[person.head - first]
        told = person.deprel in ("iobj", "obj") and teller.lemma.lower() in TELLING and teller.index != clause.head
        if told and not _child(s, teller, "ccomp"):
            out[clause.index - first] = replace(clause, head=teller.index)
    return out


def _second_subject(s: list[Token]) -> list[Token]:
    """ "The sides have to meet, Ghana said": of two subjects the later, right before a verb without one, is that verb's.

    Else it is the object of its own: "a clause sank the treaty".
    """
    first = s[0].index
    out = list(s)
    for noun in s:
        verb = s[noun.head - first]
        if not noun.deprel.startswith("nsubj") or noun.index < verb.index or noun.is_root:
            continue
        earlier = any(t.head == verb.index and t.deprel.startswith("nsubj") and t.index < verb.index for t in s)
        end = max(_below(s, noun)) + 1 - first
        saying = s[end] if end < len(s) else noun
        if (
            earlier
            and saying.upos == "VERB"
            and saying.xpos.startswith("VB")
            and not _child(s, saying, "nsubj", "nsubj:pass")
        ):
            out[noun.index - first] = replace(noun, head=saying.index, deprel="nsubj")
        elif earlier and verb.upos == "VERB" and noun.upos in NOUNS and not _child(s, verb, "obj"):
            out[noun.index - first] = replace(noun, deprel="obj")
    return out


def _clause_before_teller(s: list[Token]) -> list[Token]:
    """ "The port opens, but only if B pays, C told them": the clause before the teller belongs to what is told."""
    first = s[0].index
    out = list(s)
    for teller in s:
        if teller.deprel != "parataxis" or teller.head > teller.index:
            continue
        subject = next((t for t in s if t.head == teller.index and t.deprel.startswith("nsubj")), None)
        for t in s:
            before = subject is not None and teller.head < t.index < subject.index and max(_below(s, t)) < subject.index
            if before and t.head == teller.index and t.deprel in ("advcl", "advmod", "cc"):
                out[t.index - first] = replace(t, head=teller.head)
    return out


def _condition_of_told(s: list[Token]) -> list[Token]:
    """ "said it would stop only if B paid": of two clauses that are told, one with "if" after the other is its condition."""
    first, out = s[0].index, list(s)
    for clause in s:
        mark = _child(s, clause, "mark")
        if clause.deprel != "ccomp" or mark is None or mark.text.lower() not in CONDITIONAL:
            continue
        told = [t for t in s if t.head == clause.head and t.deprel == "ccomp" and t.index < mark.index]
        if told:
            out[clause.index - first] = replace(clause, head=told[-1].index, deprel="advcl")
    return out
