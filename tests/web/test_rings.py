"""Where the steps and arrows of a deadlock stand."""

import re

import pytest

from summitry.queries import DeadlockLine, HoldLine, Who
from summitry.web import rings


def line(*steps: str, possible: tuple[str, ...] = ()) -> DeadlockLine:
    holds = tuple(
        HoldLine((Who(f"h{i}", f"Holder {i}"),), step, steps[(i + 1) % len(steps)], ()) for i, step in enumerate(steps)
    )
    return DeadlockLine("ord-1", "2031-01-01", possible, "They wait.", holds)


@pytest.mark.parametrize("count", [2, 3, 4])
def test_every_step_has_a_place_of_its_own_inside_the_drawing(count):
    ring = rings.ring(line(*(f"step {i}" for i in range(count))))
    assert len({(node.x, node.y) for node in ring.nodes}) == count
    for node in ring.nodes:
        assert 0 <= node.x - rings.BOX / 2 <= node.x + rings.BOX / 2 <= rings.WIDTH
        assert 0 <= node.y - node.height / 2 <= node.y + node.height / 2 <= rings.HEIGHT


def test_an_arrow_leads_from_each_step_to_the_one_that_waits_under_the_name_of_who_insists():
    ring = rings.ring(line("open the pass", "lift the toll"))
    assert [arrow.name for arrow in ring.arrows] == ["Holder 0", "Holder 1"]
    first, second = ([float(n) for n in re.findall(r"-?[\d.]+", arrow.path)] for arrow in ring.arrows)
    assert first[0] < first[4]
    assert second[0] > second[4]
    assert first[3] != second[3]


def test_a_step_called_otherwise_by_who_waits_for_it_has_both_names():
    made = line("open the pass", "lift the toll")
    other = HoldLine(made.holds[1].holder, made.holds[1].before, "opening of the pass", ())
    made = DeadlockLine(made.id, made.day, made.possible, made.sentence, (made.holds[0], other))
    assert " ".join(rings.ring(made).nodes[0].lines) == "open the pass / opening of the pass"


def test_long_words_are_cut():
    ring = rings.ring(line("the very long words of a step " * 9, "short"))
    assert len(ring.nodes[0].lines) == rings.LINES
    assert ring.nodes[0].lines[-1].endswith("…")
