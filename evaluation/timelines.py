"""Which days matter: those that `summitry timeline --top N` chooses, against those of journalists' timelines."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.counts import Counts
from summitry.options import Options
from summitry.pipeline import process
from summitry.queries import days
from summitry.readers import from_text
from summitry.records import Document
from summitry.stores import open_ledger

DATASET = "T17"


@dataclass(frozen=True, slots=True)
class Reference:
    """A timeline that journalists wrote: its topic, and its ISO days."""

    topic: str
    days: frozenset[str]


def references(path: Path) -> list[Reference]:
    """The timelines of a file of `{dataset, topic, timeline: [[day, sentences], ...]}`, one a line."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return [Reference(r["topic"], frozenset(day for day, _ in r["timeline"])) for r in rows if r["dataset"] == DATASET]


def read(path: Path, topics: Collection[str], options: Options) -> Iterator[tuple[str, Document]]:
    """The articles of some topics, read: a file of `{topic, date, text}`, one a line."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        row = json.loads(line)
        if row["topic"] in topics:
            name = f"{row['topic']}-{number}"
            article = from_text(row["text"], published=row["date"], id=name, options=options)
            yield row["topic"], process(article, options)


def score(references: Sequence[Reference], documents: Mapping[str, Sequence[Document]], folder: Path) -> list[Counts]:
    """For each timeline how many of its days are chosen, from a ledger of its topic's articles, made in a folder."""
    ledgers: dict[str, Path] = {}
    for topic, own in documents.items():
        ledgers[topic] = folder / f"{topic}.db"
        with open_ledger(ledgers[topic]) as store:
            for document in own:
                store.add(document)
    found = []
    for reference in references:
        with open_ledger(ledgers[reference.topic], create=False) as store:
            chosen = {line.date for line in days(store.view(), len(reference.days))}
        found.append(Counts(len(chosen & reference.days), len(reference.days), len(chosen)))
    return found


def by_topic(read: Iterator[tuple[str, Document]]) -> Mapping[str, Sequence[Document]]:
    """Documents under their topics."""
    found: defaultdict[str, list[Document]] = defaultdict(list)
    for topic, document in read:
        found[topic].append(document)
    return found
