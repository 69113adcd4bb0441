"""The mentions of actors in one article and whom they mean: names, roles on the day, metonyms, unnamed people, pronouns."""

from summitry.language.actors import ActorTable
from summitry.language.analysis import Analysis, Mention
from summitry.language.mentions.coreference import linked, mentioned
from summitry.language.mentions.descriptions import described
from summitry.language.mentions.lexicon import lexicon
from summitry.language.mentions.people import named_people
from summitry.language.mentions.pronouns import resolved
from summitry.language.mentions.resolving import Discourse
from summitry.language.mentions.spotting import Spotter, lines
from summitry.language.mentions.states import stated
from summitry.records import Actor


def find(analysis: Analysis, table: ActorTable) -> tuple[tuple[Mention, ...], tuple[Actor, ...]]:
    """All mentions in text order (an outer one before those inside it) and the actors they mean, in order of first mention.

    `analysis` needs its article, sentences, tokens and quotations. Roles are taken on the day of publication. A mention
    whose actor stays open has no ids: so "I" and "we", which the attribution of the quotation resolves.
    """
    read = lines(analysis)
    published = analysis.article.published
    day = (published.value or published.latest or published.earliest) if published else None
    words = lexicon()
    people = named_people(analysis, table, words, read, day)
    keys = {piece.key for line in read for piece in line.pieces}
    in_america = bool(keys & words.words["american_georgia"]) and not keys & words.words["caucasus"]
    spotter = Spotter(table, words, analysis, day, frozenset(people.surnames), in_america)
    discourse = Discourse(analysis, table, words, people, day)
    for line in read:
        spotter.read(line)
        discourse.read(line)
    places = {
        line.pieces[i].token
        for line in read
        for atom in line.atoms
        if atom.code == "w" and atom.found
        for i in range(atom.first, atom.last + 1)
    }
    found, actors = linked(analysis, discourse.mentions(), discourse.actors(), places)
    found = described(analysis, found, actors, words)
    found = resolved(analysis, found, actors, table, words)
    found, actors = stated(analysis, found, actors, table, words)
    return found, mentioned(actors, found)
