"""What the queries answer, over ledgers of a few lines."""

import json
import random
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from summitry import queries
from summitry.article import Article, Block, Span
from summitry.errors import UnknownIdError
from summitry.queries import Who
from summitry.records import Document, Question, record_id
from summitry.stores import open_ledger

INVITED = """\
Ana Alder and Bo Birch will <event meeting=yes modality=planned on=2030-02-10 actor=ana,bo place=Elmtown>meet</event>.
She <statement speaker=ana>promised to open the river port</statement>.
She will <commitment maker=ana until=2030-03-01 force=offer>open the river port</commitment>, <condition>if the shelling stops</condition>.
He asks her to <demand by=bo to=ana>clear the mines</demand>.
It is open <question>who pays for the dredging</question>.
"""
MET = """\
Ana Alder and Bo Birch <event meeting=yes on=2030-02-10 actor=ana,bo place=Elmtown>held talks</event>.
Alderland began to <commitment maker=alderland status=in_progress force=pledge>open the river port</commitment>.
The shelling <obstacle between=alderland,birchland>of the bridges</obstacle> goes on.
He said <order according_to=bo>clearing the mines before any trade</order>.
"""


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "a.db") as store:
        yield store


@pytest.fixture
def two(ledger, told):
    """A ledger of two articles: an invitation, and the meeting it led to."""
    ledger.add(told(INVITED, "2030-02-01", name="invited", source="Gazette", title="An invitation"))
    ledger.add(told(MET, "2030-02-11", name="met", source="Herald"))
    return ledger


# Where it stands ---------------------------------------------------------------------------------------------------


def test_an_empty_ledger_stands_nowhere(ledger):
    standing = queries.status(ledger.view())
    assert (standing.as_of, standing.articles, standing.parties, standing.last) == (None, 0, (), None)


def test_an_invitation_and_a_report_are_one_meeting_that_was_held(two):
    standing = queries.status(two.view())
    assert [(m.earliest, m.latest, m.place, m.state, m.sources) for m in standing.held] == [
        ("2030-02-10", "2030-02-10", "Elmtown", "held", 2)
    ]
    assert [len(group) for group in (standing.planned, standing.cancelled, standing.proposed)] == [0, 0, 0]


def test_who_meets_are_the_people_where_they_are_known(two):
    (meeting,) = queries.status(two.view()).held
    assert meeting.parties == (Who("ana", "Ana Alder"), Who("bo", "Bo Birch"))


def test_on_an_earlier_day_the_meeting_was_planned(two):
    standing = queries.status(two.view(date(2030, 2, 10)))
    assert [(m.state, m.passed) for m in standing.planned] == [("planned", False)]


def test_a_planned_meeting_nobody_reported_on_has_passed(two):
    standing = queries.status(two.view(date(2030, 2, 10)), date(2030, 2, 20))
    assert [m.passed for m in standing.planned] == [True]


@pytest.mark.parametrize(("day", "passed"), [(date(2030, 6, 1), False), (date(2030, 12, 1), True)])
def test_a_plan_without_a_date_has_passed_after_half_a_year_of_silence(ledger, told, day, passed):
    text = "Ana Alder and Bo Birch will <event meeting=yes modality=planned actor=ana,bo place=Elmtown>meet</event>.\n"
    ledger.add(told(text, "2030-02-01"))
    assert [m.passed for m in queries.status(ledger.view(), day).planned] == [passed]


def test_a_meeting_that_nobody_announced_cannot_be_denied(ledger, told):
    text = "Nothing shows that they <event meeting=yes modality=denied actor=ana,bo place=Elmtown>met</event>.\n"
    ledger.add(told(text, "2030-02-01"))
    standing = queries.status(ledger.view())
    assert (standing.held, standing.planned, standing.cancelled, standing.proposed) == ((), (), (), ())


def test_a_promise_has_its_newest_wording_and_its_whole_history(two):
    (line,) = queries.status(two.view()).commitments
    assert (line.maker, line.action) == ((Who("alderland", "Alderland"),), "open the river port")
    assert (line.force, line.status, line.sources) == ("pledge", "in_progress", 2)
    assert [(e.article, e.says) for e in line.evidence] == [("met", "in_progress"), ("invited", "open")]


def test_a_promise_keeps_the_conditions_and_the_deadline_of_earlier_reports(two):
    (line,) = queries.status(two.view()).commitments
    assert [c.text for c in line.conditions] == ["if the shelling stops"]
    assert line.deadline is not None
    assert line.deadline.latest == "2030-03-01"


@pytest.mark.parametrize(("day", "days_left", "overdue"), [(1, 0, False), (2, -1, True)])
def test_a_promise_is_overdue_the_day_after_its_deadline(two, day, days_left, overdue):
    (line,) = queries.status(two.view(), date(2030, 3, day)).commitments
    assert (line.deadline.days_left, line.overdue) == (days_left, overdue)


def test_a_promise_kept_is_never_overdue(ledger, told):
    ledger.add(
        told("She did <commitment maker=ana until=2030-03-01 status=done>open the port</commitment>.", "2030-02-01")
    )
    (line,) = queries.status(ledger.view(), date(2030, 4, 1)).commitments
    assert not line.overdue


def test_an_actor_whose_country_only_one_article_tells_acts_for_both(ledger, told):
    first, second = (
        told(f"{name}: the League will <commitment maker=league>pay</commitment>.", "2030-02-01", name=name)
        for name in "ab"
    )
    knowing = tuple(replace(a, country="BIR") if a.id == "league" else a for a in second.actors)
    ledger.add(first)
    ledger.add(replace(second, actors=knowing))
    parties = {line.who.id for line in queries.status(ledger.view()).parties}
    assert parties == {"league", "birchland"}


def test_every_line_carries_its_sentence_and_its_article(two):
    (demand,) = queries.status(two.view()).demands
    (evidence,) = demand.evidence
    assert (evidence.quote, evidence.title, evidence.source) == (
        "He asks her to clear the mines.",
        "An invitation",
        "Gazette",
    )


def test_an_article_without_a_title_is_called_by_its_id(two):
    (obstacle,) = queries.status(two.view()).obstacles
    assert obstacle.evidence[0].title == "met"


def test_an_order_has_its_two_sides(two):
    (order,) = queries.status(two.view()).orders
    assert (order.before, order.after, order.according_to) == (
        "clearing the mines",
        "any trade",
        (Who("bo", "Bo Birch"),),
    )


def test_parties_are_states_with_those_who_stand_for_them(two):
    parties = {line.who.id: line for line in queries.status(two.view()).parties}
    assert set(parties) == {"alderland", "birchland"}
    assert [who.id for who in parties["alderland"].members] == ["ana", "cy"]
    assert (parties["alderland"].mentions, parties["alderland"].articles) == (3, 2)


def test_commitments_are_open_ones_first(ledger, told):
    words = {"done": "open the river port", "broken": "return all prisoners", "open": "cut tariffs by half"}
    for status, action in words.items():
        ledger.add(
            told(f"She: <commitment maker=ana status={status}>{action}</commitment>.", "2030-01-01", name=status)
        )
    assert [line.status for line in queries.status(ledger.view()).commitments] == ["open", "broken", "done"]


# What changed last -------------------------------------------------------------------------------------------------


def test_the_last_day_s_changes_are_what_is_new_and_what_stands_otherwise(two):
    last = queries.status(two.view()).last
    assert last.day == "2030-02-11"
    assert [article.id for article in last.articles] == ["met"]
    assert [(c.kind, c.new, c.was, c.now) for c in last.changes] == [
        ("meeting", False, "planned", "held"),
        ("commitment", False, "not_started", "started"),
        ("obstacle", True, None, None),
        ("order", True, None, None),
    ]


def test_what_is_told_again_unchanged_is_no_change(two, told):
    two.add(
        told("Again the shelling <obstacle between=birchland>of the bridges</obstacle>.", "2030-02-12", name="again")
    )
    assert queries.status(two.view()).last.changes == ()


# The other questions -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("maker", "found"), [("alder", 1), ("ANA", 1), ("alderland", 1), ("birch", 0), (None, 1)])
def test_commitments_are_found_by_a_part_of_a_maker_s_name(two, maker, found):
    assert len(queries.commitments(two.view(), maker)) == found


@pytest.mark.parametrize(("status", "found"), [("in_progress", 1), ("open", 0)])
def test_commitments_are_found_by_how_they_stand(two, status, found):
    assert len(queries.commitments(two.view(), status=status)) == found


def test_the_timeline_has_meetings_events_and_weighty_statements_by_day(ledger, told):
    ledger.add(
        told(
            "Bo Birch <event plover=MOBILIZE on=2030-01-03 actor=bo>tested a rocket</event>.\n"
            "They <event meeting=yes on=2030-01-01 actor=ana,bo>met</event>.\n"
            "Ana Alder <event plover=ACCUSE actor=ana>blamed</event> him.\n"
            "<statement speaker=ana>It was a fine day</statement>.",
            "2030-01-04",
        )
    )
    entries = queries.timeline(ledger.view())
    assert [(e.kind, e.earliest, e.text, e.uncertain) for e in entries] == [
        ("meeting", "2030-01-01", "met", False),
        ("event", "2030-01-03", "tested a rocket", False),
    ]


def test_a_statement_with_a_promise_in_it_is_in_the_timeline_on_the_day_it_was_reported(ledger, told):
    ledger.add(
        told(
            "Ana said <statement speaker=ana>she would <commitment maker=ana>open it</commitment></statement>.",
            "2030-01-04",
        )
    )
    (entry,) = queries.timeline(ledger.view())
    assert (entry.kind, entry.earliest, entry.basis, entry.actors) == (
        "statement",
        "2030-01-04",
        "published",
        (Who("ana", "Ana Alder"),),
    )


def test_an_event_that_two_articles_date_alike_is_one_entry(ledger, told):
    for name, source in (("a", "Gazette"), ("b", "Herald")):
        ledger.add(
            told(
                f"Bo <event plover=MOBILIZE on=2030-01-03 actor=bo>fired {name}</event>.",
                "2030-01-04",
                name=name,
                source=source,
            )
        )
    (entry,) = queries.timeline(ledger.view())
    assert (entry.sources, [e.article for e in entry.evidence]) == (2, ["b", "a"])


@pytest.mark.parametrize(("by", "found"), [("alder", 1), ("Álder", 1), ("ana", 1), ("bo", 1), ("cedar", 0), (None, 2)])
def test_statements_are_found_by_a_part_of_a_speaker_s_name(ledger, told, by, found):
    ledger.add(
        told("<statement speaker=ana>It holds</statement>.\n<statement speaker=bo>It broke</statement>.", "2030-01-04")
    )
    assert len(queries.statements(ledger.view(), by)) == found


def test_a_relayed_statement_names_who_relays_it_and_not_its_speaker(ledger, told):
    ledger.add(
        told("Ana says Bo told Cy that <statement speaker=bo chain=ana,cy,bo>all is well</statement>.", "2030-01-04")
    )
    (line,) = queries.statements(ledger.view())
    assert line.relayed_by == (Who("ana", "Ana Alder"), Who("cy", "Cy Cedar"))


def test_a_record_is_shown_with_its_words_in_context(two):
    commitment = two.view().document("invited").commitments[0]
    shown = queries.show(two.view(), commitment.id)
    (passage,) = shown.passages
    assert passage.quote == "She will open the river port, if the shelling stops."
    assert passage.before.endswith("She promised to open the river port.\n")
    assert passage.after.startswith("\nHe asks her")
    assert shown.who["maker"] == (Who("ana", "Ana Alder"),)


def test_context_stays_in_its_block_and_ends_between_words(ledger):
    text = "Headline words " * 5 + "\n" + "before " * 60 + "who pays" + " after" * 60
    block = Block(Span(text.index("\n") + 1, len(text)), "body")
    article = Article("a", text, blocks=(Block(Span(0, block.span.start - 1), "headline"), block))
    span = Span(text.index("who"), text.index("who") + len("who pays"))
    question = Question(record_id(article, "questions", span), (span,), ("who pays",), "test", span)
    ledger.add(Document(article, questions=(question,)))
    (passage,) = queries.show(ledger.view(), question.id).passages
    assert {*passage.before.split()} == {"before"}
    assert {*passage.after.split()} == {"after"}
    assert 200 < len(passage.before) <= 240


def test_a_record_is_related_to_its_condition_and_to_other_reports_of_it(two):
    commitment = two.view().document("invited").commitments[0]
    related = queries.show(two.view(), commitment.id).related
    assert [(r.relation, r.kind, r.evidence.article) for r in related] == [
        ("referred to by", "conditions", "invited"),
        ("same matter", "commitments", "met"),
    ]


@pytest.fixture
def often(ledger, told):
    """A promise that 120 articles tell, the first and the last of which its record is shown."""
    for day in range(120):
        line = f"She will <commitment maker=ana>open the river port</commitment>, wrote reader {day}."
        ledger.add(told(line, f"2030-{1 + day // 28:02}-{1 + day % 28:02}", name=f"a{day:03}", source="Gazette"))
    return ledger


def test_of_a_matter_that_many_tell_only_the_articles_are_read_that_somebody_looks_at(often, monkeypatch):
    view = often.view()
    (first,) = view.document("a000").commitments
    queries.show(view, first.id)
    read = []
    some = type(view).holding
    monkeypatch.setattr(type(view), "holding", lambda view, ids: (read.append(len(set(ids))), some(view, ids))[1])
    related = queries.show(view, first.id).related
    assert read == []
    assert [r.evidence.article for r in related[-119:][:3]] == ["a119", "a118", "a117"]
    assert max(read) <= 50
    assert len(json.loads(queries.encoded(queries.show(view, first.id)))["related"]) == len(related) >= 119


def test_the_reports_beside_a_record_are_the_others_of_its_matter(often):
    (last,) = often.view().document("a119").commitments
    beside = queries.reports_beside(often.view(), last.id)
    assert (len(beside), last.id in beside) == (119, False)


def test_an_article_s_records_are_marked_in_text_order(two):
    page = queries.article(two.view(), "met")
    marked = [(record.kind, record.label, [page.text[a:b] for a, b in record.spans]) for record in page.records]
    assert marked == [
        ("events", "CONSULT, happened", ["held talks"]),
        ("commitments", "pledge, in progress", ["open the river port"]),
        ("obstacles", "", ["of the bridges"]),
        ("orders", "required", ["clearing the mines", "any trade"]),
    ]


@pytest.mark.parametrize("ask", [queries.article, queries.show])
def test_what_is_not_there_is_an_error(two, ask):
    with pytest.raises(UnknownIdError):
        ask(two.view(), "nothing")


def test_articles_are_listed_newest_first_with_their_number_of_records(two):
    assert [(line.id, line.records) for line in queries.articles(two.view())] == [("met", 4), ("invited", 6)]


def test_actors_are_listed_by_mentions(two):
    assert [(line.who.id, line.mentions) for line in queries.actors(two.view())][:3] == [
        ("ana", 2),
        ("bo", 2),
        ("alderland", 1),
    ]


def test_actors_have_names(two):
    assert queries.names(two.view())["bo"] == "Bo Birch"


def test_search_finds_articles_by_their_words(two):
    (found,) = queries.search(two.view(), "dredging")
    assert found.article.title == "An invitation"
    assert [found.excerpt[a:b] for a, b in found.matches] == ["dredging"]


# One ledger from one set of documents ------------------------------------------------------------------------------


def test_neither_order_nor_repetition_changes_any_answer(tmp_path, told):
    documents = [
        told(
            f"{text}Note {i}.",
            f"2030-02-{1 + i % 9:02}" if i % 5 else None,
            name=f"n{i:02}",
            source=("Gazette", "Herald", None)[i % 3],
        )
        for i, text in enumerate([INVITED, MET] * 8)
    ]
    answers = set()
    for seed in range(4):
        shuffled = random.Random(seed).choices(documents, k=10) + random.Random(seed).sample(documents, len(documents))
        with open_ledger(tmp_path / f"{seed}.db") as store:
            for document in shuffled:
                store.add(document)
            view = store.view()
            questions = (queries.status, queries.timeline, queries.statements, queries.actors, queries.articles)
            answers.add(json.dumps([msgspec.to_builtins(ask(view)) for ask in questions]))
    assert len(answers) == 1


def test_every_answer_goes_to_json(two):
    view = two.view()
    commitment = view.documents[0].commitments[0].id
    answers = (
        queries.status(view),
        queries.timeline(view),
        queries.show(view, commitment),
        queries.article(view, "met"),
        queries.search(view, "port"),
    )
    assert all(json.loads(queries.encoded(answer)) for answer in answers)
