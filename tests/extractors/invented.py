"""An analysis made by hand: words, a flat tree, and frames told by the words in their roles; no model is asked."""

import re
from collections.abc import Mapping, Sequence

from summitry.article import Article, Block, Published, Span
from summitry.language.analysis import Analysis, Mention, Sentence, Token
from summitry.language.frames import ATTRIBUTES, Frame
from summitry.language.words import paragraphs, quotations, sentences
from summitry.records import Actor

WORD = re.compile(r"\w+(?:['’]\w+)?|[^\w\s]")
DAY = Published("2024-05-10", "2024-05-10", "2024-05-10", "given")


def frame(
    kind: str,
    anchor: str,
    *,
    score: float = 0.8,
    attributes: Mapping[str, str] | None = None,
    **roles: str | Sequence[str],
):
    """A frame by words: `frame("statement", "said", cue="said", content="it would wait", speaker="Ana")`."""
    told = {name: values[0] for name, values in ATTRIBUTES.get(kind, {}).items()} | dict(attributes or {})
    return lambda words: Frame(
        kind,
        words(anchor)[0],
        score,
        {
            role: tuple(words(w) for w in ([value] if isinstance(value, str) else value))
            for role, value in roles.items()
        },
        told,
        dict.fromkeys(told, 0.9),
    )


def analysis(text: str, *frames, actors: Mapping[str, Sequence[str]] = {}) -> Analysis:
    """An article of the 10th of May 2024 with frames, and the actors that words mention."""
    blocks = tuple(Block(Span(m.start(), m.end()), "body") for m in re.finditer(r"[^\n]+", text))
    article = Article("a", text, blocks, published=DAY)
    tokens, cut = [], []
    for paragraph, _ in paragraphs(text, blocks):
        for sentence in sentences(text, paragraph):
            first = len(tokens)
            for match in WORD.finditer(text, sentence.start, sentence.end):
                span = Span(match.start(), match.end())
                tokens.append(Token(len(tokens), span, match[0], match[0].lower(), "NOUN", "NN", first, "dep"))
            cut.append(Sentence(sentence, first, len(tokens), "body"))

    def words(told: str) -> tuple[int, int]:
        start = text.index(told)
        inside = [t.index for t in tokens if start <= t.span.start and t.span.end <= start + len(told)]
        return inside[0], inside[-1]

    mentions, known = [], []
    for identity, spoken in actors.items():
        known.append(Actor(identity, identity, "person"))
        for told in spoken:
            first, last = words(told)
            mentions.append(Mention(Span(tokens[first].span.start, tokens[last].span.end), last, (identity,), "name"))
    made = tuple(f(words) for f in frames)
    return Analysis(
        article, tuple(cut), tuple(tokens), quotations(text, blocks), (), tuple(mentions), tuple(known), (), made
    )
