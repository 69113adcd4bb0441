import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evaluation import errors, ledger
from evaluation.counts import Counts
from evaluation.ledger import Comparison
from summitry.records import to_json

MEASURES = {m.name: m for m in ledger.MEASURES}
WHOLE = (
    "Ana said <statement speaker=ana>the talks would go on</statement>.\n"
    "Ana will <commitment maker=ana>open the port</commitment> <condition>if Bo agrees</condition>.\n"
    "Bo <event modality=happened actor=bo>met</event> Ana.\n"
    "Bo asked Ana to <demand by=bo to=ana>leave the island</demand>.\n"
    "It is unclear <question>who will pay</question>."
)


@pytest.fixture
def scored(told):
    """The counts of a line, given the gold and what was found as marked-up texts."""
    return lambda name, gold, found: compare(told(gold), told(found))[name]


def compare(gold, found):
    return ledger.compare(Comparison(to_json(gold), to_json(found), gold.article.text))


def test_spans_that_share_half_of_their_characters_are_one(scored):
    gold, found = (
        "Ana will <commitment>open the port soon</commitment>.",
        "Ana will <commitment>open the port</commitment> soon.",
    )
    assert scored("commitment.found", gold, found) == Counts(1, 1, 1)


def test_spans_that_share_less_are_two(scored):
    gold, found = (
        "Ana will <commitment>open the port soon</commitment>.",
        "Ana will <commitment>open</commitment> the port soon.",
    )
    assert scored("commitment.found", gold, found) == Counts(0, 1, 1)


def test_a_statement_in_pieces_is_compared_by_all_its_characters():
    gold = [{"content": [[0, 10], [20, 30]]}]
    assert ledger.STATEMENTS.likeness(gold[0], {"content": [[0, 10]]}) == 0.5


def test_the_right_words_with_the_wrong_speaker_are_found_but_not_right(scored):
    gold, found = (
        "Ana: <statement speaker=ana>it is over</statement>.",
        "Ana: <statement speaker=bo>it is over</statement>.",
    )
    assert scored("statement.found", gold, found) == Counts(1, 1, 1)
    assert scored("statement.speaker", gold, found) == Counts(0, 1, 1)


def test_speakers_are_a_set(scored):
    gold = "Both: <statement speaker=ana,bo>it is over</statement>."
    found = "Both: <statement speaker=bo,ana>it is over</statement>."
    assert scored("statement.speaker", gold, found) == Counts(1, 1, 1)


def test_the_mode_is_judged_among_the_statements_found(scored):
    gold = "A: <statement mode=direct>it is over</statement>. B: <statement>it begins</statement>."
    found = "A: <statement mode=mixed>it is over</statement>. B: it begins."
    assert scored("statement.mode", gold, found) == Counts(0, 1, 1)


def test_a_relay_is_right_when_the_whole_chain_is(scored):
    gold = "<statement chain=ana,bo>it is over</statement>. <statement chain=bo,ana>it begins</statement>."
    found = "<statement chain=ana,bo>it is over</statement>. <statement chain=ana,bo>it begins</statement>."
    assert scored("statement.relayed", gold, found) == Counts(1, 2, 2)


def test_statements_without_a_medium_do_not_count_for_media(scored):
    gold = "<statement medium=letter>it is over</statement>. <statement>it begins</statement>."
    found = "<statement medium=letter>it is over</statement>. <statement medium=phone>it begins</statement>."
    assert scored("statement.medium", gold, found) == Counts(1, 1, 2)


def test_events_of_another_type_are_no_pair(scored):
    gold, found = "They <event plover=CONSULT>met</event>.", "They <event plover=AGREE>met</event>."
    assert scored("event.typed", gold, found) == Counts(0, 1, 1)


def test_one_character_of_the_trigger_is_enough(scored):
    gold, found = "They <event>held talks</event>.", "They held <event>talks</event>."
    assert scored("event.typed", gold, found) == Counts(1, 1, 1)


def test_meeting_has_no_direction(scored):
    gold, found = "<event actor=ana recipient=bo>met</event>", "<event actor=bo recipient=ana>met</event>"
    assert scored("event.actors", gold, found) == Counts(1, 1, 1)


def test_threatening_has_a_direction(scored):
    gold = "<event plover=THREATEN actor=ana recipient=bo>threatened</event>"
    found = "<event plover=THREATEN actor=bo recipient=ana>threatened</event>"
    assert scored("event.actors", gold, found) == Counts(0, 1, 1)


def test_meetings_are_paired_whatever_their_type(scored):
    gold = "<event plover=CONSULT meeting=yes modality=planned>summit</event> and <event>talks</event>"
    found = "<event plover=AGREE meeting=yes modality=planned>summit</event> and <event>talks</event>"
    assert scored("meeting.modality", gold, found) == Counts(1, 1, 1)


def test_a_whole_commitment_needs_its_condition(told):
    gold = to_json(
        told("Ana will <commitment maker=ana>open the port</commitment> <condition>if Bo agrees</condition>.")
    )
    bound = {**gold, "commitments": [gold["commitments"][0] | {"conditions": [gold["conditions"][0]["id"]]}]}
    assert ledger.compare(Comparison(bound, gold))["commitment.maker"] == Counts(1, 1, 1)
    assert ledger.compare(Comparison(bound, gold))["commitment.whole"] == Counts(0, 1, 1)
    assert ledger.compare(Comparison(bound, bound))["commitment.whole"] == Counts(1, 1, 1)


@pytest.mark.parametrize("change", ["maker=bo", "polarity=refrain", "until=2030-01-02"])
def test_a_whole_commitment_needs_maker_polarity_and_deadline(scored, change):
    gold = "Ana will <commitment maker=ana until=2030-01-01>open the port</commitment>."
    found = f"Ana will <commitment maker=ana until=2030-01-01 {change}>open the port</commitment>."
    assert scored("commitment.whole", gold, found) == Counts(0, 1, 1)


def test_an_order_needs_both_its_sides(scored):
    gold = "<order>a treaty to end the war before the mines are closed</order>"
    found = "<order>a treaty to end the war before the</order> mines are closed"
    assert scored("order", gold, found) == Counts(0, 1, 1)
    assert scored("order", gold, gold) == Counts(1, 1, 1)


def test_times_need_the_same_days():
    gold = {"span": [0, 6], "earliest": "2030-01-01", "latest": "2030-01-07"}
    found = gold | {"latest": "2030-01-08"}
    counts = ledger.compare(Comparison({**empty(), "times": [gold]}, {**empty(), "times": [found]}))
    assert counts["time.span"] == Counts(1, 1, 1)
    assert counts["time.interval"] == Counts(0, 1, 1)


def empty():
    return {"actors": [], **{kind: [] for kind in {m.pairing.kind for m in ledger.MEASURES}}}


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ({"wikidata": "Q1", "name": "Ana Alder"}, {"wikidata": "Q1", "name": "The President"}, True),
        ({"wikidata": "Q1", "name": "Ana Alder"}, {"wikidata": "Q2", "name": "Ana Alder"}, False),
        ({"name": "Ana Alder"}, {"name": "ana  alder"}, True),
        ({"name": "Ana Alder"}, {"name": "Alder"}, True),
        ({"name": "Ana Alder"}, {"name": "Ana"}, False),
        ({"name": "Ana Alder"}, {"name": "Bo Alder"}, False),
        ({"name": "North Alderland", "kind": "state"}, {"name": "Alderland"}, False),
        (
            {"name": "an official", "kind": "unnamed", "mentions": [[5, 16]]},
            {"name": "a man", "mentions": [[8, 16]]},
            True,
        ),
        (
            {"name": "an official", "kind": "unnamed", "mentions": [[5, 16]]},
            {"name": "a man", "mentions": [[12, 16]]},
            False,
        ),
        ({"name": None}, {"name": None}, False),
    ],
)
def test_who_is_the_same_actor(gold, found, same):
    assert ledger.is_same_actor({"kind": "person", **gold}, found) == same


def test_a_stranger_is_nobody(told):
    gold = to_json(told("<statement speaker=ana>it is over</statement>"))
    found = {**gold, "actors": []}
    assert ledger.compare(Comparison(gold, found))["statement.speaker"] == Counts(0, 1, 1)


def test_the_headline_is_the_mean_of_ten_f1s():
    nothing = dict.fromkeys(MEASURES, Counts())
    half = nothing | {"condition": Counts(1, 1, 1), "order": Counts(1, 2, 2)}
    assert ledger.headline(half) == (100 + 50) / 10


def test_f1_is_of_the_pooled_counts_and_rounded_once():
    assert Counts(1, 3, 2) + Counts(1, 3, 4) == Counts(2, 6, 6)
    assert Counts(1, 3, 2).f1 == 40.0
    assert Counts(2, 3, 3).cells() == ("66.7", "66.7", "66.7", "2/3/3")
    assert Counts().f1 == 0.0


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_leaving_out_and_repeating_records_never_scores_above_all(data):
    from tests.conftest import document  # a fixture would be shared between the examples

    gold = to_json(document(WHOLE))
    found = {**gold}
    for kind in {m.pairing.kind for m in ledger.MEASURES}:
        found[kind] = data.draw(st.lists(st.sampled_from(gold[kind]), max_size=3)) if gold[kind] else []
    whole, part = ledger.compare(Comparison(gold, gold)), ledger.compare(Comparison(gold, found))
    for name, counts in part.items():
        assert counts.right <= min(counts.gold, counts.found), name
        assert counts.f1 <= whole[name].f1 or MEASURES[name].of == "pairs", name
    assert all(c.f1 == 100 for n, c in whole.items() if c.gold), "gold against itself"


def test_errors_are_missed_spurious_and_wrong(told):
    gold = told(
        "Ana will <commitment maker=ana>open the port</commitment> and <commitment maker=ana>pay</commitment>, and sing."
    )
    found = told(
        "Ana will <commitment maker=bo>open the port</commitment> and pay, and <commitment maker=ana>sing</commitment>."
    )
    comparison = Comparison(to_json(gold), to_json(found), gold.article.text)
    assert list(errors.lines({"port": comparison}, 5, "commitments")) == [
        "commitment.maker, missed: 1",
        "  port: “pay” maker=ana force=pledge polarity=do (test)",
        "commitment.maker, spurious: 1",
        "  port: “sing” maker=ana force=pledge polarity=do (test)",
        "commitment.maker, wrong: 1",
        "  port: “open the port” maker=ana force=pledge polarity=do (test)\n      ours: “open the port” maker=bo force=pledge polarity=do (test)",
    ]


def test_a_few_errors_are_taken_from_all_over(told):
    text = " ".join(f"<question>who pays {n}</question>?" for n in range(6))
    comparison = Comparison(to_json(told(text)), {**empty()}, told(text).article.text)
    shown = list(errors.lines({"a": comparison}, 3, "questions"))
    assert shown[:4] == [
        "question, missed: 6",
        "  a: “who pays 0” (test)",
        "  a: “who pays 2” (test)",
        "  a: “who pays 4” (test)",
    ]
