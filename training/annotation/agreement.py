"""How far two annotators agree who did not see each other's work: the second scored against the first as a system would be."""

import sys
from pathlib import Path

from evaluation import ledger
from evaluation.ledger import Comparison
from training.annotation.authoring import AuthoringError
from training.annotation.compiling import compile_report

FOLDER = "second"


def run(home: Path) -> int:
    """Print the table of `home/second` against `home/reports`; 1 if a report does not compile or its text has changed."""
    comparisons, wrong = [], 0
    for path in sorted((home / FOLDER).glob("*/*.yaml")):
        try:
            first = compile_report(home / "reports" / path.parent.name / path.name)
            second = compile_report(path)
        except AuthoringError as error:
            sys.stderr.write(f"{error}\n")
            wrong += 1
            continue
        if first.text != second.text:
            sys.stderr.write(f"{path}:1: its text is not that of the first annotation any more\n")
            wrong += 1
            continue
        comparisons.append(Comparison(first.document, second.document, first.text))
    pooled = ledger.pool([ledger.compare(c) for c in comparisons])
    rows = [f"| {m.name}{'*' * m.headline} | {' | '.join(pooled[m.name].cells())} |" for m in ledger.MEASURES]
    head = ["|  | precision | recall | F1 | right/first/second |", "| --- | --: | --: | --: | --: |"]
    mean = f"| ledger (mean of *) |  |  | {ledger.headline(pooled):.1f} |  |"
    sys.stdout.write("\n".join([*head, *rows, mean]) + "\n")
    sys.stderr.write(f"{len(comparisons)} reports compared" + (f", {wrong} could not be\n" if wrong else "\n"))
    return 1 if wrong else 0
