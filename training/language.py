"""Train the encoder and all its heads at once on open corpora and our own reports, and export it for `summitry.language`."""

import hashlib
import json
import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset

from summitry.article import Article
from summitry.language import Analysis, parse
from summitry.language.frames import ALL_ROLES, ALL_VALUES, KINDS
from summitry.language.model import encode, pieces_of, shipped
from summitry.options import Options
from training import measuring, reading
from training.annotation import corpus, passages
from training.annotation.compiling import Report
from training.encoder import PLACES, pretrained
from training.heads import OUTPUTS, TAGS, Answers, Heads
from training.labels import IGNORED, Index, Labelled, labelled
from training.texts import Text, batches, names_of, renamed, windows

RARE = 4  # lemma scripts seen less often are left to the word itself
FIELDS = (*TAGS, "deprel")
WEIGHTS = {"arcs": 5.0, "deprel": 3.0, "name": 2.0, "anchor": 0.8, "role": 0.9, "value": 0.9, "factuality": 0.5}
OWN = 2  # times our own reports are read in an epoch: they are what matters most
# Our own reports are few, and a model that reads them often learns them by heart: each time other names stand in half of their
# windows, and some of the pieces are hidden.
RENAMED, HIDDEN = 0.65, 0.18
DECAY = 0.05  # of the weights, in a unit of the learning rate
KEPT = 0.998  # of the mean of the weights on the way, each step
MASK = 103  # all-MiniLM-L6-v2's piece for what is hidden
DATA = (
    (
        "language/ud_train.conllu",
        "UD English EWT 2.16 and open documents of GUM",
        "CC BY-SA 4.0; GUM texts CC BY / CC BY-SA / public domain",
    ),
    ("language/factuality_uds_train.jsonl", "UDS: did it happen", "CC BY-SA 4.0"),
    ("language/gum_coref_train.jsonl", "GUM: coreference and names", "CC BY / CC BY-SA"),
    ("language/ner_wikigold.jsonl", "Wikigold named entities", "CC BY 4.0"),
    (
        "language/ner_rel_re3d.jsonl",
        "re3d: names in texts on Syria and Iraq",
        "US public domain, OGL 3.0, CC BY(-SA) 3.0",
    ),
    ("training/corpus", "our own annotated reports, their train split", "CC BY 4.0"),
    (
        "corpora/white_house_2009_2016.jsonl",
        "passages of White House briefings with our annotation",
        "US public domain; annotation CC BY 4.0",
    ),
)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train: `rate` is the encoder's highest learning rate, the heads have ten times that; `words` fill a batch.

    `workers` are processes that make tensors of the batches, none for the one that trains.
    """

    epochs: int = 5
    seed: int = 1
    rate: float = 1.5e-4
    words: int = 1600
    start: Path | None = None
    workers: int = 0


@dataclass(frozen=True, slots=True)
class Corpora:
    """What is trained on and what is held out; `framed` are articles with frames, read in windows of some length.

    `sources` are the file, the name and the licence of each corpus.
    """

    sources: Sequence[tuple[str, str, str]]
    framed: list[Text]
    framed_dev: list[Text]
    train: list[Text] = field(default_factory=list)
    treebank_dev: list[Text] = field(default_factory=list)
    names_dev: list[Text] = field(default_factory=list)
    names_elsewhere: list[Text] = field(default_factory=list)


def read_corpora(data: Path, home: Path) -> Corpora:
    """All corpora, from the folder of data and the folder of our own reports."""
    language = data / "language"
    wikigold = list(reading.flat_names(language / "ner_wikigold.jsonl"))
    train = [
        *reading.treebank(
            language / "ud_train.conllu",
            factuality=language / "factuality_uds_train.jsonl",
            mentions=language / "gum_coref_train.jsonl",
        ),
        *(t for i, t in enumerate(wikigold) if i % 10),
        *reading.passage_names(language / "ner_rel_re3d.jsonl"),
    ]
    dev = reading.treebank(
        language / "ud_dev.conllu",
        factuality=language / "factuality_uds_dev.jsonl",
        mentions=language / "gum_coref_dev.jsonl",
    )
    planned = corpus.plan(home)
    own: dict[str, list[Text]] = {part: [] for part in corpus.SPLITS}
    for report in corpus.compile_all(corpus.files(home)):
        if isinstance(report, Report) and planned[report.negotiation].split != "test":
            own[planned[report.negotiation].split].append(_own(report))
    own["train"] += [_own(r) for r in passages.read(home, data) if isinstance(r, Report)]
    elsewhere = reading.flat_names(language / "ner_uner_ewt_dev.jsonl")
    return Corpora(DATA, own["train"] * OWN, own["dev"], train, list(dev), wikigold[::10], list(elsewhere))


def read_polnear(data: Path) -> Corpora:
    """PolNeAR alone, for the model that is compared with ours and never shipped: the corpus states no licence."""
    train, dev = (
        list(reading.attributed(data / "attribution" / f"{split}.jsonl", _parsed)) for split in ("train", "dev")
    )
    return Corpora(
        [("attribution/train.jsonl", "PolNeAR: who said what", "none stated: not to be shipped")], train, dev
    )


def _own(report: Report) -> Text:
    return reading.report_text(report, _parsed(reading.article_of(report)))


def _parsed(article: Article) -> Analysis:
    return parse(article, shipped(Options().threads))


def train(corpora: Corpora, minilm: Path, out: Path, recipe: Recipe) -> None:
    """Train on corpora; after every epoch write a checkpoint `out`.pt, and at the end the exported model to `out`.

    With `recipe.start` training goes on from that checkpoint, or from the exported model of that folder, with its label lists
    and the stages it went through; heads that it does not have begin anew.

    Raises:
        ValueError: it has not all weights of the encoder.
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    tokenizer = _tokenizer(minilm)
    before = _begun(recipe.start)
    vocabulary = before.get("vocabulary") or vocabulary_of(corpora.train)
    model = Heads(pretrained(minilm), {f: len(v) for f, v in vocabulary.items()})
    if recipe.start:
        new = model.load_state_dict(before["model"], strict=False)
        if any(name.startswith("encoder.") for name in new.missing_keys):
            raise ValueError(f"{recipe.start} has not all weights of the encoder: it is no model to go on from")
        print(f"from {recipe.start}; new: {', '.join(new.missing_keys) or 'nothing'}", flush=True)
    trainer = Trainer(
        model, tokenizer, vocabulary, recipe, len(list(epoch_of(corpora, recipe, tokenizer, random.Random(0))))
    )
    for epoch in range(1, recipe.epochs + 1):
        trainer.epoch(epoch, list(epoch_of(corpora, recipe, tokenizer, rng)))
        found = measuring.scores(trainer.mean.module, tokenizer, vocabulary, corpora)
        print(f"epoch {epoch}: {json.dumps(found)}", flush=True)
        stages = [*before["stages"], {"epochs": epoch, "seed": recipe.seed, "rate": recipe.rate, "words": recipe.words}]
        torch.save(
            {"model": trainer.mean.module.state_dict(), "vocabulary": vocabulary, "stages": stages, "dev": found},
            out.with_suffix(".pt"),
        )
    export(trainer.mean.module, vocabulary, tokenizer, out, {"dev": found, "stages": stages}, corpora.sources)


def average(starts: Sequence[Path], shares: Sequence[float], minilm: Path, out: Path) -> None:
    """Export to `out` the mean of the weights of checkpoints that went on from one another, as the last of them.

    `shares` are what each counts, none for all the same.
    """
    shares = [share / sum(shares) for share in shares or [1.0] * len(starts)]
    begun = [_begun(start) for start in starts]
    last = begun[-1]
    if any(b["vocabulary"] != last["vocabulary"] for b in begun):
        raise ValueError("the checkpoints have other labels than one another: they did not go on from one another")
    model = Heads(pretrained(minilm), {f: len(v) for f, v in last["vocabulary"].items()})
    mean = {k: sum(share * b["model"][k] for share, b in zip(shares, begun, strict=True)) for k in last["model"]}
    model.load_state_dict(mean, strict=False)
    about = {
        "dev": last.get("dev", {}),
        "stages": [*last["stages"], {"averaged_with_stage": [len(b["stages"]) for b in begun[:-1]], "shares": shares}],
    }
    export(model, last["vocabulary"], _tokenizer(minilm), out, about, DATA)


def _tokenizer(minilm: Path) -> Any:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def _begun(start: Path | None) -> dict[str, Any]:
    """What to go on from: a checkpoint, the folder of an exported model, or nothing."""
    if start is None:
        return {"stages": []}
    if start.is_dir():
        from training import shipped

        return shipped.checkpoint(start)
    return dict(torch.load(start))


def vocabulary_of(texts: Sequence[Text]) -> dict[str, list[str]]:
    """The labels of each tagger, rare edit scripts of lemmas left out."""
    counts = {f: Counter(v for t in texts for v in getattr(t, f)) for f in FIELDS}
    return {f: sorted(v for v, n in counts[f].items() if f != "lemma" or n >= RARE) for f in FIELDS}


def epoch_of(corpora: Corpora, recipe: Recipe, tokenizer: Any, rng: random.Random) -> Iterator[list[Text]]:
    """The batches of an epoch: other windows of the same texts each time, without those that the encoder has no places for."""
    cut = [w for t in corpora.train for w in windows(t, rng)]
    names = names_of(corpora.framed)
    framed = (w for t in corpora.framed for w in windows(t, rng, least=120))
    cut += [renamed(w, names, rng) if rng.random() < RENAMED else w for w in framed]
    # Only of long windows can the pieces be too many.
    fitting = (w for w in cut if len(w.words) < 150 or sum(map(len, pieces_of(tokenizer, w.words))) <= PLACES - 2)
    yield from batches(fitting, recipe.words, rng)


class Trainer:
    """The optimiser, its schedule, the mean of the weights on the way, and what it says of its progress.

    `mean` is what is measured and exported: the last weights have learned the last batches too well.
    """

    def __init__(
        self, model: Heads, tokenizer: Any, vocabulary: dict[str, list[str]], recipe: Recipe, steps: int
    ) -> None:
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.model, self.tokenizer, self.workers = model.to(self.device), tokenizer, recipe.workers
        self.index = {f: {v: i for i, v in enumerate(vocabulary[f])} for f in FIELDS}
        theirs = list(model.encoder.parameters())
        ours = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
        rate, self.steps = recipe.rate, recipe.epochs * steps + 50
        groups = [{"params": theirs, "lr": rate}, {"params": ours, "lr": rate * 10}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=DECAY)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, [rate, rate * 10], total_steps=self.steps + 1, pct_start=0.08
        )
        self.mean = AveragedModel(self.model, multi_avg_fn=get_ema_multi_avg_fn(KEPT))
        self.step, self.begun, self.said = 0, time.monotonic(), 0.0

    def epoch(self, number: int, groups: Sequence[Sequence[Text]]) -> None:
        """One pass over batches."""
        self.model.train()
        batches = DataLoader(
            Batches(groups, self.tokenizer, self.index), batch_size=None, num_workers=self.workers,
            pin_memory=self.device.type == "cuda",
        )  # fmt: skip
        for batch in batches:
            losses = losses_of(self.model, batch.to(self.device))
            torch.stack([WEIGHTS.get(name, 1.0) * loss for name, loss in losses.items()]).sum().backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            self.optimiser.zero_grad()
            self.mean.update_parameters(self.model)
            if self.step < self.steps:
                self.schedule.step()
            self.step += 1
            if time.monotonic() - self.said > 20:
                self.said = time.monotonic()
                shown = " ".join(f"{name} {loss.item():.3f}" for name, loss in losses.items())
                print(
                    f"epoch {number} step {self.step}/{self.steps} {self.said - self.begun:.0f} s: {shown}", flush=True
                )


class Batches(Dataset[Labelled]):
    """Batches of texts, made tensors when they are asked for, by as many processes as the recipe has workers."""

    def __init__(self, groups: Sequence[Sequence[Text]], tokenizer: Any, index: Index) -> None:
        self.groups, self.tokenizer, self.index = groups, tokenizer, index

    def __len__(self) -> int:
        return len(self.groups)

    def __getitem__(self, number: int) -> Labelled:
        return labelled(self.groups[number], self.tokenizer, self.index)


def half(device: torch.device) -> Any:
    """Matrix products in bfloat16, where the processor has them in hardware several times as fast."""
    return torch.autocast(device.type, dtype=torch.bfloat16)


# Losses ----------------------------------------------------------------------------------------------------------------


def losses_of(model: Heads, batch: Labelled) -> dict[str, Tensor]:
    """The loss of each head on what is labelled, on the model's device."""
    pieces, casing, words = batch.inputs
    if model.training and batch.framed:
        pieces = hidden(pieces)
    with half(pieces.device):
        y = model.read(pieces, casing, words)
    y = y.float()
    losses = {
        name: functional.cross_entropy(
            model.taggers[name](y[:, 1:]).flatten(0, 1), gold.flatten(), ignore_index=IGNORED
        )
        for name, gold in batch.tags.items()
    }
    if batch.syntax:
        losses |= _syntax_losses(model, y, *batch.syntax)
    if batch.factuality:
        rows, at, values = batch.factuality
        losses["factuality"] = functional.smooth_l1_loss(model.factuality(y[rows, at + 1]).squeeze(-1), values)
    if batch.framed:
        losses |= _frame_losses(model, y, batch)
    return losses


def hidden(pieces: Tensor) -> Tensor:
    """Pieces, some of them replaced by `MASK`; those of the vocabulary's beginning (padding, marks of the edges, digits) stay."""
    drawn = torch.rand(pieces.shape, device=pieces.device)
    return pieces.masked_fill((drawn < HIDDEN) & (pieces >= 1000), MASK)


def _syntax_losses(  # noqa: PLR0913, PLR0917 - what `Labelled.syntax` holds
    model: Heads, y: Tensor, rows: Tensor, gold: Tensor, apart: Tensor, kinds: Tensor
) -> dict[str, Tensor]:
    y = y[rows]
    with half(y.device):
        arcs = model.arcs(y)
    arcs = arcs.float().masked_fill(apart, -1e4)
    dependants, governors = model.labels(y)
    chosen = governors.gather(1, gold.clamp(min=0)[..., None].expand(-1, -1, governors.shape[-1]))
    named = torch.einsum("bdly,bdy->bdl", dependants, chosen)
    return {
        "arcs": functional.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=IGNORED),
        "deprel": functional.cross_entropy(named.flatten(0, 1), kinds.flatten(), ignore_index=IGNORED),
    }


def _frame_losses(model: Heads, y: Tensor, batch: Labelled) -> dict[str, Tensor]:
    anchors, values = model.frames(y)
    losses: dict[str, Tensor] = {}
    if batch.anchors:
        losses["anchor"] = _anchor_loss(anchors, *batch.anchors)
    if batch.values:
        losses["value"] = _value_loss(values, *batch.values)
    if batch.roles:
        losses["role"] = _role_loss(model, y, *batch.roles)
    return losses


def _anchor_loss(scores: Tensor, gold: Tensor, known: Tensor) -> Tensor:
    """Binary cross entropy a kind, in units of its anchors, so that rare kinds count as much as common ones."""
    loss = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * known
    return (loss.sum((0, 1)) / (gold.sum((0, 1)) + 2)).mean()


def _value_loss(  # noqa: PLR0913, PLR0917 - what `Labelled.values` holds
    scores: Tensor, rows: Tensor, words: Tensor, first: Tensor, last: Tensor, gold: Tensor, weights: Tensor
) -> Tensor:
    column = torch.arange(scores.shape[-1], device=scores.device)
    others = (column < first[:, None]) | (column > last[:, None])
    at_anchors = scores[rows, words].masked_fill(others, -1e4)
    return (functional.cross_entropy(at_anchors, gold, reduction="none") * weights).sum()


def _role_loss(  # noqa: PLR0913, PLR0917 - what `Labelled.roles` holds
    model: Heads, y: Tensor, rows: Tensor, at: Tensor, weights: Tensor, filled: Tensor, words: Tensor, mentions: Tensor
) -> Tensor:
    """Binary cross entropy of all words in each role, in units of the words that are in it."""
    scores = model.roles(y[rows, at + 1], model.role_words(y)[rows], at)
    gold = torch.zeros_like(scores)
    gold[filled.unbind(0)] = 1
    known = words[rows][..., None].repeat(1, 1, len(ALL_ROLES))
    same = ALL_ROLES.index(("mention", "same"))  # only other mentions can be the same actor
    known[..., same] = mentions[rows].scatter(1, at[:, None], 0.0)
    loss = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * known
    return (loss.sum(1) / (gold.sum(1) + 1) * weights).sum()


# Export ----------------------------------------------------------------------------------------------------------------


def export(  # noqa: PLR0913, PLR0917 - all that a model card tells
    model: Heads,
    vocabulary: dict[str, list[str]],
    tokenizer: Any,
    out: Path,
    about: dict[str, Any],
    sources: Sequence[tuple[str, str, str]],
) -> None:
    """Write `model.onnx` (int8), `tokenizer.json` and `model.json` into the folder `out`."""
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    model.eval()
    sample = encode(tokenizer, [["Mr", "Alder", "said", "Norway", "would", "sign", "if", "it", "was", "asked", "."]])
    names = ("pieces", "casing", "words")
    axes = {"pieces": {1: "t"}, "casing": {1: "t"}, "words": {1: "w"}}
    axes |= {n: {1: "w"} for n in (*TAGS, "factuality", "dependants")} | {
        "arcs": {1: "w", 2: "h"},
        "governors": {1: "h"},
    }
    axes |= {"anchors": {0: "w"}, "values": {0: "n"}, "at": {0: "n"}, "roles": {0: "n", 1: "w"}}
    whole = out / "whole.onnx"
    torch.onnx.export(
        Answers(model), tuple(torch.from_numpy(getattr(sample, n)) for n in names), str(whole),
        input_names=list(names), output_names=list(OUTPUTS), dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip
    graph = onnx.load(whole).graph
    heads = [n.name for n in graph.node if n.op_type in ("MatMul", "Gemm") and "/layers." not in n.name]
    # A scale for each channel keeps 1.2 points of LAS that one scale a matrix loses; the heads are small and stay whole.
    quantize_dynamic(
        str(whole), str(out / "model.onnx"), weight_type=QuantType.QInt8, per_channel=True, nodes_to_exclude=heads
    )
    whole.unlink()
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    commit = subprocess.run(["git", "rev-parse", "HEAD"], capture_output=True, text=True, check=False).stdout.strip()  # noqa: S607 - the developer's own git
    card = {
        "name": "summitry-en",
        "base": "all-MiniLM-L6-v2 (Apache-2.0)",
        "commit": commit,
        "trained": about,
        "data": [{"file": f, "what": w, "licence": c} for f, w, c in sources],
        "sha256": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in ("model.onnx", "tokenizer.json")},
        "tags": vocabulary,
        "kinds": list(KINDS),
        "values": ["/".join(v) for v in ALL_VALUES],
    }
    (out / "model.json").write_text(json.dumps(card, ensure_ascii=False, indent=1) + "\n", "utf-8")
    model.train()
