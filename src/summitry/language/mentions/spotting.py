"""Where a sentence speaks of actors: names, roles, metonyms, unnamed people and pronouns, before anybody is identified.

A sentence becomes a string of one-letter codes, one for each name or word, and the shapes of mentions are patterns over
that string; who is meant is decided later, in `resolving`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from summitry.article import Span
from summitry.language.actors import ActorTable, Candidate, fold, used
from summitry.language.analysis import Analysis, Sentence
from summitry.language.mentions.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of one between hyphens, with its folded form; `joined` to the piece before by a hyphen."""

    key: str
    text: str
    span: Span
    token: int
    joined: bool

    @property
    def cap(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[:1].isupper()


@dataclass(frozen=True, slots=True)
class Atom:
    """A name or word with its code; `found` are the table's actors of a name, `key` its folded words."""

    code: str
    first: int
    last: int
    key: str
    found: tuple[Candidate, ...] = ()


SpotKind = Literal[
    "person",
    "role",
    "unnamed",
    "institution",
    "government",
    "country",
    "state",
    "organisation",
    "group",
    "metonym",
    "people",
    "pair",
    "pronoun",
    "holders",
]


@dataclass(frozen=True, slots=True)
class Spot:
    """A mention to be resolved: atoms `[first, last]`; `name` is the atom of a name, `head` of the role or noun.

    `owners` are the states, organisations or persons before the head or after "of"; `words` the words between.
    """

    kind: SpotKind
    first: int
    last: int
    name: Atom | None = None
    head: Atom | None = None
    owners: tuple[Atom, ...] = ()
    words: tuple[str, ...] = ()
    opening: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """A capitalised name that is not in the table: pieces `[first, last]`, a person or an organisation."""

    first: int
    last: int
    kind: Literal["person", "organisation"]


@dataclass(slots=True)
class Line:
    """One sentence as pieces, atoms and spots."""

    sentence: Sentence
    number: int
    pieces: list[Piece]
    titled: bool
    atoms: list[Atom] = field(default_factory=list)
    spots: list[Spot] = field(default_factory=list)
    matched: dict[int, tuple[int, tuple[Candidate, ...]]] = field(default_factory=dict)
    runs: dict[int, Run | None] = field(default_factory=dict)

    def span(self, spot: Spot) -> Span:
        """The characters of a spot."""
        return Span(
            self.pieces[self.atoms[spot.first].first].span.start, self.pieces[self.atoms[spot.last].last].span.end
        )

    def text(self, article: str, first: int, last: int) -> str:
        """The characters from one atom to another."""
        return article[self.pieces[self.atoms[first].first].span.start : self.pieces[self.atoms[last].last].span.end]


# Pieces ------------------------------------------------------------------------------------------------------------

_PART = re.compile(r"[^\s\-‐‑–—]+|[–—]|-+")


def lines(analysis: Analysis) -> list[Line]:
    """The sentences of an article, cut into pieces; links to other stories and boilerplate left out."""
    found = []
    for number, sentence in enumerate(analysis.sentences):
        if sentence.block not in ("related", "boilerplate"):
            pieces = list(_pieces(analysis, sentence))
            words = [p for p in pieces if p.text[:1].isalpha() and len(p.text) > 3]
            titled = len(words) >= 4 and sum(p.cap for p in words) >= 0.75 * len(words)
            found.append(Line(sentence, number, pieces, titled))
    return found


def _pieces(analysis: Analysis, sentence: Sentence) -> Iterator[Piece]:
    joined, end = False, -1
    last: Piece | None = None
    for token in analysis.tokens[sentence.first : sentence.last]:
        for match in _PART.finditer(token.text):
            start = token.span.start + match.start()
            text = match.group()
            if text == "." and last is not None and len(last.text) == 1 and start == end:
                end += 1  # an initial's stop
                continue
            if set(text) <= set("-‐‑") and start == end:
                joined, end = True, start + len(text)
                continue
            apart = match.start() > 0 and text[0] not in "–—" and token.text[match.start() - 1] in "-‐‑"
            last = Piece(
                fold(text) or text,
                text,
                Span(start, start + len(text)),
                token.index,
                (joined and start == end) or apart,
            )
            yield last
            joined, end = False, start + len(text)


# Who is named in the article ---------------------------------------------------------------------------------------

_ORGANISATION_TAGS = ("B-ORG", "I-ORG")
_APOSTROPHES = ("'", "’")
_PARTICLES = frozenset("al el bin bint ibn ben abu von van der de den di da del la le ul ould e san santa dos".split())


@dataclass(frozen=True, slots=True)
class Spotter:
    """Finds what a sentence speaks of, given the table, the words and the surnames of persons known in the article."""

    table: ActorTable
    lexicon: Lexicon
    analysis: Analysis
    day: str | None
    surnames: frozenset[str]
    in_america: bool = False

    def read(self, line: Line) -> None:
        """Fill in the atoms and spots of a line."""
        line.atoms = list(self._atoms(line))
        line.spots = list(_spots(line))

    # Names of the table ---------------------------------------------------------------------------------------

    def table_match(self, line: Line, at: int) -> tuple[int, tuple[Candidate, ...]]:
        """The longest name of the table that begins at a piece: how many pieces, and whom it may mean."""
        if at not in line.matched:
            line.matched[at] = self._table_match(line.pieces, at)
        return line.matched[at]

    def _table_match(self, pieces: Sequence[Piece], at: int) -> tuple[int, tuple[Candidate, ...]]:
        longest = self.table.longest.get(pieces[at].key, 0)
        before = pieces[at - 1] if at else None
        # One more than the name has words: a plural's apostrophe stands alone and is left out.
        for length in range(min(longest + (longest > 1), len(pieces) - at), 0, -1):
            words = [p for p in pieces[at : at + length] if p.text not in _APOSTROPHES]
            found = self.table.names.get(" ".join([p.key for p in words]), ())
            found = tuple(c for c in found if used(c, self.day) and _spelled(c, words, before))
            if (
                found
                and not (len(words) == 1 and found[0].entry.kind == "person")
                and pieces[at + length - 1] is words[-1]
            ):
                return length, found
        return 0, ()

    # Strangers ------------------------------------------------------------------------------------------------

    def run_at(self, line: Line, at: int) -> Run | None:
        """A capitalised name that the table does not have, if it is a person's or an organisation's."""
        if at not in line.runs:
            line.runs[at] = self._run_at(line, at)
        return line.runs[at]

    def _run_at(self, line: Line, at: int) -> Run | None:
        pieces = line.pieces
        last = self._run_end(line, at)
        if last is None or self.title_at(pieces, at) > 1:  # "Prime Minister" is nobody's name
            return None
        words = pieces[at : last + 1]
        alone = self._tag(words[0]) == "ORG" and not (at > 1 and pieces[at - 1].cap)  # not of "Lesk River Board"
        if self.lexicon.has("organisation_words", words[-1].key) and (len(words) > 1 or alone):
            return Run(at, last, "organisation")
        tags = [self._tag(p) for p in words]
        acronym = len(words) == 1 and words[0].text.isupper() and not self._introduced(pieces, at)
        if "PER" in tags and not acronym:
            end = max(i for i, t in enumerate(tags) if t == "PER")
            return Run(at, at + end, "person") if end or self._introduced(pieces, at) or tags[0] == "PER" else None
        if "ORG" in tags and len(words) > 1 and not line.titled:
            return Run(at, last, "organisation")
        if "LOC" in tags:
            return None
        return Run(at, last, "person") if self._is_person(line, at, words) else None

    def _run_end(self, line: Line, at: int) -> int | None:
        pieces = line.pieces
        if not self._nameable(line, at):
            return None
        last = at
        while last + 1 < len(pieces):
            nxt = last + 1
            particle = (
                pieces[nxt].key in _PARTICLES
                and nxt + 1 < len(pieces)
                and pieces[nxt + 1].cap
                and pieces[nxt].text.isalpha()
            )
            initial = re.fullmatch(r"[A-Z]\.", pieces[nxt].text) is not None
            # "Trump-Kim", "US-North Korea": two names, not one.
            if nxt == at + 1 and pieces[nxt].joined and self._stands_alone(line, at):
                break
            if not (
                self._nameable(line, nxt) or particle or initial or (pieces[nxt].joined and pieces[nxt].text.isalpha())
            ):
                break
            last = nxt
        while last > at and pieces[last].key in _PARTICLES and not pieces[last].joined:
            last -= 1
        return last if last - at < 6 else None

    def _stands_alone(self, line: Line, at: int) -> bool:
        key = line.pieces[at].key
        return key not in self.lexicon.given and (key in self.table.surnames or self.table_match(line, at)[0] > 0)

    def _nameable(self, line: Line, at: int) -> bool:
        """Whether a piece can be part of a name: a capital that is not one for the sentence's sake alone."""
        piece = line.pieces[at]
        if not piece.cap or len(piece.key) < 2 or not piece.text[0].isalpha():
            return False
        words = self.lexicon
        if self.institution_at(line.pieces, at) > 1:
            return False
        if (
            words.has("function_words", piece.key)
            or words.has("months", piece.key)
            or words.has("not_names", piece.key)
        ):
            return False
        if piece.key in self.table.titles or piece.key in words.honorifics or words.has("unnamed", piece.key):
            return False
        upos = self.analysis.tokens[piece.token].upos
        if at == 0 or line.titled:
            return upos == "PROPN" or (upos == "X" and (piece.key in words.given or not line.titled))
        length, found = self.table_match(line, at)
        return not (length and found[0].name.form == "adjective") and upos in ("PROPN", "X", "NOUN", "ADJ", "VERB")

    def _tag(self, piece: Piece) -> str:
        return self.analysis.tokens[piece.token].name[2:]

    def _introduced(self, pieces: Sequence[Piece], at: int) -> bool:
        """Whether an honorific, a role or the noun of an unnamed person stands right before."""
        before = pieces[at - 1].key if at else ""
        return (
            before in self.lexicon.honorifics
            or before in self.table.titles
            or (self.lexicon.has("unnamed", before) and not before.endswith("s"))
        )

    def _is_person(self, line: Line, at: int, words: Sequence[Piece]) -> bool:
        """Whether the words round a capitalised run show a person: what stands before, a first name, the shape of Korean names."""
        first = words[0].key
        if self._introduced(line.pieces, at):
            return len(words) <= 4
        if len(words) == 1 or (line.titled and first not in self.lexicon.given):
            return False
        if first in self.lexicon.given:
            return len(words) <= 5
        korean = (
            self.lexicon.has("east_asian_surnames", first)
            and len(words) in (2, 3)
            and (len(words) == 3 or words[1].joined)
        )
        after = line.pieces[at + len(words)].key if at + len(words) < len(line.pieces) else ""
        return korean or after in _SAID or self._described(line, at + len(words))

    def _described(self, line: Line, at: int) -> bool:
        """Whether a comma and a role follow, as after "Xan Yor, the ministry's spokesman"."""
        if at >= len(line.pieces) or line.pieces[at].text != ",":
            return False
        for piece in line.pieces[at + 1 : at + 9]:
            if piece.text in ",.;:":
                return False
            if piece.key in self.table.titles or (
                self.lexicon.has("unnamed", piece.key) and not piece.key.endswith("s")
            ):
                return True
        return False

    # Atoms ----------------------------------------------------------------------------------------------------

    def _atoms(self, line: Line) -> Iterator[Atom]:
        at = 0
        before = ""
        while at < len(line.pieces):
            atom = self._atom(line, at, before)
            yield atom
            before = atom.code
            at = atom.last + 1

    def _atom(self, line: Line, at: int, before: str) -> Atom:
        pieces = line.pieces
        piece = pieces[at]
        if not piece.text[0].isalnum():
            mark = {",": "c", "’s": "s", "'s": "s", "’": "s", "'": "s"}.get(piece.text, ".")
            return Atom("." if mark == "s" and before not in set("NOGMETPKBIURVAWk") else mark, at, at, piece.key)
        named = self._surname(line, at)
        length, found = self.table_match(line, at)
        run = None if length > 1 and found[0].entry.kind == "person" else self.run_at(line, at)
        whole = run is not None and run.kind == "person" and run.last - at >= named
        if named and not whole and (length <= named or (before in "HR" and length == 1)):
            return Atom("K", at, at + named - 1, " ".join(p.key for p in pieces[at : at + named]))
        if run and run.last - at >= length and self._prefers_run(run, found, piece, before):
            code = "B" if run.kind == "person" else "E"
            return Atom(code, at, run.last, " ".join(p.key for p in pieces[at : run.last + 1]))
        if length:
            return self._table_atom(line, at, length, found)
        place = self._place(line, at, before)
        return self._word(line, at) if place is None else Atom("W", at, place, "")

    def _place(self, line: Line, at: int, before: str) -> int | None:
        """The last piece of a place's name that the table does not have and that says whose somebody is: "Tarnland's", "of Tarnland"."""
        last = self._run_end(line, at)
        owns = last is not None and last + 1 < len(line.pieces) and line.pieces[last + 1].text in ("’s", "'s")
        return (
            last
            if last is not None and (owns or before == "o") and "LOC" in map(self._tag, line.pieces[at : last + 1])
            else None
        )

    def _prefers_run(self, run: Run, found: tuple[Candidate, ...], piece: Piece, before: str) -> bool:
        """Whether a capitalised run is meant rather than the name of the table that it begins with."""
        return not found or run.kind == "organisation" or before in "HR" or self._tag(piece) == "PER"

    def _surname(self, line: Line, at: int) -> int:
        """How many pieces from `at` are the surname of somebody known in the article, none: 0."""
        pieces = line.pieces
        if not pieces[at].cap and pieces[at].key not in _PARTICLES:
            return 0
        for length in (3, 2, 1):
            words = pieces[at : at + length]
            if len(words) == length and words[-1].cap and " ".join(p.key for p in words) in self.surnames:
                after = pieces[at + length] if at + length < len(pieces) else None
                goes_on = after is not None and after.joined and after.text[0].islower()
                return 0 if goes_on or self._is_other_word(line, at, after) else length
        return 0

    def _is_other_word(self, line: Line, at: int, after: Piece | None) -> bool:
        """Whether a surname stands here as what else it is: the month in "in May", the verb in "May I", "Ban all tests"."""
        pieces, lexicon = line.pieces, self.lexicon
        if at and (pieces[at - 1].key in lexicon.honorifics or pieces[at - 1].key in lexicon.given):
            return False
        if self.analysis.tokens[pieces[at].token].upos in ("AUX", "VERB"):
            return True
        if not lexicon.has("months", pieces[at].key):
            return False
        led = at > 0 and lexicon.has("before_month", pieces[at - 1].key)
        return led or (after is not None and after.text[0].isdigit())

    def _table_atom(self, line: Line, at: int, length: int, found: tuple[Candidate, ...]) -> Atom:
        entry, form = found[0].entry, found[0].name.form
        code = {"state": "N", "organisation": "O", "group": "G", "person": "P", "unnamed": "w"}[entry.kind]
        if form != "name":
            code = {"metonym": "M", "people": "T", "adjective": "A"}.get(form, code)
        last = at + length - 1
        after = line.pieces[last + 1] if last + 1 < len(line.pieces) else None
        # "US-led", "Iran-backed": the state does not act here.
        if code in "NOGM" and after is not None and after.joined and after.text[0].islower():
            code = "m"
        elif (
            (code == "N" and entry.id == "state:GEO" and self.in_america)
            or (code in "NM" and self._names_a_place(line, at, after))
            or (
                line.pieces[at].key in ("north", "south")
                and not line.pieces[at].cap
                and self._is_led_by_place(line, at)
            )
            or (
                found[0].name.text.startswith("the ")
                and length == 1
                and after is not None
                and (after.cap or after.key in _OF_PLACES)
            )
            or (
                (code == "M" or entry.id in _CITIES)
                and (self._is_place(line, at) or (after is not None and after.key in _HELD_THERE))
            )
        ):
            code = "w"
        return Atom(code, at, last, " ".join(p.key for p in line.pieces[at : last + 1]), found)

    def _names_a_place(self, line: Line, at: int, after: Piece | None) -> bool:
        """Whether a state's name is part of another's: "New Mexico", "the Jordan River"."""
        new = at > 0 and line.pieces[at - 1].text == "New"
        return new or (after is not None and after.cap and self.lexicon.has("landmarks", after.key))

    def _is_led_by_place(self, line: Line, at: int) -> bool:
        """Whether "the north" is a region: "in the north", "from the north of"."""
        before = line.pieces[at - 2].key if at > 1 else ""
        return before in ("from", "to", "of") or self.lexicon.has("place_words", before)

    def _is_place(self, line: Line, at: int) -> bool:
        """Whether a metonym is a mere place here: after "in", "near" or a verb of travel, or in a dateline."""
        pieces = line.pieces
        text = self.analysis.article.text
        if at == 0 and re.match(r"\s*(?:\(|—|–|-\s|,\s*[A-Z][a-z]+\.?\s+\d)", text[pieces[at].span.end :]):
            return True
        if pieces[at].key in ("white", "kremlin", "blue", "downing", "elysee", "foggy"):
            before = [p.key for p in pieces[max(0, at - 2) : at] if p.key != "the"]
            return bool(before) and before[-1] in ("in", "inside", "outside", "near", "at")
        back = at - 1
        while back >= 0 and pieces[back].key in ("the", "central", "downtown", "nearby", "s", "capital"):
            back -= 1
        if back < 0:
            return False
        word = pieces[back].key
        words = self.lexicon
        if [p.key for p in pieces[max(0, back - 2) : back + 1]] == ["by", "way", "of"]:
            return True
        if word == "but" and back > 0 and pieces[back - 1].key.endswith("where"):
            return True
        if word in ("from", "to"):
            return not (back > 0 and any(words.has("sent", p.key) for p in pieces[max(0, back - 2) : back]))
        # One of a list of places: "to Seoul, Beijing and Tokyo".
        listed = word in ("and", "or") or (
            word == "," and pieces[at + 1 : at + 2] and pieces[at + 1].key in (",", "and")
        )
        if listed and back == at - 1 and back > 0:
            return self._is_metonym(line, back - 1) and self._is_place(line, back - 1)
        if word == "for":
            return back > 0 and words.has("travel_verbs", pieces[back - 1].key)
        return words.has("place_words", word) or words.has("travel_verbs", word)

    def _is_metonym(self, line: Line, at: int) -> bool:
        found = self.table_match(line, at)[1]
        return bool(found) and found[0].name.form == "metonym"

    def _word(self, line: Line, at: int) -> Atom:
        pieces = line.pieces
        for code, length in (
            ("I", self.institution_at(pieces, at)),
            ("R", self.title_at(pieces, at)),
        ):
            if length:
                return Atom(code, at, at + length - 1, " ".join(p.key for p in pieces[at : at + length]))
        pair = self._pair(pieces, at)
        if pair:
            return Atom("L", at, at + pair - 1, " ".join(p.key for p in pieces[at : at + pair]))
        piece = pieces[at]
        key, words = piece.key, self.lexicon
        nxt = pieces[at + 1] if at + 1 < len(pieces) else None
        if key in words.honorifics and nxt is not None and nxt.cap and piece.cap:
            return Atom("H", at, at, key)
        if key in _FIXED:
            return Atom(_FIXED[key], at, at, key)
        if key == "country":
            return Atom("Y", at, at, key)
        if words.has("government", key):
            return Atom("V", at, at, key)
        if (words.has("unnamed", key) or words.has("groups", key)) and not self._describes(piece, nxt):
            return Atom("U", at, at, key)
        if words.has("unnamed", key) or words.has("modifiers", key) or (key.isdigit() and len(key) < 4):
            return Atom("m", at, at, key)
        return Atom("w", at, at, key)

    def _describes(self, piece: Piece, after: Piece | None) -> bool:
        """Whether a noun for people stands before another as its adjective: "official media", "opposition leader"."""
        if self.analysis.tokens[piece.token].upos == "ADJ":
            return True
        if after is None or not self.lexicon.has("modifiers", piece.key):
            return False
        known = self._is_noun(after.key) or after.key in self.lexicon.institution_starts
        return known or (piece.key == "official" and after.cap)

    def _is_noun(self, key: str) -> bool:
        """Whether a word is a noun for people that another may describe: "opposition leader"."""
        uses = ("unnamed", "groups", "government")
        return key in self.table.titles or any(self.lexicon.has(use, key) for use in uses)

    def institution_at(self, pieces: Sequence[Piece], at: int) -> int:
        """How many pieces are the words of a state's institution, none: 0."""
        if pieces[at].key not in self.lexicon.institution_starts:
            return 0
        words = [p.key for p in pieces[at : at + 4]]
        return next((n for n in range(len(words), 0, -1) if tuple(words[:n]) in self.lexicon.institutions), 0)

    def title_at(self, pieces: Sequence[Piece], at: int) -> int:
        """How many pieces are the words of a title, none: 0."""
        longest = self.table.longest_titles.get(pieces[at].key) or self.table.longest_titles.get(
            singular(pieces[at].key), 0
        )
        for length in range(min(longest, len(pieces) - at), 0, -1):
            if singular(" ".join([p.key for p in pieces[at : at + length]])) in self.table.titles:
                return length
        return 0

    def _pair(self, pieces: Sequence[Piece], at: int) -> int:
        """How many pieces are "both leaders", "the three men", "the pair", "the two Koreas"; 0 for none."""
        keys = [p.key for p in pieces[at : at + 4]]
        if keys[:2] == ["the", "pair"]:
            return 2
        start = 1 if keys[0] == "both" or keys[:2] == ["the", "koreas"] else 0
        if keys[0] == "the" and len(keys) > 1 and keys[1] in NUMBERS:
            start = 2
        if not start:
            return 0
        for length in (1, 2):
            if len(keys) >= start + length:
                word = keys[start + length - 1]
                persons = self.lexicon.has("pairs_persons", word) and word not in ("prime", "foreign")
                states = self.lexicon.has("pairs_states", word) and (keys[0] == "both" or keys[1] in ("two", "koreas"))
                if persons or states:
                    return start + length
        return 0


# "The three leaders": so many of those named before.
NUMBERS: Mapping[str, int] = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}

# States that are one city; and what is held in a city named before it.
_CITIES = frozenset(
    {"state:SGP", "state:MCO", "state:LUX", "state:VAT", "state:SMR", "state:DJI", "state:HKG", "state:MAC"}
)
_HELD_THERE = frozenset(
    "summit talks meeting conference accord accords agreement process declaration protocol communique negotiations round hotel airport".split()
)
_OF_PLACES = frozenset("of coast wing bank side end sea front pole wind flank".split())
_SAID = frozenset(
    "said says told added warned argued insisted declined announced noted wrote believes thinks urged claimed acknowledged suggested explained".split()
)
_FIXED: Mapping[str, str] = {
    "the": "d", "this": "d", "that": "w", "a": "a", "an": "a", "another": "a", "one": "a", "some": "a", "any": "a", "no": "w",
    "of": "o", "for": "f", "to": "f", "at": "w", "his": "h", "her": "h", "its": "h", "their": "h", "our": "h", "my": "h", "your": "w",
    "he": "Q", "she": "Q", "they": "Q", "it": "Q", "him": "Q", "them": "Q", "we": "Q", "us": "Q", "i": "Q", "me": "Q",
    "close": "z", "loyal": "z", "familiar": "z", "himself": "Q", "herself": "Q", "itself": "Q", "themselves": "Q",
    "hers": "w", "theirs": "w", "and": "&",
}  # fmt: skip


def singular(title: str) -> str:
    """A title without the plural's ending: `foreign ministers` as `foreign minister`."""
    if title.endswith(("secretaries", "deputies")):
        return title[:-3] + "y"
    return title[:-1] if title.endswith("s") and not title.endswith("ss") else title


def _spelled(found: Candidate, words: Sequence[Piece], before: Piece | None) -> bool:
    """Whether a name stands in the text with its capitals: all of an acronym's, the first of another name."""
    name = found.name.text
    if name.startswith("the "):
        if before is None or before.key != "the":
            return False
        name = name[4:]
    if name.islower():
        return True
    if name[0].islower():
        return True
    text = words[0].text
    if found.entry.kind == "group" and len(words) > 1 and name.istitle() and not all(w.cap for w in words):
        return False
    if not text[0].isupper():
        return (
            (name in ("North", "South") and len(words) == 1)
            or bool(re.match(r"[a-z]", name))
            or (len(words) > 1 and text.islower() and name[:2] == "Al")
        )
    plain = name.replace(".", "")
    if len(words) == 1 and plain.isupper() and plain.isalpha():
        british = text.istitle() and (len(plain) >= 4 or (len(plain) == 3 and found.entry.kind == "group"))
        return text.replace(".", "").isupper() or british
    if (
        len(words) == 1
        and not plain.isupper()
        and re.search(r"[A-Z].*[A-Z]", plain)
        and plain.isalpha()
        and len(plain) <= 4
    ):
        return text.replace(".", "") == plain
    return True


# Shapes ------------------------------------------------------------------------------------------------------------

_OWNER = r"(?:[NOGMEI]s?|A|T|H*[PKB]s|Ws|K(?=m*[UV]))"
_TAIL = r"(?:z?[of]d?m*(?:(?:[NOGMEI]s?|A)m*)*[NOGMEIW](?:od?[NOGMW])?)?"
_NAME = r"H*[PKB]"
_SHAPES: Sequence[tuple[str, re.Pattern[str]]] = (
    ("holders", re.compile(r"(?P<open>d?)m*(?P<own>[AN](?:c[AN])*&d?[AN])m*(?P<head>[RU])")),
    ("holders", re.compile(r"(?P<open>d?)m*(?P<head>[RU])o(?P<own>L|d?N(?:cd?N)*&d?N)")),
    ("role name", re.compile(rf"(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*){{0,3}})(?P<head>[RU])(?P<tail>{_TAIL})(?P<comma>c?)(?P<name>{_NAME})")),
    ("name role", re.compile(rf"(?P<name>{_NAME})c(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*){{0,3}})(?P<head>[RU])(?P<tail>{_TAIL})(?!{_NAME}|s)")),
    ("body name", re.compile(rf"(?P<open>[da]?)m*(?P<own>(?:{_OWNER}m*){{0,2}})(?P<head>I)(?P<name>[OE])")),
    ("name body", re.compile(r"(?P<open>[da]?)m*(?P<own>A?)(?P<name>O)(?P<head>I)")),
    ("government", re.compile(rf"(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*|[PK]){{0,2}})(?P<head>V)(?P<tail>(?:od?[NOG])?)")),
    ("of whom", re.compile(rf"(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*){{0,2}})(?P<head>U)(?P<tail>f{_NAME}(?!s))")),
    ("role", re.compile(rf"(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*){{0,3}})(?P<head>[RU])(?P<tail>{_TAIL})")),
    ("institution", re.compile(rf"(?P<open>[dah]?)m*(?P<own>(?:{_OWNER}m*){{0,2}})(?P<head>I)(?P<tail>(?:od?[NOGM])?)")),
    ("name", re.compile(rf"(?P<open>)(?P<name>{_NAME})")),
    ("single", re.compile(r"(?P<open>d?)m{0,2}?(?P<name>[NOGMETL])")),
    ("people", re.compile(r"(?P<open>d)(?P<name>A)(?=[wcfo.Q&]|$)")),
    ("country", re.compile(r"(?P<open>d)(?P<name>Y)")),
    ("possessive", re.compile(r"(?P<name>h)")),
    ("pronoun", re.compile(r"(?P<name>Q)")),
)  # fmt: skip

_SINGLE: Mapping[str, SpotKind] = {
    "N": "state",
    "O": "organisation",
    "E": "organisation",
    "G": "group",
    "M": "metonym",
    "T": "people",
    "L": "pair",
}


def _spots(line: Line) -> Iterator[Spot]:
    """The mentions of a line in text order, those inside others after them."""
    codes = "".join(a.code for a in line.atoms)
    at = 0
    while at < len(codes):
        for shape, pattern in _SHAPES:
            match = pattern.match(codes, at)
            if match and (spot := _spot(line, shape, match)):
                yield spot
                yield from _inner(line, spot)
                at = match.end()
                break
        else:
            at += 1


def _spot(line: Line, shape: str, match: re.Match[str]) -> Spot | None:
    """The mention of a shape, or null where the words do not bear it out."""
    atoms = line.atoms
    groups = match.groupdict()
    first, last = match.start(), match.end() - 1
    name = atoms[match.end("name") - 1] if groups.get("name") else None
    if "head" not in groups:
        return _plain_spot(line, shape, match, name)
    head = atoms[match.start("head")]
    owners = tuple(
        a for a in (*atoms[match.start("own") : match.end("own")], *_tail(atoms, match)) if a.code in "NOGMEIATPKBW"
    )
    words = tuple(a.key for a in atoms[first : match.start("head")] if a.code in "mwH" and a.key)
    if shape == "role name":
        words += tuple(a.key for a in atoms[match.start("name") : match.end("name")] if a.code == "H")
    spot = Spot("person", first, last, name, head, owners, words, groups["open"] or "")
    match shape:
        case "role name":
            return spot if _names_holder(line, spot, comma=bool(groups["comma"]), tail=bool(groups["tail"])) else None
        case "holders":
            between = atoms[match.start("own") : match.end("own")]
            return replace(spot, kind="holders", owners=tuple(a for a in between if a.code in "ANL"))
        case "name role":
            closed = last + 1 < len(atoms) and atoms[last + 1].code in "c."
            described = spot.opening or owners or (head.code == "R" and closed)
            return spot if described and not _is_plural(head) else None
        case "name body" if head.key.split()[-1] not in ("agency", "service", "party", "radio", "television"):
            return None
        case "body name" | "name body":
            return replace(spot, kind="organisation")
        case "government":
            return replace(
                spot, kind="government", owners=owners or tuple(a for a in atoms[first:last] if a.code in "PK")
            )
        case "institution":
            return replace(spot, kind="institution")
        case _:
            return replace(spot, kind="role" if head.code == "R" and not _is_plural(head) else "unnamed")


def _plain_spot(line: Line, shape: str, match: re.Match[str], name: Atom | None) -> Spot | None:
    """A mention that is a name, a pronoun or the like, without a role or noun as its head."""
    first, last, opening = match.start(), match.end() - 1, match.groupdict().get("open") or ""
    plain: Mapping[str, SpotKind] = {"name": "person", "people": "people", "country": "country"}
    if shape == "people" and not _ends_phrase(line, last):
        return None
    kind = _SINGLE[name.code] if shape == "single" and name else plain.get(shape, "pronoun")
    words = tuple(a.key for a in line.atoms[first:last] if a.code == "H")
    return Spot(kind, first, last, name=name, words=words, opening=opening)


def _is_plural(head: Atom) -> bool:
    return head.code in "RU" and head.key.endswith("s") and singular(head.key) != head.key


def _names_holder(line: Line, spot: Spot, *, comma: bool, tail: bool) -> bool:
    """Whether a role and the name after it are one mention: "the president, Xan Yor", not "officials, Xan Yor"."""
    head = spot.head
    if head is None or (_is_plural(head) and head.code == "U") or (tail and not comma):
        return False
    definite = spot.opening in ("d", "h") or bool(spot.owners)
    if comma:
        return definite and not _is_plural(head)
    return bool(line.pieces[head.first].cap or head.code == "R" or spot.owners or spot.opening)


def _tail(atoms: Sequence[Atom], match: re.Match[str]) -> Sequence[Atom]:
    return atoms[match.start("tail") : match.end("tail")] if match.groupdict().get("tail") else ()


def _ends_phrase(line: Line, last: int) -> bool:
    """Whether "the French" is not followed by the noun it would describe."""
    nxt = line.atoms[last + 1] if last + 1 < len(line.atoms) else None
    return nxt is None or nxt.code in "cfo.Q&" or nxt.key in _AFTER_PEOPLE


_AFTER_PEOPLE = frozenset(
    "have has had are were was will would can could may might must should say said want wanted and but or who in on at by from with did do do not also that think see saw need".split()
)


def _inner(line: Line, spot: Spot) -> Iterator[Spot]:
    """Names inside a phrase that are mentions themselves: owners with "'s" or after "of", and possessive pronouns."""
    if spot.head is None:
        return
    for number in range(spot.first, spot.last + 1):
        atom = line.atoms[number]
        after = line.atoms[number + 1].code if number < spot.last else ""
        before = line.atoms[number - 1] if number > spot.first else None
        if atom.code == "h":
            yield Spot("pronoun", number, number, atom)
        owned = after == "s" or (
            before is not None and (before.code in "of" or (before.code == "d" and number - 1 > spot.first))
        )
        if (owned and atom.code in "NOGME") or (atom.code == "O"):
            yield Spot(_SINGLE[atom.code], number, number, atom)
        elif after == "s" and atom.code in "PKB":
            yield Spot("person", number, number, atom)
        elif owned and atom.code == "I" and atom is not spot.head:
            start = number - 1 if before is not None and before.code == "d" else number
            while start - 1 > spot.first and line.atoms[start - 1].code in "NAsO":
                start -= 1
            owners = tuple(
                a for a in (*line.atoms[start:number], *line.atoms[number + 1 : spot.last + 1]) if a.code in "NOA"
            )
            yield Spot(
                "institution",
                start,
                spot.last if line.atoms[spot.last].code == "N" else number,
                None,
                atom,
                owners,
                (),
                "d",
            )
