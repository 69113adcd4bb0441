"""The corpora that train the encoder, as `Text`s: treebanks, names, factuality, coreference, our own reports; and PolNeAR."""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from summitry.article import Article, Block, Span
from summitry.language import words as cut
from summitry.language.analysis import Analysis
from summitry.language.frames import ATTRIBUTES, KINDS, NONE, POINTING, ROLES
from summitry.language.repairs import TITLES
from summitry.readers import from_text
from training.annotation.compiling import Report
from training.texts import Mark, Text, nearest

NAMES = {
    "person": "PER",
    "organization": "ORG",
    "place": "LOC",
    "Person": "PER",
    "Organisation": "ORG",
    "Location": "LOC",
    "state": "LOC",
    "organisation": "ORG",
}
OPEN = ""  # a tag that is none: nothing is learned of this word
# Documents about other things, and the frames that are not in them: so a model learns what not to mark.
ELSEWHERE = ("GUM_academic", "GUM_bio", "GUM_voyage", "reviews-")
UNTOUCHED = frozenset({"commitment", "condition", "demand", "obstacle", "order"})
COREFERENT = ("person", "organization", "place")
ATTRIBUTED = ("cue", "source", "content")


def lemma_script(word: str, lemma: str) -> str:
    """The edit script that `apply_lemma` undoes."""
    mark = "^" if lemma[:1].isupper() else ""
    form = word if mark else word.lower()
    shared = 0
    while shared < min(len(form), len(lemma)) and form[shared] == lemma[shared]:
        shared += 1
    if shared == 0:
        return f"{mark}={lemma}"
    return f"{mark}-{len(form) - shared}+{lemma[shared:]}"


# Treebanks -----------------------------------------------------------------------------------------------------------


def treebank(path: Path, *, factuality: Path | None = None, mentions: Path | None = None) -> Iterator[Text]:
    """The documents of a CoNLL-U file on its syntactic words, with factuality and coreference where other files have them.

    UDS is joined by sentence id, GUM's mentions by document id, both only where their words are the treebank's.
    """
    happened = {row["id"]: row for row in map(json.loads, _lines(factuality))}
    coreferent = {row["id"]: row for row in map(json.loads, _lines(mentions))}
    for name, sentences in _documents(path):
        text = replace(
            _document(sentences, happened), complete=UNTOUCHED if name.startswith(ELSEWHERE) else frozenset()
        )
        yield _with_mentions(text, coreferent[name]) if name in coreferent else text


Sentence = tuple[str, list[list[str]]]


def _documents(path: Path) -> Iterator[tuple[str, list[Sentence]]]:
    name, identity, rows, sentences = "", "", list[list[str]](), list[Sentence]()
    for line in [*path.read_text("utf-8").split("\n"), ""]:
        if line.startswith("# newdoc id"):
            if sentences:
                yield name, sentences
            name, sentences = line.partition("= ")[2], []
        elif line.startswith("# sent_id"):
            identity = line.partition("= ")[2]
        elif line and not line.startswith("#"):
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)
        elif not line and rows:
            sentences.append((identity, rows))
            rows = []
    if sentences:
        yield name, sentences


def _document(sentences: Sequence[Sentence], happened: Mapping[str, Any]) -> Text:
    text = Text([], [])
    for identity, rows in sentences:
        first = len(text.words)
        _, words, lemmas, upos, xpos, _, heads, deprel, *_ = zip(*rows, strict=True)
        text.starts.append(first)
        text.words.extend(words)
        text.upos.extend(upos)
        text.xpos.extend(xpos)
        text.deprel.extend(deprel)
        text.lemma.extend(lemma_script(w, m) for w, m in zip(words, lemmas, strict=True))
        text.heads.extend(first + i if h == "0" else first + int(h) - 1 for i, h in enumerate(heads))
        said = happened.get(identity)
        if said and [said["text"][a:b] for a, b in said["tokens"]] == list(words):
            text.factuality.update({first + p["tok"]: p["factuality"] for p in said["predicates"]})
    return text


def _with_mentions(text: Text, record: Mapping[str, Any]) -> Text:
    """Coreference and names of a GUM document."""
    if [record["text"][a:b] for a, b in record["tokens"]] != text.words:
        return text
    clusters: dict[Any, list[int]] = defaultdict(list)
    heads: list[tuple[int, Any]] = []
    for mention in record["mentions"]:
        if mention["type"] in COREFERENT:
            head = head_of(range(*mention["tok"]), text.heads)
            clusters[mention["cluster"]].append(head)
            heads.append((head, mention["cluster"]))
    text.marks.extend(Mark("mention", head, {"same": frozenset(clusters[c]) - {head}}) for head, c in heads)
    names = [
        (*m["tok"], NAMES[m["type"]]) for m in record["mentions"] if m["named"] and not m["pron"] and m["type"] in NAMES
    ]
    text.name.extend(tags(text.words, names))
    return text


def head_of(words: Iterable[int], heads: Sequence[int]) -> int:
    """The first word of a phrase that is governed from outside it, or governs its sentence."""
    inside = list(words)
    among = set(inside)
    return next((w for w in inside if heads[w] not in among or heads[w] == w), inside[-1])


# Names -----------------------------------------------------------------------------------------------------------------


def flat_names(path: Path) -> Iterator[Text]:
    """Tokenised sentences with flat named entities."""
    for record in map(json.loads, _lines(path)):
        words = [record["text"][a:b] for a, b in record["tokens"]]
        yield Text(words, [0], name=tags(words, [(*e["tok"], e["type"]) for e in record["entities"]]))


def passage_names(path: Path) -> Iterator[Text]:
    """re3d's documents, cut as the package cuts them, with persons, organisations and places that look like names."""
    for record in map(json.loads, _lines(path)):
        text = record["text"]
        found = [(*e["char"], NAMES[e["type"]]) for e in record["entities"] if e["type"] in NAMES]
        places, starts = list[Span](), list[int]()
        for paragraph, _ in cut.paragraphs(text, [Block(Span(0, len(text)), "body")]):
            for sentence in cut.sentences(text, paragraph):
                starts.append(len(places))
                places += cut.words(text, sentence)
        names = []
        for start, end, kind in found:
            inside = [i for i, (a, b) in enumerate(places) if start <= a and b <= end]
            if inside:
                names.append((inside[0], inside[-1] + 1, kind))
        words = [text[a:b] for a, b in places]
        yield Text(words, starts, name=tags(words, names))


def tags(words: Sequence[str], names: Iterable[tuple[int, int, str]]) -> list[str]:
    """BIO tags of names `(first, end, type)`: articles are cut off, the longest wins, descriptions are left out."""
    found = ["O"] * len(words)
    for start, end, kind in sorted(names, key=lambda n: n[0] - n[1]):
        first = next((i for i in range(start, end) if words[i].lower() not in ("the", "a", "an")), end)
        inside = words[first:end]
        like_name = inside and len(inside) <= 8 and inside[-1][:1].isupper() and inside[0][:1].isupper()
        if kind == "MISC" or (like_name and all(t == "O" for t in found[first:end])):
            found[first:end] = [f"B-{kind}", *[f"I-{kind}"] * (end - first - 1)]
    return found


# Our own reports -------------------------------------------------------------------------------------------------------

ANCHORS = {
    "statement": "cue", "event": "trigger", "commitment": "action", "condition": "span", "demand": "what",
    "obstacle": "what", "order": "before", "question": "what",
}  # fmt: skip


def article_of(report: Report) -> Article:
    """A report as the package reads it."""
    blocks = tuple(Block(Span(*b["span"]), b["kind"]) for b in report.document["article"]["blocks"])
    return Article(report.name, report.text, blocks)


def report_text(report: Report, analysis: Analysis) -> Text:
    """A report with its frames; `analysis` gives its words and, to find the heads of phrases, its syntax."""
    heads = [t.head for t in analysis.tokens]
    document = report.document
    mentions = {a["id"]: _mention_heads(a, analysis, heads) for a in document["actors"]}
    marks = list(_mention_marks(document["actors"], analysis, heads, mentions))
    anchors = {
        row["id"]: anchor
        for kind in ANCHORS
        for row in document[f"{kind}s"]
        if (anchor := _anchor(kind, row, analysis, heads)) is not None
    }
    marks += [
        _record_mark(kind, row, analysis, anchors, mentions)
        for kind in ANCHORS
        for row in document[f"{kind}s"]
        if row["id"] in anchors
    ]
    return Text(
        [t.text for t in analysis.tokens],
        [s.first for s in analysis.sentences],
        name=_name_tags(document["actors"], analysis),
        marks=_merged(marks),
        complete=frozenset(KINDS),
    )


def _name_tags(actors: Iterable[Mapping[str, Any]], analysis: Analysis) -> list[str]:
    """BIO tags of the names of actors; words with a capital elsewhere, which may be names of those who do nothing, are left open."""
    found = [OPEN if t.text[0].isupper() and t.upos in ("PROPN", "NOUN", "ADJ") else "O" for t in analysis.tokens]
    for actor in (a for a in actors if a["kind"] in NAMES):
        whole = [actor["name"][a:b] for a, b in cut.words(actor["name"], Span(0, len(actor["name"])))]
        own = {w.lower() for w in whole if w[0].isupper()} - TITLES
        for span in actor["mentions"]:
            words = [analysis.tokens[i] for i in _words(span, analysis)]
            name = [t for t in words if t.text[0].isupper() and t.text.lower() in own]
            if actor["kind"] == "state" and all(t.upos == "PROPN" for t in words):
                name = words  # also its capital, or a short form
            if not name or name[-1].upos != "PROPN":
                continue
            first, last, kind = name[0].index, name[-1].index, NAMES[actor["kind"]]
            between = {t.text.lower() for t in analysis.tokens[first : last + 1]}
            if name == words or between <= {w.lower() for w in whole}:
                for title in words:
                    found[title.index] = "O"
                found[first : last + 1] = [f"B-{kind}", *[f"I-{kind}"] * (last - first)]
    return found


def _mention_heads(actor: Mapping[str, Any], analysis: Analysis, heads: Sequence[int]) -> list[int]:
    found = (_words(span, analysis) for span in actor["mentions"])
    return [head_of(words, heads) for words in found if words]


def _mention_marks(
    actors: Sequence[Mapping[str, Any]], analysis: Analysis, heads: Sequence[int], mentions: Mapping[str, list[int]]
) -> Iterator[Mark]:
    for actor in actors:
        for span in actor["mentions"]:
            words = _words(span, analysis)
            if words:
                head = head_of(words, heads)
                same = frozenset(mentions[actor["id"]]) - {head}
                yield Mark("mention", head, {"extent": frozenset(words), "same": same}, {"kind": actor["kind"]})


def _anchor(kind: str, row: Mapping[str, Any], analysis: Analysis, heads: Sequence[int]) -> int | None:
    spans = row[ANCHORS[kind]]
    words = _words(spans[0] if spans and isinstance(spans[0], list) else spans, analysis)
    if not words:
        return None
    return words[0] if kind == "condition" else head_of(words, heads)


def _record_mark(
    kind: str, row: Mapping[str, Any], analysis: Analysis, anchors: Mapping[str, int], mentions: Mapping[str, list[int]]
) -> Mark:
    anchor = anchors[row["id"]]
    sentence = analysis.sentence_of(anchor)
    inside = range(sentence.first, sentence.last)
    roles: dict[str, frozenset[int]] = {}
    for role in ROLES[kind]:
        value = row.get(role)
        if role == "on":
            roles[role] = frozenset(anchors[i] for i in value or () if i in anchors)
        elif role in POINTING:
            near = inside
            if kind == "statement" and role == "speaker" and row["source"]:
                near = range(min(w := _all_words(row["source"], analysis), default=0), max(w, default=0) + 1)
            found = (nearest(mentions[a], anchor, near) for a in value or ())
            roles[role] = frozenset(w for w in found if w is not None)
        elif role == "deadline":
            roles[role] = frozenset(_words((value or {}).get("span"), analysis))
        else:
            roles[role] = frozenset(_all_words(value, analysis))
    chosen = {name: _value(row.get(name)) for name in ATTRIBUTES.get(kind, {})}
    return Mark(kind, anchor, roles, chosen)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return NONE if value is None else str(value)


# PolNeAR ---------------------------------------------------------------------------------------------------------------


def attributed(path: Path, parsed: Callable[[Article], Analysis]) -> Iterator[Text]:
    """The articles of PolNeAR, whose attributions are statements of a source, a cue and a content, and of nothing else.

    `parsed` gives the words of an article and, to find the head of a cue of several words, their syntax.
    """
    for row in map(json.loads, _lines(path)):
        analysis = parsed(from_text(row["text"], published=row["date"]))
        heads = [t.head for t in analysis.tokens]
        found = [{role: _all_words(a[role], analysis) for role in ATTRIBUTED} for a in row["attributions"]]
        marks = [
            Mark("statement", head_of(words["cue"], heads), {role: frozenset(ws) for role, ws in words.items()})
            for words in found
            if words["cue"]
        ]
        yield Text(
            [t.text for t in analysis.tokens],
            [s.first for s in analysis.sentences],
            marks=_merged(marks),
            complete=frozenset({"statement"}),
        )


# Words of spans --------------------------------------------------------------------------------------------------------


def _words(span: Any, analysis: Analysis) -> list[int]:
    return [t.index for t in analysis.tokens_in(Span(*span))] if span else []


def _all_words(value: Any, analysis: Analysis) -> list[int]:
    if not value:
        return []
    spans = [value] if isinstance(value[0], int) else value
    return [w for span in spans for w in _words(span, analysis)]


def _merged(marks: Iterable[Mark]) -> list[Mark]:
    """One mark for each kind and anchor: two commitments that share a verb are one, with the words of both."""
    by_anchor: dict[tuple[str, int], Mark] = {}
    for mark in marks:
        known = by_anchor.get((mark.kind, mark.anchor))
        roles = {r: ws | (known.roles.get(r, frozenset()) if known else frozenset()) for r, ws in mark.roles.items()}
        by_anchor[mark.kind, mark.anchor] = Mark(
            mark.kind, mark.anchor, roles, known.attributes if known else mark.attributes
        )
    return list(by_anchor.values())


def _lines(path: Path | None) -> list[str]:
    return path.read_text("utf-8").splitlines() if path else []
