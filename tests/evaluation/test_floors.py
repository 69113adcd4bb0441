import json

import pytest

from evaluation import EvaluationError, floors
from evaluation.floors import Floors


def test_a_figure_at_its_floor_has_not_fallen():
    assert floors.fallen(Floors("d", {"order": 40.0}), Floors("d", {"order": 40.0})) == []


def test_a_figure_below_its_floor_is_named():
    now, held = Floors("d", {"order": 39.9, "question": 50.0}), Floors("d", {"order": 40.0, "question": 40.0})
    assert floors.fallen(now, held) == ["order: 39.9 is below its floor of 40.0"]


def test_a_figure_that_is_no_longer_measured_has_fallen():
    assert floors.fallen(Floors("d", {}), Floors("d", {"order": 40.0})) == ["order: missing is below its floor of 40.0"]


def test_floors_of_other_data_are_not_compared():
    with pytest.raises(EvaluationError, match="other data"):
        floors.fallen(Floors("new", {"order": 50.0}), Floors("old", {"order": 40.0}))


def test_floors_of_other_data_are_not_raised():
    with pytest.raises(EvaluationError, match="other data"):
        floors.raised(Floors("new", {"order": 50.0}), Floors("old", {"order": 40.0}))


def test_floors_rise_and_never_sink():
    now, held = (
        Floors("d", {"order": 30.0, "question": 50.0, "time": 1.0}),
        Floors("d", {"order": 40.0, "question": 40.0}),
    )
    assert floors.raised(now, held) == Floors("d", {"order": 40.0, "question": 50.0, "time": 1.0})


def test_the_first_figures_are_the_first_floors():
    assert floors.raised(Floors("d", {"order": 30.0}), None) == Floors("d", {"order": 30.0})


def test_writing_one_measurement_keeps_the_others(tmp_path):
    file = tmp_path / "floors.json"
    floors.write("speed", Floors("s", {"share": 0.5}), file)
    floors.write("ledger", Floors("g", {"order": 30.0}), file)
    assert floors.read("speed", file) == Floors("s", {"share": 0.5})
    assert floors.read("time", file) is None


def test_the_floors_of_the_repository_can_be_read():
    assert all(floors.read(name) for name in json.loads(floors.FILE.read_text("utf-8")))
