"""What the model's mentions add to those of the rules, on frames made by hand."""

from dataclasses import replace

import pytest

from summitry.language import actor_table, mentions, parse
from summitry.language.frames import Frame
from summitry.language.model import shipped
from summitry.readers import from_text


def actors(text, same=(), **marked):
    """The words each actor is mentioned by, by the actor's name and kind; `marked` gives kinds of phrases, `_` for a space.

    The heads of `same`, two words of the text, are surely linked by the model.
    """
    analysis = parse(from_text(text, published="2016-05-04"), shipped())
    frames = []
    for phrase, kind in marked.items():
        words = phrase.split("_")
        for i in range(len(analysis.tokens)):
            if [t.text for t in analysis.tokens[i : i + len(words)]] == words:
                last = i + len(words) - 1
                anchor = next(
                    (
                        t.index
                        for t in analysis.tokens[i : last + 1]
                        if t.upos in ("NOUN", "PROPN") and t.head not in range(i, last + 1)
                    ),
                    last,
                )
                frames.append(Frame("mention", anchor, 0.9, {"extent": ((i, last),)}, {"kind": kind}, {"kind": 0.9}))
    anchors = [t.index for t in analysis.tokens if t.text in same]
    links = {one: tuple((other, 0.9) for other in anchors if other != one) for one in anchors}
    frames = [replace(f, links=links.get(f.anchor, ())) for f in frames]
    _, found = mentions.find(replace(analysis, frames=tuple(frames)), actor_table(None))
    return {(a.name, a.kind): [text[m.start : m.end] for m in a.mentions] for a in found}


def test_a_shortened_name_is_the_one_actor_that_ends_so():
    told = actors(
        "The Tarn River Board met on Monday. The Board wants more water.",
        The_Tarn_River_Board="organisation",
        The_Board="organisation",
    )
    assert told == {("Tarn River Board", "organisation"): ["The Tarn River Board", "The Board"]}


def test_a_body_is_the_one_whose_name_says_whose_it_is():
    text = "Gas will flow, says water ministry. The water ministry of Tarnland gave no date."
    told = actors(text, water_ministry="organisation", The_water_ministry_of_Tarnland="organisation")
    assert len(told) == 1


def test_a_shortened_name_stays_apart_where_two_end_so():
    text = "The Tarn River Board met the Lake Board. The Board wants more water."
    told = actors(text, The_Tarn_River_Board="organisation", the_Lake_Board="organisation", The_Board="organisation")
    assert told["Board", "organisation"] == ["The Board"]


def test_one_name_is_one_actor_of_the_kind_most_often_marked():
    text = "Velmora sent a note. Velmora wants peace. The minister left Velmora."
    told = actors(text, Velmora="state")
    assert [who for who in told if who[0] == "Velmora"] == [("Velmora", "state")]


@pytest.mark.parametrize("short", ["Tamsin", "Okoro", "Brandt"])
def test_a_person_may_be_called_by_any_part_of_the_name(short):
    text = f"Tamsin Okoro Brandt spoke first. {short} then left."
    told = actors(text, Tamsin_Okoro_Brandt="person", **{short: "person"})
    assert list(told) == [("Tamsin Okoro Brandt", "person")]


def test_somebody_unnamed_is_called_by_all_the_words_that_tell_them_from_others():
    text = "An observer from the churches objected, and an official agreed."
    told = actors(text, An_observer_from_the_churches="unnamed")
    assert told["observer from the churches", "unnamed"] == ["An observer from the churches"]
    assert told["official", "unnamed"] == ["an official"]


def test_two_names_that_share_no_word_are_two_actors_whatever_the_model_links():
    text = "Velmora said no. Tarnland said yes."
    told = actors(text, same=("Velmora", "Tarnland"), Velmora="state", Tarnland="state")
    assert told == {("Velmora", "state"): ["Velmora"], ("Tarnland", "state"): ["Tarnland"]}


def test_a_pronoun_takes_the_name_that_the_model_links_it_to():
    told = actors("Velmora said it would pay.", same=("Velmora", "it"), Velmora="state", it="state")
    assert told == {("Velmora", "state"): ["Velmora", "it"]}


def test_a_pronoun_of_a_woman_means_no_man_who_was_named_later():
    told = actors("Astrid Moe met Gustav Lie. She left early.", Astrid_Moe="person", Gustav_Lie="person", She="person")
    assert told["Astrid Moe", "person"] == ["Astrid Moe", "She"]


def test_a_pronoun_means_whom_the_model_links_it_to_of_two_who_agree():
    text = "Gustav Lie met Anders Moe. He left early."
    marked = {"Gustav_Lie": "person", "Anders_Moe": "person", "He": "person"}
    assert actors(text, **marked)["Gustav Lie", "person"] == ["Gustav Lie", "He"]
    assert actors(text, same=("Anders", "He"), **marked)["Anders Moe", "person"] == ["Anders Moe", "He"]


def test_nobody_is_somebody_else_because_a_pronoun_is_like_both():
    text = "The colonel spoke. He was tired. The president listened."
    told = actors(text, same=("He", "president"), The_colonel="person", He="person", The_president="person")
    assert len({who for who, said in told.items() if {"The colonel", "The president"} & {*said}}) == 2


def test_a_role_and_the_name_after_it_are_one_whoever_owns_the_role():
    told = actors("Tarn's chief negotiator, Pavel Drugan, spoke. Mr Drugan gave no date.")
    assert told["Pavel Drugan", "person"] == ["Tarn's chief negotiator, Pavel Drugan", "Mr Drugan"]
