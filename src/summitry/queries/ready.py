"""What is made when articles have been read, so that what is asked first is answered at once, by whatever process."""

from collections.abc import Callable, Iterator, Sequence

from summitry.lasting import lasting
from summitry.ledger.negotiations import Definition
from summitry.queries.actors import actors
from summitry.queries.days import weightiest_days
from summitry.queries.evidence import remember
from summitry.queries.negotiations import acting, negotiations
from summitry.queries.places import places
from summitry.queries.reading import articles, statements
from summitry.queries.reviewing import ranking, wordings
from summitry.queries.standing import ahead, commitments, makers, status, statuses
from summitry.queries.timeline import timeline
from summitry.stores import View

STEPS: dict[str, Callable[[View], object]] = {
    "articles": articles,
    "who acts for whom": acting,
    "statements": statements,
    "actors": actors,
    "where it stands": status,
    "commitments": commitments,
    "who promises": makers,
    "how promises stand": statuses,
    "next dates": ahead,
    "timeline": timeline,
    "days that matter": weightiest_days,
    "what bears on what": places,
    "wordings": wordings,
    "what to review": ranking,
    "what is remembered": remember,
}


def make_ready(view: View, definitions: Sequence[Definition] = ()) -> Iterator[tuple[int, str]]:
    """Make and keep the answers that are asked for first; before each step how many of a hundred are done, and what it makes.

    What is known already takes no time.
    """
    steps = {"negotiations": lambda view: negotiations(view, definitions), **STEPS}
    with lasting():
        for n, (name, ask) in enumerate(steps.items()):
            yield 100 * n // len(steps), name
            ask(view)
