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
    edges = [edge for node in ring.nodes for edge in (node.y, node.y + node.height)]
    assert len(ring.nodes) == count
    assert edges == sorted(set(edges))
    assert edges[0] >= 0
    assert edges[-1] <= ring.height
    assert rings.BOX <= rings.WIDTH


@pytest.mark.parametrize("count", [2, 3, 4])
def test_an_arrow_leads_from_each_step_to_the_one_that_waits_beside_the_name_of_who_insists(count):
    ring = rings.ring(line(*(f"step {i}" for i in range(count))))
    assert [arrow.name for arrow in ring.arrows] == [f"Holder {i}" for i in range(count)]
    for arrow, node, waiting in zip(ring.arrows, ring.nodes, (*ring.nodes[1:], ring.nodes[0]), strict=True):
        begins, ends = ends_of(arrow.path)
        assert node.y + node.height <= begins[1] <= node.y + node.height + rings.GAP / 2
        if waiting is ring.nodes[0]:
            assert rings.BOX < ends[0] < rings.WIDTH
            assert waiting.y < ends[1] < waiting.y + waiting.height
        else:
            assert waiting.y - rings.GAP / 2 <= ends[1] <= waiting.y
        assert arrow.x > begins[0]
        assert node.y + node.height < arrow.y < node.y + node.height + rings.GAP


def ends_of(path: str) -> tuple[tuple[float, float], tuple[float, float]]:
    """Where a path begins and where its line ends, before its tip is drawn."""
    x = y = 0.0
    places = []
    for command, numbers in re.findall(r"([MVHQ])([-\d. ]+)", path.partition("m")[0]):
        told = [float(n) for n in numbers.split()]
        x, y = (x, told[-1]) if command == "V" else (told[-1], y) if command == "H" else told[-2:]
        places.append((x, y))
    return places[0], places[-1]


def test_a_step_called_otherwise_by_who_waits_for_it_has_both_names():
    made = line("open the pass", "lift the toll")
    other = HoldLine(made.holds[1].holder, made.holds[1].before, "opening of the pass", ())
    made = DeadlockLine(made.id, made.day, made.possible, made.sentence, (made.holds[0], other))
    assert " ".join(rings.ring(made).nodes[0].lines) == "open the pass / opening of the pass"


def test_long_words_are_cut():
    ring = rings.ring(line("the very long words of a step " * 9, "short"))
    assert len(ring.nodes[0].lines) == rings.LINES
    assert ring.nodes[0].lines[-1].endswith("…")


def test_a_long_name_is_cut():
    made = line("open the pass", "lift the toll")
    long = HoldLine((Who("h", "The Commission " * 9),), made.holds[0].before, made.holds[0].after, ())
    made = DeadlockLine(made.id, made.day, made.possible, made.sentence, (long, made.holds[1]))
    name = rings.ring(made).arrows[0].name
    assert (len(name), name[-1]) == (rings.LONGEST, "…")
