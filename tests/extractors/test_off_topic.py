"""Texts that are about no negotiation yield next to no commitments, demands, obstacles or orders.

On fifty such texts this is measured: `python -m evaluation off-topic`.
"""

import pytest

from summitry.options import Backend, Options
from summitry.pipeline import process
from summitry.readers import from_text

TEXTS = {
    "football": """
        Manchester United beat Everton 2-0 at Old Trafford on Sunday. The visitors pressed for an equaliser in the
        second half, but the keeper held firm. "We have to defend better," the captain said. The manager said his
        side would work hard in training before the cup tie against Leeds. United will face Arsenal next week and
        must win to stay in the race for the title. Injuries could hamper their progress.
    """,
    "recipe": """
        Heat the oven to 180 degrees. Melt the butter and stir in the sugar until it dissolves. If the mixture looks
        dry, add a little milk. You should not open the oven before the cake has risen. The cake will keep for three
        days. Serve it with cream, provided your guests like cream, and do not forget the lemon, which will cut the
        sweetness.
    """,
    "court": """
        A court in Lyon sentenced a former banker to four years in prison on Tuesday. The judge said the defendant
        had shown no sign of remorse. His lawyer called for a lighter sentence and said he would appeal. The
        prosecutor had asked the court to impose eight years. The case will return to court in March if the appeal
        is accepted.
    """,
    "film": """
        The film, shot in Iceland over two winters, asks whether a family can survive the loss of a child. Its
        director refuses to comfort the viewer. The script has gaps, and the dialogue stalls in the middle, but the
        ending promises to stay with you. Audiences in Britain will have to wait until May. It needs a cinema.
    """,
    "weather": """
        Heavy rain will spread from the west on Friday, and snow is possible over the hills of Scotland. Drivers
        should allow extra time. The rain is expected to clear before noon, but winds could delay ferries to
        Ireland. Temperatures will rise again at the weekend, forecasters said, unless the low deepens.
    """,
    "science": """
        Scientists in Japan have found that octopuses dream. The team plans to repeat the study with squid. It is
        unclear how the colour changes begin. "We would like to see what they see," the leader of the group said.
        The results must be treated with care, since only four animals took part. Funding remains a hurdle for such
        work.
    """,
    "company": """
        The company said its profit rose by nine per cent in the third quarter. It expects sales to grow in Germany
        and France. The board has agreed to pay a dividend of 12 cents. Analysts said higher wages would weigh on
        margins. The shares fell after the results, because investors had wanted more.
    """,
    "library": """
        The new library in Oslo opened its doors in June. Visitors can borrow tools as well as books. It will close
        at ten in the evening. The architect said he wanted light to reach every floor. A barrier of trees hides the
        car park. The cafe is run by volunteers, who plan to add a garden next spring if they find the money.
    """,
    "writer": """
        She was born in Lima in 1932 and moved to Paris after the war. She vowed never to return, and kept her word.
        Her second novel was rejected by eleven publishers. Critics demanded more plot; she gave them less. She
        leaves a son, who says he will publish her letters.
    """,
    "train": """
        The train to Vienna was delayed by two hours because of a fallen tree. Passengers were told to wait on the
        platform. "Nobody could say when we would leave," one of them said. The railway offered them coffee. Buses
        replaced the trains until the evening, and the operator asked travellers to check before setting out.
    """,
    "hospital": """
        Doctors in Canada urged parents to have their children vaccinated. The virus spreads fast, and hospitals
        must prepare for a hard winter, the agency warned. Most patients recover within a week. Vaccines will be
        offered in schools if stocks last. There is disagreement over whether masks help.
    """,
    "opera": """
        The tenor sang with ease, though the orchestra in Milan drowned him in the last act. The conductor will stay
        for another season. He has promised to bring more Verdi, and to open rehearsals to students. The audience
        called for an encore. The production returns in the spring, before it travels to Madrid.
    """,
}


def found(text: str, backend: Backend) -> list[str]:
    """The quotes of all commitments, demands, obstacles and orders."""
    d = process(from_text(" ".join(text.split()), published="2024-05-10"), Options(backend=backend))
    spans = [
        *(c.action for c in d.commitments),
        *(x.what for x in d.demands),
        *(o.what for o in d.obstacles),
        *(o.after for o in d.orders),
    ]
    return [d.article.quote(s) for s in spans]


@pytest.mark.parametrize("backend", ["rules", "model", "both"])
def test_ordinary_news_yields_at_most_one_record_in_a_thousand_words(backend):
    words = sum(len(text.split()) for text in TEXTS.values())
    false = {name: quotes for name, text in TEXTS.items() if (quotes := found(text, backend))}
    assert 1000 * sum(map(len, false.values())) <= words, false
