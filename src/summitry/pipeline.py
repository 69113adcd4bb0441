"""The program in one page: an article becomes an analysis, the analysis becomes records."""

from functools import lru_cache
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from summitry import __version__
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
from summitry.options import LEARNED, SPACY, Options
from summitry.records import Document, verify

# What decides how an article is read, in the folder of the program.
READING = ("article.py", "records.py", "pipeline.py", "language/**/*.py", "extractors/**/*.py", "codes/*.py", "data/**/*.*", "models/en/model.json")  # fmt: skip


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


def reader_of(options: Options) -> str:
    """Who reads with some options: the version of the program, and a digest of all that a reading follows from besides the article.

    Raises:
        OSError: the options' file of actors cannot be read.
    """
    own = options.actor_file.read_bytes() if options.actor_file else b""
    with_these = f"{options.backend} {_installed(options.backend)} {options.least} {options.longest} ".encode() + own
    return f"{__version__} {sha256(_program() + with_these).hexdigest()[:16]}"


@lru_cache(maxsize=1)
def _program() -> bytes:
    home, whole = Path(__file__).parent, sha256()
    for source in sorted(path for part in READING for path in home.glob(part) if path.is_file()):
        whole.update(f"{source.relative_to(home)} {source.stat().st_size} ".encode() + source.read_bytes())
    return whole.digest()


def _installed(backend: str) -> str:
    """The versions of spaCy and of its pipeline, where that reads."""
    if not backend.startswith(SPACY):
        return ""
    try:
        return f"{version('spacy')} {version(backend.removeprefix(SPACY))}"
    except PackageNotFoundError:
        return ""


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
