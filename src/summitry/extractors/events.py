"""Events: what was done between actors, as PLOVER roots, with modality, parties, place and interval."""

from collections.abc import Iterable, Iterator, Sequence

from summitry.extractors import marks
from summitry.extractors.attribution import innermost
from summitry.language import clauses
from summitry.language.analysis import Analysis, Token
from summitry.language.frames import Frame
from summitry.records import Event, Modality, Statement, record_id

JOINT = ("AGREE", "CONSULT", "COOPERATE")
DEEPER = ("ccomp", "xcomp", "advcl", "parataxis", "conj", "acl")


def extract(a: Analysis, statements: Sequence[Statement]) -> tuple[Event, ...]:
    """The events of an article in text order."""
    made = {e.id: e for frame in marks.marked(a, "event") if (e := _event(a, frame, statements)) is not None}
    return tuple(_once(made.values()))


def _once(events: Iterable[Event]) -> Iterator[Event]:
    """Of two triggers of one root that overlap, the first."""
    last: Event | None = None
    for e in events:
        if last is None or last.plover != e.plover or not last.trigger.overlaps(e.trigger):
            yield e
            last = e


def _event(a: Analysis, frame: Frame, statements: Sequence[Statement]) -> Event | None:
    trigger = marks.span(a, frame, "trigger") or a.tokens[frame.anchor].span
    said = innermost(statements, a.tokens[frame.anchor].span)
    who = marks.party(a, frame, "actor", said)
    whom = tuple(i for i in marks.actors(a, marks.pointed(a, frame, "recipient"), said) if i not in who)
    root, objects = frame.attributes["plover"], a.children(frame.anchor, "obj")
    if (
        root == "CONSULT"
        and a.tokens[frame.anchor].lemma == "meet"
        and objects
        and not any(is_somebody(a, o) for o in objects)
    ):
        return None  # "met the deadline"
    modality: Modality = frame.attributes["modality"]  # type: ignore[assignment]  # the values of the head are those of the field
    told = _told_by(a, a.tokens[frame.anchor])
    earliest, latest = interval(a, told, modality)
    whole = marks.evidence(a, trigger)
    return Event(
        id=record_id(a.article, "events", trigger, also=root),
        evidence=(whole,),
        quotes=(a.article.quote(whole),),
        why=marks.why(a, frame),
        plover=root,  # type: ignore[arg-type]  # as above
        trigger=trigger,
        actor=who,
        recipient=whom,
        modality=modality,
        meeting=frame.attributes["meeting"] == "true",
        place=place(a, told),
        earliest=earliest,
        latest=latest,
        according_to=said.id if said is not None else None,
        confidence=round(frame.score * frame.choices["plover"] * frame.choices["modality"], 2),
    )


def is_somebody(a: Analysis, token: Token) -> bool:
    """Whether a word stands for an actor, or may."""
    mention = a.mention_at(token.index)
    return token.upos in ("PROPN", "PRON") or (mention is not None and bool(mention.actors))


def _told_by(a: Analysis, anchor: Token) -> list[Token]:
    """The words that tell of an event: its own, and the verb whose subject it is ("talks are planned for Monday")."""
    return [anchor, a.tokens[anchor.head]] if anchor.deprel.startswith("nsubj") else [anchor]


def interval(a: Analysis, tokens: Iterable[Token], modality: Modality) -> tuple[str | None, str | None]:
    """The days of the time expression in the event's clause; what happened undated happened by the day of publication.

    `tokens` are words for the event, the surest first.
    """
    for token in tokens:
        deeper = [t.index for t in a.children(token.index, *DEEPER)]
        for time in filter(None, map(a.time_at, sorted(clauses.below(a, token.index, without=deeper)))):
            if time.type in ("DATE", "TIME"):
                return time.earliest, time.latest
    published = a.article.published
    return (None, published.latest) if modality in ("happened", "ongoing") and published is not None else (None, None)


def place(a: Analysis, tokens: Iterable[Token]) -> str | None:
    """Where it is done, as the text says: a place after "in", "at" or "on"."""
    for t in (t for token in tokens for t in clauses.obliques(a, token.index, "in", "at", "on")):
        outside = [c.index for c in a.children(t.index, "case", "acl", "conj")]
        if t.name.endswith("LOC") and (found := clauses.clause(a, t.index, without=outside)) is not None:
            return a.article.quote(found)
    return None
