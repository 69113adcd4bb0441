"""Floors under the figures: what was reached once is not lost unnoticed.

`floors.json` holds, for each measurement, the figures (higher is better) and the sha256 of the data they were taken on.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import EvaluationError

FILE = Path(__file__).with_name("floors.json")


@dataclass(frozen=True, slots=True)
class Floors:
    """The lowest figures allowed, and the sha256 of the data they hold for."""

    data: str
    figures: Mapping[str, float]


def read(measurement: str, file: Path = FILE) -> Floors | None:
    """The floors of a measurement, or null where it has none yet."""
    held = _held(file).get(measurement)
    return Floors(held["data"], held["figures"]) if held else None


def fallen(now: Floors, floors: Floors | None) -> list[str]:
    """In words, each figure that is below its floor or missing.

    Raises:
        EvaluationError: there are no floors, or they were taken on other data.
    """
    if floors is None:
        raise EvaluationError("no floors yet; set them with --raise")
    _insist_same(now, floors)
    below = {n: f for n, f in floors.figures.items() if now.figures.get(n, -1.0) < f}
    return [
        f"{name}: {now.figures.get(name, 'missing')} is below its floor of {floor}" for name, floor in below.items()
    ]


def raised(now: Floors, floors: Floors | None) -> Floors:
    """Floors lifted to today's figures where those are higher; none is ever lowered.

    Raises:
        EvaluationError: the floors were taken on other data.
    """
    if floors is None:
        return now
    _insist_same(now, floors)
    names = [*floors.figures, *(n for n in now.figures if n not in floors.figures)]
    return Floors(now.data, {n: max(now.figures.get(n, 0.0), floors.figures.get(n, 0.0)) for n in names})


def write(measurement: str, floors: Floors, file: Path = FILE) -> None:
    """Write the floors of one measurement; the others stay."""
    held = _held(file)
    held[measurement] = {"data": floors.data, "figures": dict(floors.figures)}
    file.write_text(json.dumps(dict(sorted(held.items())), indent=2) + "\n", "utf-8")


def _held(file: Path) -> dict[str, Any]:
    return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}


def _insist_same(now: Floors, floors: Floors) -> None:
    if now.data != floors.data:
        raise EvaluationError(
            f"the floors were taken on other data (sha256 {floors.data[:12]}…, this is {now.data[:12]}…): not compared. "
            "Where the data was changed on purpose, delete their entry in evaluation/floors.json and set it anew with --raise."
        )
