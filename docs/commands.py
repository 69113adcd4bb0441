# ruff: noqa: INP001 - a script beside the page it writes
"""Writes docs/commands.md, the reference of the command line, from the commands' own --help."""

from collections.abc import Iterator
from pathlib import Path

from typer.main import get_command
from typer.testing import CliRunner

from summitry.cli import app
from summitry.cli.frame import COMMANDS

PAGE = Path(__file__).with_suffix(".md")
HEAD = """# The commands

What `--help` says of each command; this page is made from it by `python docs/commands.py`.

Exit status: 0 when all went well, 2 when something could not be read or the call was wrong (the reason is on standard
error), 130 after Ctrl-C; `summitry actors holder` ends with 1 when the table knows nobody.

Environment: `SUMMITRY_LEDGER` names the ledger, `SUMMITRY_ACTORS` a TOML file with actors of one's own,
`SUMMITRY_THREADS` how many cores to read with, `SUMMITRY_REVIEWER` whose decisions those of `summitry review` are, `SUMMITRY_TOKEN` the password of a ledger that other machines may see;
`NO_COLOR` turns colour off.
"""


def reference() -> str:
    """The page."""
    return HEAD + "".join(f"\n## {' '.join(path)}\n\n```text\n{_help(path)}\n```\n" for path in paths())


def paths() -> Iterator[tuple[str, ...]]:
    """The program, its commands in their order, and theirs."""
    yield ("summitry",)
    commands = getattr(get_command(app), "commands", {})
    for name in COMMANDS:
        yield ("summitry", name)
        for below in getattr(commands[name], "commands", {}):
            yield ("summitry", name, below)


def _help(path: tuple[str, ...]) -> str:
    arguments = [*path[1:], "--help"]
    shown = CliRunner().invoke(app, arguments, prog_name="summitry", terminal_width=80, env={"COLUMNS": "80"})
    return shown.stdout.strip()


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")
