"""The words by which a report tells a turn in a matter: put off, partly done, taken back, denied, verified."""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

Turn = Literal[
    "postponed", "broken_off", "going", "kind", "phone", "in_person", "meeting", "talks", "occasion", "proposing", "arranging", "partly", "stalled", "reversed", "verified", "unarranged", "negating", "stopped", "withdrawn", "denying", "untrue", "promise", "stopping", "easing", "putting_off",
]  # fmt: skip


def word_of(turn: Turn, text: str) -> str | None:
    """The first word or phrase in a text that tells the turn; null where there is none."""
    found = _patterns()[turn].search(text)
    return found[0].casefold() if found else None


@lru_cache(maxsize=1 << 14)  # few words name most meetings
def names_meeting(words: str) -> bool:
    """Whether some words name a meeting, a visit or a call: "resume" alone may be said of anything."""
    return any(word_of(turn, words) for turn in ("meeting", "going", "phone"))


def is_ahead(before: str) -> bool:
    """Whether what is named after some words of its sentence has not happened by them: "would be the first ...", "invited her to ..."."""
    return _AHEAD.search(before) is not None or is_hoped_for(before)


# A verb of what may be, with a few words up to what is meant; an infinitive, but for one after a verb of going or a word that judges
# what was done.
_AHEAD = re.compile(
    r"""\b(?:will|would|could|may|might|can|should|shall|must|if|unless|whether)(?:n['’]t)?
        (?:[ ,“"'‘]+(?!after\b|before\b|since\b|when\b|that\b|who\b|which\b|than\b|as\b)[\w'’-]+){0,4}[ ,“"'‘]*$
      |\b(?!(?:went|flew|came|travell?ed|returned|arrived|gathered|convened|managed|began|continued
         |wrong|right|glad|happy|pleased|delighted|proud|sorry)\b)[\w'’-]+\ to\ (?:(?:continue|keep|start|begin|resume)\ )?$""",
    re.IGNORECASE | re.VERBOSE,
)


def is_hoped_for(before: str) -> bool:
    """Whether what is named after some words is only hoped for, offered or spoken of: "speculation about a potential ..."."""
    return _HOPED_FOR.search(before) is not None


# What may be, by its adjective; or a noun for what is hoped for, offered or spoken of, with its preposition.
_HOPED_FOR = re.compile(
    r"""\b(?:potential|possible|prospective|proposed|planned|future|upcoming)\ (?:[\w-]+\ ){0,2}$
      |\b(?:prospects?|offers?|calls?|appeals?|blessing|hopes?|speculation|consent|possibility|chances?|ideas?|push|plans?|preparations?
         |invitations?|readiness|need|demands?|permission|mandate|open|ready|willing|ahead|attempts?|efforts?|rights?|way)
        \ (?:for|of|to|about|over|on|at)\ (?:[\w'’-]+\ ){0,3}$""",
    re.IGNORECASE | re.VERBOSE,
)


def fell_through(after: str) -> bool:
    """Whether what is named before some words of its sentence did not come about by them: "... between the two did not materialise"."""
    return _FELL_THROUGH.match(after) is not None


_FELL_THROUGH = re.compile(
    r"""[^.;:,]{0,60}\b(?:not|n['’]t|never|fail(?:ed|s)?\ to)\ (?:\w+\ )?(?:materiali[sz]e|happen|take\ place|occur|come\ (?:about|off))\b""",
    re.IGNORECASE | re.VERBOSE,
)


def is_supposed(before: str) -> bool:
    """Whether a sentence, up to what it says of a promise, only supposes or foretells it: "if she broke the promise to ..."."""
    return _SUPPOSED.search(before) is not None


# A condition, or a verb of what may be with another verb than that of the promise: "would keep his word to".
_SUPPOSED = re.compile(
    r"\b(?:(?:if|unless|whether)\b[^.;:]{0,60}|(?:will|would|should|may|might|could|must) \w[^.;:]{0,50}\bto )$",
    re.IGNORECASE,
)


def is_topic(before: str, word: str) -> bool:
    """Whether an act is only what something is about: "talks on opening the gates"."""
    return word.endswith("ing") and _ABOUT.search(before) is not None


_ABOUT = re.compile(
    r"\b(?:of|on|about|for|at|towards?|against|from|without|before|over)(?: [\w'’-]+)? $", re.IGNORECASE
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    held = tomllib.loads((files("summitry") / "data/turns.toml").read_text("utf-8"))
    del held["source"]
    return {turn: _any_of(" ".join(listed.split()).split(", ")) for turn, listed in held.items()}


def _any_of(phrases: list[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases))})\b", re.IGNORECASE)
