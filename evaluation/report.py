"""One measurement's figures, as a table for people, Markdown for the docs, and plain values for machines and floors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation import EvaluationError


@dataclass(frozen=True, slots=True)
class Report:
    """A table, and the `figures` (higher is better) that floors hold; `data` is the sha256 of what it was measured on."""

    measurement: str
    data: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    figures: Mapping[str, float]
    plain: Mapping[str, Any]


def table(report: Report) -> str:
    """The rows in columns, the first to the left, the others to the right."""
    rows = [report.header, *report.rows]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]).rstrip()
        for row in rows
    )


def markdown(report: Report) -> str:
    """The rows as a Markdown table."""
    ruler = ["---", *["--:"] * (len(report.header) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [report.header, ruler, *report.rows])


def write_into(file: Path, report: Report) -> None:
    """Put the Markdown table between the marks `<!-- NAME -->` and `<!-- /NAME -->` of a file.

    Raises:
        EvaluationError: the file does not have the marks.
    """
    begin, end = f"<!-- {report.measurement} -->", f"<!-- /{report.measurement} -->"
    text = file.read_text("utf-8")
    if text.count(begin) != 1 or text.count(end) != 1:
        raise EvaluationError(f"{file}: no place for this table; mark one with {begin} and {end}")
    before, _, rest = text.partition(begin)
    _, _, after = rest.partition(end)
    file.write_text(f"{before}{begin}\n{markdown(report)}\n{end}{after}", "utf-8")
