"""The program in one page: an article becomes an analysis, the analysis becomes records."""

from summitry.article import Article
from summitry.extractors import commitments, conditions, demands, events, obstacles, orders, questions, statements
from summitry.language import Analysis, analyse
from summitry.options import Options
from summitry.records import Document, verify


def process(article: Article, options: Options | None = None) -> Document:
    """Read one article: pure, so that a batch or a cluster is a map over it."""
    return extract(analyse(article, options or Options()))


def extract(analysis: Analysis) -> Document:
    """Turn what the words are into what was said; after this no token remains."""
    said = statements.extract(analysis)
    ifs = conditions.find(analysis)
    done = events.extract(analysis, said, ifs)
    promised = commitments.extract(analysis, said, ifs)
    demanded = demands.extract(analysis, said, ifs, promised)
    ordered = orders.extract(analysis, said, ifs)
    document = Document(
        article=analysis.article,
        actors=analysis.actors,
        times=analysis.times,
        statements=said,
        events=done,
        commitments=promised,
        conditions=conditions.attach(analysis, ifs, done, promised, demanded, ordered),
        demands=demanded,
        obstacles=obstacles.extract(analysis),
        orders=ordered,
        questions=questions.extract(analysis),
        problems=analysis.problems,
    )
    verify(document)
    return document
