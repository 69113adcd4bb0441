"""Train the encoder and all its heads at once on open corpora and our own reports, and export it for `summitry.language`."""

import hashlib
import json
import math
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

from summitry.article import Article
from summitry.language import Analysis, parse
from summitry.language.frames import ALL_VALUES, ATTRIBUTES, KINDS, ROLES, value_columns
from summitry.language.model import encode, pieces_of, shipped
from summitry.options import Options
from training import measuring, reading
from training.annotation import corpus, passages
from training.annotation.compiling import Report
from training.encoder import PLACES, pretrained
from training.heads import OUTPUTS, TAGS, Answers, Heads
from training.texts import Mark, Text, batches, names_of, renamed, windows

IGNORED = -100  # cross entropy's mark for "no label here"
RARE = 4  # lemma scripts seen less often are left to the word itself
FIELDS = (*TAGS, "deprel")
WEIGHTS = {"arcs": 5.0, "deprel": 3.0, "name": 2.0, "anchor": 0.5, "role": 0.6, "value": 0.5, "factuality": 0.5}
OWN = 2  # times our own reports are read in an epoch: they are what matters most
LINKS = 3.0
# Our own reports are few, and a model that reads them often learns them by heart: each time other names stand in half of their
# windows, and some of the pieces are hidden.
RENAMED, HIDDEN = 0.5, 0.12
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
    """How to train: `rate` is the encoder's highest learning rate, the heads have ten times that; `words` fill a batch."""

    epochs: int = 5
    seed: int = 1
    rate: float = 1.5e-4
    words: int = 1600
    start: Path | None = None


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
    """
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    tokenizer = _tokenizer(minilm)
    before = _begun(recipe.start)
    vocabulary = before.get("vocabulary") or vocabulary_of(corpora.train)
    model = Heads(pretrained(minilm), {f: len(v) for f, v in vocabulary.items()})
    if recipe.start:
        new = model.load_state_dict(before["model"], strict=False)
        print(f"from {recipe.start}; new: {', '.join(new.missing_keys) or 'nothing'}", flush=True)
    trainer = Trainer(
        model, tokenizer, vocabulary, recipe, len(list(_epoch(corpora, recipe, tokenizer, random.Random(0))))
    )
    for epoch in range(1, recipe.epochs + 1):
        trainer.epoch(epoch, list(_epoch(corpora, recipe, tokenizer, rng)))
        found = measuring.scores(model, tokenizer, vocabulary, corpora)
        print(f"epoch {epoch}: {json.dumps(found)}", flush=True)
        stages = [*before["stages"], {"epochs": epoch, "seed": recipe.seed, "rate": recipe.rate, "words": recipe.words}]
        torch.save(
            {"model": model.state_dict(), "vocabulary": vocabulary, "stages": stages, "dev": found},
            out.with_suffix(".pt"),
        )
    export(model, vocabulary, tokenizer, out, {"dev": found, "stages": stages}, corpora.sources)


def average(starts: Sequence[Path], minilm: Path, out: Path) -> None:
    """Export to `out` the mean of the weights of checkpoints that went on from one another, as the last of them."""
    begun = [_begun(start) for start in starts]
    last = begun[-1]
    if any(b["vocabulary"] != last["vocabulary"] for b in begun):
        raise ValueError("the checkpoints have other labels than one another: they did not go on from one another")
    model = Heads(pretrained(minilm), {f: len(v) for f, v in last["vocabulary"].items()})
    model.load_state_dict({k: sum(b["model"][k] for b in begun) / len(begun) for k in last["model"]}, strict=False)
    about = {
        "dev": last.get("dev", {}),
        "stages": [*last["stages"], {"averaged_with_stage": [len(b["stages"]) for b in begun[:-1]]}],
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


def _epoch(corpora: Corpora, recipe: Recipe, tokenizer: Any, rng: random.Random) -> Iterator[list[Text]]:
    """The batches of an epoch: other windows of the same texts each time, without those that the encoder has no places for."""
    cut = [w for t in corpora.train for w in windows(t, rng)]
    names = names_of(corpora.framed)
    framed = (w for t in corpora.framed for w in windows(t, rng, least=120))
    cut += [renamed(w, names, rng) if rng.random() < RENAMED else w for w in framed]
    fitting = (w for w in cut if sum(map(len, pieces_of(tokenizer, w.words))) <= PLACES - 2)
    yield from batches(fitting, recipe.words, rng)


class Trainer:
    """The optimiser, its schedule, and what it says of its progress."""

    def __init__(
        self, model: Heads, tokenizer: Any, vocabulary: dict[str, list[str]], recipe: Recipe, steps: int
    ) -> None:
        self.model, self.tokenizer = model, tokenizer
        self.index = {f: {v: i for i, v in enumerate(vocabulary[f])} for f in FIELDS}
        theirs = list(model.encoder.parameters())
        ours = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
        rate, self.steps = recipe.rate, recipe.epochs * steps + 50
        groups = [{"params": theirs, "lr": rate}, {"params": ours, "lr": rate * 10}]
        self.optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
        self.schedule = torch.optim.lr_scheduler.OneCycleLR(
            self.optimiser, [rate, rate * 10], total_steps=self.steps + 1, pct_start=0.08
        )
        self.step, self.begun, self.said = 0, time.monotonic(), 0.0

    def epoch(self, number: int, groups: Sequence[Sequence[Text]]) -> None:
        """One pass over batches."""
        self.model.train()
        for batch in groups:
            losses = losses_of(self.model, self.tokenizer, batch, self.index)
            torch.stack([WEIGHTS.get(name, 1.0) * loss for name, loss in losses.items()]).sum().backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            self.optimiser.zero_grad()
            if self.step < self.steps:
                self.schedule.step()
            self.step += 1
            if time.monotonic() - self.said > 20:
                self.said = time.monotonic()
                shown = " ".join(f"{name} {loss.item():.3f}" for name, loss in losses.items())
                print(
                    f"epoch {number} step {self.step}/{self.steps} {self.said - self.begun:.0f} s: {shown}", flush=True
                )


def half() -> Any:
    """Matrix products in bfloat16, where the processor has them in hardware several times as fast."""
    return torch.autocast("cpu", dtype=torch.bfloat16)


# Losses ----------------------------------------------------------------------------------------------------------------


def losses_of(
    model: Heads, tokenizer: Any, batch: Sequence[Text], index: dict[str, dict[str, int]]
) -> dict[str, Tensor]:
    """The loss of each head on what is labelled."""
    inputs = encode(tokenizer, [t.words for t in batch])
    words, pieces = torch.from_numpy(inputs.words), torch.from_numpy(inputs.pieces)
    if model.training and any(t.marks for t in batch):
        pieces = hidden(pieces)
    with half():
        y = model.read(pieces, torch.from_numpy(inputs.casing), words)
    y = y.float()
    losses: dict[str, Tensor] = {}
    for name in TAGS:
        gold = _labels(batch, name, index[name], words.shape[1])
        if (gold != IGNORED).any():
            scores = model.taggers[name](y[:, 1:])
            losses[name] = functional.cross_entropy(scores.flatten(0, 1), gold.flatten(), ignore_index=IGNORED)
    if any(t.heads for t in batch):
        losses |= _syntax_losses(model, y, batch, index["deprel"])
    if any(t.factuality for t in batch):
        losses["factuality"] = _factuality_loss(model, y, batch)
    if any(t.marks or t.complete for t in batch):
        losses |= _frame_losses(model, y, batch)
    return losses


def hidden(pieces: Tensor) -> Tensor:
    """Pieces, some of them replaced by `MASK`; those of the vocabulary's beginning (padding, marks of the edges, digits) stay."""
    return pieces.masked_fill((torch.rand(pieces.shape) < HIDDEN) & (pieces >= 1000), MASK)


def _labels(batch: Sequence[Text], name: str, index: dict[str, int], width: int) -> Tensor:
    gold = torch.full((len(batch), width), IGNORED)
    for row, text in enumerate(batch):
        values = [index.get(v, IGNORED) for v in getattr(text, name)]
        gold[row, : len(values)] = torch.tensor(values, dtype=torch.long)
    return gold


def _syntax_losses(model: Heads, y: Tensor, batch: Sequence[Text], labels: dict[str, int]) -> dict[str, Tensor]:
    rows = [i for i, t in enumerate(batch) if t.heads]
    y, texts = y[rows], [batch[i] for i in rows]
    width = y.shape[1] - 1
    gold = torch.full((len(texts), width), IGNORED)
    apart = torch.ones(len(texts), width, width + 1, dtype=torch.bool)  # words of other sentences govern nothing here
    apart[..., 0] = False
    for row, text in enumerate(texts):
        for first, end in text.sentences():
            apart[row, first:end, first + 1 : end + 1] = False
        gold[row, : len(text.heads)] = torch.tensor([0 if h == i else h + 1 for i, h in enumerate(text.heads)])
    with half():
        arcs = model.arcs(y)
    arcs = arcs.float().masked_fill(apart, -1e4)
    dependants, governors = model.labels(y)
    chosen = governors.gather(1, gold.clamp(min=0)[..., None].expand(-1, -1, governors.shape[-1]))
    named = torch.einsum("bdly,bdy->bdl", dependants, chosen)
    kinds = _labels(texts, "deprel", labels, width)
    return {
        "arcs": functional.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=IGNORED),
        "deprel": functional.cross_entropy(named.flatten(0, 1), kinds.flatten(), ignore_index=IGNORED),
    }


def _factuality_loss(model: Heads, y: Tensor, batch: Sequence[Text]) -> Tensor:
    rows, words, values = zip(*((r, w, v) for r, t in enumerate(batch) for w, v in t.factuality.items()), strict=True)
    found = model.factuality(y[:, 1:][list(rows), list(words)]).squeeze(-1)
    return functional.smooth_l1_loss(found, torch.tensor(values))


def _frame_losses(model: Heads, y: Tensor, batch: Sequence[Text]) -> dict[str, Tensor]:
    losses: dict[str, Tensor] = {}
    anchors, values = model.frames(y)
    if any(t.complete for t in batch):
        losses["anchor"] = _anchor_loss(anchors, batch)
    if any(m.attributes for t in batch for m in t.marks):
        losses["value"] = _value_loss(values, batch)
    roles = []
    fillers = model.role_words(y)
    for kind in KINDS:
        marks = [(r, m) for r, t in enumerate(batch) for m in t.marks if m.kind == kind]
        if marks:
            roles.append(_role_loss(model, y, fillers, batch, kind, marks))
    if roles:
        losses["role"] = torch.stack(roles).sum() / math.sqrt(len(KINDS))
    return losses


def _anchor_loss(scores: Tensor, texts: Sequence[Text]) -> Tensor:
    """Binary cross entropy a kind, in units of its anchors, so that rare kinds count as much as common ones."""
    gold = torch.zeros_like(scores)
    mask = torch.zeros_like(scores)
    for row, text in enumerate(texts):
        mask[row, : len(text.words), [KINDS.index(kind) for kind in sorted(text.complete)]] = 1
        for mark in text.marks:
            gold[row, mark.anchor, KINDS.index(mark.kind)] = 1
    gold *= mask
    loss = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * mask
    return (loss.sum((0, 1)) / (gold.sum((0, 1)) + 2)).mean()


def _value_loss(values: Tensor, batch: Sequence[Text]) -> Tensor:
    found: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row, text in enumerate(batch):
        for mark in text.marks:
            for name, value in mark.attributes.items():
                allowed = ATTRIBUTES[mark.kind][name]
                if value in allowed:
                    found.setdefault((mark.kind, name), []).append((row, mark.anchor, allowed.index(value)))
    losses = []
    for (kind, name), at in found.items():
        rows, words, gold = (list(x) for x in zip(*at, strict=True))
        span = value_columns(kind, name)
        losses.append(functional.cross_entropy(values[rows, words][:, span.start : span.stop], torch.tensor(gold)))
    return torch.stack(losses).sum() / math.sqrt(len(losses)) if losses else values.sum() * 0


def _role_loss(  # noqa: PLR0913, PLR0917 - one of many inner steps of the loss
    model: Heads, y: Tensor, fillers: Tensor, batch: Sequence[Text], kind: str, marks: Sequence[tuple[int, Mark]]
) -> Tensor:
    """Binary cross entropy of all words in each role, in units of the words that are in it; averaged over the anchors."""
    if len(marks) > 160:  # of the many mentions of a batch, some
        marks = random.Random(len(marks)).sample(list(marks), 160)
    rows, at = [r for r, _ in marks], torch.tensor([m.anchor for _, m in marks])
    width = y.shape[1] - 1
    scores = model.roles(y[rows, at + 1], fillers[rows], at, kind)
    gold = torch.zeros(len(marks), width, len(ROLES[kind]))
    mask = torch.zeros(len(marks), width, len(ROLES[kind]))
    for n, (row, mark) in enumerate(marks):
        for r, role in enumerate(ROLES[kind]):
            if role not in mark.roles:
                continue
            if role == "same":  # only other mentions can be the same actor
                mask[n, [m.anchor for m in batch[row].marks if m.kind == "mention"], r] = 1
                mask[n, mark.anchor, r] = 0
            else:
                mask[n, : len(batch[row].words), r] = 1
            gold[n, list(mark.roles.get(role, ())), r] = 1
    loss = functional.binary_cross_entropy_with_logits(scores, gold, reduction="none") * mask
    by_role = (loss.sum(1) / (gold.sum(1) + 1)).mean(0)
    if kind == "mention":  # who is the same actor is harder than all the rest, and every other record needs it
        by_role = by_role * torch.tensor([LINKS if role == "same" else 1.0 for role in ROLES[kind]])
    return by_role.sum() / math.sqrt(len(ROLES[kind]))


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
