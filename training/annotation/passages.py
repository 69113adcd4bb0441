"""Passages of other people's open texts, annotated as our own reports are and kept stand-off: offsets and labels, never the text.

A passage is authored as a YAML file without `text`, beside a `passage` that says where its text is:

    passage: {file: corpora/white_house_2009_2016.jsonl, document: whb-12, start: 1200, end: 2310}

`file` is JSON Lines of `{id, text, …}` below the folder of data. What is stored is JSON: the same place, the sha256 of the
text, and the document of the record scheme, with spans that count from the passage's beginning.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from training.annotation.authoring import AuthoringError, Value, Words, load
from training.annotation.compiling import Report, compile_report

FOLDER = "passages"
KEYS = ("file", "document", "start", "end")


def store(authored: Path, data: Path, home: Path) -> Path:
    """Compile an authored passage and write its stand-off form.

    Raises:
        AuthoringError: something does not hold in the file, or its place is none.
    """
    place = _place(authored, load(authored).get(Words("passage", 1)))
    text = _text(data, place, authored)
    report = compile_report(authored, text)
    document = json.loads(json.dumps(report.document))
    for row in document["commitments"]:
        if row["deadline"] and row["deadline"]["event"]:
            row["deadline"]["event"] = _where(text, row["deadline"]["event"])
    for row in document["events"]:
        row["place"] = _where(text, row["place"]) if row["place"] else None
    target = home / FOLDER / f"{authored.stem}.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    kept = {**place, "sha256": hashlib.sha256(text.encode()).hexdigest(), "hard": list(report.hard), "labels": document}
    target.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return target


def read(home: Path, data: Path) -> Iterator[Report | AuthoringError]:
    """The stored passages with their texts, from the folder of data; a text that has changed is an error."""
    for path in sorted((home / FOLDER).glob("*.json")):
        kept = json.loads(path.read_text("utf-8"))
        try:
            text = _text(data, {key: kept[key] for key in KEYS}, path)
        except AuthoringError as error:
            yield error
            continue
        if hashlib.sha256(text.encode()).hexdigest() != kept["sha256"]:
            yield AuthoringError([f"{path}:1: not the text that was annotated: its sha256 differs"])
            continue
        document = kept["labels"]
        for row in document["commitments"]:
            if row["deadline"] and row["deadline"]["event"]:
                row["deadline"]["event"] = text[slice(*row["deadline"]["event"])]
        for row in document["events"]:
            row["place"] = text[slice(*row["place"])] if row["place"] else None
        yield Report(path, text, "passage", None, tuple(kept["hard"]), document)


def _place(path: Path, value: Value | None) -> dict[str, Any]:
    plain = {str(k): str(v) for k, v in value.items()} if isinstance(value, dict) else {}
    if set(plain) != set(KEYS) or not (plain["start"].isdigit() and plain["end"].isdigit()):
        raise AuthoringError([f"{path}:1: `passage` is a mapping of {', '.join(KEYS)}"])
    return {**plain, "start": int(plain["start"]), "end": int(plain["end"])}


def _text(data: Path, place: dict[str, Any], path: Path) -> str:
    texts = _texts(data / place["file"])
    if place["document"] not in texts:
        raise AuthoringError([f"{path}:1: no document {place['document']!r} in {place['file']}"])
    return texts[place["document"]][place["start"] : place["end"]] + "\n"


@lru_cache(maxsize=4)
def _texts(path: Path) -> dict[str, str]:
    with path.open(encoding="utf-8") as lines:
        return {row["id"]: row["text"] for row in map(json.loads, lines)}


def _where(text: str, words: str) -> list[int] | None:
    """Where words stand in a text, so that they need not be stored; null where they do not."""
    at = text.find(words)
    return [at, at + len(words)] if at >= 0 else None
