"""Records from frames: what words they hold, who is meant, and how they hang together."""

from dataclasses import replace

import numpy as np

from summitry.article import Span
from summitry.extractors import commitments, conditions, demands, events, obstacles, orders, questions, statements
from summitry.extractors.confidence import FEATURES, features, weighed
from summitry.extractors.merging import merged
from summitry.language.analysis import Analysis
from summitry.language.frames import ROLES
from summitry.options import Options
from summitry.pipeline import extract, process
from summitry.readers import from_text
from summitry.records import KINDS, Actor, Document, verify
from tests.extractors.invented import analysis, frame

PROMISE = "Ana said that Oslo would free the crew if Rome paid."
OSLO = {"ana": ["Ana"], "oslo": ["Oslo"], "rome": ["Rome"]}


def promise() -> Document:
    return extract(
        analysis(
            PROMISE,
            frame(
                "statement",
                "said",
                cue="said",
                source="Ana",
                content="Oslo would free the crew if Rome paid",
                speaker="Ana",
            ),
            frame(
                "commitment",
                "free",
                action="free the crew",
                maker="Oslo",
                beneficiary="Rome",
                attributes={"force": "offer"},
            ),
            frame(
                "event",
                "free",
                trigger="free",
                actor="Oslo",
                attributes={"plover": "CONCEDE", "modality": "conditional"},
            ),
            frame("condition", "if", span="if Rome paid", on="free", required_of="Rome"),
            actors=OSLO,
        )
    )


def quotes(document: Document, *spans: Span) -> list[str]:
    return [document.article.quote(s) for s in spans]


def test_a_conditional_promise_told_by_somebody_is_four_records_that_know_each_other():
    document = promise()
    (said,), (done,), (promised,), (condition,) = (
        document.statements,
        document.events,
        document.commitments,
        document.conditions,
    )
    assert quotes(document, *said.content) == ["Oslo would free the crew if Rome paid"]
    assert (said.speaker, said.mode) == (("ana",), "indirect")
    assert quotes(document, promised.action) == ["free the crew"]
    assert (promised.maker, promised.chain, promised.conditions) == (("oslo",), ("ana",), (condition.id,))
    assert (done.plover, done.modality, done.according_to) == ("CONCEDE", "conditional", said.id)
    assert set(condition.on) == {promised.id, done.id}
    verify(document)


def test_every_record_says_how_it_was_found_and_how_sure_it_is():
    (promised,) = promise().commitments
    assert promised.confidence == 0.8
    assert promised.why.startswith("model at “free”; do 0.90, offer 0.90")
    assert "maker “Oslo”" in promised.why


def test_content_in_pieces_leaves_the_cue_and_the_marks_outside():
    text = "“We will wait,” Ana said, “until May.”"
    a = analysis(
        text,
        frame("statement", "said", cue="said", source="Ana", content=["We will wait", "until May"], speaker="Ana"),
        actors={"ana": ["Ana"]},
    )
    (said,) = statements.extract(a)
    assert [a.article.quote(s) for s in said.content] == ["We will wait", "until May"]
    assert said.mode == "direct"


def test_content_over_paragraphs_is_a_piece_a_paragraph():
    text = "Ana said: “We will wait.\n\n“They must come.”"
    a = analysis(
        text,
        frame("statement", "said", cue="said", content="We will wait.\n\n“They must come", speaker="Ana"),
        actors={"ana": ["Ana"]},
    )
    (said,) = statements.extract(a)
    assert [a.article.quote(s) for s in said.content] == ["We will wait", "They must come"]


def test_a_statement_inside_another_is_relayed():
    text = "Ana said Bo had told her he would come."
    a = analysis(
        text,
        frame("statement", "said", cue="said", source="Ana", content="Bo had told her he would come", speaker="Ana"),
        frame("statement", "told", cue="told", source="Bo", content="he would come", speaker="Bo"),
        actors={"ana": ["Ana"], "bo": ["Bo"]},
    )
    outer, inner = statements.extract(a)
    assert (inner.parent, inner.chain) == (outer.id, ("ana", "bo"))
    assert outer.chain == ()


def test_a_speaker_nobody_points_at_is_whoever_the_source_mentions():
    a = analysis(
        "Ana said it rained.",
        frame("statement", "said", cue="said", source="Ana", content="it rained"),
        actors={"ana": ["Ana"]},
    )
    assert statements.extract(a)[0].speaker == ("ana",)


def test_a_promise_of_nobody_is_none():
    a = analysis("It would be freed.", frame("commitment", "freed", action="freed"))
    assert commitments.extract(a, (), {}) == ()


def test_what_nobody_asks_of_nobody_is_no_demand():
    a = analysis("The crew must go.", frame("demand", "go", what="go"))
    assert demands.extract(a, ()) == ()


def test_who_demands_is_else_whoever_says_so():
    a = analysis(
        "Ana said Rome must pay.",
        frame("statement", "said", cue="said", content="Rome must pay", speaker="Ana"),
        frame("demand", "pay", what="pay", to="Rome"),
        actors={"ana": ["Ana"], "rome": ["Rome"]},
    )
    (demand,) = demands.extract(a, statements.extract(a))
    assert (demand.by, demand.to) == (("ana",), ("rome",))


def test_a_deadline_is_its_event_where_it_names_no_day():
    a = analysis(
        "Oslo will pay before the thaw.",
        frame("commitment", "pay", action="pay", maker="Oslo", deadline="before the thaw"),
        actors={"oslo": ["Oslo"]},
    )
    (promised,) = commitments.extract(a, (), {})
    assert promised.deadline is not None
    assert a.article.quote(promised.deadline.span) == "before the thaw"
    assert (promised.deadline.value, promised.deadline.latest) == (None, None)


def test_an_order_has_two_sides_that_lie_apart():
    text = "Rome must pay before Oslo signs."
    first = frame("order", "pay", before="pay", after="Oslo signs")
    over = frame("order", "pay", before="pay before Oslo", after="Oslo signs")
    assert len(orders.extract(analysis(text, first), ())) == 1
    assert orders.extract(analysis(text, over), ()) == ()


def test_a_condition_that_hangs_on_nothing_is_left_out():
    a = analysis("If Rome pays, it rains.", frame("condition", "If", span="If Rome pays", on="rains"))
    assert conditions.attach(a, conditions.find(a, ()), ()) == ()


def test_obstacles_and_questions_are_their_words():
    a = analysis(
        "The boats block the deal. It is unclear who pays.",
        frame("obstacle", "boats", what="The boats"),
        frame("question", "who", what="who pays"),
    )
    assert [a.article.quote(o.what) for o in obstacles.extract(a)] == ["The boats"]
    assert [a.article.quote(q.what) for q in questions.extract(a)] == ["who pays"]


def test_two_triggers_of_one_root_that_overlap_are_one_event():
    a = analysis(
        "They held talks.",
        frame("event", "held", trigger="held talks", attributes={"plover": "CONSULT"}),
        frame("event", "talks", trigger="talks", attributes={"plover": "CONSULT"}),
    )
    assert len(events.extract(a, ())) == 1


# Two readings -------------------------------------------------------------------------------------------------------


def two_readings():
    """A promise that both readings have, and one that only the first has, whose frames have no score as rules have none."""
    read = extract(
        analysis(
            PROMISE,
            frame("commitment", "free", action="free the crew", maker="Oslo"),
            frame("commitment", "paid", action="paid", maker="Rome"),
            actors=OSLO,
        )
    )
    first = replace(read, commitments=tuple(replace(c, confidence=None) for c in read.commitments))
    return first, merged(first, promise())


def test_what_both_read_has_the_score_of_the_second_and_what_one_reads_stands():
    first, both = two_readings()
    assert [(both.article.quote(c.action), c.confidence) for c in both.commitments] == [
        ("free the crew", 0.8),
        ("paid", None),
    ]
    assert [c.id for c in both.commitments] == [c.id for c in first.commitments]
    verify(both)


def sure(document, by_rules=(), least=0.0, a=None, **weights):
    """The confidence of each commitment by its words, from the weights given by name; other kinds have none."""
    row = [weights.get(name, 0.0) for name in FEATURES]
    out = weighed(a or Analysis(document.article), document, by_rules, dict.fromkeys(KINDS, row), least)
    return {out.article.quote(c.action): c.confidence for c in out.commitments}


def test_a_confidence_is_weighed_from_who_finds_a_record_and_how_surely():
    first, both = two_readings()
    found = {c.id for c in first.commitments}
    assert sure(both, found, odds=1.0) == {"free the crew": 0.8, "paid": 0.5}
    assert sure(both, found, odds=0.5) == {"free the crew": 0.67, "paid": 0.5}
    assert sure(both, found, model=2.0) == {"free the crew": 0.88, "paid": 0.5}
    assert sure(both, found, rules=-2.0) == {"free the crew": 0.12, "paid": 0.12}
    assert sure(both, (), rules=-2.0) == {"free the crew": 0.5, "paid": 0.5}


def test_what_only_rules_find_is_doubted_as_the_model_does_but_not_beyond_measure():
    first, both = two_readings()
    found = {c.id for c in first.commitments}
    a = analysis(both.article.text)
    for seen, told in ((-0.25, 0.44), (-9.0, 0.38), (2.0, 0.62)):
        scores = np.full((len(a.tokens), len(ROLES)), -20, np.float32)
        scores[:, list(ROLES).index("demand")] = 5.0
        scores[[t.text == "paid" for t in a.tokens], list(ROLES).index("commitment")] = seen
        told_by_both = sure(both, found, a=replace(a, anchors=scores), doubt=1.0)
        assert told_by_both == {"free the crew": 0.5, "paid": told}
    assert sure(both, found, a=a, doubt=1.0)["paid"] == 0.5  # no model has read it


def test_a_doubtful_event_counts_as_no_meeting():
    a = analysis("Emmanuel Macron met Olaf Scholz in Berlin.")
    document = process(a.article, Options(backend="rules", threads=1))
    (meeting,) = document.events
    for always, told in ((-1.3, False), (-0.5, True)):
        weights = dict.fromkeys(KINDS, (always, 0, 0, 0, 0, 0, 0))
        (event,) = weighed(a, document, {meeting.id}, weights, 0.2).events
        assert event.meeting is told


def test_meeting_a_deadline_is_no_meeting():
    text = "The envoy met Olaf Scholz. France met the deadline."
    assert [
        e.quotes[0] for e in process(from_text(text), Options(backend="both", threads=1, least=0.0)).events if e.meeting
    ] == ["The envoy met Olaf Scholz."]


def test_a_stranger_or_somebody_unnamed_counts_by_their_share():
    actors = (
        Actor("state:NOR", "Norway", "state"),
        Actor("person:ola", "Ola", "person"),
        Actor("unnamed:a-1", "aide", "unnamed"),
    )
    one = promise().commitments[0]

    def shares(*maker):
        document = replace(promise(), actors=actors, commitments=(replace(one, maker=maker),))
        told = next(
            values for kind, _, values in features(Analysis(document.article), document, ()) if kind == "commitments"
        )
        return told[FEATURES.index("strangers")], told[FEATURES.index("unnamed")]

    assert shares("state:NOR") == (0.0, 0.0)
    assert shares("state:NOR", "person:ola") == (0.5, 0.0)
    assert shares("unnamed:a-1") == (1.0, 1.0)


def test_what_is_not_sure_enough_is_left_out():
    first, both = two_readings()
    assert list(sure(both, {c.id for c in first.commitments}, least=0.6, odds=1.0)) == ["free the crew"]


def test_statements_of_one_cue_are_one_with_the_longer_content():
    text = "Ana said Oslo would wait, if it must."
    short, long = (
        extract(
            analysis(
                text, frame("statement", "said", cue="said", content=content, speaker="Ana"), actors={"ana": ["Ana"]}
            )
        )
        for content in ("Oslo would wait", "Oslo would wait, if it must")
    )
    for one, other in ((short, long), (long, short)):
        (said,) = merged(one, other).statements
        assert said.content == long.statements[0].content


def test_a_statement_reported_inside_another_is_no_double_of_it():
    text = "Ana said Bo would come."
    actors = {"ana": ["Ana"], "bo": ["Bo"]}
    a = analysis(text, frame("statement", "said", cue="said", content="Bo would come", speaker="Ana"), actors=actors)
    b = analysis(text, frame("statement", "would", cue="would", content="come", speaker="Bo"), actors=actors)
    first, second = (Document(x.article, actors=x.actors, statements=statements.extract(x)) for x in (a, b))
    assert len(merged(first, second).statements) == 2


def test_promises_from_the_same_word_on_are_one():
    text = "Oslo will free the crew in the first week of the thaw and after that the ship."
    short, long = (
        extract(analysis(text, frame("commitment", "free", action=action, maker="Oslo"), actors={"oslo": ["Oslo"]}))
        for action in ("free the crew", text.removeprefix("Oslo will ").removesuffix("."))
    )
    assert len(merged(short, long).commitments) == 1
    assert len(merged(long, short).commitments) == 1


def test_orders_with_another_side_are_two():
    text = "Rome must pay before Oslo signs or Bern opens."
    one, other = (
        extract(analysis(text, frame("order", "pay", before="Rome must pay", after=after)))
        for after in ("Oslo signs", "Bern opens")
    )
    assert len(merged(one, other).orders) == 2


def test_what_leads_to_a_record_left_out_leads_nowhere():
    weights = {kind: [-9.0 if kind == "conditions" else 0.0, *[0.0] * (len(FEATURES) - 1)] for kind in KINDS}
    kept = weighed(Analysis(promise().article), promise(), (), weights, 0.5)
    assert [c.conditions for c in promise().commitments] != [()]
    assert [c.conditions for c in kept.commitments] == [()]
    assert kept.conditions == ()
    verify(kept)


def test_who_speaks_at_the_end_passes_on_what_was_told_before():
    text = "Ana told Bo that Rome would pay in May, two aides said."
    a = analysis(
        text,
        frame("statement", "told", cue="told", source="Ana", content="Rome would pay in May", speaker="Ana"),
        frame("statement", "said", cue="said", source="two aides", content="would pay in May", speaker="aides"),
        actors={"ana": ["Ana"], "aides": ["two aides"]},
    )
    outer, inner = statements.extract(a)
    assert quotes(Document(a.article), *outer.content) == ["Ana told Bo that Rome would pay in May"]
    assert quotes(Document(a.article), *inner.content) == ["Rome would pay in May"]
    assert (outer.speaker, outer.chain) == (("aides",), ())
    assert (inner.parent, inner.chain) == (outer.id, ("aides", "ana"))


def test_who_speaks_of_something_else_at_the_end_passes_nothing_on():
    text = "Ana told Bo that Rome would pay, and it was fair, two aides said."
    a = analysis(
        text,
        frame("statement", "told", cue="told", source="Ana", content="Rome would pay", speaker="Ana"),
        frame("statement", "said", cue="said", source="two aides", content="it was fair", speaker="aides"),
        actors={"ana": ["Ana"], "aides": ["two aides"]},
    )
    assert [quotes(Document(a.article), *s.content) for s in statements.extract(a)] == [
        ["Rome would pay"],
        ["it was fair"],
    ]


def test_a_statement_that_one_reading_has_stands_in_one_that_only_the_other_has():
    text = "Ana said Bo had warned that Rome would not pay."
    actors = {"ana": ["Ana"], "bo": ["Bo"]}
    outer = frame("statement", "said", cue="said", content="Bo had warned that Rome would not pay", speaker="Ana")
    inner = frame("statement", "warned", cue="warned", content="Rome would not pay", speaker="Bo")
    first, second = (extract(analysis(text, f, actors=actors)) for f in (inner, outer))
    for document in (merged(first, second), merged(second, first)):
        assert [s.chain for s in document.statements] == [(), ("ana", "bo")]


def test_after_a_label_the_whole_paragraph_is_said_and_of_the_next_ones_what_is_said_as_a_whole():
    text = "OLT: We closed the gate. The lake was low.\n\nIt rains now.\n\nAnd what will you do now, Mr Olt?"
    pieces = ["We closed the gate. The", "It rains now.", "what will you"]
    a = analysis(
        text,
        frame("statement", ":", cue=":", source="OLT", content=pieces, speaker="OLT"),
        actors={"olt": ["OLT"]},
    )
    (said,) = statements.extract(a)
    assert quotes(Document(a.article), *said.content) == ["We closed the gate. The lake was low", "It rains now"]
    assert said.mode == "direct"


def test_a_colon_in_the_middle_of_a_sentence_is_no_label():
    text = "Then the minister of the interior told us this: the gate is shut. It rains."
    a = analysis(
        text,
        frame("statement", ":", cue=":", source="the minister", content="the gate is", speaker="minister"),
        actors={"olt": ["the minister"]},
    )
    (said,) = statements.extract(a)
    assert (quotes(Document(a.article), *said.content), said.mode) == (["the gate is"], "indirect")


def test_most_of_a_quotation_is_all_of_it_and_a_few_words_of_it_are_not():
    for piece, content in (("gate is shut and", "The gate is shut and stays so"), ("The gate", "The gate")):
        text = "“The gate is shut and stays so,” Ana said."
        a = analysis(
            text, frame("statement", "said", cue="said", content=piece, speaker="Ana"), actors={"ana": ["Ana"]}
        )
        (said,) = statements.extract(a)
        assert quotes(Document(a.article), *said.content) == [content]
