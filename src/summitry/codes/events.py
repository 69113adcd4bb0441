"""Events as PLOVER and CAMEO code them: done, intended, asked for, refused or threatened; null where the books code nothing.

A record's root is "as if realised" and its modality stands apart; in the code books the modality is part of the code: a planned
meeting is PLOVER's AGREE and CAMEO's 036.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Any, cast

from summitry.language.lemmas import INFLECTED, lemma
from summitry.language.lexicon import lexicon
from summitry.records import ActorId, Document, Event, Modality, Plover, RecordId

DONE: tuple[Modality, ...] = ("happened", "ongoing")
# Acts of speech, and how what they ask for, refuse or threaten is told.
ABOUT: Mapping[str, tuple[Modality, ...]] = {
    "REQUEST": ("requested",),
    "REJECT": ("refused",),
    "THREATEN": ("planned", "promised", "possible", "conditional"),
    "ACCUSE": (),
}
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_MARKS = re.compile(r"[^\w\s'’-]")
BEYOND = 40  # characters after a trigger within which the words of its act may stand


@dataclass(frozen=True, slots=True)
class Coding:
    """One event in the code books: who does what to whom there, which for an act asked for is who asks.

    `event_type`, `mode`, `context` and `quad` (verbal and material cooperation are 1 and 2, verbal and material conflict 3 and 4) are
    PLOVER's, `cameo` is CAMEO's code of three or four digits. All but `context` are null where the books code nothing: what did not
    happen, what is only possible, and what is told by the speech act that asks for it, refuses it or threatens it.
    """

    source: tuple[ActorId, ...]
    target: tuple[ActorId, ...]
    context: tuple[str, ...] = ()
    event_type: Plover | None = None
    mode: str | None = None
    quad: int | None = None
    cameo: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """A row of the table: what a thing is called once done, CAMEO's topic of asking for it, and its code of threatening it."""

    type: Plover
    cameo: str
    mode: str | None = None
    topic: str | None = None
    threat: str | None = None


def codings(document: Document) -> dict[RecordId, Coding]:
    """The codes of each event of a document, by its id."""
    spoken = (e for e in document.events if e.plover in ABOUT and e.modality in DONE)
    about = {e.id: _about(document, e) for e in spoken}
    told = {act.id for act in about.values() if act is not None}
    return {e.id: _coding(document, e, about.get(e.id), is_told=e.id in told) for e in document.events}


def _coding(document: Document, event: Event, about: Event | None, *, is_told: bool) -> Coding:
    """The codes of an event; a speech act's tell what it is `about`, what `is_told` there has none of its own."""
    words = _stems(" ".join(document.article.quote(e) for e in event.evidence if e.covers(event.trigger)))
    contexts = tuple(name for name, listed in _table()["context"].items() if words & listed)
    plain, act = Coding(event.actor, event.recipient, contexts), _act(document, event)
    if event.plover in ABOUT and event.modality in DONE:
        return _spoken(plain, act, _act(document, about) if about else None)
    if event.plover in ABOUT or is_told:
        return plain
    match event.modality:
        case "happened" | "ongoing":
            return _made(plain, act)
        case "planned" | "promised":
            return _ahead(plain, event, act)
        case "possible" | "conditional":
            return _ahead(plain, event, act) if _is_bound(document, event) else plain
        case "requested":
            asked = replace(plain, source=_askers(document, event), target=event.actor)
            return _spoken(asked, _general("REQUEST", "100" if _demands(document, event) else None), act)
        case "refused":
            return _spoken(plain, _general("REJECT"), act) if act.threat is None else plain
        case "cancelled":
            ended = _listed("CANCELLED", _words(document, event)) if event.plover == "CONSULT" else None
            return _made(plain, ended) if ended else plain
        case "denied":
            return plain


# From an act to its codes ------------------------------------------------------------------------------------------


def _made(plain: Coding, act: Act) -> Coding:
    return replace(plain, event_type=act.type, mode=act.mode, quad=_root(act.type)["quad"], cameo=act.cameo)


def _ahead(plain: Coding, event: Event, act: Act) -> Coding:
    """What is announced: an agreement, a concession or a threat."""
    future = _root(event.plover)["future"]
    if future == "THREATEN":
        return _spoken(plain, _general("THREATEN"), act)
    return _made(plain, Act(future, f"03{act.topic or '0'}"))


def _spoken(plain: Coding, speech: Act, about: Act | None) -> Coding:
    """What is asked for, refused or threatened, with the code of what that is where it is known."""
    coding = _made(plain, speech)
    if about is None:
        return coding
    if speech.type == "THREATEN" and about.threat:
        modes = _table()["threat_mode"]
        return replace(coding, cameo=about.threat, mode=next((m for m, c in modes.items() if about.threat in c), None))
    topic = next((t for t in _table()["topic"] if t["digits"] == about.topic), None)
    if speech.type == "THREATEN" or topic is None:
        return coding
    cameo = topic["refused"] if speech.type == "REJECT" else speech.cameo[:2] + topic["digits"]
    return replace(coding, mode=topic["mode"], cameo=cameo)


def _act(document: Document, event: Event) -> Act:
    """The row that the words of an event tell, else what is known of its root."""
    return _listed(event.plover, _words(document, event)) or _general(event.plover)


def _listed(root: str, words: frozenset[str]) -> Act | None:
    rows = (r for r in _acts() if r["root"] == root and words & r["words"] and (not r["with"] or words & r["with"]))
    return next((_as_act(r.get("type", root), r) for r in rows), None)


def _general(root: Plover, cameo: str | None = None) -> Act:
    row = _root(root)
    return _as_act(root, {**row, "cameo": cameo or row["cameo"]})


def _as_act(name: str, row: Mapping[str, Any]) -> Act:
    return Act(cast("Plover", name), row["cameo"], row.get("mode"), row.get("topic"), row.get("threat"))


# What else the document tells --------------------------------------------------------------------------------------


def _about(document: Document, speech: Event) -> Event | None:
    """The act that a speech act asks for, refuses or threatens: the next in its sentence that is told so, of who may be meant."""
    doers = speech.recipient if speech.plover == "REQUEST" else speech.actor
    meant = (
        e
        for e in document.events
        if e.modality in ABOUT[speech.plover]
        and e.plover not in ABOUT
        and e.trigger.start > speech.trigger.start
        and any(s.covers(speech.trigger) and s.covers(e.trigger) for s in speech.evidence)
        and (not e.actor or not doers or set(e.actor) & set(doers))
        and (speech.plover != "THREATEN" or _general(e.plover).threat)
    )
    return min(meant, key=lambda e: e.trigger, default=None)


def _is_bound(document: Document, event: Event) -> bool:
    """Whether who would do it has promised or offered it."""
    return any(c.action.overlaps(event.trigger) and set(c.maker) & set(event.actor) for c in document.commitments)


def _demands(document: Document, event: Event) -> list[tuple[ActorId, ...]]:
    """By whom it is demanded."""
    return [d.by for d in document.demands if d.what.overlaps(event.trigger)]


def _askers(document: Document, event: Event) -> tuple[ActorId, ...]:
    """Who asks for it: who demands it, else who says so."""
    said = [s.speaker for s in document.statements if s.id == event.according_to]
    found = next((who for who in (*_demands(document, event), *said) if who), ())
    return tuple(i for i in found if i not in event.actor)


# Words and tables --------------------------------------------------------------------------------------------------


def _words(document: Document, event: Event) -> frozenset[str]:
    """The words of an act: its trigger, and those after it as far as its object may reach."""
    text, end = document.article.text, event.trigger.end
    after = _MARKS.split(text[end : end + BEYOND].partition("\n")[0])[0].rpartition(" ")[0].split()
    ends = _table()["ends"]["words"]
    cut = next((n for n, word in enumerate(after) if word.lower() in ends), len(after))
    return _stems(" ".join([document.article.quote(event.trigger), *after[:cut]]))


@lru_cache(maxsize=10_000)
def _stems(text: str) -> frozenset[str]:
    """The words of a text in small letters, with all that may be their dictionary forms."""
    words = {word.lower() for word in _WORD.findall(text)}
    forms = {lemma(word, tag, word) for word in words for tag in INFLECTED}
    return frozenset(words | forms | {word.removesuffix("d") for word in words})


def _table() -> Any:
    return lexicon("codes")


@cache
def _acts() -> tuple[dict[str, Any], ...]:
    """The rows of the acts, their words as sets."""
    return tuple(
        {**row, "words": frozenset(row["words"].split()), "with": frozenset(row.get("with", "").split())}
        for row in _table()["act"]
    )


@cache
def _root(name: str) -> Mapping[str, Any]:
    return next(row for row in _table()["root"] if row["name"] == name)
