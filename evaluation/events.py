"""Pairs of actors coded as PLOVER roots, as the PLV data set asks: one sentence, a source, a target, the root of what one does to the other."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from evaluation import EvaluationError, dyads
from summitry.article import Article, Block, Span
from summitry.language import parse
from summitry.language.analysis import Analysis
from summitry.language.frames import Frame
from summitry.language.model import Model
from summitry.records import Modality, Plover

Level = Literal["binary", "quad", "root"]

# The data set's 15 labels: CONCEDE and RETREAT are one; and the quad of each root (1 and 2 cooperation, 3 and 4 conflict).
QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "COOPERATE": 2, "AID": 2, "YIELD": 2, "REQUEST": 3, "ACCUSE": 3,
    "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
SPEECH = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
AHEAD: tuple[Modality, ...] = ("planned", "promised", "possible", "conditional")
UNDONE: tuple[Modality, ...] = ("refused", "denied", "cancelled")
JOINT = ("AGREE", "CONSULT", "COOPERATE")
# What is answered where no event is seen at all: the commonest act between parties.
USUAL = "CONSULT"


@dataclass(frozen=True, slots=True)
class Pair:
    """A row to be coded; `gold` is its root where the file has it."""

    uid: str
    sentence: str
    source: str
    target: str
    gold: str | None


def read(path: Path) -> list[Pair]:
    """The rows of a TSV with the columns `sentence`, `source`, `target`, and `uid` and `gold_root` where it has them.

    Raises:
        EvaluationError: a column is missing.
    """
    with path.open(newline="", encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    missing = {"sentence", "source", "target"} - set(rows[0] if rows else ())
    if missing:
        raise EvaluationError(f"{path}: no column {', '.join(sorted(missing))}")
    return [
        Pair(r.get("uid") or str(i), r["sentence"], r["source"], r["target"], r.get("gold_root"))
        for i, r in enumerate(rows)
    ]


def code(rows: Iterable[Pair], model: Model) -> Iterator[str]:
    """The root of each pair."""
    for pair in rows:
        text = pair.sentence.strip() or "."
        analysis = parse(Article(pair.uid, text, (Block(Span(0, len(text)), "body"),)), model)
        yield _root(analysis, pair)


def write(pairs: Sequence[Pair], roots: Sequence[str], out: Path) -> None:
    """Write one line of JSON a pair: `{uid, root, penta}`."""
    lines = (json.dumps({"uid": p.uid, "root": r, "penta": QUADS[r]}) for p, r in zip(pairs, roots, strict=True))
    out.write_text("".join(f"{line}\n" for line in lines), "utf-8")


def scores(pairs: Sequence[Pair], roots: Sequence[str]) -> dict[str, float]:
    """Macro F1 in per cent of binary, quad and root, over the classes of gold or answer."""
    both = [(p.gold, r) for p, r in zip(pairs, roots, strict=True) if p.gold in QUADS]
    levels: Mapping[Level, list[tuple[str, str]]] = {
        "binary": [(str(QUADS[g] > 2), str(QUADS[r] > 2)) for g, r in both if g],
        "quad": [(str(QUADS[g]), str(QUADS[r])) for g, r in both if g],
        "root": [(g, r) for g, r in both if g],
    }
    return {level: _macro(levels[level]) for level in get_args(Level)}


def _macro(pairs: Sequence[tuple[str, str]]) -> float:
    right, gold, found = (
        Counter(g for g, f in pairs if g == f),
        Counter(g for g, _ in pairs),
        Counter(f for _, f in pairs),
    )
    labels = gold.keys() | found.keys()
    return round(100 * sum(2 * right[x] / (gold[x] + found[x]) for x in labels) / max(len(labels), 1), 1)


def _root(a: Analysis, pair: Pair) -> str:
    """The root of the act that links the two best; of the model's likeliest event where no act is named."""
    source, target = _words(a, pair.source), _words(a, pair.target)
    found = dyads.between(a, source, target)
    if found is not None:
        return as_labelled(found.coded or found.root, dyads.modality(a, found))
    best = max((f for f in a.frames if f.kind == "event"), key=lambda f: _between(f, source, target), default=None)
    if best is not None:
        return as_labelled(best.attributes["plover"], best.attributes["modality"])  # type: ignore[arg-type]  # its values are these
    return USUAL


def _between(frame: Frame, source: set[int], target: set[int]) -> float:
    """How likely a frame is what the source does to the target: its score, raised by each party in its place."""
    actor = {i for i, _ in frame.roles.get("actor", ())}
    recipient = {i for i, _ in frame.roles.get("recipient", ())}
    joint = frame.attributes["plover"] in JOINT
    doer = bool(actor & source) or (joint and bool(recipient & source))
    done_to = bool(recipient & target) or (joint and bool(actor & target))
    return frame.score + doer + done_to - 0.5 * bool(actor & target and not joint)


def _words(a: Analysis, words: str) -> set[int]:
    at = a.article.text.find(words.strip())
    return {t.index for t in a.tokens_in(Span(at, at + len(words.strip())))} if at >= 0 and words.strip() else set()


def as_labelled(root: Plover, modality: Modality) -> str:
    """A root as if realised and its modality, as one of the data set's labels: what is to come is agreed to or threatened."""
    if root in SPEECH:
        return root
    if modality == "requested":
        return "REQUEST"
    label = "YIELD" if root in ("CONCEDE", "RETREAT") else root
    friendly = QUADS[label] <= 2
    if modality in UNDONE:
        return "REJECT" if friendly else "YIELD"
    if modality in AHEAD:
        return "AGREE" if friendly else "THREATEN"
    return label
