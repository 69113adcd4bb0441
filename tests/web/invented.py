"""Two invented reports with their records, written by hand."""

from dataclasses import replace

from summitry.article import Article, Block, Published, Span
from summitry.records import (
    Actor,
    Commitment,
    Condition,
    Deadline,
    Demand,
    Document,
    Event,
    Obstacle,
    Order,
    Problem,
    Question,
    Statement,
    record_id,
)

SPRING = """Ardenia and Belmark to talk again in May

President Ilse Thorn of Ardenia said on Monday that her country would open the northern pass by 1 June if Belmark withdrew its patrols.

The two governments met in Corvo last week. Belmark demanded a full list of the detained crews.

The dispute over the river toll has held up a treaty for two years. It is unclear who would inspect the pass.

Read more: A short history of the toll"""

SUMMER = """Belmark says the pass is still closed

Belmark's foreign minister, Oskar Rehn, said on Thursday that Ardenia had not opened the northern pass, as it promised in April.

A meeting of the two presidents planned for Corvo was called off. Belmark will not lift the toll before the crews are home."""

ARDENIA = Actor("state:ARD", "Ardenia", "state", country="ARD")
BELMARK = Actor("state:BEL", "Belmark", "state", country="BEL")
THORN = Actor("person:thorn", "Ilse Thorn", "person", country="ARD")
REHN = Actor("person:rehn", "Oskar Rehn", "person", country="BEL")


def at(text: str, words: str) -> Span:
    """Where the words first stand in a text."""
    start = text.index(words)
    return Span(start, start + len(words))


def blocks(text: str, **kinds: str) -> tuple[Block, ...]:
    """The paragraphs of a text as blocks: the first a headline, those beginning with a keyword's value of its kind."""
    made = []
    for number, paragraph in enumerate(text.split("\n\n")):
        kind = next((k for k, start in kinds.items() if paragraph.startswith(start)), "body" if number else "headline")
        made.append(Block(at(text, paragraph), kind))
    return tuple(made)


def article(name: str, text: str, day: str, **more: object) -> Article:
    fields = {"blocks": blocks(text, related="Read more"), "source": "The Corvo Courier", **more}
    return Article(
        id=name, text=text, title=text.partition("\n")[0], published=Published(day, day, day, "metadata"), **fields
    )


def sourced(of: Article, kind: str, *words: str) -> dict[str, object]:
    """The first four fields of a record that rests on some words of an article."""
    spans = tuple(at(of.text, w) for w in words)
    return {"id": record_id(of, kind, *spans), "evidence": spans, "quotes": words, "why": "written by hand for a test"}


def spring() -> Document:
    of = article("spring", SPRING, "2031-04-14", url="https://courier.example/pass")
    offer = "her country would open the northern pass by 1 June if Belmark withdrew its patrols"
    promised = sourced(of, "commitments", offer)
    condition = Condition(
        **sourced(of, "conditions", "if Belmark withdrew its patrols"),
        on=(promised["id"],),
        kind="if",
        span=at(SPRING, "if Belmark withdrew its patrols"),
        required_of=(BELMARK.id,),
    )
    return Document(
        article=of,
        actors=(
            replace(ARDENIA, mentions=(at(SPRING, "Ardenia"), at(SPRING, "her country"))),
            replace(BELMARK, mentions=(at(SPRING, "Belmark"),)),
            replace(THORN, mentions=(at(SPRING, "President Ilse Thorn"),)),
        ),
        statements=(
            Statement(
                **sourced(of, "statements", f"President Ilse Thorn of Ardenia said on Monday that {offer}."),
                source=(at(SPRING, "President Ilse Thorn of Ardenia"),),
                cue=(at(SPRING, "said"),),
                content=(at(SPRING, offer),),
                mode="indirect",
                speaker=(THORN.id,),
            ),
        ),
        events=(
            Event(
                **sourced(of, "events", "The two governments met in Corvo last week."),
                plover="CONSULT",
                trigger=at(SPRING, "met"),
                actor=(ARDENIA.id, BELMARK.id),
                recipient=(),
                modality="happened",
                meeting=True,
                place="Corvo",
                earliest="2031-04-07",
                latest="2031-04-13",
            ),
        ),
        commitments=(
            Commitment(
                **promised,
                maker=(ARDENIA.id,),
                beneficiary=(BELMARK.id,),
                action=at(SPRING, "open the northern pass"),
                polarity="do",
                force="offer",
                firmness="firm",
                conditions=(condition.id,),
                deadline=Deadline(at(SPRING, "by 1 June"), "2031-06-01", None, "2031-06-01"),
                chain=(THORN.id,),
            ),
        ),
        conditions=(condition,),
        demands=(
            Demand(
                **sourced(of, "demands", "Belmark demanded a full list of the detained crews."),
                by=(BELMARK.id,),
                to=(ARDENIA.id,),
                what=at(SPRING, "a full list of the detained crews"),
            ),
        ),
        obstacles=(
            Obstacle(
                **sourced(of, "obstacles", "The dispute over the river toll has held up a treaty for two years."),
                what=at(SPRING, "The dispute over the river toll"),
                between=(ARDENIA.id, BELMARK.id),
            ),
        ),
        questions=(
            Question(
                **sourced(of, "questions", "It is unclear who would inspect the pass."),
                what=at(SPRING, "who would inspect the pass"),
            ),
        ),
    )


def summer() -> Document:
    of = article("summer", SUMMER, "2031-06-12", source="Belmark Radio")
    said = "Ardenia had not opened the northern pass, as it promised in April"
    return Document(
        article=of,
        actors=(
            replace(ARDENIA, mentions=(at(SUMMER, "Ardenia"),)),
            replace(BELMARK, mentions=(at(SUMMER, "Belmark"),)),
            replace(REHN, mentions=(at(SUMMER, "Oskar Rehn"),)),
        ),
        statements=(
            Statement(
                **sourced(of, "statements", f"Belmark's foreign minister, Oskar Rehn, said on Thursday that {said}."),
                source=(at(SUMMER, "Belmark's foreign minister, Oskar Rehn,"),),
                cue=(at(SUMMER, "said"),),
                content=(at(SUMMER, said),),
                mode="indirect",
                speaker=(REHN.id,),
            ),
        ),
        events=(
            Event(
                **sourced(of, "events", "A meeting of the two presidents planned for Corvo was called off."),
                plover="CONSULT",
                trigger=at(SUMMER, "called off"),
                actor=(ARDENIA.id, BELMARK.id),
                recipient=(),
                modality="cancelled",
                meeting=True,
                place="Corvo",
                latest="2031-06-12",
            ),
        ),
        commitments=(
            Commitment(
                **sourced(of, "commitments", said),
                maker=(ARDENIA.id,),
                beneficiary=(),
                action=at(SUMMER, "opened the northern pass"),
                polarity="do",
                force="pledge",
                firmness="firm",
                status="broken",
                chain=(REHN.id,),
            ),
        ),
        orders=(
            Order(
                **sourced(of, "orders", "Belmark will not lift the toll before the crews are home."),
                before=at(SUMMER, "the crews are home"),
                after=at(SUMMER, "lift the toll"),
                according_to=(BELMARK.id,),
            ),
        ),
        problems=(Problem("a word that could not be read", at(SUMMER, "Corvo")),),
    )
