"""How fast Summitry reads, starts and how much memory it takes, each also as a ratio that means something elsewhere."""

import json
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from summitry.article import Article
from summitry.language import parse
from summitry.language.model import shipped
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text, read_path, walk

WORDS = 500  # an article, for the purpose of counting
PROGRAM = Path(sysconfig.get_path("scripts")) / "summitry"

# Run by a fresh interpreter, so that what this process holds does not count; `ru_maxrss` is in KiB, on macOS in bytes.
PEAK = """
import json, resource, subprocess, sys
subprocess.run(json.loads(sys.argv[1]), check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // (1024 if sys.platform == "darwin" else 1))
"""


@dataclass(frozen=True, slots=True)
class Speed:
    """Seconds, MiB and articles of 500 words a second; see `ratios` for what can be compared between machines."""

    articles: float  # read a second
    encoded: float  # the same articles a second through the bare encoder
    pieces: float  # word pieces a second through it, context of windows not counted
    interpreter: float  # seconds to start Python and end
    help: float  # seconds of `summitry --help`
    one: float  # seconds of `summitry read` of one article
    memory: int  # MiB at the peak of that

    def ratios(self) -> dict[str, float]:
        """Higher is better: the share of the encoder's speed that is kept, and Python's start-up over the command's."""
        return {
            "share of the encoder's speed": round(self.articles / self.encoded, 2),
            "python -c pass over summitry --help": round(self.interpreter / self.help, 2),
        }


def measure(options: Options, *, copies: int = 8) -> Speed:
    """Read the bundled reports `copies` times each and start the commands; about a minute."""
    articles = make_articles(copies, options)
    words = sum(len(a.text.split()) for a in articles)
    model = shipped(options.threads)
    forms = [
        [[t.text for t in analysed.tokens[s.first : s.last]] for s in analysed.sentences]
        for analysed in (parse(a, model) for a in articles)
    ]
    pieces = sum(len(p) for form in forms for s in form for p in model.pieces(s))
    process(articles[0], options)  # loads what is loaded once
    reading = _seconds(lambda: [process(a, options) for a in articles])
    encoding = _seconds(lambda: [model.read(form) for form in forms])
    with TemporaryDirectory() as folder:
        text = Path(folder) / "one.txt"
        text.write_text(articles[0].text, "utf-8", newline="")
        read = [str(PROGRAM), "read", str(text)]
        return Speed(
            articles=words / WORDS / reading,
            encoded=words / WORDS / encoding,
            pieces=pieces / encoding,
            interpreter=start_up([sys.executable, "-c", "pass"]),
            help=start_up([str(PROGRAM), "--help"]),
            one=start_up(read),
            memory=peak_memory(read),
        )


def make_articles(copies: int, options: Options) -> list[Article]:
    """The bundled reports, each `copies` times under another first line, so that no two are the same text."""
    folder = Path(str(files("summitry") / "data" / "reports"))
    reports = [a for path in walk([folder]) for a in read_path(path, options=options)]
    return [
        from_text(f"Report {copy}\n\n{a.text}", published=_day(a), id=f"{a.id}-{copy}", options=options)
        for copy in range(copies)
        for a in reports
    ]


def start_up(command: Sequence[str], *, times: int = 5) -> float:
    """Seconds of wall time a command takes, the best of several."""
    return min(_seconds(lambda: _run(command)) for _ in range(times))


def peak_memory(command: Sequence[str]) -> int:
    """MiB of resident memory a command takes at most."""
    return int(_run([sys.executable, "-c", PEAK, json.dumps(list(command))])) // 1024


def _day(article: Article) -> str | None:
    return article.published.value if article.published else None


def _run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - our own program and interpreter


def _seconds(action: Callable[[], Any]) -> float:
    started = time.perf_counter()
    action()
    return time.perf_counter() - started
