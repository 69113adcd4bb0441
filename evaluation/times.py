"""How well times are found and dated: TempEval-3, WikiWars and the dates of GUM's news, and how fast."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from summitry.article import Published
from summitry.language.times import find
from summitry.language.times.periods import expand
from summitry.records import Time

SCORES = ("strict", "relaxed", "type", "value", "given")
_CHARACTERS = 3000  # of an article of 500 words, in which speed is counted

# Words that Summitry keeps in a span and TimeML leaves out.
_LEFT_OUT = re.compile(r"(?:within|over|under)\s+(?=\S)", re.IGNORECASE)
# References that Summitry marks and TimeML's annotators did not.
_UNMARKED = re.compile(
    r"earlier|eventually|immediately|promptly|quickly|urgently|annually|a (?:second|hour|day|week|month|year)",
    re.IGNORECASE,
)
# "The coming weeks" are a reference to the future for Summitry, a length for TimeML.
_COMING = re.compile(r"(?:the )?(?:coming|upcoming) ([dwmy])\w+s|the ([dwmy])\w+s ahead", re.IGNORECASE)
_HALVES = re.compile(r"(PT?)(\d+)\.5([YHM])")
_SMALLER = {"PY": "6M", "PTH": "30M", "PTM": "30S"}
_DECADES = re.compile(r"P(\d+)0Y")


def timeml(times: Iterable[Time], text: str) -> list[dict[str, Any]]:
    """Our times in TimeML's conventions: rules for all texts alike, where the scheme of Summitry and TimeML part ways."""
    return [t for time_ in times if (t := _timeml(time_, text[time_.span.start : time_.span.end])) is not None]


def _timeml(found: Time, words: str) -> dict[str, Any] | None:
    if _UNMARKED.fullmatch(words) and found.type != "DURATION":
        return None
    start, value = found.span.start, found.value or ""
    left_out = _LEFT_OUT.match(words)
    if left_out and found.type == "DURATION":
        start += left_out.end()
    if (
        re.fullmatch(r"\d{4}-(01|12)", value)
        and found.mod in ("START", "END")
        and re.search(r"year|\d{4}", words, re.IGNORECASE)
    ):
        value = value[:4]  # the end of a year is the year with a modifier, not its December
    half = _HALVES.fullmatch(value)
    if half and half[1] + half[3] in _SMALLER:
        value = f"{half[1]}{half[2]}{half[3]}{_SMALLER[half[1] + half[3]]}"
    decades = _DECADES.fullmatch(value)
    if decades and "decade" in words.lower():
        value = f"P{decades[1]}E"
    kind, coming = found.type, _COMING.fullmatch(words)
    if coming:
        kind, value = "DURATION", f"PX{(coming[1] or coming[2]).upper()}"
    return {
        "start": start,
        "end": found.span.end,
        "type": kind,
        "value": value.replace("DE", "E"),
        "mod": found.mod,
    }


def documents(path: Path) -> list[dict[str, Any]]:
    """The documents of a JSONL file: `{id, text, dct, timex}`."""
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def held_out(document: dict[str, Any]) -> bool:
    """Whether a document belongs to the third that rules are not developed on."""
    return int(sha256(document["id"].encode()).hexdigest(), 16) % 3 == 0


def _published(document: dict[str, Any]) -> Published | None:
    day = (document.get("dct") or "")[:10]
    day += {4: "-01-01", 7: "-01"}.get(len(day), "")
    return Published(day, day, day, "metadata") if day else None


def timex_scores(gold: Iterable[dict[str, Any]]) -> dict[str, float]:
    """TempEval-3 scores in per cent: F1 of spans (strict, relaxed), and of aligned pairs with the right type and value.

    `given` counts a value as right where it agrees with all that the annotators gave: `1989-WXX`, `1949-XX`, `2000-W7` and `199X` are
    values that they left open or wrote in another form.
    """
    n = dict.fromkeys(("gold", "found", *SCORES), 0)
    for document in gold:
        found = timeml(find(document["text"], _published(document)), document["text"])
        n["gold"] += len(document["timex"])
        n["found"] += len(found)
        for a, b in _aligned(document["timex"], found):
            n["relaxed"] += 1
            n["strict"] += (a["start"], a["end"]) == (b["start"], b["end"])
            n["type"] += a["type"] == b["type"]
            n["value"] += a["value"] == b["value"]
            n["given"] += agrees(a["value"], b["value"])
    both = n["gold"] + n["found"]
    return {name: round(200 * n[name] / both, 2) if both else 0.0 for name in SCORES}


def agrees(gold: str, found: str) -> bool:
    """Whether a value says all that the annotators' value says, and no other thing where that is left open."""
    whole = re.sub(r"-W(\d)$", r"-W0\1", gold)
    if re.fullmatch(r"\d{4}(-\d\d)?(-XX)+", whole):
        return found == re.sub(r"(-XX)+$", "", whole)
    if re.fullmatch(r"\d{3}X", whole):
        return found in (whole, whole[:3])
    if whole.startswith("P") or "X" not in whole:
        return found == whole
    return re.fullmatch(re.escape(whole).replace("X", r"\d"), found) is not None or found == whole


def _aligned(
    gold: list[dict[str, Any]], found: list[dict[str, Any]]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """One-to-one pairs that overlap, equal spans first, then the largest overlap."""
    pairs = []
    for i, a in enumerate(gold):
        for j, b in enumerate(found):
            overlap = min(a["end"], b["end"]) - max(a["start"], b["start"])
            if overlap > 0:
                size = abs((a["end"] - a["start"]) - (b["end"] - b["start"]))
                pairs.append(((a["start"], a["end"]) == (b["start"], b["end"]), overlap, -size, -i, -j))
    left, right = set(range(len(gold))), set(range(len(found)))
    for *_, i, j in sorted(pairs, reverse=True):
        if -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            yield gold[-i], found[-j]


def right_intervals(gold: Iterable[dict[str, Any]]) -> float:
    """Per cent of dates for which an overlapping time covers, or names as its period, exactly the annotators' days."""
    total = right = 0
    for document in gold:
        found = find(document["text"], _published(document))
        for date in document["timex"]:
            near = [t for t in found if min(t.span.end, date["end"]) > max(t.span.start, date["start"])]
            total += 1
            right += any(date["interval"] in ([t.earliest, t.latest], _period(t.value)) for t in near)
    return round(100 * right / total, 1) if total else 0.0


def _period(value: str | None) -> list[str]:
    """First and last day of what a value names: the whole month of "early June"."""
    return [day.isoformat() for day in expand(value) or ()]


def articles_per_second(texts: Iterable[str], clock: Callable[[], float] = time.perf_counter) -> float:
    """Articles of 500 words that one core reads in a second."""
    texts = list(texts)
    day = Published("2018-09-24", "2018-09-24", "2018-09-24", "given")
    find("Warm up on Monday.", day)
    begun = clock()
    for text in texts:
        find(text, day)
    return round(sum(map(len, texts)) / _CHARACTERS / (clock() - begun), 1)


def measure(data: Path) -> dict[str, Any]:
    """All figures, from the folder that holds `time/te3_train.jsonl`, `time/wikiwars.jsonl` and `time/gum_dates.jsonl`.

    Rules are developed on two thirds of the TempEval-3 documents; `te3` is the other third.
    """
    te3 = documents(data / "time" / "te3_train.jsonl")
    gum = documents(data / "time" / "gum_dates.jsonl")
    return {
        "te3": timex_scores(d for d in te3 if held_out(d)),
        "te3_developed_on": timex_scores(d for d in te3 if not held_out(d)),
        "wikiwars": timex_scores(documents(data / "time" / "wikiwars.jsonl")),
        "gum_news_right_interval": right_intervals(d for d in gum if d["genre"] == "news"),
        "gum_right_interval": right_intervals(gum),
        "articles_per_second": articles_per_second(d["text"] for d in te3),
    }
