"""The entries of the actor table: actors with their names, and the roles they held; pure data and its arithmetic."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

import msgspec

from summitry.records import ActorId, ActorKind

NameForm = Literal["name", "metonym", "people", "adjective"]
Gender = Literal["f", "m"]

LATEST = "9999-12-31"
EARLIEST = "0000-01-01"

# The offices a role may name. `leader` in a state's entry says which of them leads it.
OFFICES = (
    "adviser", "ambassador", "ambassador_un", "ambassador_us", "army_chief", "atomic_chief", "chief_negotiator",
    "chief_of_staff", "chief_prosecutor", "commerce_minister", "commission_president", "crown_prince", "defence_minister",
    "deputy", "deputy_foreign_minister", "deputy_head", "deputy_prime_minister", "energy_minister", "envoy",
    "finance_minister", "foreign_minister", "foreign_policy_chief", "foreign_secretary", "governor", "head",
    "intelligence_chief", "interior_minister", "monarch", "opposition_leader", "other", "parliament_speaker",
    "party_leader", "presidium_president", "president", "press_secretary", "prime_minister", "security_adviser",
    "spokesperson", "state_counsellor", "supreme_leader", "trade_commissioner", "trade_minister", "unification_minister",
    "vice_president",
)  # fmt: skip


class Name(msgspec.Struct, frozen=True, array_like=True):
    """A way to write an actor: the words, what kind of words they are, and the ISO days between which they are used.

    `name` is a name proper, `metonym` a place that stands for a government, `people` a plural demonym ("the Iranians"),
    `adjective` a demonym before a noun ("Iranian").
    """

    text: str
    form: NameForm = "name"
    start: str | None = None
    end: str | None = None


class Role(msgspec.Struct, frozen=True, array_like=True):
    """One person in one office of one state or organisation.

    `start` and `end` are ISO years, months or days; an open `start` or `end` with `known` says that the office is
    known to be held up to that day and no further. `person` is null where the office was vacant or abolished.
    `term` is its length in years where the law sets one.
    """

    person: ActorId | None
    office: str
    of: ActorId
    title: str
    start: str | None
    end: str | None = None
    src: str = "own"
    known: str | None = None
    term: int | None = None


class Entry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An actor of the table.

    `country` is ISO 3166-1 alpha-3; `cameo` a CAMEO actor code; `surname` what papers call a person after the first
    mention; `leader` the office that leads a state, or several with the days of their change between them
    (`prime_minister 2014-08-28 president`); `start` and `end` when an actor that is no more existed; `src` and `wikidata_src` are keys of `ActorTable.sources`.
    """

    id: ActorId
    name: str
    kind: ActorKind
    names: tuple[Name, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    cameo: str | None = None
    gender: Gender | None = None
    surname: str | None = None
    leader: str | None = None
    start: str | None = None
    end: str | None = None
    src: str = "own"
    wikidata_src: str | None = None


@lru_cache(maxsize=100_000)
def fold(text: str) -> str:
    """The form under which names are compared: no case, accents, dots, hyphens, quotation marks or "the" before it."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    plain = _POSSESSIVE.sub(" s", plain.translate(_ODD_LETTERS).casefold()).replace(".", "").translate(_APOSTROPHES)
    words = re.findall(r"[^\W_]+|\+", plain)
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_APOSTROPHES = str.maketrans("", "", "'’‘ʻʿ`")
_ODD_LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "Ə": "A"})


def bounds(value: str | None, missing: str) -> tuple[str, str]:
    """First and last day of an ISO year, month or day; `missing` twice for null."""
    if value is None:
        return missing, missing
    if len(value) == 4:
        return f"{value}-01-01", f"{value}-12-31"
    if len(value) == 7:
        return f"{value}-01", f"{value}-31"
    return value, value


def leading(entry: Entry, day: str | None) -> str | None:
    """The office that leads a state on a day; the one that leads it last where no day is given."""
    words = (entry.leader or "").split()
    if not words:
        return None
    offices, changes = words[::2], words[1::2]
    return offices[sum(day is None or change <= day for change in changes)]


def covers(role: Role, day: str) -> Literal["yes", "perhaps", "no"]:
    """Whether a role is held on a day, `perhaps` where its dates are too coarse to tell."""
    start = bounds(role.start, EARLIEST)
    end = bounds(role.end or role.known, LATEST)
    if not start[0] <= day <= end[1]:
        return "no"
    return "yes" if start[1] <= day <= end[0] else "perhaps"


# Surnames ----------------------------------------------------------------------------------------------------------

FAMILY_FIRST = frozenset({"CHN", "PRK", "KOR", "TWN", "HKG", "MAC", "SGP", "KHM"})
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "bint",
        "ibn",
        "ben",
        "abu",
        "von",
        "van",
        "der",
        "de",
        "den",
        "di",
        "da",
        "del",
        "la",
        "le",
        "ul",
        "ould",
    }
)


def surname_of(name: str, country: str | None) -> str:
    """What papers call a person on second mention: the family name, which comes first in Chinese and Korean names."""
    words = name.split()
    if len(words) == 1:
        return name
    if country in FAMILY_FIRST and words[0] not in ("John", "Lawrence") and len(words) <= 3:
        return words[0]
    if country == "MMR" or (country == "VNM" and len(words) == 3):
        return words[-1] if country == "VNM" else name
    if re.fullmatch(r"Jr\.?|Sr\.?|[IVX]+", words[-1]):
        words = words[:-1]
    first = len(words) - 1
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    return " ".join(words[first:])


# Ids of the actors that the table does not have.
_STRANGE = re.compile("(?:person|organisation|group|unnamed):|state:[^A-Z]")


def is_stranger(actor: ActorId) -> bool:
    """Whether an actor is known from an article only, by its id."""
    return _STRANGE.match(actor) is not None
