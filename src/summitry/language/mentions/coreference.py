"""What the model adds to the mentions: those that no rule finds, and which of them are the same actor."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from summitry.article import Span
from summitry.language.actors import fold, is_stranger
from summitry.language.analysis import Analysis, Mention, MentionForm, Token
from summitry.language.frames import Frame
from summitry.language.mentions.pronouns import THIRD
from summitry.records import Actor, ActorId, ActorKind

LIKELY = 0.5
ONE_PERSON = frozenset("he him his himself she her hers herself".split())
NO_PERSON = frozenset("it its itself".split())
SAME_NAME, SAME_NOUN = 0.5, 0.15
NEW = frozenset("a an another".split())
SAME = 0.45  # the mean of both probabilities from which on two mentions are one actor
SAME_THING = 0.6  # the same of two different nouns
MYSELF = frozenset("i me my mine myself".split())  # whoever speaks, which attribution knows
ARTICLE = re.compile(r"^(?:the|a|an)\s+|['’]s?$", re.IGNORECASE)
# How much a mention found by rules says of whom its whole chain means: names say most, pronouns next to nothing.
WEIGHT: dict[MentionForm, float] = {
    "name": 3.0,
    "metonym": 2.0,
    "demonym": 2.0,
    "role": 1.2,
    "unnamed": 0.3,
    "pronoun": 0.02,
}
NOMINAL = ("NOUN", "PROPN")
PLAIN = ("NOUN", "ADJ")
OWN_NAME: tuple[MentionForm, ...] = ("name", "metonym", "demonym")
SURE = 0.75  # the score from which on a role's holder counts as known


def linked(
    a: Analysis, mentions: Sequence[Mention], actors: Sequence[Actor], places: Collection[int]
) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """The mentions and actors with what the model's frames add; unchanged where it marks none.

    `places` are words of names that stand for nobody here: a capital that is only where something happens.

    What rules resolve stands; what they leave open takes the actor of its chain; a chain that nobody is known of becomes an actor
    called by its longest name.
    """
    marked = (f for f in a.frames if f.kind == "mention" and f.score >= LIKELY)
    nodes = {f.anchor: f for f in marked if f.anchor not in places and a.tokens[f.anchor].text.lower() not in MYSELF}
    if not nodes:
        return tuple(mentions), tuple(actors)
    known = {actor.id: actor for actor in actors}
    mentions = [_whole(a, m, nodes, known) for m in mentions]
    over: dict[int, list[Mention]] = defaultdict(list)  # the mentions that a token is part of
    for mention in mentions:
        for token in a.tokens_in(mention.span):
            over[token.index].append(mention)
    by_head = {i: m for i, f in nodes.items() if (m := _found(a, f, over[i])) is not None}
    whom: dict[int, ActorId] = {}
    for chain in _chains(a, nodes):
        told = [by_head[i] for i in chain if i in by_head]
        phrases = [m for m in told if m.form != "pronoun"]
        # What a pronoun alone was taken for counts only where the chain holds nothing better.
        better = any(a.tokens[i].upos != "PRON" for i in chain)
        someone = _someone(nodes[i] for i in chain)
        fitting = [m for m in phrases or ([] if better else told) if _fits(m, known, someone)]
        actor = _voted(fitting)
        if actor is None and (made := _made(a, [nodes[i] for i in chain], known, whom)) is not None:
            known.setdefault(made.id, made)
            actor = made.id
        if actor is not None:
            whom.update(dict.fromkeys(chain, actor))
    chained = {id(m): whom[i] for i, m in by_head.items() if i in whom}
    misread = {id(m) for i, m in by_head.items() if _is_misread(a, m, nodes[i], known)}
    revised = [_revised(m, known.get(chained.get(id(m), "")), id(m) in misread) for m in mentions]
    revised += [_mention(a, nodes[i], actor) for i, actor in whom.items() if i not in by_head]
    other = _other_names(known, revised, nodes)
    revised = [replace(m, actors=tuple(dict.fromkeys(other.get(i, i) for i in m.actors))) for m in revised]
    revised.sort(key=lambda m: (m.span.start, -m.span.end))
    return tuple(revised), mentioned(known.values(), revised)


def _whole(a: Analysis, m: Mention, nodes: Mapping[int, Frame], known: dict[ActorId, Actor]) -> Mention:
    """Somebody unnamed with all the words that tell them from others, "an observer from the churches"; so they are called then."""
    frame = nodes.get(m.head)
    extent = _extent(a, frame) if frame is not None else m.span
    last = a.tokens_in(extent)[-1]
    if m.form != "unnamed" or extent.start != m.span.start or extent.end <= m.span.end or last.upos not in NOMINAL:
        return m
    for actor in m.actors:
        if known[actor].kind == "unnamed" and known[actor].mentions[0] == m.span:
            known[actor] = replace(known[actor], name=ARTICLE.sub("", a.article.quote(extent)))
    return replace(m, span=extent)


def _chains(a: Analysis, nodes: dict[int, Frame]) -> Iterator[list[int]]:
    """Mentions of one actor: each goes to the earlier one that it is likeliest the same as, seen from both."""
    links: dict[tuple[int, int], float] = defaultdict(float)
    for anchor, frame in nodes.items():
        for other, chance in frame.links:
            if other in nodes and other != anchor:
                links[min(anchor, other), max(anchor, other)] += chance / 2
    last: dict[str, int] = {}
    for anchor in sorted(nodes):
        before = last.get(a.tokens[anchor].text.lower())
        if before is not None:
            links[before, anchor] += _alike(a, a.tokens[before], a.tokens[anchor])
        last[a.tokens[anchor].text.lower()] = anchor
    earlier: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (one, other), chance in links.items():
        earlier[other].append((chance, one))
    chain_of: dict[int, list[int]] = {}
    for anchor in sorted(nodes):
        # "A judge" is somebody new, but for what is said of her in the same sentence: "Mora, a judge, ...".
        new = any(t.text.lower() in NEW for t in a.children(anchor, "det"))
        since = a.sentence_of(anchor).first if new else 0
        near = ((c, one) for c, one in earlier[anchor] if one >= since)
        likely = sorted(((c, one) for c, one in near if c >= _least(a.tokens[one], a.tokens[anchor])), reverse=True)
        chain = next((chain_of[one] for _, one in likely if _agree(a, nodes, anchor, chain_of[one])), [])
        chain.append(anchor)
        chain_of[anchor] = chain
    seen: set[int] = set()
    for chain in chain_of.values():
        if id(chain) not in seen:
            seen.add(id(chain))
            yield chain


def _least(one: Token, other: Token) -> float:
    """How likely two mentions must be one actor: two nouns more than others, and nothing follows what a pronoun means, which is settled later."""
    if other.upos != "PRON" and one.text.lower() in THIRD:
        return 1.0
    return SAME_THING if one.upos == other.upos == "NOUN" and one.lemma != other.lemma else SAME


def _agree(a: Analysis, nodes: Mapping[int, Frame], anchor: int, chain: Sequence[int]) -> bool:
    """Whether a mention can mean what the others of a chain are: "it" is nobody, "he" and "she" are no state, another name is another."""
    word = a.tokens[anchor].text.lower()
    if (name := _name(a, anchor)) and (others := [n for i in chain if (n := _name(a, i))]):
        return any(_is_one_name(name, other) for other in others)
    phrases = [nodes[i] for i in chain if a.tokens[i].upos != "PRON"]
    if not phrases or (word not in ONE_PERSON and word not in NO_PERSON):
        return True
    return _someone(phrases) == (word in ONE_PERSON)


def _name(a: Analysis, anchor: int) -> tuple[str, ...]:
    """The words of the name that a word is part of; none where it is no name, as in "the prime minister"."""
    token = a.tokens[anchor]
    if token.name == "O" or token.upos != "PROPN" or token.text.islower():
        return ()
    first = last = anchor
    while first and a.tokens[first].name.startswith("I-"):
        first -= 1
    while last + 1 < len(a.tokens) and a.tokens[last + 1].name.startswith("I-"):
        last += 1
    return tuple(fold(t.text) for t in a.tokens[first : last + 1])


def _is_one_name(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two names share a word, or one is the initials of the other."""
    short, long = sorted((one, other), key=len)
    return not set(one).isdisjoint(other) or short == ("".join(w[:1] for w in long),)


def _someone(frames: Iterable[Frame]) -> bool:
    """Whether most of a chain is marked as a person."""
    kinds = Counter(f.attributes["kind"] for f in frames)
    return kinds["person"] + kinds["unnamed"] > kinds.total() / 2


def _fits(m: Mention, known: Mapping[ActorId, Actor], someone: bool) -> bool:
    """Whether what rules take a mention for can be its chain's: a place that shares its name with a person is not that person."""
    return all((known[i].kind in ("person", "unnamed")) == someone for i in m.actors)


def _alike(a: Analysis, one: Token, other: Token) -> float:
    """What the words alone say for one actor: the same name much, the same noun again little, "Lake Board" and "River Board" nothing."""
    if one.text.lower() != other.text.lower() or "PRON" in (one.upos, other.upos):
        return 0.0
    if not one.upos == other.upos == "PROPN":
        return SAME_NOUN
    name, again = ({c.text for c in a.children(t.index, "compound") if c.upos == "PROPN"} for t in (one, other))
    return SAME_NAME if name <= again or again <= name else 0.0


def _found(a: Analysis, frame: Frame, over: Sequence[Mention]) -> Mention | None:
    """Of the mentions by rules over its anchor the one that a frame marks too: of the same head, else with most of its words."""
    same = [m for m in over if m.head == frame.anchor]
    if not same:
        extent = _extent(a, frame)
        around = [m for m in over if m.form != "pronoun"]
        same = [m for m in around if extent.covers(a.tokens[m.head].span)]
        same = same or [
            m for m in around if m.form in OWN_NAME and m.span.covers(extent) and _is_part(a, frame.anchor, m)
        ]
    return max(same, key=lambda m: m.span.end - m.span.start, default=None)


def _is_part(a: Analysis, anchor: int, m: Mention) -> bool:
    """Whether a word of a name stands for the same as the name, not for whose it is: of "Tarnland's minister, Xan Yor" the minister."""
    token = a.tokens[anchor]
    while token.index != m.head and not token.is_root and m.span.covers(a.tokens[token.head].span):
        if token.deprel.split(":")[0] == "nmod":
            return False
        token = a.tokens[token.head]
    return True


def _voted(mentions: Iterable[Mention]) -> ActorId | None:
    votes: dict[ActorId, float] = defaultdict(float)
    for m in mentions:
        if len(m.actors) == 1:
            sure = m.form != "role" or (bool(m.candidates) and m.candidates[0][1] >= SURE)
            votes[m.actors[0]] += WEIGHT[m.form] * (1.0 if sure else 0.5)
    return max(votes, key=lambda actor: (votes[actor], actor), default=None)


def _made(
    a: Analysis, chain: Sequence[Frame], known: Mapping[ActorId, Actor], whom: Mapping[int, ActorId]
) -> Actor | None:
    """An actor of the chain's own: of the kind most often given, called by its longest name, else by its first words."""
    phrases = [f for f in chain if a.tokens[f.anchor].upos != "PRON"]
    if not phrases:
        return None
    kind: ActorKind = Counter(f.attributes["kind"] for f in chain).most_common(1)[0][0]  # type: ignore[assignment]  # its values are these
    names = [_words(a, f, kind) for f in phrases if a.tokens[f.anchor].upos == "PROPN"]
    name = max(names, key=len) if names else _described(a, phrases[0], known, whom)
    if kind == "unnamed" or not names:
        kind = "unnamed" if kind == "person" else kind
        return Actor(f"{kind}:{a.article.sha256[:8]}-m{len(known)}", name, kind)
    return Actor(f"{kind}:{fold(name).replace(' ', '-') or len(known)}", name, kind)


def _words(a: Analysis, frame: Frame, kind: ActorKind) -> str:
    """The name in a mention: without an article or a possessive, a person's without title, a state's without "Republic of"."""
    words = a.tokens_in(_extent(a, frame))
    if kind == "person":
        tagged = [t for t in words if t.name.endswith("PER")]
        words = tagged or [t for t in words if t.upos == "PROPN" or t.deprel == "flat"] or words
    else:  # of "the weekly Tarn Courier" the capitals
        lower = [i for i, t in enumerate(words) if t.index < frame.anchor and t.text[:1].islower() and t.upos in PLAIN]
        words = words[lower[-1] + 1 :] if lower else words
    span = Span(words[0].span.start, words[-1].span.end)
    return ARTICLE.sub("", a.article.quote(span))


def _described(a: Analysis, frame: Frame, known: Mapping[ActorId, Actor], whom: Mapping[int, ActorId]) -> str:
    """What somebody without a name is called: the words, "her office" with the name of whose it is."""
    words = a.tokens_in(_extent(a, frame))
    owner = known.get(whom.get(words[0].index, ""))
    if owner is not None and words[0].xpos == "PRP$" and len(words) > 1:
        short = owner.name.split()[-1] if owner.kind == "person" else owner.name
        return f"{short}'s {a.article.quote(Span(words[1].span.start, words[-1].span.end))}"
    return ARTICLE.sub("", a.article.quote(_extent(a, frame)))


def _extent(a: Analysis, frame: Frame) -> Span:
    run = next(
        ((b, e) for b, e in frame.roles.get("extent", ()) if b <= frame.anchor <= e), (frame.anchor, frame.anchor)
    )
    sentence = a.sentence_of(frame.anchor)
    return a.span(max(run[0], sentence.first), min(run[1], sentence.last - 1))


def _other_names(
    known: Mapping[ActorId, Actor], mentions: Iterable[Mention], nodes: Mapping[int, Frame]
) -> dict[ActorId, ActorId]:
    """Strangers that are somebody else under a shorter name, or under the same name taken for another kind.

    "Valverde" is "Arturo Valverde", "the Board" the one actor whose name ends so, "the ministry" the one "ministry of"; of two kinds the one that most mentions are marked as.
    """
    names = {actor.id: f" {fold(actor.name)} " for actor in known.values() if actor.kind != "unnamed"}
    told = Counter(
        (names.get(i), nodes[m.head].attributes["kind"]) for m in mentions if m.head in nodes for i in m.actors
    )

    def longer(one: ActorId, other: ActorId) -> bool:
        person = known[one].kind == "person"
        ends = names[other].endswith(names[one]) or names[other].startswith(f"{names[one]}of ")
        part = names[one] in names[other] if person else ends
        return part and names[one] != names[other] and person == (known[other].kind == "person")

    holding: defaultdict[str, list[ActorId]] = defaultdict(list)
    for i, name in names.items():
        for word in set(name.split()):
            holding[word].append(i)
    found: dict[ActorId, ActorId] = {}
    for one in filter(is_stranger, names):
        whole = [i for word in names[one].split()[:1] for i in holding[word] if longer(one, i)]
        if len(whole) == 1:
            found[one] = whole[0]
        else:
            same = (i for i in names if names[i] == names[one])
            found[one] = max(same, key=lambda i: (not is_stranger(i), told[names[i], known[i].kind], i))
    return {one: found.get(other, other) for one, other in found.items() if one != other}


def _is_misread(a: Analysis, m: Mention, frame: Frame, known: Mapping[ActorId, Actor]) -> bool:
    """Whether one word was taken for somebody's surname that the model reads as no person."""
    alone = m.form == "name" and len(a.tokens_in(m.span)) == 1 and [known[i].kind for i in m.actors] == ["person"]
    return alone and not _someone([frame])


def _revised(m: Mention, actor: Actor | None, misread: bool) -> Mention:
    """A mention that rules leave open or misread, with the actor of its chain; what they resolve stands."""
    return m if actor is None or (m.actors and not misread) else replace(m, actors=(actor.id,))


def _mention(a: Analysis, frame: Frame, actor: ActorId) -> Mention:
    upos = a.tokens[frame.anchor].upos
    form: MentionForm = "pronoun" if upos == "PRON" else "name" if upos == "PROPN" else "role"
    return Mention(
        _extent(a, frame), frame.anchor, (actor,), form, ((actor, round(frame.score, 2), "marked by the model"),)
    )


def mentioned(actors: Iterable[Actor], mentions: Iterable[Mention]) -> tuple[Actor, ...]:
    """Those of the actors that are mentioned, with where, in order of first mention."""
    known = {actor.id: actor for actor in actors}
    spans: dict[ActorId, set[Span]] = defaultdict(set)
    for m in mentions:
        for actor in m.actors:
            spans[actor].add(m.span)
    found = sorted(spans, key=lambda i: (min(spans[i]), i))
    return tuple(replace(known[i], mentions=tuple(sorted(spans[i]))) for i in found)
