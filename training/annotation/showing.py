"""A report as its checker reads it: the text, then every record with the words its spans hold."""

from collections.abc import Iterator
from typing import Any

from training.annotation.compiling import KINDS, Report

SPAN_FIELDS = {"source", "cue", "content", "hedge", "trigger", "action", "span", "what", "before", "after"}


def show(report: Report) -> Iterator[str]:
    """The lines of a report."""
    article = report.document["article"]
    yield f"== {report.name}   {report.style}   published {article['published']['value'] or article['published']['earliest']}"
    for block in article["blocks"]:
        start, end = block["span"]
        yield f"[{block['kind']}] {report.text[start:end]}"
    yield ""
    for actor in report.document["actors"]:
        mentions = " | ".join(_around(report.text, *span) for span in actor["mentions"])
        yield f"actor {actor['id']} ({actor['kind']}{', ' + actor['country'] if actor['country'] else ''}) {actor['name']}: {mentions}"
    for time in report.document["times"]:
        yield f"time {_around(report.text, *time['span'])} {time['type']} {time['value']} {time['earliest']}..{time['latest']}"
    for kind in KINDS:
        for row in report.document[kind]:
            told = (f"{key}={_value(report.text, key, value)}" for key, value in row.items() if _is_told(key, value))
            yield f"{kind[:-1]} {' '.join(told)}"


def _is_told(key: str, value: Any) -> bool:
    return key != "evidence" and value not in (None, [], False)


def _value(text: str, key: str, value: Any) -> str:
    if key in SPAN_FIELDS:
        spans = value if isinstance(value[0], list) else [value]
        # Short words may stand elsewhere too: show where these stand.
        return " + ".join(_around(text, *s) if s[1] - s[0] < 14 else f"«{text[s[0] : s[1]]}»" for s in spans)
    if key == "deadline" and value["span"]:
        return f"«{text[slice(*value['span'])]}» {value['value']} ..{value['latest']} {value['event'] or ''}".strip()
    return ",".join(value) if isinstance(value, list) else str(value)


def _around(text: str, start: int, end: int) -> str:
    return f"{text[max(0, start - 12) : start]}«{text[start:end]}»{text[end : end + 8]}".replace("\n", " ")
