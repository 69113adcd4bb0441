"""The account of the bundled reports against one written by hand: items, how they stand on five days, links and deadlocks."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from evaluation.counts import Counts
from summitry.ledger.account import Account
from summitry.ledger.deadlocks import Deadlock
from summitry.ledger.match import Days, content_words
from summitry.ledger.state import Item, Meeting
from summitry.records import Document

FILE = Path(__file__).parent / "data" / "account.toml"
BEARS = ("fulfils", "breaks", "withdraws", "supersedes", "contradicts", "corroborates")

Expected: TypeAlias = Mapping[str, Any]
Matter: TypeAlias = Item[Any] | Meeting


@dataclass(frozen=True, slots=True)
class Errors:
    """What was not found, and what was found and should not have been, in words."""

    missed: tuple[str, ...]
    spurious: tuple[str, ...]
    wrong: tuple[str, ...]


def expected() -> Expected:
    """The account written by hand."""
    return tomllib.loads(FILE.read_text("utf-8"))


def measure(documents: Sequence[Document], hand: Expected) -> tuple[dict[str, Counts], Errors]:
    """Counts for each line of the table, pooled over the days, and the errors as of the last."""
    counts: dict[str, Counts] = {}
    errors = Errors((), (), ())
    for day in hand["days"]:
        account = Account([d for d in documents if d.article.published and (d.article.published.latest or "") <= day])
        missed, spurious, wrong = [], [], []
        for kind, matters in (("commitment", account.state.commitments), ("meeting", account.state.meetings)):
            known = [e for e in hand[kind] if e["states"][0][0] <= day]
            pairs = _pair(known, matters)
            stands = [(e, m, _stands(account, m), _state(e, day)) for e, m in pairs]
            right = sum(all(now in told.split() for now, told in zip(n, t, strict=True)) for _, _, n, t in stands)
            for name, n in ((f"{kind}s found", len(pairs)), (f"{kind}s found and as they stand", right)):
                counts[name] = counts.get(name, Counts()) + Counts(n, len(known), len(matters))
            missed += [f"{kind}: {_title(e)}" for e in known if not any(e is p for p, _ in pairs)]
            spurious += [f"{kind}: {_words_of(m)}" for m in matters if not any(m is p for _, p in pairs)]
            wrong += [f"{kind}: {_title(e)}: {n}, not {t}" for e, _, n, t in stands if not _agree(n, t)]
        errors = Errors(tuple(missed), tuple(spurious), tuple(wrong))
    account = Account(documents)
    counts["links"] = _links(account, hand["link"])
    counts["deadlocks"] = _deadlocks(account.deadlocks, hand["deadlock"])
    return counts, errors


def _agree(now: Sequence[str], told: Sequence[str]) -> bool:
    return all(n in t.split() for n, t in zip(now, told, strict=True))


def _state(entry: Expected, day: str) -> Sequence[str]:
    states: list[list[str]] = [state for since, *state in entry["states"] if since <= day]
    return states[-1]


def _stands(account: Account, matter: Matter) -> Sequence[str]:
    if isinstance(matter, Meeting):
        return [matter.state]
    course = account.courses[matter.id]
    return [course.position[-1].value, course.performed]


def _pair(known: Sequence[Expected], matters: Sequence[Matter]) -> list[tuple[Expected, Matter]]:
    """Each entry with one matter, the best told first: of two matters for one entry, one is too many."""
    free = sorted(matters, key=lambda m: (-len(m.reports), m.id))
    pairs = []
    for entry in known:
        found = next((m for m in free if _is(entry, m)), None)
        if found is not None:
            free.remove(found)
            pairs.append((entry, found))
    return pairs


def _is(entry: Expected, matter: Matter) -> bool:
    reports: Sequence[Any] = matter.reports
    if isinstance(matter, Meeting):
        who = matter.parties
        if len(entry["parties"]) > 1 and len(who) > 1 and len(who.intersection(_states(entry))) < 2:
            return False
        days = Days.of(matter.earliest, matter.latest)
        on = [Days.of(day, day) for day in (entry.get("on"), entry.get("or")) if day]
        if on and (days.vague or not any(day.gap(days) <= 1 for day in on)):
            return False
    else:
        who = frozenset().union(*(r.parties(r.record.maker) for r in reports))
    words = set(content_words(_words_of(matter)))
    wanted = content_words(entry.get("words", ""))
    named = any(w in words for w in wanted) if entry.get("any") else all(w in words for w in wanted)
    return bool(who.intersection(_states(entry))) and (named or not wanted)


def _states(entry: Expected) -> set[str]:
    return {f"state:{code}" for code in entry["parties"]}


def _words_of(matter: Matter) -> str:
    if isinstance(matter, Meeting):
        told = (f"{r.document.article.quote(r.record.trigger)} {r.record.place or ''}" for r in matter.reports)
        return " ".join((*told, matter.place or ""))
    return " ".join(r.document.article.quote(r.record.action) for r in matter.reports)


def _title(entry: Expected) -> str:
    return f"{'/'.join(entry['parties'])} {entry.get('words') or entry.get('on')}"


def _links(account: Account, hand: Sequence[Expected]) -> Counts:
    """Links that bear on commitments, each kind once for an article and a commitment."""
    found = {
        (link.kind, link.day, link.object)
        for link in account.links
        if link.kind in BEARS and isinstance(account.matter_of.get(link.object), Item)
        and any(item.id == link.object for item in account.state.commitments)
    }  # fmt: skip
    matched = set()
    right = 0
    for entry in hand:
        own = [
            key for key in found
            if key[:2] == (entry["kind"], entry["day"]) and key not in matched and _is(entry, account.matter_of[key[2]])
        ]  # fmt: skip
        right += bool(own)
        matched.update(sorted(own)[:1])
    return Counts(right, len(hand), len(found))


def _deadlocks(found: Sequence[Deadlock], hand: Sequence[Expected]) -> Counts:
    def has(deadlock: Deadlock, entry: Expected) -> bool:
        phrases = [edge.words for hold in deadlock.holds for edge in (hold.edge.before, hold.edge.after)]
        steps = [content_words(words) for words in entry["words"]]
        return deadlock.day == entry["day"] and all(any(set(s) <= set(p) for p in phrases) for s in steps)

    right = sum(any(has(deadlock, entry) for deadlock in found) for entry in hand)
    return Counts(right, len(hand), len(found))
