"""How fast Summitry reads, starts and how much memory it takes, each also as a ratio that means something elsewhere."""

import json
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from summitry.article import Article
from summitry.batch import read_many
from summitry.language import parse
from summitry.language.model import Model, shipped
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

    articles: float  # read a second by as many processes as Summitry uses of the cores
    alone: float  # by one process on one core
    encoded: float  # the same articles a second through the bare encoder on one core
    pieces: float  # word pieces a second through it, context of windows not counted
    loading: float  # seconds until the model is loaded
    interpreter: float  # seconds to start Python and end
    help: float  # seconds of `summitry --help`
    one: float  # seconds of `summitry read` of one article
    memory: int  # MiB at the peak of that

    def ratios(self) -> dict[str, float]:
        """Higher is better: the share of the encoder's speed that is kept, and Python's start-up over the command's."""
        return {
            "share of the encoder's speed": round(self.alone / self.encoded, 2),
            "python -c pass over summitry --help": round(self.interpreter / self.help, 2),
        }


def measure(options: Options, *, copies: int = 24) -> Speed:
    """Read the bundled reports `copies` times each and start the commands; a minute or two."""
    articles, alone = make_articles(copies, options), replace(options, threads=1)
    some = articles[:: max(1, copies // 4)]
    model = Model(shipped().folder, threads=1)
    loading = _seconds(lambda: model.read([["They", "met", "."]]))
    forms = [
        [[t.text for t in analysed.tokens[s.first : s.last]] for s in analysed.sentences]
        for analysed in (parse(a, model) for a in some)
    ]
    process(some[0], alone)  # loads what is loaded once
    reading = _seconds(lambda: [process(a, alone) for a in some])
    encoding = _seconds(lambda: [model.read(form) for form in forms])
    together = _seconds(lambda: list(read_many(articles, options)))
    with TemporaryDirectory() as folder:
        text = Path(folder) / "one.txt"
        text.write_text(articles[0].text, "utf-8", newline="")
        read = [str(PROGRAM), "read", str(text)]
        return Speed(
            articles=_size(articles) / together,
            alone=_size(some) / reading,
            encoded=_size(some) / encoding,
            pieces=sum(len(p) for form in forms for s in form for p in model.pieces(s)) / encoding,
            loading=loading,
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


def _size(articles: Sequence[Article]) -> float:
    """Their words, in articles of 500."""
    return sum(len(a.text.split()) for a in articles) / WORDS


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
