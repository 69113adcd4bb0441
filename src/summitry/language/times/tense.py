"""A light guess, from the words around, whether a clause speaks of the past or of what is to come."""

from bisect import bisect_left
from collections.abc import Iterable
from typing import Literal

from summitry.language.times.grammar import Lexicon, Tokens

Direction = Literal["past", "future"]

_CLAUSE_ENDS = frozenset({".", "!", "?", ";", ":", "\n"})
_REACH = 25  # tokens; a clause is seldom longer


class Tenses:
    """The cues and clause ends of a text, found once; asked for the tense around an expression."""

    def __init__(self, tokens: Tokens, lexicon: Lexicon) -> None:
        """Mark the tokens that can be a cue or end a clause."""
        self._tokens = tokens
        self._lexicon = lexicon
        cues = lexicon.values["tense"]
        self._marks = [i for i, w in enumerate(tokens.words) if w in cues or w.endswith("ed") or w[0] in _CLAUSE_ENDS]

    def around(self, first: int, last: int) -> Direction | None:
        """The tense of the clause around tokens `[first, last)`: the nearest cue to the left, else the nearest to the right.

        What is quoted says nothing of the sentence around it, nor the other way round.
        """
        middle = bisect_left(self._marks, first)
        # "In January, he said": where the expression begins the sentence, what follows the comma is its clause too.
        begins = first < 3 or any(ends_clause(self._tokens, i) for i in range(max(first - 3, 0), first))
        left = (
            self._marks[m]
            for m in range(middle - 1, max(middle - _REACH, 0) - 1, -1)
            if self._marks[m] >= first - _REACH
        )
        right = (
            self._marks[m]
            for m in range(middle, min(middle + _REACH, len(self._marks)))
            if self._marks[m] < last + _REACH and (begins or "," not in self._tokens.words[last : self._marks[m]])
        )
        opens = first > 0 and self._tokens.words[first - 1] in _OPENING and self._tokens.is_capital(first - 1)
        return (None if opens else self._nearest(left, first)) or self._nearest((i for i in right if i >= last), first)

    def _nearest(self, marks: Iterable[int], first: int) -> Direction | None:
        for index in marks:
            if self._tokens.quoted[index] != self._tokens.quoted[first]:
                continue
            if ends_clause(self._tokens, index):
                return None
            cue = _cue(self._tokens, self._lexicon, index)
            if cue == "present":
                cue = "future" if index < first and _is_scheduled(self._tokens, index, first) else None
            if cue:
                return cue
        return None


def ends_clause(tokens: Tokens, index: int) -> bool:
    """Whether a stop, a colon or an empty line stands here; the stop of "Mr." ends nothing."""
    word = tokens.words[index]
    if word == ".":
        return not (index and tokens.words[index - 1] in _TITLES and tokens.ends[index - 1] == tokens.starts[index])
    return word in _CLAUSE_ENDS or word[0] == "\n"


_OPENING = frozenset({"on", "in", "by", "at", "since", "until", "after", "before", "during", "from"})
_ABLE = frozenset({"able", "unable", "willing", "unwilling", "ready", "happy", "eager", "reluctant"})
_BOUND_TO = frozenset({"committed", "commitment", "forward", "agreed", "commit", "close", "open"})
_VERBS_LIKE_OTHERS = frozenset(
    {
        "address",
        "discuss",
        "pass",
        "press",
        "need",
        "proceed",
        "focus",
        "succeed",
        "exceed",
        "embed",
        "feed",
        "witness",
        "assess",
    }
)
_BEFORE_ADJECTIVES = frozenset(
    {"a", "an", "the", "its", "their", "his", "her", "still", "'s", "of", "so", "this", "that", "any", "some", "no"}
)
_BEFORE_NOUNS = _BEFORE_ADJECTIVES | {"who", "which", "by", "in", "on", "after", "for"}
_AUXILIARIES = frozenset({"to", "not", "did", "t"})
_PRESENT = frozenset({"is", "are", "am", "being"})  # "is heard" is no past
_TITLES = frozenset(
    {"mr", "mrs", "ms", "dr", "gen", "sen", "rep", "gov", "col", "lt", "sgt", "prof", "st", "no", "u", "s", "j", "a"}
)


def _cue(tokens: Tokens, lexicon: Lexicon, index: int) -> Direction | Literal["present"] | None:
    word = tokens.words[index]
    tense = lexicon.values["tense"].get(word)
    if tense == "to":
        return _infinitive(tokens, lexicon, index)
    if tense == "present":
        return "present"
    if tense == "past":
        return _participle(tokens, lexicon, index)
    if word == "set" and tokens.word(index + 1) not in ("to", "for"):
        return None
    if tense == "future":
        return None if word == "may" and tokens.is_capital(index) else _planned(tokens, index)
    if word.endswith("ed") and len(word) > 4 and not tokens.is_capital(index):
        return _participle(tokens, lexicon, index)
    return None


def _is_scheduled(tokens: Tokens, index: int, first: int) -> bool:
    """Whether a verb in the present tense has its day in the same clause, so that it looks ahead; "the hold", "did not meet" do not."""
    verb = tokens.word(index - 1) not in _BEFORE_NOUNS and _AUXILIARIES.isdisjoint(
        tokens.words[max(index - 2, 0) : index]
    )
    return verb and "," not in tokens.words[index:first]


def _infinitive(tokens: Tokens, lexicon: Lexicon, index: int) -> Direction | None:
    """`to` before a verb looks ahead ("is to meet"), unless what governs it is over ("failed to meet")."""
    following = tokens.word(index + 1)
    if not following.isalpha() or tokens.is_capital(index + 1) or following in lexicon.values["notverb"]:
        return None
    if following.endswith("ing") and following != "bring":
        return "future" if tokens.word(index - 1) in _BOUND_TO else None
    if following.endswith(("ed", "s")) and following not in _VERBS_LIKE_OTHERS:
        return None
    return None if tokens.word(index - 1) in lexicon.values["implicative"] else _planned(tokens, index)


def _planned(tokens: Tokens, index: int) -> Direction:
    """A plan looks ahead, unless it is one of the past: "had been due to expire", "was willing to talk"."""
    before = tokens.words[max(index - 4, 0) : index]
    over = "had" in before or (before and before[-1] in _ABLE and ("was" in before or "were" in before))
    return "past" if over else "future"


def _participle(tokens: Tokens, lexicon: Lexicon, index: int) -> Direction | None:
    """A past form is past, unless a word before it makes it a plan ("will be held", "is to be signed", "due to be opened")."""
    if tokens.word(index - 1) in _BEFORE_ADJECTIVES or tokens.word(index - 1) in _PRESENT:
        return None
    for back in range(index - 1, max(index - 4, -1), -1):
        if ends_clause(tokens, back):
            break
        tense = None if tokens.is_capital(back) else lexicon.values["tense"].get(tokens.words[back])
        if tense == "future" or (tense == "to" and tokens.words[back + 1] in ("be", "have", "get")):
            return "future"
    return "past"
