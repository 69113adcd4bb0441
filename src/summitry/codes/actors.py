"""CAMEO's codes of actors: a country, a role, an organisation; null where nothing is certain."""

from collections.abc import Iterable

from summitry.language.actors import ActorTable, Role, covers
from summitry.language.lexicon import lexicon
from summitry.records import Actor


def actor_code(table: ActorTable, actor: Actor, day: str | None = None) -> str | None:
    """The code of an actor on an ISO day: `USA`, `USAGOV` for who holds an office of the state on it, `IGOUNO`, `AFGREB`.

    A state, organisation or group has the code of the actor table. A person has that of whom they hold office for, with the
    role of the office; who holds none on the day, or any day where `day` is null, that of the country alone. Those without an
    entry have the country's with the role that the words of their name tell.
    """
    entry = table.entries.get(actor.id)
    if entry is not None and entry.cameo:
        return entry.cameo
    if actor.kind == "person":
        held = [r for r in table.roles_of(actor.id, day) if day is not None and covers(r, day) == "yes"]
        return _held(table, held) or actor.country
    if entry is None and actor.kind == "state":
        return actor.country
    role = _told(actor.name) if actor.kind != "state" else None
    return "".join(code for code in (actor.country, role) if code) or None


def _held(table: ActorTable, held: Iterable[Role]) -> str | None:
    """The code of the offices held at a time where they agree in one."""
    offices, found = lexicon("codes")["office"], set()
    for role in held:
        entry = table.entries.get(role.of)
        of = (entry.cameo or entry.country or "") if entry is not None else ""
        state = entry is not None and entry.kind == "state"
        found.add(of + (next((code for code, names in offices.items() if role.office in names), "") if state else ""))
    longest = max(found, key=len, default="")
    return longest if longest and all(longest.startswith(code) for code in found) else None


def _told(name: str) -> str | None:
    """The role that the last telling word of a name says: "a senior army officer's court" is a court."""
    roles = lexicon("codes")["role"]
    words = (word.strip("'’s,.").lower() for word in reversed(name.split()))
    return next((code for word in words for code, listed in roles.items() if word in listed), None)
