"""The corpus: a folder of negotiations, each a folder of reports, and the split that goes by negotiation."""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from training.annotation.authoring import AuthoringError
from training.annotation.compiling import Report, compile_report

HOME = Path(__file__).parents[1] / "corpus"
SPLITS = ("train", "dev", "test")


@dataclass(frozen=True, slots=True)
class Negotiation:
    """A line of the plan: what is negotiated, where and when, whether it is real, and which part of the split it is in."""

    id: str
    title: str
    field: str
    region: str
    years: str
    real: bool
    split: str


def plan(home: Path = HOME) -> dict[str, Negotiation]:
    """The negotiations by id, as `negotiations.toml` plans them."""
    table = tomllib.loads((home / "negotiations.toml").read_text("utf-8"))
    return {key: Negotiation(key, **row) for key, row in table.items()}


def files(home: Path = HOME, only: str | None = None) -> list[Path]:
    """The authored files, in order; `only` is the name of a negotiation."""
    return sorted(home.glob(f"reports/{only or '*'}/*.yaml"))


def compile_all(paths: list[Path]) -> Iterator[Report | AuthoringError]:
    """What each file compiles to, or what is wrong with it; a file with errors stops no other."""
    for path in paths:
        try:
            yield compile_report(path)
        except AuthoringError as error:
            yield error


def write(report: Report, folder: Path) -> None:
    """Put the text and the document of a report into a folder of gold, `NAME.txt` and `NAME.gold.json`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{report.name}.txt").write_text(report.text, "utf-8", newline="")
    document = json.dumps(report.document, ensure_ascii=False, indent=1)
    (folder / f"{report.name}.gold.json").write_text(document + "\n", "utf-8")
