"""The program in one page: an article becomes an analysis, the analysis becomes records."""

from summitry.article import Article
from summitry.extractors import (
    commitments,
    conditions,
    demands,
    events,
    obstacles,
    orders,
    questions,
    rules,
    statements,
)
from summitry.extractors.confidence import weighed
from summitry.extractors.garbling import checked
from summitry.extractors.merging import merged
from summitry.extractors.retelling import retold
from summitry.extractors.supposing import supposed
from summitry.extractors.topic import on_topic
from summitry.language import Analysis, analyse
from summitry.language.model import shipped
from summitry.options import LEARNED, Options
from summitry.records import Document, verify


def process(article: Article, options: Options | None = None) -> Document:
    """Read one article: pure, so that a batch or a cluster is a map over it."""
    options = options or Options()
    analysis = analyse(article, options)
    document = by_rules = Document(article) if options.backend == "model" else rules.extract(analysis)
    if options.backend in LEARNED:
        document = merged(by_rules, extract(analysis))
    document = retold(analysis, supposed(document))
    if options.backend in LEARNED:
        ruled = frozenset(record.id for record in by_rules.records())
        document = weighed(analysis, document, ruled, shipped().weights, options.least)
    document = on_topic(analysis, checked(analysis, document))
    verify(document)
    return document


def extract(analysis: Analysis) -> Document:
    """Turn what the words are into what was said; after this no token remains."""
    said = statements.extract(analysis)
    ifs = conditions.find(analysis, said)
    done = events.extract(analysis, said)
    promised = commitments.extract(analysis, said, conditions.hanging(ifs))
    demanded = demands.extract(analysis, said)
    ordered = orders.extract(analysis, said)
    attached = conditions.attach(analysis, ifs, promised, demanded, done, ordered)
    return Document(
        article=analysis.article,
        actors=analysis.actors,
        times=analysis.times,
        statements=said,
        events=done,
        commitments=promised,
        conditions=attached,
        demands=demanded,
        obstacles=obstacles.extract(analysis),
        orders=ordered,
        questions=questions.extract(analysis),
        problems=analysis.problems,
    )
