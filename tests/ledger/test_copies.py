"""Which articles are copies of one story."""

from summitry.ledger.copies import origins

WIRE = """Ana Alder of Alderland and Bo Birch of Birchland spent the whole of Monday in a boathouse at Elmtown, and came out
at dusk without a paper. They will go on next week. A spokesman said that the question of the river toll had been set aside, for
the time being, and that the crews held since autumn were well. Nobody would say who had asked for the meeting."""
OTHER = """The river toll has its own history. It was first raised by a mill, long before either country had its present name, and it
has been abolished four times. A spokesman said that the question of the river toll had been set aside, for the time being; in
the valley nobody believes it. The ferryman, who has seen all four abolitions, keeps his purse where it was."""


def article(told, text, name, day, source):
    return told(text.replace("\n", " "), day, name=name, source=source)


def test_a_story_shortened_and_put_into_house_style_is_the_wire_s(told):
    wire = article(told, WIRE, "wire", "2030-02-04", "Wire")
    shorter = article(
        told, WIRE[: WIRE.rindex(" Nobody")].replace("spokesman", "spokeswoman"), "b", "2030-02-05", "Gazette"
    )
    longer = article(told, WIRE + " " + "More about it by our own writer. " * 3, "c", "2030-02-06", "Herald")
    assert origins([longer, shorter, wire]) == {"wire": "wire", "b": "wire", "c": "wire"}


def test_a_story_that_quotes_the_same_words_is_its_own(told):
    wire = article(told, WIRE, "wire", "2030-02-04", "Wire")
    other = article(told, OTHER, "other", "2030-02-05", "Gazette")
    assert origins([wire, other]) == {"wire": "wire", "other": "gazette"}


def test_the_first_to_print_is_the_origin_whatever_the_order(told):
    late = article(told, WIRE, "late", "2030-02-05", "Gazette")
    early = article(told, WIRE, "early", "2030-02-04", None)
    assert origins([late, early]) == origins([early, late]) == {"early": "", "late": ""}


def test_short_texts_are_no_copies(told):
    notes = [article(told, "No comment.", name, "2030-02-04", name) for name in ("a", "b")]
    assert origins(notes) == {"a": "a", "b": "b"}
