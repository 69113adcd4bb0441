"""Article → Analysis: what the words are."""

from dataclasses import replace
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from summitry.article import Article, Published, Span
from summitry.language import mentions, times, words
from summitry.language.actors import ActorTable
from summitry.language.analysis import Analysis, Mention, Quotation, Sentence, Token
from summitry.language.lemmas import lemma, tags
from summitry.language.model import Model, shipped
from summitry.language.repairs import repaired
from summitry.language.spacy import Pipeline, installed
from summitry.options import SPACY, Options
from summitry.records import Problem

__all__ = ["Analysis", "Mention", "Quotation", "Sentence", "Token", "analyse", "parse"]

# What stands in these blocks is not the story and yields no records.
SILENT = ("related", "boilerplate")
FOUND = 0.3  # frames less likely right than this are none: more would be lost in wrong ones than won in right ones


def analyse(article: Article, options: Options) -> Analysis:
    """Read an article's words: each step takes what is known and adds to it."""
    table = actor_table(options.actor_file)
    analysis = parse(article, reader(options))
    frames = (f for f in analysis.frames if f.kind == "mention" or f.score >= FOUND)
    analysis = replace(analysis, frames=tuple(frames) if options.backend != "rules" else ())
    found = times.find(article.text, article.published, article.blocks, terms=partial(_term, table))
    analysis = replace(analysis, times=tuple(t for t in found if not _silent(article, t.span)))
    mentioned, actors = mentions.find(analysis, table)
    return replace(analysis, mentions=mentioned, actors=actors, problems=(*analysis.problems, *_problems(article)))


def reader(options: Options) -> Model | Pipeline:
    """What gives the words their tags and syntax."""
    if options.backend.startswith(SPACY):
        return installed(options.backend.removeprefix(SPACY))
    return shipped(options.threads)


def parse(article: Article, model: Model | Pipeline) -> Analysis:
    """Sentences, tokens with tags and syntax, quotations, and the frames that the model marks."""
    text = article.text
    spans = [
        (sentence, block.kind, list(words.words(text, sentence)))
        for paragraph, block in words.paragraphs(text, article.blocks)
        if block.kind not in SILENT
        for sentence in words.sentences(text, paragraph)
    ]
    sentences: list[Sentence] = []
    tokens: list[Token] = []
    forms = [[text[a:b] for a, b in places] for _, _, places in spans]
    reading = model.read(forms)
    for (span, kind, places), form, readings in zip(spans, forms, reading.sentences, strict=True):
        first = len(tokens)
        sentences.append(Sentence(span, first, first + len(form), kind))
        read = []
        for i, (place, word, r) in enumerate(zip(places, form, readings, strict=True)):
            upos, xpos = tags(word, r.upos, r.xpos)
            base = lemma(word, xpos, r.lemma)
            read.append(Token(first + i, place, word, base, upos, xpos, first + r.head, r.deprel, r.name, r.factuality))
        tokens += repaired(read)
    return Analysis(
        article,
        tuple(sentences),
        tuple(tokens),
        words.quotations(text, article.blocks),
        frames=reading.frames,
        anchors=reading.anchors,
    )


@lru_cache(maxsize=4)
def actor_table(user_file: Path | None) -> ActorTable:
    """The actor table with the user's additions, loaded once a process."""
    return ActorTable.load(user_file)


def _term(
    table: ActorTable, surname: str, ordinal: int | None, published: Published | None
) -> tuple[date, date] | None:
    """First and last day of a term of office; without an ordinal, of all terms that have begun when the article appears."""
    day = published.latest if published is not None else None
    term = table.term(surname, ordinal or 1, day) if day is not None else None
    if day is None or term is None:
        return None
    (first, last), following = term, 2
    while ordinal is None and (later := table.term(surname, following, day)) and later[0] <= day:
        last, following = later[1], following + 1
    return date.fromisoformat(first), date.fromisoformat(last)


def _silent(article: Article, span: Span) -> bool:
    block = article.block_at(span.start)
    return block is not None and block.kind in SILENT


def _problems(article: Article) -> list[Problem]:
    """What keeps the whole article from being read well."""
    found = []
    if article.language != "en":
        found.append(Problem("the text does not look English; Summitry reads English only, expect little and wrong"))
    if article.published is None:
        found.append(Problem("no publication date is known, so relative times stay open; give one with --published"))
    return found
