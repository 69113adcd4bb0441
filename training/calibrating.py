"""Make confidences mean what they say: fit, on held-out reports, how often records are right."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.ledger import Comparison
from evaluation.reliability import RIGHT, right
from summitry.article import Article, Published
from summitry.extractors import rules
from summitry.extractors.confidence import FEATURES, features
from summitry.extractors.merging import merged
from summitry.extractors.retelling import retold
from summitry.extractors.supposing import supposed
from summitry.language import analyse
from summitry.language.model import shipped
from summitry.options import Options
from summitry.pipeline import extract
from summitry.records import KINDS, to_json
from training.annotation import corpus
from training.annotation.compiling import Report
from training.reading import article_of

STEPS, PRIOR = 60, 4.0  # Newton steps; how many records' worth of trust the raw scores have
# Before any record is seen, the model's own odds are believed as they are.
BEFORE = np.array([1.0 if name == "odds" else 0.0 for name in FEATURES])


def run(folder: Path, home: Path, part: str = "dev") -> str:
    """Write `confidence` into the model card of `folder`, which must be the package's own.

    It holds for each kind of record the weights of `summitry.extractors.confidence.FEATURES`, fitted on the reports of a part of the
    corpus that the model was not trained on, in the default reading.
    """
    planned = corpus.plan(home)
    reports = [
        r
        for r in corpus.compile_all(corpus.files(home))
        if isinstance(r, Report) and planned[r.negotiation].split == part
    ]
    seen: dict[str, list[tuple[tuple[float, ...], bool]]] = {kind: [] for kind in KINDS}
    for report in reports:
        analysis = analyse(_dated(report), Options())
        by_rules = rules.extract(analysis)
        document = retold(analysis, supposed(merged(by_rules, extract(analysis))))
        comparison = Comparison(report.document, to_json(document), report.text)
        good = {row["id"] for kind in RIGHT for row in right(comparison, kind)}
        for kind, record, values in features(analysis, document, frozenset(r.id for r in by_rules.records())):
            seen[kind].append((values, record.id in good))
    weights = {kind: fitted([v for v, _ in rows], [good for _, good in rows]) for kind, rows in seen.items()}
    _card(folder, confidence=weights)
    told = (
        f"{kind}: {', '.join(f'{n} {w:.2f}' for n, w in zip(FEATURES, ws, strict=True))}"
        for kind, ws in weights.items()
    )
    return "\n".join(told)


def _card(folder: Path, **values: Any) -> dict[str, Any]:
    """The model card with some values changed, written, and the model loaded anew."""
    card: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8")) | values
    (folder / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    shipped.cache_clear()
    return card


def _dated(report: Report) -> Article:
    published = report.document["article"]["published"]
    days = Published(published["value"], published["earliest"], published["latest"], "given")
    return replace(article_of(report), published=days)


def fitted(values: Sequence[Sequence[float]], right: Sequence[bool]) -> list[float]:
    """The weights by which the log odds of being right are best told (logistic regression), held near `BEFORE` where records are few."""
    x, y = np.array(values).reshape(-1, len(BEFORE)), np.array(right, float)
    weights = BEFORE.copy()

    def cost(w: Any) -> float:
        return float(np.logaddexp(0, x @ w).sum() - y @ (x @ w) + PRIOR / 2 * ((w - BEFORE) ** 2).sum())

    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (p - y) + PRIOR * (weights - BEFORE)
        curve = (x * (p * (1 - p))[:, None]).T @ x + PRIOR * np.eye(len(BEFORE))
        step = np.linalg.solve(curve, slope)
        while cost(weights - step) > cost(weights) and abs(step).max() > 1e-6:
            step = step / 2
        weights = weights - step
    return [round(float(w), 3) for w in weights]
