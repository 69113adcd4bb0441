"""What is in the corpus: counts by kind, style and hard case, and how much of its wording is repeated."""

import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

from summitry.article import Block, Span
from summitry.language.words import paragraphs, sentences
from training.annotation import corpus
from training.annotation.compiling import HARD, KINDS, STYLES, Report, Row

PRONOUNS = frozenset("he she it they we i his her its their our my who".split())
WORD = re.compile(r"[\w’'-]+")
SEQUENCE = 4
REPEATED = 2  # reports: a sequence in more of them is counted as repeated
ALIKE = 0.15  # share of four-word sequences two reports have in common, from which on they are named

Table = list[tuple[str, ...]]


def run(home: Path) -> int:
    """Print the statistics in Markdown; 1 if a report does not compile or has no line in the plan."""
    made = [r for r in corpus.compile_all(corpus.files(home)) if isinstance(r, Report)]
    planned = corpus.plan(home)
    missing = {r.negotiation for r in made} - set(planned)
    if missing or len(made) < len(corpus.files(home)):
        sys.stderr.write(f"not planned: {', '.join(sorted(missing))}\n" if missing else "some reports do not compile\n")
        return 1
    sys.stdout.write("\n\n".join(map(markdown, tables(made, planned))) + "\n")
    return 0


def markdown(table: Table) -> str:
    """A table in Markdown; its first row is the head."""
    head, *rows = table
    rule = ["---", *["--:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(row)} |" for row in [head, tuple(rule), *rows])


def tables(reports: Sequence[Report], planned: dict[str, corpus.Negotiation]) -> Iterator[Table]:
    """The tables, largest view first."""
    yield _parts(reports, planned)
    yield _kinds(reports, planned)
    yield _grouped("style", reports, lambda r: r.style, STYLES[:-1])
    yield _grouped("field", reports, lambda r: planned[r.negotiation].field)
    yield _grouped("region", reports, lambda r: planned[r.negotiation].region.removesuffix(" (invented)"))
    yield _grouped("decade", reports, lambda r: (r.document["article"]["published"]["earliest"] or "")[:3] + "0s")
    yield [("hard case", "count"), *((name, str(count)) for name, count in hard_cases(reports).items())]
    yield _wording(reports)


def _parts(reports: Sequence[Report], planned: dict[str, corpus.Negotiation]) -> Table:
    table: Table = [("part", "negotiations", "of them real", "reports", "words", "sentences", "with nothing to mark")]
    for part in (*corpus.SPLITS, "all"):
        mine = [r for r in reports if part in ("all", planned[r.negotiation].split)]
        named = {r.negotiation for r in mine}
        cut = [(r, s) for r in mine for s in _sentences(r)]
        empty = sum(_is_empty(r.document, s) for r, s in cut)
        counts = (len(named), sum(planned[n].real for n in named), len(mine), sum(map(words, mine)), len(cut))
        table.append((part, *(f"{n:,}" for n in counts), f"{100 * empty / max(len(cut), 1):.0f} %"))
    return table


def _kinds(reports: Sequence[Report], planned: dict[str, corpus.Negotiation]) -> Table:
    table: Table = [("kind", *corpus.SPLITS, "all", "per 100 words")]
    total = sum(map(words, reports))
    for kind in ("actors", "mentions", "times", *KINDS):
        by_part = Counter[str]()
        for report in reports:
            by_part[planned[report.negotiation].split] += _count(report, kind)
        everything = by_part.total()
        table.append(
            (kind, *(f"{by_part[p]:,}" for p in corpus.SPLITS), f"{everything:,}", f"{100 * everything / total:.2f}")
        )
    return table


def _count(report: Report, kind: str) -> int:
    if kind == "mentions":
        return sum(len(a["mentions"]) for a in report.document["actors"])
    return len(report.document[kind])


def _grouped(name: str, reports: Sequence[Report], key: Callable[[Report], str], order: Sequence[str] = ()) -> Table:
    table: Table = [(name, "negotiations", "reports", "words", "statements", "events", "commitments")]
    for value in order or sorted({key(r) for r in reports}):
        mine = [r for r in reports if key(r) == value]
        counts = (len({r.negotiation for r in mine}), len(mine), sum(map(words, mine)))
        kinds = (sum(len(r.document[k]) for r in mine) for k in ("statements", "events", "commitments"))
        table.append((value, *(f"{n:,}" for n in (*counts, *kinds))))
    return table


def words(report: Report) -> int:
    """How many words a text has."""
    return len(report.text.split())


def _sentences(report: Report) -> list[Span]:
    blocks = [Block(Span(*b["span"]), b["kind"]) for b in report.document["article"]["blocks"]]
    return [s for paragraph, _ in paragraphs(report.text, blocks) for s in sentences(report.text, paragraph)]


def _is_empty(document: Row, sentence: Span) -> bool:
    """Whether no record is anchored in a sentence; a statement is anchored on its cue."""
    anchors = (
        span
        for kind, scheme in KINDS.items()
        for row in document[kind]
        for key in (("cue",) if kind == "statements" else scheme.anchors)
        for span in _spans(row[key])
    )
    return not any(sentence.overlaps(Span(*span)) for span in anchors)


def _spans(value: Any) -> list[list[int]]:
    if not value:
        return []
    return [value] if isinstance(value[0], int) else list(value)


# Hard cases ----------------------------------------------------------------------------------------------------------


def hard_cases(reports: Iterable[Report]) -> Counter[str]:
    """How often each hard case occurs, counted from the records; at the end what the reports are tagged with."""
    counts = Counter[str]()
    tags = Counter[str]()
    for report in reports:
        for case in _cases(report):
            counts[case] += 1
        tags.update(f"report tagged: {tag}" for tag in report.hard)
    ordered = {name: counts[name] for name in sorted(counts)}
    return Counter(ordered | {f"report tagged: {t}": tags[f"report tagged: {t}"] for t in HARD})


def _cases(report: Report) -> Iterator[str]:
    document = report.document
    for row in document["statements"]:
        yield from _of_statement(row, report.text, document)
    yield from _of_promises(document)
    for row in document["events"]:
        yield f"{'meeting' if row['meeting'] else 'event'}: {row['modality']}"
    yield from ("vague time" for row in document["times"] if (row["value"] or "").endswith("_REF"))
    yield from (f"order: {row['strength']}" for row in document["orders"])
    yield from (f"block: {b['kind']}" for b in document["article"]["blocks"] if b["kind"] != "body")


def _of_promises(document: Row) -> Iterator[str]:
    actions = {row["id"]: row["action"] for row in document["commitments"]}
    for row in document["conditions"]:
        yield f"condition: {row['kind']}"
        if not row["specified"]:
            yield "condition left open"
        for other in row["on"]:
            if other in actions:
                yield (
                    "condition before the promise"
                    if row["span"][0] < actions[other][0]
                    else "condition after the promise"
                )
    for row in document["commitments"]:
        if row["deadline"]:
            yield "deadline that hangs on an event" if row["deadline"]["event"] else "deadline on a date"
        yield from (
            f"commitment: {value}"
            for value in (row["force"], row["status"], row["firmness"])
            if value not in ("open", "firm")
        )
        if row["polarity"] == "refrain":
            yield "commitment: to refrain"


def _of_statement(row: Row, text: str, document: Row) -> Iterator[str]:
    depth = len(row["chain"])
    if depth > 1:
        yield f"speech relayed {'two' if depth == 2 else 'three or more'} deep"
    source = " ".join(text[slice(*s)] for s in row["source"])
    if not source:
        yield "statement without a source"
    elif source.lower() in PRONOUNS:
        yield "speaker by a pronoun"
    elif source[:1].islower() or source.startswith(("The ", "A ", "An ")):
        yield "speaker by a role"
    if len(row["speaker"]) > 1:
        yield "several speakers"
    if len(row["content"]) > 1:
        breaks = text[row["content"][0][1] : row["content"][-1][0]]
        yield "content over paragraphs" if "\n" in breaks else "content in pieces"
    if row["medium"]:
        yield f"medium: {row['medium']}"
    if row["hedge"]:
        yield "hedged statement"
    yield f"mode: {row['mode']}"
    first = row["content"][0][0]
    if any(b["kind"] == "headline" and b["span"][0] <= first < b["span"][1] for b in document["article"]["blocks"]):
        yield "statement in a headline"


# Wording ---------------------------------------------------------------------------------------------------------------


def sequences(text: str) -> set[tuple[str, ...]]:
    """The four-word sequences of a text, small letters, punctuation left out."""
    found = [w.lower() for w in WORD.findall(text)]
    return set(zip(*(found[i:] for i in range(SEQUENCE)), strict=False))


def _wording(reports: Sequence[Report]) -> Table:
    held = {r.name: sequences(r.text) for r in reports}
    seen = Counter(s for sequence in held.values() for s in sequence)
    often = sum(1 for n in seen.values() if n > REPEATED)
    table: Table = [
        ("wording", "value"),
        ("different four-word sequences", f"{len(seen):,}"),
        ("of them in more than two reports", f"{often:,} ({100 * often / max(len(seen), 1):.2f} %)"),
    ]
    pairs = sorted(near(held), reverse=True)
    table.append((f"pairs of reports that share {ALIKE:.0%} of their sequences or more", str(len(pairs))))
    table += [(f"{one} and {other}", f"{share:.0%}") for share, one, other in pairs]
    return table


def near(held: dict[str, set[tuple[str, ...]]]) -> Iterator[tuple[float, str, str]]:
    """Pairs of texts that are alike: the share of the shorter one's sequences that the other has too."""
    for (one, a), (other, b) in combinations(held.items(), 2):
        shared = len(a & b) / max(min(len(a), len(b)), 1)
        if shared >= ALIKE:
            yield shared, one, other
