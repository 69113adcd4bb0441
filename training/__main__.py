"""The commands that build what Summitry ships from its sources: `python -m training actors --data DIR`."""

import argparse
import sys
from pathlib import Path

from training import actors


def main(arguments: list[str]) -> None:
    """Run one build."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    builds = parser.add_subparsers(dest="build", required=True)
    table = builds.add_parser("actors", help="build the table of actors into the package")
    table.add_argument("--data", type=Path, required=True, help="the folder that holds actors/*.jsonl")
    table.add_argument("--out", type=Path, help="where to write it, if not into the package")
    options = parser.parse_args(arguments)
    if not (options.data / "actors" / "states.jsonl").is_file():
        parser.error(f"{options.data}: has no actors/states.jsonl")
    sys.stdout.write(actors.run(options.data, options.out) + "\n")


if __name__ == "__main__":
    main(sys.argv[1:])
