"""Each measurement as a function that reads its data, measures, and gives back a table."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory

from evaluation import (
    EvaluationError,
    ablation,
    account,
    attribution,
    coreference,
    events,
    gathering,
    gold,
    growth,
    language,
    learned,
    ledger,
    reliability,
    speed,
    timelines,
    times,
    windows,
)
from evaluation.counts import Counts
from evaluation.ledger import Comparison, Scores
from evaluation.report import Report
from summitry.language.model import Model, shipped
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import from_text
from summitry.records import to_json

OFF_TOPIC = Path(__file__).parent / "data" / "off_topic"
SCORES = ("precision", "recall", "F1", "right/gold/found")

TIMEX = times.SCORES
TIMEX_CORPORA = {
    "te3": "TempEval-3, third held out",
    "te3_developed_on": "TempEval-3, developed on",
    "wikiwars": "WikiWars",
}
DATE_CORPORA = {"gum_news_right_interval": "GUM, news", "gum_right_interval": "GUM, all genres"}


# The ledger --------------------------------------------------------------------------------------------------------


def read_gold(folder: Path, texts: Path, options: Options) -> dict[str, Comparison]:
    """Each gold article of a folder, by name, beside what Summitry makes of its text.

    Raises:
        EvaluationError: the folder cannot be used.
    """
    found = {}
    for article in gold.load(folder, texts):
        read = from_text(article.text, published=article.published, id=article.name, options=options)
        found[article.name] = Comparison(article.document, to_json(process(read, options)), article.text)
    return found


def ledger_by_measure(comparisons: Mapping[str, Comparison], data: str, kind: str | None = None) -> Report:
    """A row a measure, of one `kind` of record (`events`) or of all, and the mean of the headlines."""
    pooled = ledger.pool([ledger.compare(c) for c in comparisons.values()])
    shown = [m for m in ledger.MEASURES if kind in (None, m.pairing.kind)]
    rows = [(m.name + "*" * m.headline, *pooled[m.name].cells()) for m in shown]
    plain = {m.name: {**pooled[m.name].plain(), "headline": m.headline} for m in shown}
    if kind:
        return Report("ledger", data, ("", *SCORES), rows, {}, plain)
    mean = ledger.headline(pooled)
    rows.append(("ledger (mean of *)", "", "", f"{mean:.1f}", ""))
    figures = {m.name: pooled[m.name].f1 for m in ledger.HEADLINES} | {"ledger": mean}
    return Report("ledger", data, ("", *SCORES), rows, figures, plain | {"ledger": {"f1": mean}})


def ledger_by_article(comparisons: Mapping[str, Comparison], data: str) -> Report:
    """A row an article with its headline F1s; blank, and out of its mean, where neither it nor we have anything to say."""
    plain = {name: _headlines(ledger.compare(c)) for name, c in comparisons.items()}
    columns = ("mean", *(m.name for m in ledger.HEADLINES))
    header = ("F1", *(c.partition(".")[0] for c in columns))
    rows = [(name, *(f"{row[c]:.1f}" if c in row else "" for c in columns)) for name, row in plain.items()]
    return Report("articles", data, header, rows, {}, plain)


def _headlines(scores: Scores) -> dict[str, float]:
    row = {m.name: scores[m.name].f1 for m in ledger.HEADLINES if scores[m.name].gold or scores[m.name].found}
    return {"mean": round(sum(row.values()) / len(row), 1) if row else 0.0, **row}


def ledger_reliability(comparisons: Mapping[str, Comparison], data: str) -> Report:
    """How often records of each confidence are right."""
    records = reliability.judged(comparisons.values())
    rows = [*reliability.table(records), ("expected calibration error", "", "", f"{reliability.error(records):.3f}")]
    figures = {"one less the calibration error": round(1 - reliability.error(records), 3)}
    return Report("reliability", data, ("confidence", "records", "mean", "right"), rows, figures, {"rows": rows})


def measure_ablation(folder: Path) -> Report:
    """The ledger's score without each head of the model in turn."""
    options = Options()
    model = shipped(options.threads)
    scores = dict(ablation.scores(folder, model, options))
    whole = scores[ablation.WHOLE]
    rows = [(name, f"{score:.1f}", f"{score - whole:+.1f}") for name, score in scores.items()]
    header = ("left out", "ledger", "change")
    data = gold.fingerprint(*(path for both in gold.paths(folder, folder) for path in both))
    return Report("ablation", data, header, rows, {}, {"ledger": scores})


def measure_windows(folder: Path) -> Report:
    """The ledger's score and the time it takes with windows of other lengths."""
    rows = [
        (f"{middle} and {around} around", f"{score:.1f}", f"{milliseconds:.0f}")
        for middle, around, score, milliseconds in windows.scores(folder, shipped(), Options())
    ]
    data = gold.fingerprint(*(path for both in gold.paths(folder, folder) for path in both))
    return Report("windows", data, ("pieces", "ledger", "ms for 500 words"), rows, {}, {"rows": rows})


# The parts ---------------------------------------------------------------------------------------------------------


def measure_language(data: Path) -> Report:
    """Cutting, tags and syntax on a treebank, names on an annotated corpus, coreference of actors on another."""
    bank, corpus, gum = _files(
        data, "language/ud_dev.conllu", "language/ner_uner_ewt_dev.jsonl", "language/gum_coref_dev.jsonl"
    )
    sentences = list(language.read_treebank(bank))
    model = shipped(Options().threads)
    counts = language.score_cutting(sentences) | {"names, given words": language.score_names(corpus, model)}
    chained = coreference.measure(gum, Options())
    shares = {f"{name}, given words": share for name, share in language.score_syntax(sentences, model).items()}
    shares |= {f"coreference{name}": coreference.mean(chained, name) for name in coreference.SCORED}
    metrics = {m: chained[m] for m in coreference.METRICS}
    return Report(
        "language",
        gold.fingerprint(bank, corpus, gum),
        ("", *SCORES),
        [
            *_rows(counts),
            *((name, "", "", f"{share:.1f}", "") for name, share in shares.items()),
            *(
                (f"coreference, {m}", f"{s.precision:.1f}", f"{s.recall:.1f}", f"{s.f1:.1f}", "")
                for m, s in metrics.items()
            ),
        ],
        {name: c.f1 for name, c in counts.items()} | shares,
        {name: c.plain() for name, c in counts.items()} | shares | {m: s.f1 for m, s in metrics.items()},
    )


def measure_time(data: Path) -> Report:
    """Time expressions as TempEval-3 scores them, and the dates of GUM by the days they cover."""
    files = _files(data, "time/te3_train.jsonl", "time/wikiwars.jsonl", "time/gum_dates.jsonl")
    found = times.measure(data)
    rows = [
        *((name, *(f"{found[key][score]:.1f}" for score in TIMEX), "") for key, name in TIMEX_CORPORA.items()),
        *((name, *[""] * len(TIMEX), f"{found[key]:.1f}") for key, name in DATE_CORPORA.items()),
    ]
    figures = {f"{name}, {score}": found[key][score] for key, name in TIMEX_CORPORA.items() for score in TIMEX}
    dates = {f"{name}, right interval": found[key] for key, name in DATE_CORPORA.items()}
    header = ("F1 in per cent", *TIMEX, "right interval")
    return Report("time", gold.fingerprint(*files), header, rows, figures | dates, found)


def measure_timeline(data: Path) -> Report:
    """The days that matter most, against the days of journalists' timelines; each topic's articles are a ledger."""
    articles, gold_file = _files(data, "timelines/t17_articles.jsonl", "timelines/gold.jsonl")
    references = timelines.references(gold_file)
    documents = timelines.by_topic(timelines.read(articles, {r.topic for r in references}, Options()))
    with TemporaryDirectory() as folder:
        counts = timelines.score(references, documents, Path(folder))
    mean = round(sum(c.f1 for c in counts) / len(counts), 1)
    rows = [(r.topic, str(len(r.days)), str(c.right), f"{c.f1:.1f}") for r, c in zip(references, counts, strict=True)]
    rows.append(("mean of all timelines", "", "", f"{mean:.1f}"))
    plain = {
        "mean": mean,
        "timelines": [{"topic": r.topic, **c.plain()} for r, c in zip(references, counts, strict=True)],
    }
    header = ("days chosen", "days", "right", "Date-F1")
    return Report("timeline", gold.fingerprint(articles, gold_file), header, rows, {"Date-F1": mean}, plain)


def measure_attribution(data: Path, folder: Path | None = None) -> Report:
    """Statements as PolNeAR scores attributions: those of the shipped weights, or of a model of a `folder` trained on PolNeAR."""
    (corpus,) = _files(data, "attribution/dev.jsonl")
    options = Options()
    counts = attribution.measure(corpus, options, Model(folder, options.threads) if folder else None)
    name = "attribution, trained on it" if folder else "attribution"
    figures = {name: c.f1 for name, c in counts.items()}
    plain = {name: c.plain() for name, c in counts.items()}
    return Report(name, gold.fingerprint(corpus), ("", *SCORES), _rows(counts), figures, plain)


def measure_events(path: Path, out: Path | None, folds: int | None) -> Report:
    """Pairs of actors coded as PLOVER roots; with `out`, the answers are written there; with `folds`, beside a model trained on them."""
    pairs = events.read(path)
    roots = list(events.code(pairs, shipped(Options().threads)))
    if out:
        events.write(pairs, roots, out)
    if not any(p.gold for p in pairs):
        return Report("events", gold.fingerprint(path), ("", "number"), [("rows coded", str(len(pairs)))], {}, {})
    columns = {"without training on it": events.scores(pairs, roots)}
    if folds:
        columns["trained on it"] = events.scores(pairs, learned.cross_validated(pairs, roots, folds))
    ours = columns["without training on it"]
    rows = [(level, *(f"{scores[level]:.1f}" for scores in columns.values())) for level in ours]
    return Report("events", gold.fingerprint(path), ("macro F1", *columns), rows, ours, columns)


def measure_off_topic() -> Report:
    """What is found where nothing is negotiated: records a thousand words on fifty texts about other things."""
    kinds = ("commitments", "demands", "obstacles", "orders", "conditions")
    texts = [path.read_text("utf-8") for path in sorted(OFF_TOPIC.glob("*.txt"))]
    words = sum(len(t.split()) for t in texts)
    found = [process(from_text(t, published="2024-05-10")) for t in texts]
    counts = {kind: sum(len(getattr(d, kind)) for d in found) for kind in kinds}
    rows = [(kind, str(n), f"{1000 * n / words:.2f}") for kind, n in counts.items()]
    data = gold.fingerprint(*OFF_TOPIC.glob("*.txt"))
    # Floors want higher to be better.
    figures = {kind: -round(1000 * n / words, 2) for kind, n in counts.items()}
    return Report("off-topic", data, ("", "found", "a thousand words"), rows, figures, {"words": words, **counts})


def measure_speed() -> Report:
    """Articles a second, start-up and memory; floors hold the ratios only, since seconds differ between machines."""
    found = speed.measure(Options())
    rows = [
        ("articles of 500 words a second", f"{found.articles:.1f}"),
        ("by one process on one core", f"{found.alone:.1f}"),
        ("the same through the bare encoder", f"{found.encoded:.1f}"),
        ("word pieces a second through it", f"{found.pieces:.0f}"),
        ("seconds until the model is loaded", f"{found.loading:.2f}"),
        ("seconds of python -c pass", f"{found.interpreter:.3f}"),
        ("seconds of summitry --help", f"{found.help:.3f}"),
        ("seconds of summitry read, one article", f"{found.one:.3f}"),
        ("its memory at most, MiB", f"{found.memory}"),
        *((name, f"{ratio:.2f}") for name, ratio in found.ratios().items()),
    ]
    return Report(
        "speed", "the bundled reports", ("", "measured"), rows, found.ratios(), asdict(found) | found.ratios()
    )


def measure_account() -> tuple[Report, account.Errors]:
    """The account of the bundled reports against the one written by hand, and its errors."""
    counts, wrong = account.measure(growth.bundled(), account.expected())
    figures = {name: c.f1 for name, c in counts.items()}
    plain = {name: c.plain() for name, c in counts.items()}
    return Report("account", gold.fingerprint(account.FILE), ("", *SCORES), _rows(counts), figures, plain), wrong


def measure_gathering(folder: Path) -> Report:
    """The negotiations that the reports of a folder gather into, against those they are named after."""
    options = Options()
    articles = gold.load(folder, folder)
    documents = [
        process(from_text(a.text, published=a.published, id=a.name, options=options), options) for a in articles
    ]
    found = gathering.measure(documents)
    mean = (f"{100 * found.precision:.1f}", f"{100 * found.recall:.1f}", f"{found.b_cubed:.1f}", "")
    rows = [("pairs of articles", *found.pairs.cells()), ("an article's negotiation, mean (B³)", *mean)]
    figures = {"pairs of articles": found.pairs.f1, "an article's negotiation, mean (B³)": found.b_cubed}
    data = gold.fingerprint(*(path for both in gold.paths(folder, folder) for path in both))
    return Report("gathering", data, ("", *SCORES), rows, figures, {"pairs": found.pairs.plain(), "b3": found.b_cubed})


def measure_growth() -> Report:
    """What the account and the questions cost as a ledger grows; nothing is held to a floor, since seconds differ between machines."""
    reports = growth.bundled()
    with TemporaryDirectory() as folder:
        costs = [growth.measure(reports, number, Path(folder)) for number in growth.SIZES]
    header = (
        "articles",
        "account, ms an article",
        "all made ready, s",
        f"{growth.MORE} more, s",
        "a rejection, s",
        "kept, MB",
        *(f"{question}, ms" for question in ("status", "timeline", "search", "show", "a decision", "status after it")),
    )
    rows = [
        (
            str(c.articles),
            f"{1000 * c.account:.1f}",
            f"{c.ready:.1f}",
            f"{c.more:.1f}",
            f"{c.rejects:.1f}",
            f"{c.megabytes:.0f}",
            *(f"{1000 * t:.0f}" for t in (c.status, c.timeline, c.search, c.show, c.decision, c.after)),
        )
        for c in costs
    ]
    return Report("growth", "the bundled reports, varied", header, rows, {}, {"costs": [asdict(c) for c in costs]})


# What is measured on a folder of gold besides the ledger itself.
VARIED: dict[str, Callable[[Path], Report]] = {
    "ablation": measure_ablation,
    "windows": measure_windows,
    "gathering": measure_gathering,
}
CORPORA: dict[str, Callable[[Path], Report]] = {
    "time": measure_time,
    "language": measure_language,
    "timeline": measure_timeline,
}


def _rows(counts: Mapping[str, Counts]) -> Sequence[tuple[str, ...]]:
    return [(name, *c.cells()) for name, c in counts.items()]


def _files(folder: Path, *names: str) -> list[Path]:
    for name in names:
        if not (folder / name).is_file():
            raise EvaluationError(
                f"{folder / name}: no such file; docs/accuracy.md says what belongs into the data folder"
            )
    return [folder / name for name in names]
