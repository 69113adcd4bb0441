"""The extractors as rules over syntax trees: exact where they know the construction, blind where they do not."""

from summitry.extractors.rules import (
    commitments,
    conditions,
    demands,
    events,
    obstacles,
    orders,
    questions,
    statements,
)
from summitry.language.analysis import Analysis
from summitry.records import Document


def extract(analysis: Analysis) -> Document:
    """Turn what the words are into what was said."""
    said = statements.extract(analysis)
    ifs = conditions.find(analysis)
    done = events.extract(analysis, said, ifs)
    promised = commitments.extract(analysis, said, ifs)
    demanded = demands.extract(analysis, said, ifs, promised)
    ordered = orders.extract(analysis, said, ifs)
    return Document(
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
