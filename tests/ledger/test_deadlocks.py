"""What blocks what."""

import random

import pytest

from summitry.ledger.account import Account

TOLL_FIRST = "Ana said: <order according_to=ana>the river toll is lifted before the northern pass is opened</order>."
PASS_FIRST = "Bo said: <order according_to=bo{}>the northern pass is open before lifting the river toll</order>."


def found(*documents):
    return [
        ([(hold.edge.before.text, hold.edge.after.text) for hold in deadlock.holds], deadlock.possible)
        for deadlock in Account(documents).deadlocks
    ]


@pytest.fixture
def pass_first(told):
    def write(fields="", *, name="b"):
        return told(PASS_FIRST.format(f" {fields}" if fields else ""), "2030-01-02", name=name)

    return write


def test_two_who_want_opposite_orders_block_each_other(told, pass_first):
    documents = [told(TOLL_FIRST, "2030-01-01"), pass_first()]
    assert found(*documents) == [
        (
            [
                ("the river toll is lifted", "the northern pass is opened"),
                ("the northern pass is open", "lifting the river toll"),
            ],
            (),
        )
    ]


def test_it_is_known_from_the_day_of_the_second(told, pass_first):
    (deadlock,) = Account([told(TOLL_FIRST, "2030-01-01"), pass_first()]).deadlocks
    assert deadlock.day == "2030-01-02"


@pytest.mark.parametrize("holder", ["ana", "alderland", "cy"])
def test_one_party_alone_blocks_nothing(told, holder):
    reverse = PASS_FIRST.format("").replace("according_to=bo", f"according_to={holder}")
    assert found(told(TOLL_FIRST, "2030-01-01"), told(reverse, "2030-01-02", name="b")) == []


def test_the_same_order_of_both_blocks_nothing(told):
    documents = [
        told(TOLL_FIRST, "2030-01-01"),
        told(TOLL_FIRST.replace("=ana", "=bo").replace("Ana", "Bo"), "2030-01-02", name="b"),
    ]
    assert found(*documents) == []


def test_what_is_only_possible_makes_the_deadlock_possible(told, pass_first):
    ((_, why),) = found(told(TOLL_FIRST, "2030-01-01"), pass_first("strength=possible"))
    assert why == ("whether “the northern pass is open” must come first",)


def test_a_firm_word_of_it_makes_it_certain(told, pass_first):
    ((_, why),) = found(told(TOLL_FIRST, "2030-01-01"), pass_first("strength=possible"), pass_first(name="c"))
    assert why == ()


def test_conditions_count_as_orders(told):
    ana = "Ana will <commitment maker=ana>open the northern pass</commitment> <condition>if the river toll is lifted</condition>."
    bo = "Bo will <commitment maker=bo>lift the river toll</commitment> <condition>once the northern pass is open</condition>."
    documents = [told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b")]
    ((holds, why),) = found(*documents)
    assert (len(holds), why) == (2, ())


def test_a_condition_left_open_makes_it_possible(told):
    ana = (
        "Ana will <commitment maker=ana>open the northern pass</commitment>"
        " <condition required_of=birchland>if Birchland takes some steps</condition>."
    )
    bo = "Bo will <commitment maker=bo>lift the river toll</commitment> <condition>once the northern pass is open</condition>."
    ((_, why),) = found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b"))
    assert why == ("whether “lift the river toll” and “Birchland takes some steps” are one step",)


def test_three_can_wait_for_each_other_in_a_circle(told):
    lines = [
        "<order according_to=ana>the pass is opened before the crews go home</order>",
        "<order according_to=bo>the toll is lifted before the pass is opened</order>",
        "<order according_to=league>the crews go home before the toll is lifted</order>",
    ]
    documents = [told(line, f"2030-01-0{i}", name=f"{i}") for i, line in enumerate(lines, 1)]
    ((holds, why),) = found(*documents)
    assert (len(holds), why) == (3, ())
    for seed in range(3):
        assert found(*random.Random(seed).sample(documents, 3)) == [(holds, why)]


def test_not_to_act_before_a_step_puts_the_step_first(told):
    """What the order of one sentence says is no cycle with the promise read from it."""
    refusal = "<commitment maker=ana polarity=refrain>open the northern pass</commitment> <condition kind=before>before an inspection of the gates</condition>"
    order = "<order according_to=cy>an inspection of the gates before opening the northern pass</order>."
    assert found(told(f"{refusal}\n{order}", "2030-01-01")) == []
    reverse = "<order according_to=bo>opening the northern pass before an inspection of the gates</order>."
    ((holds, _),) = found(told(refusal, "2030-01-01"), told(reverse, "2030-01-02", name="b"))
    assert ("an inspection of the gates", "open the northern pass") in holds


def test_a_demand_before_something_is_an_order(told):
    ana = "Alderland and Birchland talk. Ana demands <demand by=ana to=bo>a count of the mines</demand> before the toll is lifted."
    bo = "Birchland and Alderland talk. Bo wants <demand by=bo>the toll lifted</demand> before Birchland counts anything."
    ((holds, why),) = found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b"))
    assert set(holds) == {
        ("a count of the mines", "the toll is lifted"),
        ("the toll lifted", "Birchland counts anything"),
    }
    assert why == ("whether “Birchland counts anything” and “a count of the mines” are one step",)


def test_what_is_demanded_without_a_before_orders_nothing(told):
    ana = "Ana demands <demand by=ana to=bo>a count of the mines</demand>. Before the toll is lifted nobody pays."
    bo = "Bo wants <demand by=bo>the toll lifted</demand> before Birchland counts mines."
    assert found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b")) == []


@pytest.mark.parametrize(
    ("other", "number"), [("lift the river toll", 1), ("pay the river toll clerks", 1), ("go home", 0)]
)
def test_two_who_each_wait_for_the_other_in_other_words_may_block_each_other(told, other, number):
    """Where nobody is named for a step, it must share a word with what the other lets wait."""
    ana = "<commitment maker=ana>open the northern pass</commitment> <condition>if the river toll goes</condition>."
    bo = f"<order according_to=bo>the northern pass is open before {other}</order>."
    assert len(found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b"))) == number


def test_who_is_not_named_where_the_other_insists_is_not_opposed(told):
    """Articles of other negotiations have the same words."""
    elsewhere = "Alderland and the League talk. "
    order = "Bo of Birchland and the League: <order according_to=bo>the northern pass is open before lifting the river toll</order>."
    documents = [told(elsewhere + TOLL_FIRST, "2030-01-01"), told(order, "2030-01-02", name="b")]
    assert found(*documents) == []
    assert (
        len(
            found(
                told(f"Birchland waits. {TOLL_FIRST}", "2030-01-01"),
                told(f"Alderland: {order}", "2030-01-02", name="b"),
            )
        )
        == 1
    )


def test_who_says_an_order_insists_on_it_and_a_passive_step_has_its_subject(told):
    ana = "<statement speaker=ana>The <order>tolls are lifted before the pass should only be opened</order></statement>, Ana said."
    bo = "<order according_to=bo>the pass is opened before the tolls are lifted</order>."
    ((holds, why),) = found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b"))
    assert (len(holds), why) == (2, ())


@pytest.mark.parametrize(("force", "number"), [("offer", 1), ("agreed", 0)])
def test_what_was_agreed_in_exchange_blocks_nothing(told, force, number):
    ana = "<commitment maker=ana force={}>open the northern pass</commitment> <condition kind=in_return_for>in return for lifting the river toll</condition>."
    bo = "<commitment maker=bo force={}>lift the river toll</commitment> <condition kind=in_return_for>in return for opening the northern pass</condition>."
    documents = [told(ana.format(force), "2030-01-01"), told(bo.format(force), "2030-01-02", name="b")]
    assert len(found(*documents)) == number
