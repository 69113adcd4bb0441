"""What PLOVER and CAMEO call an event: each test shows its words, and how they are told."""

import tomllib
from importlib.resources import files
from typing import get_args

import pytest

from summitry.codes import codings
from summitry.records import Plover


@pytest.fixture
def codes(told):
    """ "TYPE-mode CAMEO source > target" of each event of a marked text."""

    def shown(marked: str) -> list[str]:
        document = told(marked, "2020-03-01")
        found = codings(document)
        rows = []
        for event in document.events:
            c = found[event.id]
            kind = f"{c.event_type}-{c.mode}" if c.mode else c.event_type
            rows.append(f"{kind} {c.cameo}: {', '.join(c.source)} > {', '.join(c.target)}")
        return rows

    return shown


@pytest.mark.parametrize(
    ("root", "words", "expected"),
    [
        ("CONSULT", "met", "CONSULT 040"),
        ("CONSULT", "telephoned", "CONSULT-phone 041"),
        ("CONSULT", "paid a visit to", "CONSULT-visit 042"),
        ("CONSULT", "hosted", "CONSULT-visit 043"),
        ("CONSULT", "negotiated with", "CONSULT 046"),
        ("AGREE", "agreed with", "AGREE 030"),
        ("AGREE", "signed", "SUPPORT 057"),
        ("SUPPORT", "recognised", "SUPPORT 054"),
        ("SUPPORT", "praised", "SUPPORT 051"),
        ("COOPERATE", "held a joint exercise with", "COOPERATE 062"),
        ("AID", "sent tents to", "AID 073"),
        ("AID", "shipped weapons to", "AID 072"),
        ("CONCEDE", "freed two sailors for", "RETREAT-release 0841"),
        ("CONCEDE", "eased the embargo on", "CONCEDE 085"),
        ("RETREAT", "pulled its troops out of", "RETREAT-withdraw 0874"),
        ("RETREAT", "dismantled the reactor for", "RETREAT-disarm 087"),
        ("RETREAT", "let the inspectors in for", "RETREAT-access 0862"),
        ("REQUEST", "urged", "REQUEST 020"),
        ("REQUEST", "demanded it of", "REQUEST 100"),
        ("ACCUSE", "accused", "ACCUSE-allege 112"),
        ("ACCUSE", "condemned", "ACCUSE-disapprove 111"),
        ("REJECT", "turned down a meeting with", "REJECT-meet 125"),
        ("REJECT", "vetoed the motion of", "REJECT-yield 129"),
        ("THREATEN", "threatened", "THREATEN 130"),
        ("PROTEST", "went on strike against", "PROTEST-strike 143"),
        ("SANCTION", "imposed tariffs on", "SANCTION-discontinue 163"),
        ("SANCTION", "recalled its ambassador from", "SANCTION-discontinue 161"),
        ("MOBILIZE", "massed troops against", "MOBILIZE-troops 154"),
        ("COERCE", "arrested", "COERCE-arrest 173"),
        ("ASSAULT", "shelled", "ASSAULT-heavy-weapons 194"),
        ("ASSAULT", "attacked", "ASSAULT 180"),
    ],
)
def test_what_was_done_is_coded_by_its_words(codes, root, words, expected):
    told = f"Ana Alder <event plover={root} actor=ana recipient=bo>{words}</event> Bo Birch."
    assert codes(told) == [f"{expected}: ana > bo"]


@pytest.mark.parametrize(
    ("root", "words", "modality", "expected"),
    [
        ("CONSULT", "meet", "planned", "AGREE 036"),
        ("AGREE", "reach a settlement with", "promised", "AGREE 037"),
        ("COOPERATE", "trade with", "promised", "AGREE 0311"),
        ("AID", "send tents to", "promised", "AGREE 0333"),
        ("CONCEDE", "lift the embargo on", "promised", "CONCEDE 0354"),
        ("RETREAT", "withdraw its troops from", "planned", "CONCEDE 0356"),
        ("SANCTION", "impose tariffs on", "planned", "THREATEN-restrict 1312"),
        ("ASSAULT", "bombard", "planned", "THREATEN-violence 1384"),
        ("COERCE", "blockade", "promised", "THREATEN-restrict 1381"),
        ("CONSULT", "meet", "refused", "REJECT-meet 125"),
        ("RETREAT", "release the sailors to", "refused", "REJECT-yield 1243"),
        ("AID", "lend money to", "refused", "REJECT-assist 1221"),
        ("AGREE", "sign the treaty with", "refused", "REJECT-meet 127"),
        ("CONSULT", "broke off talks with", "cancelled", "SANCTION-discontinue 164"),
        ("CONSULT", "called off a meeting with", "cancelled", "REJECT-meet 125"),
    ],
)
def test_what_is_not_yet_done_is_an_agreement_a_concession_a_refusal_or_a_threat(
    codes, root, words, modality, expected
):
    told = f"Ana Alder <event plover={root} modality={modality} actor=ana recipient=bo>{words}</event> Bo Birch."
    assert codes(told) == [f"{expected}: ana > bo"]


@pytest.mark.parametrize(
    ("root", "modality"),
    [
        ("CONSULT", "denied"),
        ("CONSULT", "possible"),
        ("AID", "conditional"),
        ("SANCTION", "refused"),
        ("MOBILIZE", "cancelled"),
        ("REQUEST", "planned"),
        ("ACCUSE", "possible"),
    ],
)
def test_what_the_books_do_not_code_has_no_code(codes, root, modality):
    told = f"Ana Alder might <event plover={root} modality={modality} actor=ana recipient=bo>do it to</event> Bo Birch."
    assert codes(told) == ["None None: ana > bo"]


def test_what_is_offered_on_a_condition_is_intended(codes):
    told = "Ana Alder will <commitment maker=ana><event plover=AID modality=conditional actor=ana>send tents</event></commitment> if asked."
    assert codes(told) == ["AGREE 0333: ana > "]


def test_an_act_asked_for_is_coded_once_with_the_asking(codes):
    told = (
        "Ana Alder <event plover=REQUEST actor=ana recipient=bo>urged</event> Bo Birch to "
        "<event plover=CONCEDE modality=requested actor=bo>free two sailors</event>."
    )
    assert codes(told) == ["REQUEST-yield 0253: ana > bo", "None None: bo > "]


def test_an_act_asked_for_in_other_words_has_who_asks_as_its_source(codes):
    told = "Ana Alder wants Bo Birch to <demand by=ana to=bo><event plover=CONSULT modality=requested actor=bo>visit her</event></demand>."
    assert codes(told) == ["REQUEST-meet 106: ana > bo"]


def test_a_threat_is_coded_by_what_is_threatened(codes):
    told = (
        "Ana Alder <event plover=THREATEN actor=ana recipient=bo>warned</event> that she would "
        "<event plover=SANCTION modality=planned actor=ana>break off talks</event>."
    )
    assert codes(told) == ["THREATEN-relations 134: ana > bo", "None None: ana > "]


def test_what_somebody_else_may_do_is_not_what_is_threatened(codes):
    told = (
        "Ana Alder <event plover=THREATEN actor=ana>warned</event> that Bo Birch could "
        "<event plover=ASSAULT modality=possible actor=bo>attack</event>."
    )
    assert codes(told) == ["THREATEN 130: ana > ", "None None: bo > "]


def test_words_of_another_clause_do_not_tell_the_act(codes):
    told = "Ana Alder <event plover=CONSULT actor=ana recipient=bo>met</event> Bo Birch after a phone call."
    assert codes(told) == ["CONSULT 040: ana > bo"]


def test_the_context_is_told_by_the_sentence(told):
    document = told("Ana Alder <event actor=ana>met</event> Bo Birch on uranium and tariffs.\nThe court sat.")
    (coding,) = codings(document).values()
    assert coding.context == ("economic", "cbrn")


def test_the_table_is_whole():
    """Every root has its quad and general code; topics that acts name are there; codes have three or four digits."""
    table = tomllib.loads((files("summitry") / "data/codes.toml").read_text("utf-8"))
    assert sorted(r["name"] for r in table["root"]) == sorted(get_args(Plover))
    topics = {t["digits"] for t in table["topic"]}
    rows = [*table["root"], *table["act"]]
    assert {r["topic"] for r in rows if "topic" in r} <= topics
    codes = [r[key] for r in rows for key in ("cameo", "threat") if key in r] + [t["refused"] for t in table["topic"]]
    assert [c for c in codes if not (c.isdigit() and len(c) in (3, 4) and "01" <= c[:2] <= "20")] == []
    assert {r["root"] for r in table["act"]} <= {*get_args(Plover), "CANCELLED"}
