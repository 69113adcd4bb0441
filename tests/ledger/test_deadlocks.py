"""What blocks what."""

import random
from dataclasses import replace

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


# What comes first --------------------------------------------------------------------------------------------------

PASS_WAITS = "<commitment maker=bo polarity=refrain>open the northern pass</commitment> <condition kind=until>until the river toll is lifted</condition>."


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        (
            "Ana wants <demand by=ana>the toll lifted first</demand>. Bo wants <demand by=bo>his boats back first</demand>.",
            {("the toll lifted", "his boats back"), ("his boats back", "the toll lifted")},
        ),
        (
            "Ana wants <demand by=ana>the toll lifted</demand> first; <order according_to=bo>his boats are back before the toll is lifted</order>, Bo said.",
            {("the toll lifted", "his boats are back"), ("his boats are back", "the toll is lifted")},
        ),
    ],
)
def test_two_who_each_want_something_else_first_block_each_other(told, text, steps):
    ((holds, why),) = found(told(text, "2030-01-01"))
    assert (set(holds), why) == (steps, ())


@pytest.mark.parametrize(
    "text",
    [
        "Ana wants <demand by=ana>the toll lifted first</demand>. Bo wants <demand by=bo>his boats back</demand>.",
        "Ana wants <demand by=ana>the toll lifted first</demand>. Cy wants <demand by=cy>his boats back first</demand>.",
        "Ana wants <demand by=ana>the first toll</demand> lifted. Bo wants <demand by=bo>his boats back first</demand>.",
        "Ana wants <demand by=ana>the toll lifted first</demand>. \nThe harvest was good.\nBo wants <demand by=bo>his boats back first</demand>.",
    ],
)
def test_who_wants_something_first_waits_for_nobody_who_says_nothing_of_order_beside_it(told, text):
    assert found(told(text, "2030-01-01")) == []


def test_what_a_party_will_do_itself_first_blocks_nothing(told):
    own = "<commitment maker=ana>lift the river toll</commitment> <condition kind=after>after {} opened the northern pass</condition>."
    bo = told(f"Alderland knows: {PASS_WAITS}", "2030-01-02", name="b")
    for who, number in (("Alderland", 0), ("Birchland", 1)):
        ana = told(f"Birchland waits. {own.format(who)}", "2030-01-01")
        (condition,) = ana.conditions
        documents = [replace(ana, conditions=(replace(condition, required_of=("birchland",)),)), bo]
        assert len(found(*documents)) == number


@pytest.mark.parametrize("asked", [(), ("birchland",)])
def test_a_time_is_no_step(told, asked):
    ana = told(
        "Birchland: <commitment maker=ana>lift the river toll</commitment> <condition kind=after>after the opening of the northern pass</condition>.",
        "2030-01-01",
    )
    (condition,) = ana.conditions
    documents = [
        replace(ana, conditions=(replace(condition, required_of=asked),)),
        told(f"Alderland: {PASS_WAITS}", "2030-01-02", name="b"),
    ]
    assert len(found(*documents)) == len(asked)


@pytest.mark.parametrize(("before", "number"), [("to hold off", 0), ("to begin", 1)])
def test_what_is_to_be_put_off_does_not_come_first(told, before, number):
    ana = f"Ana asks Birchland {before} <demand by=ana to=bo>opening the northern pass</demand> <condition kind=before>before the river toll is lifted</condition>."
    bo = told(f"Alderland: {PASS_WAITS}", "2030-01-02", name="b")
    assert len(found(told(ana, "2030-01-01"), bo)) == number


def test_all_words_for_easing_something_are_one_step(told):
    ana = "Ana: <order according_to=ana>removal of the river sanctions before the pass opens</order>. Birchland waits."
    bo = "Bo: <order according_to=bo>the pass opens before relief from the river sanctions</order>. Alderland waits."
    ((holds, why),) = found(told(ana, "2030-01-01"), told(bo, "2030-01-02", name="b"))
    assert (len(holds), why) == (2, ())


def test_what_a_party_insists_on_is_shown_once_where_most_is_settled(told, pass_first):
    other = "Bo said: <order according_to=bo strength=possible>Alderland pays before lifting the river toll</order>."
    documents = [told(TOLL_FIRST, "2030-01-01"), pass_first(), told(other, "2030-01-03", name="c")]
    ((_, why),) = found(*documents)
    assert why == ()
