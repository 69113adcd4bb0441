"""What has not happened, whatever its words say: what a condition supposes, and meetings after the day of the article."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from summitry.article import Span
from summitry.records import Condition, Document, Event, Modality, RecordId

TOLD: frozenset[Modality] = frozenset({"happened", "ongoing"})  # as if it were so
AHEAD: frozenset[Modality] = frozenset({"planned", "promised"})
HOSTILE = frozenset({"THREATEN", "SANCTION", "COERCE", "MOBILIZE", "ASSAULT"})
WARNING = frozenset({"if", "after"})  # "we shall strike if they rebuild"; "unless they leave" does ask them to


def supposed(document: Document) -> Document:
    """The document with what the clauses of its conditions tell as conditional, meetings that lie ahead as planned, and no demands for what is only warned of.

    Promises name the conditions that bear on them, whichever side was found to point at the other.
    """
    clauses = [c.span for c in document.conditions]
    warned = [c.span for c in document.conditions if c.kind in WARNING and _threatens(document, c)]
    on: defaultdict[RecordId, list[RecordId]] = defaultdict(list)
    for condition in document.conditions:
        for record in condition.on:
            on[record].append(condition.id)
    demands = tuple(d for d in document.demands if not _stands_in(warned, d.what))

    def as_supposed(event: Event) -> Event:
        if event.modality in TOLD | AHEAD and _stands_in(clauses, event.trigger):
            asked = _stands_in([d.what for d in demands], event.trigger)
            return replace(event, modality="requested" if asked else "conditional")
        return replace(event, modality="planned") if event.modality in TOLD and _lies_ahead(document, event) else event

    return replace(
        document,
        events=tuple(map(as_supposed, document.events)),
        commitments=tuple(
            replace(c, conditions=tuple(dict.fromkeys((*c.conditions, *on[c.id])))) for c in document.commitments
        ),
        demands=demands,
    )


def _stands_in(spans: Iterable[Span], words: Span) -> bool:
    return any(span.covers(words) for span in spans)


def _lies_ahead(document: Document, event: Event) -> bool:
    """Of meetings; the day beside another act may be that of something else."""
    told = document.article.published
    return bool(event.meeting and told and told.latest and event.earliest and event.earliest > told.latest)


def _threatens(document: Document, condition: Condition) -> bool:
    """Whether all acts that hang on a condition are acts against somebody."""
    acts = [e for e in document.events if e.id in condition.on]
    return bool(acts) and all(e.plover in HOSTILE for e in acts)
