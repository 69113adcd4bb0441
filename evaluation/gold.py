"""A folder of texts with their gold documents: `NAME.txt` beside `NAME.gold.json`."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from evaluation import EvaluationError
from evaluation.ledger import Row

SUFFIX = ".gold.json"


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text exactly as its file holds it, and the document it should yield."""

    name: str
    text: str = field(repr=False)
    document: Row = field(repr=False)

    @property
    def published(self) -> str | None:
        """The day it appeared, which its reader is given."""
        day: str | None = (self.document["article"].get("published") or {}).get("value")
        return day


def load(gold: Path, texts: Path) -> list[GoldArticle]:
    """The gold articles by name.

    Raises:
        EvaluationError: there is none, one has no text, or a text is not the one that was annotated.
    """
    return [_article(document, text) for document, text in paths(gold, texts)]


def paths(gold: Path, texts: Path) -> list[tuple[Path, Path]]:
    """The gold documents of a folder, each with its text, by name.

    Raises:
        EvaluationError: there is none.
    """
    found = [(path, texts / f"{path.name.removesuffix(SUFFIX)}.txt") for path in sorted(gold.glob(f"*{SUFFIX}"))]
    if not found:
        raise EvaluationError(f"{gold}: no NAME{SUFFIX} here")
    return found


def _article(path: Path, text: Path) -> GoldArticle:
    try:
        document = json.loads(path.read_text("utf-8"))
        data = text.read_bytes()
    except (OSError, ValueError) as error:
        raise EvaluationError(f"{path}: {error}") from error
    if document["article"]["sha256"] != hashlib.sha256(data).hexdigest():
        raise EvaluationError(f"{text}: not the text that {path.name} annotates (its sha256 differs)")
    return GoldArticle(path.name.removesuffix(SUFFIX), data.decode("utf-8"), document)


def fingerprint(*files: Path) -> str:
    """The sha256 of files, by name and content: two measurements compare only where it is the same."""
    digest = hashlib.sha256()
    for path in sorted(files, key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
