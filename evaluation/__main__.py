"""The commands of the evaluation: measure, print, hold against the floors."""

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from evaluation import EvaluationError, actors, errors, floors, gold, measurements, report
from evaluation.floors import Floors
from evaluation.report import Report
from summitry.errors import SummitryError
from summitry.options import Options
from summitry.records import KINDS

ABOUT = """\
Measure Summitry: accuracy on annotated texts, speed, and floors that neither may fall below.

  python -m evaluation ledger --gold GOLD                  ten F1s in our own scheme, and their mean
  python -m evaluation ledger --gold GOLD --by article     where it reads well and where badly
  python -m evaluation ledger --gold GOLD --errors 5 --kind events
  python -m evaluation ablation --gold GOLD                what each head of the model is worth
  python -m evaluation windows --gold GOLD                 what longer and shorter windows cost and are worth
  python -m evaluation time --data DATA                    time expressions and dates
  python -m evaluation language --data DATA                words, tags, syntax, names
  python -m evaluation attribution --data DATA             who said what, as PolNeAR scores it
  python -m evaluation timeline --data DATA                days that matter, against journalists' timelines (a quarter of an hour)
  python -m evaluation account                             the account of the bundled reports, as written by hand
  python -m evaluation gathering --gold GOLD               the negotiations that reports of many gather into
  python -m evaluation actors                              who is meant, and who held which office when
  python -m evaluation events --gold FILE.tsv              pairs of actors as PLOVER roots
  python -m evaluation off-topic                           what is found where nothing is negotiated
  python -m evaluation speed                               articles a second, start-up, memory
  python -m evaluation growth                              what a ledger of thousands of articles costs

GOLD and DATA are folders; docs/accuracy.md says what is in them and where it comes from."""

FLOORS = """\
With --floors the command ends with 1 if a figure is below its floor in evaluation/floors.json, and with 2 if the data is not
what the floors were taken on. --raise lifts the floors to today's figures; nothing lowers them."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 if all is well, 1 if a figure has fallen, 2 if nothing could be measured or compared."""
    options = make_parser().parse_args(arguments)
    try:
        return measure(options)
    except (EvaluationError, SummitryError) as error:
        print(f"evaluation: {error}", file=sys.stderr)
        return 2


def make_parser() -> argparse.ArgumentParser:
    """The command line."""
    raw = argparse.RawDescriptionHelpFormatter
    output = argparse.ArgumentParser(add_help=False)
    form = output.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="print plain values for machines")
    form.add_argument("--markdown", action="store_true", help="print the table in Markdown")
    output.add_argument(
        "--into",
        type=Path,
        metavar="FILE",
        help="put the Markdown table between this file's marks, as in docs/accuracy.md",
    )
    output.add_argument("--floors", action="store_true", help="end with 1 if a figure is below its floor")
    output.add_argument("--raise", action="store_true", dest="lift", help="lift the floors to today's figures")

    parser = argparse.ArgumentParser(prog="python -m evaluation", description=ABOUT, formatter_class=raw, epilog=FLOORS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    read = commands.add_parser(
        "ledger",
        parents=[output],
        help="Records against hand-made gold in our own scheme.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    read.add_argument("--gold", type=Path, required=True, metavar="DIR", help="folder of NAME.gold.json")
    read.add_argument("--texts", type=Path, metavar="DIR", help="folder of NAME.txt (default: the same)")
    read.add_argument("--as", dest="name", default="ledger", metavar="NAME", help="hold it to the floors of this name")
    read.add_argument(
        "--by",
        choices=("measure", "article", "confidence"),
        default="measure",
        help="a row a measure, a row an article, or a row a step of confidence",
    )
    read.add_argument("--kind", choices=("times", *KINDS), help="only this kind of record")
    read.add_argument(
        "--errors",
        type=int,
        default=0,
        metavar="N",
        help="also show N missed, N spurious and N wrong records of each kind",
    )
    for name, function in measurements.VARIED.items():
        summary = (function.__doc__ or "").partition("\n")[0]
        varied = commands.add_parser(name, parents=[output], help=summary, epilog=FLOORS, formatter_class=raw)
        varied.add_argument(
            "--gold", type=Path, required=True, metavar="DIR", help="folder of NAME.gold.json and NAME.txt"
        )
    for name, function in measurements.CORPORA.items():
        summary = (function.__doc__ or "").partition("\n")[0]
        corpus = commands.add_parser(
            name, parents=[output], help=summary, description=summary, epilog=FLOORS, formatter_class=raw
        )
        corpus.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of corpora")
    said = commands.add_parser(
        "attribution",
        parents=[output],
        help="Statements as PolNeAR scores attributions.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    said.add_argument("--data", type=Path, required=True, metavar="DIR", help="folder of corpora")
    said.add_argument(
        "--model",
        type=Path,
        metavar="DIR",
        help="measure the frames of this model, made by `python -m training comparison`, not the package's records",
    )
    who = commands.add_parser(
        "actors",
        parents=[output],
        help="Who is meant by words, and who held which office.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    who.add_argument("--errors", type=int, default=0, metavar="N", help="also show N wrong answers of each class")
    told = commands.add_parser(
        "account",
        parents=[output],
        help="The account of the bundled reports against one written by hand.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    told.add_argument("--errors", action="store_true", help="also list what is missed, spurious and wrong")
    coded = commands.add_parser(
        "events",
        parents=[output],
        help="Pairs of actors as PLOVER roots.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    coded.add_argument(
        "--gold", type=Path, required=True, metavar="TSV", help="columns uid, sentence, source, target, gold_root"
    )
    coded.add_argument("--out", type=Path, metavar="JSONL", help="write the answers, {uid, root, penta} a line")
    coded.add_argument(
        "--cross-validate",
        type=_folds,
        dest="folds",
        metavar="N",
        help="beside it, a linear model trained on the file itself and asked about the fold of N that it has not seen",
    )
    commands.add_parser(
        "off-topic",
        parents=[output],
        help="What is found in texts about other things.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    commands.add_parser(
        "growth",
        parents=[output],
        help="What a ledger of thousands of articles costs.",
        epilog=FLOORS,
        formatter_class=raw,
    )
    commands.add_parser(
        "speed", parents=[output], help="Articles a second, start-up and memory.", epilog=FLOORS, formatter_class=raw
    )
    return parser


def _folds(text: str) -> int:
    """A number of folds; what is none is a usage error."""
    if not text.isdecimal() or int(text) < 2:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of folds, 2 or more")
    return int(text)


def measure(options: argparse.Namespace) -> int:
    """Make the measurement asked for and deliver it."""
    if options.command == "ledger":
        return measure_ledger(options)
    if options.command == "actors":
        return measure_actors(options)
    if options.command == "account":
        return measure_account(options)
    if options.command == "events":
        return deliver(measurements.measure_events(options.gold, options.out, options.folds), options)
    if options.command in measurements.VARIED:
        return deliver(measurements.VARIED[options.command](options.gold), options)
    if options.command == "attribution":
        return deliver(measurements.measure_attribution(options.data, options.model), options)
    if options.command in measurements.CORPORA:
        return deliver(measurements.CORPORA[options.command](options.data), options)
    own = {
        "speed": measurements.measure_speed,
        "growth": measurements.measure_growth,
        "off-topic": measurements.measure_off_topic,
    }
    return deliver(own[options.command](), options)


def measure_ledger(options: argparse.Namespace) -> int:
    """The ledger's table, and the errors if they are asked for."""
    texts = options.texts or options.gold
    comparisons = measurements.read_gold(options.gold, texts, Options())
    data = gold.fingerprint(*(path for both in gold.paths(options.gold, texts) for path in both))
    whole = replace(measurements.ledger_by_measure(comparisons, data), measurement=options.name)
    if options.by == "confidence":
        held = replace(measurements.ledger_reliability(comparisons, data), measurement=f"{options.name} by confidence")
        return deliver(held, options)
    if options.by == "article":
        shown = measurements.ledger_by_article(comparisons, data)
    else:
        shown = replace(measurements.ledger_by_measure(comparisons, data, options.kind), measurement=options.name)
    ended = deliver(shown, options, held=whole)
    if options.errors:
        print("", *errors.lines(comparisons, options.errors, options.kind), sep="\n")
    return ended


def measure_actors(options: argparse.Namespace) -> int:
    """The table of actors, and the wrong answers if they are asked for."""
    made, linked, asked = actors.measure(Options())
    ended = deliver(made, options)
    if options.errors:
        print("", *actors.lines(linked, asked, options.errors), sep="\n")
    return ended


def measure_account(options: argparse.Namespace) -> int:
    """The table of the account, and what is wrong in it if it is asked for."""
    made, wrong = measurements.measure_account()
    ended = deliver(made, options)
    if options.errors:
        for name, lines in asdict(wrong).items():
            print("", name, *lines, sep="\n  ")
    return ended


def deliver(made: Report, options: argparse.Namespace, held: Report | None = None) -> int:
    """Print a table, put it into a document, and compare with or lift the floors; the exit status."""
    print(
        json.dumps(made.plain, indent=2)
        if options.json
        else report.markdown(made)
        if options.markdown
        else report.table(made)
    )
    if options.into:
        report.write_into(options.into, made)
    return hold(held or made, lift=options.lift) if options.floors or options.lift else 0


def hold(made: Report, *, lift: bool, file: Path = floors.FILE) -> int:
    """Compare figures with their floors, or lift those; 1 if one has fallen."""
    now, before = Floors(made.data, made.figures), floors.read(made.measurement, file)
    if lift:
        floors.write(made.measurement, floors.raised(now, before), file)
        return 0
    fallen = floors.fallen(now, before)
    print(*fallen or ["no figure is below its floor"], sep="\n", file=sys.stderr)
    return 1 if fallen else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # the reader, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
