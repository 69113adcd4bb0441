"""`python -m training corpus ...`: check, show, compile and count the annotated reports."""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from training.annotation import corpus, passages
from training.annotation.authoring import AuthoringError
from training.annotation.compiling import Report

ABOUT = """\
Check, show, compile and count our own annotated reports.

  python -m training corpus check                       every report: what does not hold, FILE:LINE: REASON
  python -m training corpus check PATH ...              some files or folders
  python -m training corpus show PATH ...               the records with the words they hold, for who checks them
  python -m training corpus compile --out DIR           NAME.txt and NAME.gold.json of every report, as gold
  python -m training corpus compile --out DIR --split dev
  python -m training corpus stats                       counts by kind, style and hard case, repeated wording
  python -m training corpus agreement                   two blind annotations of forty reports, compared
  python -m training corpus passages --data DATA        check the passages of other people's open texts
  python -m training corpus passages --data DATA --add FOLDER     ... and store those authored in a folder

training/corpus/GUIDELINE.md says how a report is written."""


def add_to(builds: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The command line of the corpus."""
    raw = argparse.RawDescriptionHelpFormatter
    parser = builds.add_parser("corpus", help="our own annotated reports", description=ABOUT, formatter_class=raw)
    parser.add_argument("--home", type=Path, default=corpus.HOME, metavar="DIR", help="the corpus, if it is another")
    does = parser.add_subparsers(dest="do", required=True, metavar="DO")
    for name, summary in (("check", "what does not hold"), ("show", "the records of reports, in words")):
        one = does.add_parser(name, help=summary)
        one.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files or folders (default: all)")
    made = does.add_parser("compile", help="write the reports as gold")
    made.add_argument("--out", type=Path, required=True, metavar="DIR")
    made.add_argument("--split", choices=corpus.SPLITS, help="only this part")
    does.add_parser("stats", help="counts, in Markdown")
    does.add_parser("agreement", help="how far two blind annotations of the same reports agree, in Markdown")
    others = does.add_parser("passages", help="annotated passages of other people's open texts")
    others.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of corpora with the texts")
    others.add_argument("--add", type=Path, metavar="DIR", help="store the passages authored in this folder")
    others.add_argument("--show", action="store_true", help="print the records with the words they hold")


def run(options: argparse.Namespace) -> int:
    """Do what was asked; 1 if a file does not hold."""
    if options.do == "agreement":
        from training.annotation import agreement

        return agreement.run(options.home)
    if options.do == "stats":
        from training.annotation import statistics

        return statistics.run(options.home)
    done = wrong = 0
    for result in _passages(options) if options.do == "passages" else corpus.compile_all(_paths(options)):
        if isinstance(result, AuthoringError):
            wrong += 1
            sys.stderr.write(f"{result}\n")
        else:
            done += 1
            _deliver(result, options)
    sys.stderr.write(f"{done} reports hold" + (f", {wrong} do not\n" if wrong else "\n"))
    return 1 if wrong else 0


def _paths(options: argparse.Namespace) -> list[Path]:
    given: list[Path] = getattr(options, "paths", [])
    if given:
        return [file for path in given for file in (sorted(path.rglob("*.yaml")) if path.is_dir() else [path])]
    if getattr(options, "split", None):
        planned = corpus.plan(options.home)
        return [p for p in corpus.files(options.home) if planned[p.parent.name].split == options.split]
    return corpus.files(options.home)


def _passages(options: argparse.Namespace) -> Iterator[Report | AuthoringError]:
    for path in sorted(options.add.glob("*.yaml")) if options.add else ():
        try:
            passages.store(path, options.data, options.home)
        except AuthoringError as error:
            yield error
    yield from passages.read(options.home, options.data)


def _deliver(report: Report, options: argparse.Namespace) -> None:
    if options.do == "show" or getattr(options, "show", False):
        from training.annotation.showing import show

        sys.stdout.write("\n".join(show(report)) + "\n\n")
    elif options.do == "compile":
        corpus.write(report, options.out)
