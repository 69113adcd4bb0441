"""Whom pronouns mean: of those spoken of before, who agrees and is likeliest by nearness, syntax and the model together."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp

from summitry.article import Span
from summitry.language import clauses
from summitry.language.actors import ActorTable, Gender, fold
from summitry.language.analysis import Analysis, Mention, Token
from summitry.language.mentions.lexicon import Lexicon
from summitry.records import Actor, ActorId

REACH = 4  # sentences back
FAR = 40  # words beyond which all are as far
FAINT = 0.05  # what two mentions count that the model does not link
SUBJECT, OF_THE_SEX, OTHER_PARAGRAPH, BESIDE, PARALLEL = 3.0, 2.0, 0.4, 0.3, 3.0
MASCULINE = frozenset("he him his himself".split())
FEMININE = frozenset("she her hers herself".split())
NEUTER = frozenset("it its itself".split())
PLURAL = frozenset("they them their theirs themselves".split())
THIRD = MASCULINE | FEMININE | NEUTER | PLURAL
ARGUMENTS = ("nsubj", "obj", "iobj", "obl")


@dataclass(frozen=True, slots=True)
class Trace:
    """A mention that was resolved, in the sentence and the paragraph of these numbers."""

    actors: tuple[ActorId, ...]
    span: Span
    head: Token
    many: bool
    sentence: int
    paragraph: int


def resolved(
    a: Analysis, mentions: Sequence[Mention], actors: Sequence[Actor], table: ActorTable, words: Lexicon
) -> tuple[Mention, ...]:
    """The mentions in text order with their pronouns of the third person as all mentions before them say; one that nobody fits stays."""
    place = _places(a)
    kinds = {x.id: x.kind for x in actors}
    sexes = {x.id: _sex(a, x, table, words) for x in actors}
    links: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for frame in a.frames:
        for other, chance in frame.links:
            links[max(frame.anchor, other)][min(frame.anchor, other)] += chance / 2
    traces: list[Trace] = []
    out: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.head, -m.span.end)):
        head = a.tokens[m.head]
        pronoun = head.text.lower()
        here = Trace(m.actors, m.span, head, pronoun in PLURAL or head.xpos in ("NNS", "NNPS"), *place[m.head])
        who = m.actors
        if m.form == "pronoun" and pronoun in THIRD:
            near = [t for t in _before(traces, here) if _agrees(pronoun, t, kinds, sexes)]
            doer = clauses.subject(a, head.head) if pronoun.endswith(("self", "selves")) else None
            own = [t for t in near if doer is not None and t.span.covers(doer.span)]
            who = _likeliest(a, here, own or near, links[m.head], sexes) or who
        elif m.form == "pronoun" and (noun := _described(a, head)) is not None:
            who = next((t.actors for t in reversed(traces) if t.span.covers(noun.span)), who)
        out.append(replace(m, actors=who))
        if who:
            traces.append(replace(here, actors=who, many=here.many or len(who) > 1))
            traces += _together(a, traces)
    return tuple(sorted(out, key=lambda m: (m.span.start, -m.span.end)))


def _together(a: Analysis, traces: Sequence[Trace]) -> list[Trace]:
    """Those coordinated that end with the last one spoken of: "Ana and Bo" are also one "they"."""
    last, first = traces[-1], traces[-1].head
    while first.deprel == "conj":
        first = a.tokens[first.head]
    joined = {t.index for t in clauses.conjuncts(a, first.index)}
    beside = {t.head.index: t for t in traces if t.sentence == last.sentence and t.head.index in joined}
    if first.index == last.head.index or set(beside) != joined:
        return []
    actors = tuple(dict.fromkeys(i for at in sorted(beside) for i in beside[at].actors))
    return [replace(last, actors=actors, head=first, many=True)] if len(actors) > 1 else []


def _places(a: Analysis) -> list[tuple[int, int]]:
    """For each token the numbers of its sentence and its paragraph."""
    found, paragraph, end = [], 0, 0
    for number, sentence in enumerate(a.sentences):
        for token in a.tokens[sentence.first : sentence.last]:
            paragraph += "\n" in a.article.text[end : token.span.start]
            end = token.span.end
            found.append((number, paragraph))
    return found


def _described(a: Analysis, pronoun: Token) -> Token | None:
    """The noun that a relative pronoun stands for: of "the envoy who said", the envoy."""
    if pronoun.xpos not in ("WP", "WDT", "WP$"):
        return None
    clause = next((t for t in a.ancestors(pronoun.index) if t.deprel.startswith("acl")), None)
    return a.tokens[clause.head] if clause is not None and clause.head < pronoun.index else None


def _before(traces: Sequence[Trace], here: Trace) -> Iterator[Trace]:
    """What was spoken of before a mention and stands near enough, the nearest first."""
    for trace in reversed(traces):
        if here.sentence - trace.sentence > REACH:
            return
        if trace.head.span.end <= here.span.start:
            yield trace


def _agrees(pronoun: str, trace: Trace, kinds: Mapping[ActorId, str], sexes: Mapping[ActorId, Gender | None]) -> bool:
    """Whether a pronoun can mean what was spoken of: "it" one body, "he" and "she" one person of that sex, "they" several or a body."""
    kind = kinds[trace.actors[0]]
    if pronoun in PLURAL:
        return trace.many or kind in ("group", "organisation")
    if len(trace.actors) > 1:
        return False
    if pronoun in NEUTER:
        return kind in ("state", "organisation", "group")
    sex = "m" if pronoun in MASCULINE else "f"
    return kind in ("person", "unnamed") and not trace.many and sexes[trace.actors[0]] in (None, sex)


def _likeliest(
    a: Analysis,
    pronoun: Trace,
    before: Sequence[Trace],
    links: Mapping[int, float],
    sexes: Mapping[ActorId, Gender | None],
) -> tuple[ActorId, ...]:
    """Of actors spoken of before, the nearest first, the likeliest: where last, whether as a subject, and what the model links."""
    told: dict[tuple[ActorId, ...], list[Trace]] = defaultdict(list)
    for trace in before:
        told[trace.actors].append(trace)

    def likely(who: tuple[ActorId, ...]) -> float:
        last = told[who][0]
        score = FAINT + max(links.get(t.head.index, 0.0) for t in told[who])
        score *= exp(-2 * min(FAR, pronoun.head.index - last.head.index) / FAR)
        lately = (t for t in told[who] if pronoun.sentence - t.sentence <= 1)
        score *= SUBJECT if any(_is_subject(t.head) for t in lately) else 1.0
        score *= OF_THE_SEX if len(who) == 1 and sexes[who[0]] else 1.0
        score *= PARALLEL if _is_parallel(a, last.head, pronoun.head) else 1.0
        score *= OTHER_PARAGRAPH if last.paragraph != pronoun.paragraph else 1.0
        return score * (BESIDE if _beside(a, last.head, pronoun.head) else 1.0)

    return max(told, key=likely, default=())


def _is_subject(token: Token) -> bool:
    return token.deprel.split(":")[0] == "nsubj"


def _is_parallel(a: Analysis, one: Token, pronoun: Token) -> bool:
    """Whether a pronoun is the subject of a clause that hangs on the verb of which the other is: "Kerry rang before he left"."""
    clause = a.tokens[pronoun.head]
    hangs = _is_subject(pronoun) and clause.deprel.startswith("advcl")
    return hangs and _is_subject(one) and one.head == clause.head


def _beside(a: Analysis, one: Token, pronoun: Token) -> bool:
    """Whether two words are arguments of one verb, or one the doer of what is done to the other: no plain pronoun means both."""
    relation = pronoun.deprel.split(":")[0]
    if pronoun.text.lower().endswith(("self", "selves")) or relation not in ARGUMENTS:
        return False
    if one.head == pronoun.head and one.deprel.split(":")[0] in ARGUMENTS:
        return True
    subject = clauses.subject(a, pronoun.head) if relation != "nsubj" else None
    return subject is not None and subject.index == one.index


def _sex(a: Analysis, actor: Actor, table: ActorTable, words: Lexicon) -> Gender | None:
    """Whether somebody is a man or a woman: by the table, an honorific, a noun such as "mother", or the first name."""
    if (entry := table.entries.get(actor.id)) is not None:
        return entry.gender
    if actor.kind not in ("person", "unnamed"):
        return None
    said = [fold(t.text) for span in actor.mentions for t in a.tokens_in(span)]
    titled = next((g for w in said if (g := words.honorifics.get(w))), None)
    if titled or actor.kind == "person":
        first = fold(actor.name).partition(" ")[0]
        return titled or words.given.get(first) or table.first_names.get(first)
    return "f" if any(words.has("women", w) for w in said) else "m" if any(words.has("men", w) for w in said) else None
