"""The command line: one command for each query or stage; it parses, calls and prints."""

from summitry.cli import actors, asking, reading, review
from summitry.cli.frame import app

__all__ = ["actors", "app", "asking", "main", "reading", "review"]


def main() -> None:
    """Run the command that the program was started with, and end with its status."""
    app(prog_name="summitry")
