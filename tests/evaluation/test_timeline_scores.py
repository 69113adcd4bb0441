"""How the choice of days is scored."""

import json
from dataclasses import replace

from evaluation import timelines
from evaluation.timelines import Reference
from summitry.article import Span
from summitry.options import Options
from summitry.records import Time


def test_references_are_those_of_the_data_set(tmp_path):
    rows = [
        {
            "dataset": "T17",
            "topic": "toll",
            "timeline": [["2030-02-04", ["They met."]], ["2030-03-01", ["It opened."]]],
        },
        {"dataset": "other", "topic": "toll", "timeline": [["2030-02-05", ["They met."]]]},
    ]
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)))
    assert timelines.references(path) == [Reference("toll", frozenset({"2030-02-04", "2030-03-01"}))]


def test_as_many_days_are_chosen_as_the_reference_has(tmp_path, told):
    def names(name, day, published):
        document = told(f"{name}: it opened on Monday.", published, name=name)
        start = document.article.text.index("Monday")
        return replace(document, times=(Time(Span(start, start + 6), "DATE", day, day, day),))

    documents = {
        "toll": [
            names("a", "2030-02-04", "2030-02-10"),
            names("b", "2030-02-05", "2030-02-11"),
            names("c", "2030-02-05", "2030-02-12"),
        ]
    }
    references = [
        Reference("toll", frozenset({"2030-02-05"})),
        Reference("toll", frozenset({"2030-02-04", "2030-02-11"})),
    ]
    counts = timelines.score(references, documents, tmp_path)
    assert [(c.right, c.gold, c.found) for c in counts] == [(1, 1, 1), (1, 2, 2)]


def test_only_articles_of_the_topics_asked_for_are_read(tmp_path):
    path = tmp_path / "articles.jsonl"
    rows = [
        {"topic": topic, "date": "2030-02-10", "text": f"The {topic} was opened on 4 February. They met again."}
        for topic in ("bridge", "toll")
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    found = timelines.by_topic(timelines.read(path, ["toll"], Options()))
    assert list(found) == ["toll"]
    assert "2030-02-04" in {time.earliest for time in found["toll"][0].times}
