"""The README says what the program does: its example runs, its commands exist."""

import re
import subprocess
import sys
from pathlib import Path

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_example_runs_and_finds_the_promise_and_its_condition():
    (example,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(example.strip().splitlines()) <= 12
    run = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True)
    assert run.stdout == "France → lift its sanctions offer\nonly if Mali freed the sailors\n"


def test_every_command_shown_exists():
    shown = set(re.findall(r"summitry ([a-z]+)", README)) - {"import"}
    helped = subprocess.run(
        [sys.executable, "-m", "summitry", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert shown
    assert {name for name in shown if not re.search(rf"^  {name} ", helped, re.MULTILINE)} == set()


def test_every_linked_file_is_there():
    links = re.findall(r"\]\(([^)#:]+)\)", README)
    assert [link for link in links if not (Path(__file__).parent.parent / link).exists()] == []
