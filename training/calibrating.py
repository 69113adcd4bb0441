"""Make confidences mean what they say: fit, on held-out reports, how often records of a score are right, and those of rules alone."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.ledger import Comparison
from evaluation.reliability import RIGHT, Judged, judged
from evaluation.reliability import right as right_records
from summitry.article import Article, Published
from summitry.extractors.merging import only_in
from summitry.language.frames import KINDS
from summitry.language.model import shipped
from summitry.options import Backend, Options
from summitry.pipeline import process
from summitry.records import Document, to_json
from training.annotation import corpus
from training.annotation.compiling import Report
from training.reading import article_of

STEPS, PRIOR = 60, 4.0  # Newton steps; how many records' worth of trust the raw scores have


def run(folder: Path, home: Path, part: str = "dev") -> str:
    """Write `calibration` and `sure_of_rules` into the model card of `folder`, which must be the package's own.

    `calibration` is a slope and an offset of the log odds for each kind; `sure_of_rules` how often records that only the
    rules find are right, in the default reading. Both come from the reports of a part of the corpus that the model was not trained on.
    """
    planned = corpus.plan(home)
    reports = [
        r
        for r in corpus.compile_all(corpus.files(home))
        if isinstance(r, Report) and planned[r.negotiation].split == part
    ]
    card = _card(folder, calibration={}, sure_of_rules={})
    found = judged(Comparison(r.document, to_json(_read(r, "both")), r.text) for r in reports)
    found = [r for r in found if r.confidence]  # those of rules alone have none yet
    fits = {k: fitted([r for r in found if r.kind == f"{k}s"]) for k in KINDS if k != "mention"}
    card = _card(folder, calibration=fits)
    shares = _sure_of_rules(reports)
    _card(folder, sure_of_rules=shares)
    lines = [f"{kind}: slope {a:.2f}, offset {b:.2f}" for kind, (a, b) in card["calibration"].items()]
    return "\n".join([*lines, *(f"{kind} of rules alone: {share:.0%} right" for kind, share in shares.items())])


def _card(folder: Path, **values: Any) -> dict[str, Any]:
    """The model card with some values changed, written, and the model loaded anew."""
    card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8")) | values
    (folder / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shipped.cache_clear()
    return card


def _read(report: Report, backend: Backend) -> Document:
    return process(_dated(report), Options(backend=backend))


def _dated(report: Report) -> Article:
    published = report.document["article"]["published"]
    days = Published(published["value"], published["earliest"], published["latest"], "given")
    return replace(article_of(report), published=days)


def _sure_of_rules(reports: Sequence[Report]) -> dict[str, float]:
    """For each kind, the share of right ones among the records that rules find and the model does not."""
    counts: dict[str, list[int]] = defaultdict(lambda: [1, 3])  # with few records, the share is held low
    for report in reports:
        model, both = _read(report, "model"), _read(report, "both")
        alone = {r.id for r in only_in(both, model)}
        comparison = Comparison(report.document, to_json(both), report.text)
        for kind in RIGHT:
            good = {row["id"] for row in right_records(comparison, kind)}
            mine = [row["id"] for row in comparison.found[kind] if row["id"] in alone]
            counts[kind][0] += sum(i in good for i in mine)
            counts[kind][1] += len(mine)
    return {kind: round(good / total, 2) for kind, (good, total) in counts.items()}


def fitted(records: Sequence[Judged]) -> tuple[float, float]:
    """Slope and offset of the log odds by which confidence fits best (Platt 1999), held near 1 and 0 where records are few."""
    chances = np.clip([r.confidence for r in records], 0.01, 0.99) if records else np.zeros(0)
    x = np.log(chances / (1 - chances))
    y = np.array([r.right for r in records], float)
    weights = np.array([1.0, 0.0])
    design = np.stack([x, np.ones_like(x)], 1)

    def cost(w: Any) -> float:
        return float(np.logaddexp(0, design @ w).sum() - y @ (design @ w) + PRIOR / 2 * ((w - [1.0, 0.0]) ** 2).sum())

    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (p - y) + PRIOR * (weights - [1.0, 0.0])
        curve = (design * (p * (1 - p))[:, None]).T @ design + PRIOR * np.eye(2)
        step = np.linalg.solve(curve, slope)
        while cost(weights - step) > cost(weights) and abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
    return round(float(max(weights[0], 0.1)), 3), round(float(weights[1]), 3)
