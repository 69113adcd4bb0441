"""A spaCy pipeline as the source of syntax: its labels as Universal Dependencies', and what is said where it cannot serve."""

import sys

import pytest

from summitry.errors import ModelError
from summitry.language.spacy import Pipeline, Word, universal
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text

# Words as spaCy's English pipelines read them: form, tag, part of speech, label, place of the head (from 1; 0 is the root).
SIGNED = """
The DT DET det 2
treaty NN NOUN nsubjpass 4
was VBD AUX auxpass 4
signed VBN VERB ROOT 0
by IN ADP agent 4
Ana NNP PROPN compound 7
Alder NNP PROPN pobj 5
in IN ADP prep 4
Oslo NNP PROPN pobj 8
. . PUNCT punct 4
"""
HOPE = """
There EX PRON expl 2
is VBZ VERB ROOT 0
hope NN NOUN attr 2
, , PUNCT punct 2
but CC CCONJ cc 2
he PRP PRON nsubj 7
is VBZ AUX conj 2
ill JJ ADJ acomp 7
"""
CONJUNCTS = """
Envoys NNS NOUN nsubj 2
came VBD VERB ROOT 0
, , PUNCT punct 2
talked VBD VERB conj 2
and CC CCONJ cc 4
left VBD VERB conj 4
"""
FROM_BEHIND = """
He PRP PRON nsubj 2
spoke VBD VERB ROOT 0
from IN ADP prep 2
behind IN ADP prep 3
walls NNS NOUN pobj 4
of IN ADP prep 5
stone NN NOUN pobj 6
"""
AFTER_SIGNING = """
After IN ADP prep 4
signing VBG VERB pcomp 1
it PRP PRON dobj 2
left VBD VERB ROOT 0
to TO PART aux 6
rest VB VERB xcomp 4
"""


def rows(table):
    return [line.split() for line in table.strip().splitlines()]


def words(table, names=""):
    read = []
    for i, (form, xpos, upos, deprel, head) in enumerate(rows(table)):
        name = "O" if form not in names.split() else "B-PER" if form == names.split()[0] else "I-PER"
        lemma = "be" if form in ("is", "was") else form.lower()
        read.append(Word(lemma, upos, xpos, name, int(head) - 1 if head != "0" else i, deprel))
    return read


def arcs(table, names=""):
    """ "word label head" of each word after the conversion."""
    forms = [row[0] for row in rows(table)]
    read = universal(words(table, names))
    return [
        f"{form} {w.deprel} {'-' if w.head == i else forms[w.head]}"
        for i, (form, w) in enumerate(zip(forms, read, strict=True))
    ]


def test_content_words_govern_prepositions_and_the_first_name_the_others():
    assert arcs(SIGNED, "Ana Alder") == [
        "The det treaty",
        "treaty nsubj:pass signed",
        "was aux:pass signed",
        "signed ROOT -",
        "by case Ana",
        "Ana obl:agent signed",
        "Alder flat Ana",
        "in case Oslo",
        "Oslo obl signed",
        ". punct signed",
    ]


def test_what_somebody_is_governs_the_copula_but_not_there_is():
    assert arcs(HOPE) == [
        "There expl is",
        "is ROOT -",
        "hope nsubj is",
        ", punct is",
        "but cc ill",
        "he nsubj ill",
        "is cop ill",
        "ill conj is",
    ]


def test_conjuncts_hang_on_the_first():
    assert arcs(CONJUNCTS)[3:] == ["talked conj came", "and cc left", "left conj came"]


def test_prepositions_in_a_row_hang_on_their_noun():
    assert arcs(FROM_BEHIND)[2:] == [
        "from case walls",
        "behind case walls",
        "walls obl spoke",
        "of case stone",
        "stone nmod walls",
    ]


def test_a_preposition_before_a_clause_marks_it():
    assert arcs(AFTER_SIGNING) == [
        "After mark signing",
        "signing advcl left",
        "it obj signing",
        "left ROOT -",
        "to mark rest",
        "rest xcomp left",
    ]


def test_without_spacy_it_is_said_how_to_install_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ModelError, match=r"spaCy is not installed; pip install 'summitry\[spacy\]'"):
        Pipeline("en_core_web_sm").read([["Hello"]])


def test_an_unknown_backend_is_refused_with_those_there_are():
    with pytest.raises(ValueError, match="'spicy:en' is none of both, model, rules and spacy:NAME"):
        Options(backend="spicy:en")


@pytest.fixture
def installed_pipeline(tmp_path):
    """A function that saves a pipeline which reads its one sentence as a table says, and gives back its name."""
    spacy = pytest.importorskip("spacy")

    def save(table):
        name = tmp_path.name  # spaCy keeps components by their names for good

        @spacy.Language.component(name)
        def read(doc):
            _, tags, pos, deps, heads = zip(*rows(table), strict=True)
            places = [int(head) - 1 if head != "0" else i for i, head in enumerate(heads)]
            words = [token.text for token in doc]
            return spacy.tokens.Doc(doc.vocab, words, tags=tags, pos=pos, deps=deps, heads=places)

        pipeline = spacy.blank("en")
        if table:
            pipeline.add_pipe(name)
        pipeline.to_disk(tmp_path / "pipeline")
        return str(tmp_path / "pipeline")

    return save


def test_an_article_is_read_by_rules_over_a_pipeline(installed_pipeline):
    name = installed_pipeline("""
        Moon NNP PROPN nsubj 2
        said VBD VERB ROOT 0
        Kim NNP PROPN nsubj 5
        would MD AUX aux 5
        come VB VERB ccomp 2
        . . PUNCT punct 2
    """)
    document = process(from_text("Moon said Kim would come.", published="2018-09-24"), Options(backend=f"spacy:{name}"))
    assert [document.article.quote(s.content[0]) for s in document.statements] == ["Kim would come"]


def test_labels_of_universal_dependencies_stay(installed_pipeline):
    already = """
        He PRP PRON nsubj 2
        came VBD VERB ROOT 0
        , , PUNCT punct 2
        saw VBD VERB conj 2
        and CC CCONJ cc 4
        signed VBD VERB conj 4
    """
    (read,) = Pipeline(installed_pipeline(already)).read([[row[0] for row in rows(already)]]).sentences
    assert [(w.head, w.deprel) for w in read[1:]] == [(1, "root"), (1, "punct"), (1, "conj"), (3, "cc"), (3, "conj")]


def test_a_pipeline_without_a_parser_is_refused(installed_pipeline):
    with pytest.raises(ModelError, match="has no parser; it cannot serve"):
        Pipeline(installed_pipeline("")).read([["Hello", "there"]])


def test_a_pipeline_that_is_not_installed_is_named():
    pytest.importorskip("spacy")
    with pytest.raises(ModelError, match="spaCy cannot load the pipeline 'en_no_such'"):
        Pipeline("en_no_such").read([["Hello"]])
