"""Ledgers grown from a few documents."""

from dataclasses import astuple

from evaluation import growth
from summitry.records import verify

TEXT = "Alderland will <commitment maker=alderland until=2030-03-01>open the river harbour</commitment> <condition>if the shelling stops along every crossing between these countries</condition>."


def test_varied_documents_are_sound_and_their_own(told):
    made = list(growth.vary([told(TEXT, "2030-01-01")], 20))
    for document in made:
        verify(document)
    assert len({document.article.sha256 for document in made}) == 20
    assert len({commitment.id for document in made for commitment in document.commitments}) == 20
    first = made[0]
    assert first.commitments[0].conditions in ((), (first.conditions[0].id,))
    assert first.conditions[0].on == (first.commitments[0].id,)


def test_the_same_seed_gives_the_same_documents(told):
    document = told(TEXT, "2030-01-01")
    assert list(growth.vary([document], 5)) == list(growth.vary([document], 5))


def test_a_cost_is_measured_of_each_question(told, tmp_path):
    cost = growth.measure([told(TEXT, "2030-01-01")], 6, tmp_path)
    assert cost.articles == 6
    assert min(astuple(cost)) > 0
