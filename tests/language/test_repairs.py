"""Tree repairs: each test shows a sentence as parsed and the one arc that is put right."""

from dataclasses import replace

import pytest

from summitry.article import Span
from summitry.language import repairs
from summitry.language.analysis import Token
from summitry.language.repairs import repaired


def tokens(*rows: str) -> list[Token]:
    """Tokens from "form upos xpos head relation" rows; `head` is a form of the sentence, or `-` for the root."""
    cells = [row.split() for row in rows]
    forms = [c[0] for c in cells]
    made, start = [], 0
    for i, (form, upos, xpos, head, relation) in enumerate(cells):
        span = Span(start, start + len(form))
        governor = i if head == "-" else forms.index(head)
        made.append(Token(i, span, form, form.lower(), upos, xpos, governor, relation))
        start = span.end + 1
    return made


def arc(parsed: list[Token], form: str) -> str:
    """ "head relation" of a word after repair."""
    out = repaired(parsed)
    token = next(t for t in out if t.text == form)
    return f"{out[token.head].text} {token.deprel}"


def test_a_coordinated_verb_joins_one_of_its_own_form():
    parsed = tokens(
        "Oslo PROPN NNP asked nsubj",
        "asked VERB VBD - root",
        "Rome PROPN NNP asked obj",
        "to PART TO stay mark",
        "stay VERB VB asked xcomp",
        "and CCONJ CC left cc",
        "left VERB VBD stay conj",
    )
    assert arc(parsed, "left") == "asked conj"


def test_a_coordinated_infinitive_joins_the_infinitive_before():
    parsed = tokens(
        "Oslo PROPN NNP promised nsubj",
        "promised VERB VBD - root",
        "to PART TO pay mark",
        "pay VERB VB promised xcomp",
        "and CCONJ CC go cc",
        "also PART TO go mark",
        "go VERB VB promised conj",
    )
    assert arc(parsed, "go") == "pay conj"


@pytest.mark.parametrize(("head", "relation"), [("promised", "conj"), ("Oslo", "acl")])
def test_an_infinitive_completes_the_verb_before_it(head, relation):
    parsed = tokens(
        "Oslo PROPN NNP promised nsubj",
        "promised VERB VBD - root",
        "not PART RB lift advmod",
        "to PART TO lift mark",
        f"lift VERB VB {head} {relation}",
        "it PRON PRP lift obj",
    )
    assert arc(parsed, "lift") == "promised xcomp"


def test_a_noun_before_an_auxiliary_is_its_subject():
    parsed = tokens(
        "Oslo PROPN NNP free nsubj",
        "would AUX MD free aux",
        "free VERB VB - root",
        "men NOUN NNS free obj",
        "and CCONJ CC Rome cc",
        "Rome PROPN NNP men conj",
        "will AUX MD pay aux",
        "pay VERB VB free conj",
    )
    assert arc(parsed, "Rome") == "pay nsubj"


def test_a_name_before_a_gerund_is_its_subject():
    parsed = tokens(
        "paid VERB VBD - root",
        "in ADP IN return case",
        "return NOUN NN paid obl",
        "for ADP IN Rome case",
        "Rome PROPN NNP return nmod",
        "leaving VERB VBG paid advcl",
    )
    assert (arc(parsed, "Rome"), arc(parsed, "leaving")) == ("leaving nsubj", "return acl")


def test_a_name_between_a_verb_and_an_infinitive_is_the_object():
    parsed = tokens(
        "asked VERB VBD - root", "Rome PROPN NNP asked nsubj", "to PART TO go mark", "go VERB VB asked xcomp"
    )
    assert arc(parsed, "Rome") == "asked obj"


def test_a_coordinated_phrase_joins_the_one_with_its_preposition():
    parsed = tokens(
        "called VERB VBD - root",
        "for ADP IN truce case",
        "truce NOUN NN called obl",
        "at ADP IN sea case",
        "sea NOUN NN truce nmod",
        "and CCONJ CC votes cc",
        "for ADP IN votes case",
        "votes NOUN NNS sea conj",
    )
    parsed[6] = Token(6, parsed[6].span, "for", "for", "ADP", "IN", 7, "case")
    assert arc(parsed, "votes") == "truce conj"


def test_how_goes_with_its_infinitive():
    parsed = tokens(
        "disagree VERB VBP - root", "how ADV WRB disagree advmod", "to PART TO go mark", "go VERB VB disagree advcl"
    )
    assert arc(parsed, "how") == "go advmod"


def test_a_that_clause_right_after_a_noun_belongs_to_the_noun():
    parsed = tokens(
        "repeated VERB VBD - root",
        "demand NOUN NN repeated obj",
        "that SCONJ IN leave mark",
        "they PRON PRP leave nsubj",
        "leave VERB VBP repeated ccomp",
    )
    assert arc(parsed, "leave") == "demand acl"


def test_the_second_subject_is_the_speaker():
    parsed = tokens(
        "Rome PROPN NNP has nsubj",
        "has VERB VBZ said ccomp",
        "money NOUN NN has obj",
        "Oslo PROPN NNP has nsubj",
        "said VERB VBD - root",
    )
    assert arc(parsed, "Oslo") == "said nsubj"


def test_a_tree_without_such_mistakes_stays_as_it_is():
    parsed = tokens("Rome PROPN NNP left nsubj", "left VERB VBD - root", "early ADV RB left advmod")
    assert repaired(parsed) == parsed


def test_a_clause_before_the_teller_belongs_to_what_is_told():
    parsed = tokens(
        "Ports NOUN NNS open nsubj",
        "open VERB VBP - root",
        ", PUNCT , open punct",
        "if SCONJ IN pays mark",
        "Rome PROPN NNP pays nsubj",
        "pays VERB VBZ told advcl",
        "Oslo PROPN NNP told nsubj",
        "told VERB VBD open parataxis",
        "them PRON PRP told obj",
    )
    assert arc(parsed, "pays") == "open advcl"


def test_a_title_goes_with_the_name_right_after_it():
    parsed = tokens(
        "Mr PROPN NNP Oslo nmod:desc",
        "Brand PROPN NNP said nsubj",
        "said VERB VBD - root",
        "Oslo PROPN NNP paid nsubj",
        "paid VERB VBD said ccomp",
    )
    assert arc(parsed, "Mr") == "Brand nmod:desc"


def test_before_the_auxiliary_of_a_verb_without_a_subject_stands_its_subject():
    parsed = tokens(
        "Brand PROPN NNP told iobj",
        "had AUX VBD told aux",
        "told VERB VBN - root",
        "him PRON PRP told iobj",
    )
    assert arc(parsed, "Brand") == "told nsubj"


def test_the_clause_after_the_person_told_is_what_was_told():
    parsed = tokens(
        "Oslo PROPN NNP said nsubj",
        "said VERB VBD - root",
        "Rome PROPN NNP tell nsubj",
        "had AUX VBD tell aux",
        "tell VERB VBN said ccomp",
        "him PRON PRP tell iobj",
        "that SCONJ IN left mark",
        "Bonn PROPN NNP left nsubj",
        "left VERB VBD said ccomp",
    )
    assert arc(parsed, "left") == "tell ccomp"


def test_a_repair_that_would_close_a_ring_is_left_undone(monkeypatch):
    parsed = tokens("Both PRON DT agreed nsubj", "agreed VERB VBD - root")
    ring = [parsed[0], replace(parsed[1], head=0)]
    monkeypatch.setattr(repairs, "_how_to", lambda _sentence: ring)
    assert repaired(parsed)[1].is_root


def test_what_follows_the_infinitives_to_is_a_verb():
    parsed = tokens(
        "Oslo PROPN NNP promised nsubj",
        "promised VERB VBD - root",
        "to PART TO pay mark",
        "pay SYM SYM promised xcomp",
    )
    assert [(t.upos, t.xpos) for t in repaired(parsed)][-1] == ("VERB", "VB")


def test_an_owner_goes_with_the_noun_right_after():
    parsed = tokens(
        "Oslo PROPN NNP kept nsubj", "kept VERB VBD - root", "its PRON PRP$ kept iobj", "word NOUN NN kept obj"
    )
    assert arc(parsed, "its") == "word nmod:poss"


def test_an_object_alone_is_no_indirect_one():
    parsed = tokens(
        "Oslo PROPN NNP urged nsubj",
        "urged VERB VBD - root",
        "Rome PROPN NNP urged iobj",
        "to PART TO go mark",
        "go VERB VB urged xcomp",
    )
    assert arc(parsed, "Rome") == "urged obj"


@pytest.mark.parametrize(("noun", "relation"), [("round", "obj"), ("week", "obl:unmarked")])
def test_a_bare_noun_after_its_verb_is_the_object_unless_it_says_when(noun, relation):
    parsed = tokens(
        "Oslo PROPN NNP hosts nsubj",
        "hosts VERB VBZ - root",
        f"the DET DT {noun} det",
        f"next ADJ JJ {noun} amod",
        f"{noun} NOUN NN hosts obl:unmarked",
    )
    assert arc(parsed, noun) == f"hosts {relation}"


def test_an_end_is_the_end_of_what_follows():
    parsed = tokens(
        "Oslo PROPN NNP pays nsubj",
        "pays VERB VBZ - root",
        "by ADP IN end case",
        "the DET DT end det",
        "end NOUN NN pays obl",
        "of ADP IN June case",
        "June PROPN NNP pays obl",
    )
    assert arc(parsed, "June") == "end nmod"


def test_a_preposition_goes_with_the_noun_after_it():
    parsed = tokens(
        "Oslo PROPN NNP rejects nsubj",
        "rejects VERB VBZ - root",
        "demands NOUN NNS rejects obj",
        "for ADP IN demands case",
        "a DET DT vote det",
        "vote NOUN NN demands amod",
    )
    assert (arc(parsed, "for"), arc(parsed, "vote")) == ("vote case", "demands nmod")


def test_a_subject_before_a_verb_without_one_is_the_verbs():
    parsed = tokens(
        "Fish NOUN NN obstacle nsubj",
        "remains VERB VBZ - root",
        "the DET DT obstacle det",
        "obstacle NOUN NN remains xcomp",
    )
    assert arc(parsed, "Fish") == "remains nsubj"


def test_how_goes_with_the_infinitive_that_was_read_below_it():
    parsed = tokens(
        "They PRON PRP argue nsubj",
        "argue VERB VBP - root",
        "how ADV WRB argue advmod",
        "to PART TO verify mark",
        "verify VERB VB how advcl:relcl",
    )
    assert (arc(parsed, "how"), arc(parsed, "verify")) == ("verify advmod", "argue advcl")


def test_an_object_of_the_subject_is_the_verbs():
    parsed = tokens(
        "Rome PROPN NNP left nsubj", "left VERB VBD - root", "the DET DT talks det", "talks NOUN NNS Rome obj"
    )
    assert arc(parsed, "talks") == "left obj"


def test_what_has_an_auxiliary_and_ends_like_a_participle_is_one():
    parsed = tokens("Rounds NOUN NNS halted nsubj", "were AUX VBD halted aux:pass", "halted NOUN NN - root")
    out = repaired(parsed)
    assert (out[2].upos, out[2].xpos, out[2].lemma) == ("VERB", "VBN", "halt")
    assert arc(parsed, "Rounds") == "halted nsubj:pass"


def test_what_an_article_and_a_preposition_stand_before_is_a_noun():
    parsed = tokens(
        "demand NOUN NN - root",
        "for ADP IN referendum case",
        "a DET DT referendum det",
        "referendum ADJ JJ demand amod",
    )
    assert arc(parsed, "referendum") == "demand nmod"
    assert repaired(parsed)[3].upos == "NOUN"


def test_what_comes_after_an_adverb_of_two_words_is_the_verbs():
    parsed = tokens(
        "agreed VERB VBD - root",
        "in ADP IN principle case",
        "principle NOUN NN agreed obl",
        "to ADP IN truce case",
        "a DET DT truce det",
        "truce NOUN NN principle nmod",
    )
    assert arc(parsed, "truce") == "agreed obl"


def test_what_stands_before_the_subject_of_a_clause_begins_it():
    parsed = tokens(
        "left VERB VBD - root", "unless ADP IN Rome case", "Rome PROPN NNP paid nsubj", "paid VERB VBD left advcl"
    )
    assert arc(parsed, "unless") == "paid mark"


def test_of_two_clauses_told_the_one_with_if_is_the_others_condition():
    parsed = tokens(
        "Rome PROPN NNP said nsubj",
        "said VERB VBD - root",
        "it PRON PRP stop nsubj",
        "stop VERB VB said ccomp",
        "if SCONJ IN paid mark",
        "Oslo PROPN NNP paid nsubj",
        "paid VERB VBD said ccomp",
    )
    assert arc(parsed, "paid") == "stop advcl"


def test_what_is_something_is_the_subject_of_it():
    parsed = tokens(
        "bridge NOUN NN - root",
        "is AUX VBZ point cop",
        "the DET DT point det",
        "point NOUN NN bridge parataxis",
    )
    assert (arc(parsed, "bridge"), arc(parsed, "point")) == ("point nsubj", "point root")


def test_a_noun_before_the_copula_is_no_copula():
    parsed = tokens("point NOUN NN number cop", "is AUX VBZ number cop", "number NOUN NN - root")
    assert arc(parsed, "point") == "number nsubj"


def test_a_verb_that_lasts_is_no_copula():
    parsed = tokens("talks NOUN NNS - root", "lasted VERB VBD talks cop", "hours NOUN NNS lasted obl")
    assert (arc(parsed, "talks"), arc(parsed, "lasted")) == ("lasted nsubj", "lasted root")


def test_what_has_a_modal_is_a_verb_in_its_base_form():
    parsed = tokens("Mali PROPN NNP return nsubj", "will AUX MD return aux", "return ADV VBP - root")
    verb = repaired(parsed)[2]
    assert (verb.upos, verb.xpos) == ("VERB", "VB")


def test_a_participle_between_an_article_and_its_noun_describes_it():
    parsed = tokens("the DET DT point det", "sticking VERB VBG point nsubj", "point NOUN NN - root")
    assert arc(parsed, "sticking") == "point amod"


def test_a_name_after_of_is_no_more_of_the_persons():
    parsed = tokens(
        "Oda PROPN NNP spoke nsubj", "of ADP IN Velmora case", "Velmora PROPN NNP Oda nmod", "spoke VERB VBD - root"
    )
    named = [replace(t, name=name) for t, name in zip(parsed, ("B-PER", "O", "I-PER", "O"), strict=True)]
    assert [t.name for t in repaired(named)] == ["B-PER", "O", "B-LOC", "O"]


def test_what_is_wanted_to_be_done_is_a_passive():
    parsed = tokens(
        "wants VERB VBZ - root",
        "vote NOUN NN wants obj",
        "to PART TO be mark",
        "be AUX VB vote cop",
        "held VERB VBN vote acl",
        "before ADP IN talks case",
        "talks NOUN NNS vote conj",
    )
    assert [arc(parsed, w) for w in ("be", "held", "talks")] == ["held aux:pass", "wants xcomp", "held obl"]


def test_a_second_subject_after_the_verb_is_its_object():
    parsed = tokens(
        "clause NOUN NN sank nsubj", "sank VERB VBD - root", "the DET DT treaty det", "treaty NOUN NN sank nsubj"
    )
    assert arc(parsed, "treaty") == "sank obj"
