"""What every store keeps: documents under their text, inputs that could not be read, and views as of a day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Literal, Protocol, Self

from summitry import __version__
from summitry.article import Article, Span
from summitry.records import Document, Record, RecordId
from summitry.review.decisions import Decision
from summitry.review.reviewed import Reviewed

Added = Literal["read", "known"]
Basis = Literal["told", "read"]  # what an answer rests on: documents as people left them, or as the machine read them


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that could not be read: its file name or address, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found by its words: an excerpt of about thirty words, and where in the excerpt the words stand."""

    article: str
    excerpt: str
    matches: tuple[Span, ...]


class View(Protocol):
    """What had been published by `as_of`, or everything where that is null; each call reads one consistent state."""

    def __hash__(self) -> int:
        """Views are told apart by identity, so that what is computed from one can be kept with it."""

    @property
    def as_of(self) -> date | None:
        """The last day of publication that is seen."""

    @property
    def revision(self) -> int:
        """A number that grows with every change of the ledger: what was computed at the same revision still holds."""

    @property
    def articles(self) -> Sequence[Article]:
        """Newest first, undated last."""

    @property
    def documents(self) -> Sequence[Document]:
        """In the order of `articles`, as people left them; read once and kept."""

    @property
    def readings(self) -> Sequence[Document]:
        """The same documents as the machine read them."""

    @property
    def decisions(self) -> Sequence[Decision]:
        """What people decided, oldest first; all of it, whatever the day."""

    @property
    def reviewed(self) -> Reviewed:
        """What follows from `decisions` for the documents that they are about, which are all that it holds."""

    def some(self, article_ids: Iterable[str]) -> Sequence[Document]:
        """Those of some articles that there are, with their records, as people left them, in the order of `articles`."""

    def holding(self, record_ids: Iterable[RecordId]) -> Sequence[Document]:
        """The articles of some records, with all their records, as people left them."""

    def ids(self, given: str) -> Mapping[str, str]:
        """The ids of articles, and of all records that were read in them, that begin so, each with that of its article."""

    def ids_near(self, given: str) -> Mapping[str, str]:
        """Ids that begin or end like one that is perhaps mistyped."""

    def document(self, article_id: str) -> Document:
        """One article with its records, as people left them.

        Raises:
            UnknownIdError: the ledger has none of that id, or it was published later.
        """

    def record(self, record_id: RecordId) -> tuple[Document, Record]:
        """One record with the document it is part of; one that was rejected as it had been read.

        A record that people decided about is also found by the ids that older readings gave it.

        Raises:
            UnknownIdError: the ledger has none of that id, or it was published later.
        """

    def reading(self, record_id: RecordId) -> tuple[Document, Reviewed]:
        """The article of a record as the machine read it, and what follows for it alone from `decisions`.

        Raises:
            UnknownIdError: as for `record`.
        """

    def search(self, words: str, *, limit: int = 50, among: Collection[str] | None = None) -> Sequence[Hit]:
        """Articles that hold all of the words, in any of their English forms, best first; none for a query without words.

        `among`: ids of articles, where only these are meant.
        """

    def recall(self, question: str, part: str = "", *, of: Basis = "told") -> bytes | None:
        """A part of what was kept as the answer to a question about exactly what this view sees; null where nothing was, or it is damaged."""

    def keep(self, question: str, parts: Mapping[str, bytes], *, of: Basis = "told") -> None:
        """Keep an answer for whoever asks the same, in any process, until what it rests on changes.

        What cannot be kept at once is not: the ledger is read-only, full, being written or has changed, or the answer is too long.
        """

    def remembered(self) -> Mapping[str, bytes]:
        """What `remember` was given, of the articles that the view sees, by their ids; without what is damaged."""

    def remember(self, learnt: Mapping[str, bytes]) -> None:
        """Keep what was worked out about articles, by their ids, as long as these are as they are.

        Whoever recalls it must see for himself whether it fits. What cannot be kept at once is not, nor what a view of some day learnt.
        """


class Store(Protocol):
    """A ledger that can be added to; use it as a context manager."""

    @property
    def name(self) -> str:
        """What messages call it: its file, or its address without the password."""

    def add(self, document: Document, *, reader: str = __version__) -> Added:
        """Store one document, whole or not at all.

        The text is the key: what is stored is, of all documents with the same text that were ever added, the one of the
        newest version of the program, which `reader` begins with, then the one published first, so that neither order nor
        repetition matters. Only what one version read otherwise, as the rest of `reader` tells (`pipeline.reader_of`), takes the
        place of what it had read before: it was asked for last. "known" means that nothing changed.

        Raises:
            OffsetError: a record's quote is not what its spans say.
            StoreError: the ledger cannot be written, or an article with another text has the same id.
        """

    def knows(self, article: Article, *, reader: str) -> bool:
        """Whether to read an article and to add it would change nothing, because it was read so before."""

    def refuse(self, name: str, reason: str) -> None:
        """Note that an input could not be read; the same note twice is one."""

    def refused(self) -> Sequence[Refusal]:
        """What could not be read, by name and reason."""

    def decide(self, decision: Decision) -> None:
        """Keep what a person decided, for good; the same decision twice is one.

        Raises:
            StoreError: the ledger cannot be written.
            msgspec.ValidationError: the decision holds a value outside its type.
        """

    def view(self, as_of: date | None = None) -> View:
        """What had been published by the end of `as_of`; articles without a date are seen only without one.

        Until something is added or decided it may be the same view that was given before, with all that it has read.
        """

    def close(self) -> None:
        """Release the file or the connections; the store cannot be used after."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
