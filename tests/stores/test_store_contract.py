"""What every store must do."""

from dataclasses import replace
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summitry.article import Article, Published, Span
from summitry.errors import OffsetError, StoreError, UnknownIdError
from summitry.records import Actor, Document, Question
from summitry.review.decisions import Target, decision
from summitry.stores import Refusal, open_ledger

PORT = "Ana Alder will <commitment maker=ana until=2030-03-01>open the port</commitment>."
TALKS = "Both <event meeting=yes on=2030-02-02 actor=ana,bo>met</event> there.\nIt is unclear <question>who pays</question>."


@pytest.fixture
def store(new_place):
    with open_ledger(new_place()) as opened:
        yield opened


def test_a_document_comes_back_as_it_was_stored(store, told):
    document = told(PORT, "2030-01-05", source="Gazette", title="The port")
    store.add(document)
    assert store.view().documents == (document,)


def test_a_document_with_nothing_in_it_comes_back(store):
    document = Document(Article("bare", "Nothing was said."))
    store.add(document)
    assert store.view().document("bare") == document


def test_the_first_time_is_read_and_the_second_is_known(store, told):
    answers = [store.add(told(PORT, "2030-01-05")) for _ in range(2)]
    assert answers == ["read", "known"]


def test_what_is_known_does_not_change_the_revision(store, told):
    store.add(told(PORT, "2030-01-05"))
    before = store.view().revision
    store.add(told(PORT, "2030-01-05"))
    assert store.view().revision == before


def test_what_is_new_changes_the_revision(store, told):
    before = store.view().revision
    store.add(told(PORT, "2030-01-05"))
    assert store.view().revision > before


def test_a_newer_reader_replaces_what_an_older_one_read(store, told):
    old, new = (
        told("Ana will open the port.", "2030-01-05"),
        told("Ana will <demand by=ana>open the port</demand>.", "2030-01-05"),
    )
    assert [store.add(old, reader="0.9.1"), store.add(new, reader="0.10.0")] == ["read", "read"]
    assert store.view().documents == (new,)


def test_an_older_reader_replaces_nothing(store, told):
    old, new = (
        told("Ana will open the port.", "2030-01-05"),
        told("Ana will <demand by=ana>open the port</demand>.", "2030-01-05"),
    )
    assert [store.add(new, reader="0.10.0"), store.add(old, reader="0.9.1")] == ["read", "known"]
    assert store.view().documents == (new,)


def test_of_two_ways_in_which_one_version_reads_that_asked_for_last_counts(store, told):
    one, other = (
        told("Ana will open the port.", "2030-01-05"),
        told("Ana will <demand by=ana>open the port</demand>.", "2030-01-05"),
    )
    steps = [(one, "0.2 aa"), (other, "0.2 bb"), (other, "0.2 bb"), (one, "0.2 aa"), (other, "0.1 bb")]
    assert [store.add(read, reader=reader) for read, reader in steps] == ["read", "read", "known", "read", "known"]
    assert store.view().documents == (one,)


def test_another_way_to_read_that_finds_the_same_changes_nothing(store, told):
    document = told(PORT, "2030-01-05")
    assert [store.add(document, reader=reader) for reader in ("0.2 aa", "0.2 bb")] == ["read", "known"]
    assert (store.knows(document.article, reader="0.2 bb"), store.view().revision) == (True, 1)


@pytest.mark.parametrize(
    ("printed", "reader", "known"),
    [
        (("2030-01-05", "Gazette"), "0.2 aa", True),
        (("2030-01-05", "Gazette"), "0.1 bb", True),
        (("2030-01-05", "Gazette"), "0.2 bb", False),
        (("2030-01-05", "Gazette"), "0.3 aa", False),
        (("2030-01-05", "Herald"), "0.2 aa", False),
        (("2030-01-04", "Herald"), "0.2 aa", False),
        (("2030-01-06", "Herald"), "0.2 aa", True),
        ((None, "Gazette"), "0.2 aa", True),
    ],
)
def test_an_article_is_known_if_to_read_it_again_would_change_nothing(store, told, printed, reader, known):
    store.add(told(PORT, "2030-01-05", source="Gazette"), reader="0.2 aa")
    day, source = printed
    again = told(PORT, day, source=source)
    assert store.knows(again.article, reader=reader) == known
    assert not known or store.add(again, reader=reader) == "known"
    assert not store.knows(told("Another text.", day, source=source).article, reader=reader)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
def test_of_one_text_printed_thrice_the_first_day_counts_whatever_comes_first(store, told, order):
    copies = [
        told(PORT, "2030-01-07", name="copy", source="Herald"),
        told(PORT, "2030-01-05", name="first", source="Gazette"),
        told(PORT, None, name="undated", source="Mirror"),
    ]
    for i in order:
        store.add(copies[i])
    assert store.view().documents == (copies[1],)


def test_a_replaced_article_is_found_by_its_words_once(store, told):
    store.add(told(PORT, "2030-01-07", name="copy"))
    store.add(told(PORT, "2030-01-05", name="first"))
    assert [hit.article for hit in store.view().search("port")] == ["first"]


def test_another_text_under_the_same_id_is_an_error_and_changes_nothing(store, told):
    store.add(told(PORT, "2030-01-05"))
    with pytest.raises(StoreError, match="another text under the id 'a'; give “The talks” another id"):
        store.add(told(TALKS, "2030-01-05", title="The talks"))
    assert [d.article.text for d in store.view().documents] == ["Ana Alder will open the port."]


def test_a_quote_that_is_not_in_the_text_is_refused(store):
    article = Article("a", "Who pays is open.")
    wrong = Question("que-1", (Span(0, 8),), ("Who paid",), "test", Span(0, 8))
    with pytest.raises(OffsetError):
        store.add(Document(article, questions=(wrong,)))
    assert store.view().documents == ()


def test_a_value_that_could_not_be_read_again_is_refused(store):
    with pytest.raises(StoreError, match="article 'a' cannot be stored"):
        store.add(Document(Article("a", "Text."), actors=(Actor("ana", "Ana Alder", kind="queen"),)))
    assert store.view().documents == ()


def test_half_a_surrogate_pair_is_an_error_and_changes_nothing(store):
    with pytest.raises(StoreError, match="half of a surrogate pair"):
        store.add(Document(Article("a", "It is \ud83d.")))
    assert store.view().documents == ()


@pytest.mark.parametrize("text", ["a\0b port", "\ufeffport", "\u202eport\u202c", "🛥 port\r\n\u2028"])
def test_odd_characters_come_back_and_do_not_hide_the_words_after_them(store, text):
    store.add(Document(Article("odd", text)))
    assert store.view().document("odd").article.text == text
    assert [hit.article for hit in store.view().search("port")] == ["odd"]


def test_articles_are_newest_first_and_undated_last(store, told):
    for i, day in {"b": "2030-01-05", "c": None, "a": "2030-01-05", "d": "2030-02-01"}.items():
        store.add(told(f"Text {i}.", day, name=i))
    assert [article.id for article in store.view().articles] == ["d", "a", "b", "c"]


def test_a_record_is_found_by_its_id(store, told):
    document = told(PORT, "2030-01-05")
    store.add(document)
    store.add(told(TALKS, "2030-01-06", name="b"))
    assert store.view().record(document.commitments[0].id) == (document, document.commitments[0])


@pytest.mark.parametrize("ask", [lambda view: view.document("none"), lambda view: view.record("que-none")])
def test_an_unknown_id_is_an_error_that_names_it(store, ask):
    with pytest.raises(UnknownIdError, match="none"):
        ask(store.view())


# As of a day -------------------------------------------------------------------------------------------------------


def test_a_view_of_a_day_sees_what_was_published_by_then(store, told):
    for i, day in {"a": "2030-01-05", "b": "2030-01-06", "c": "2030-01-07", "d": None}.items():
        store.add(told(f"Text {i}.", day, name=i))
    assert [d.article.id for d in store.view(date(2030, 1, 6)).documents] == ["b", "a"]


def test_an_article_of_an_uncertain_day_is_seen_from_the_last_it_can_be_of(store):
    store.add(Document(Article("a", "Text.", published=Published(None, "2030-01-01", "2030-01-31", "text"))))
    seen = [len(store.view(date(2030, month, day)).documents) for month, day in ((1, 30), (1, 31))]
    assert seen == [0, 1]


def test_a_later_article_is_unknown_by_its_id_and_its_words(store, told):
    store.add(told(PORT, "2030-01-05"))
    view = store.view(date(2030, 1, 4))
    assert view.search("port") == ()
    with pytest.raises(UnknownIdError, match="published by 2030-01-04"):
        view.document("a")


# Decisions ---------------------------------------------------------------------------------------------------------


def decided(document, action="reject", *, minute=0, **said):
    (record,) = document.commitments
    moment = datetime(2030, 1, 9, 12, minute, tzinfo=UTC)
    target = Target.of(document.article.sha256, "commitments", record)
    return decision(action, [target], by="Dee Dogwood", at=moment, **said)


def test_decisions_come_back_oldest_first_whatever_was_stored_first_and_each_once(store, told):
    document = told(PORT, "2030-01-05")
    first, second = decided(document, note="no"), decided(document, "accept", minute=1)
    for one in (second, first, second):
        store.decide(one)
    assert store.view().decisions == (first, second)


def test_documents_are_as_people_left_them_and_readings_as_they_were_read(store, told):
    document = told(PORT, "2030-01-05")
    store.add(document)
    store.decide(decided(document))
    view = store.view()
    assert (view.readings, view.documents) == ((document,), (replace(document, commitments=()),))
    assert view.document("a") == view.documents[0]


def test_a_rejected_record_is_found_by_its_id_as_it_was_read(store, told):
    document = told(PORT, "2030-01-05")
    store.add(document)
    store.decide(decided(document))
    (record,) = document.commitments
    assert store.view().record(record.id) == (replace(document, commitments=()), record)


def test_an_accepted_record_that_a_newer_reader_lacks_is_found_by_its_id(store, told):
    document = told(PORT, "2030-01-05")
    store.add(document, reader="1")
    store.decide(decided(document, "accept"))
    store.add(replace(document, commitments=()), reader="2")
    found, record = store.view().record(document.commitments[0].id)
    assert (found.commitments, record.confidence) == ((record,), 1.0)


def test_a_decision_changes_the_revision_once(store, told):
    document = told(PORT, "2030-01-05")
    store.add(document)
    before = store.view()
    then = before.documents
    for _ in range(2):
        store.decide(decided(document))
    after = store.view()
    assert after.revision == before.revision + 1
    assert (len(then[0].commitments), len(after.documents[0].commitments)) == (1, 0)
    store.add(told(TALKS, "2030-01-06", name="b"))
    assert [d.article.id for d in store.view().documents] == ["b", "a"]


def test_a_decision_about_an_article_that_comes_later_waits_for_it(store, told):
    document = told(PORT, "2030-01-05")
    store.decide(decided(document))
    assert store.view().documents == ()
    store.add(document)
    assert store.view().documents[0].commitments == ()


def test_a_decision_that_could_not_be_read_again_is_refused(store, told):
    with pytest.raises(msgspec.ValidationError):
        store.decide(decided(told(PORT), "correct", field="status", value="lost"))
    assert store.view().decisions == ()


# Search ------------------------------------------------------------------------------------------------------------


def test_search_finds_other_forms_of_the_words_and_marks_them(store, told):
    store.add(told("They were opening ports.", "2030-01-05"))
    (hit,) = store.view().search("open port")
    assert [hit.excerpt[a:b] for a, b in hit.matches] == ["opening", "ports"]


def test_search_needs_all_the_words(store, told):
    store.add(told(PORT, "2030-01-05"))
    assert store.view().search("port bridge") == ()


def test_search_reads_titles(store, told):
    store.add(told(PORT, "2030-01-05", title="A harbour thaw"))
    assert [hit.article for hit in store.view().search("thaw")] == ["a"]


LONG = "They sat. " * 20_000 + "Ana Alder will open the port of Bo. " + "They rose. " * 20_000


def test_an_excerpt_is_of_the_words_around_the_matches(store):
    store.add(Document(Article("a", LONG)))
    (hit,) = store.view().search("open port")
    assert [hit.excerpt[a:b] for a, b in hit.matches] == ["open", "port"]
    assert "will open the port of Bo." in hit.excerpt
    assert (hit.excerpt[0], hit.excerpt[-1]) == ("…", "…")
    assert len(hit.excerpt.split()) in range(25, 32)


def test_an_excerpt_of_a_short_text_is_the_text(store):
    store.add(Document(Article("a", "“Will they open the port?”")))
    assert [hit.excerpt for hit in store.view().search("port")] == ["“Will they open the port?”"]


def test_an_article_found_by_its_title_alone_is_shown_from_its_beginning(store):
    store.add(Document(Article("a", "They sat. " * 100, title="The port")))
    (hit,) = store.view().search("port")
    assert hit.excerpt.startswith("They sat.")
    assert hit.matches == ()


def test_the_best_match_comes_first(store, told):
    store.add(told("They sat there for days. " * 20 + "The port is open.", name="a"))
    store.add(told("They sat there for days. " * 20, name="b", title="The port"))
    store.add(told("A port, the port, ports.", name="c"))
    assert [hit.article for hit in store.view().search("port")][-1] == "a"
    assert [hit.article for hit in store.view().search("port", limit=2)] == [
        hit.article for hit in store.view().search("port")
    ][:2]


@pytest.mark.parametrize(
    "words",
    [
        "the", "who is it", "THE PORT", "harbour", "harbor-master", "and", "or", "cafe", "café", "Zürich", "zurich", "2018", "18", "3.5", "1e5",
        "won't", "u.s", "U.S.", "north", "dmz", "example", "a/b", "ключ", "平和", "1990", "covid-19", "19", "$5m", "5m", "x1y2", "O'Neill", "port port",
        "posts", "universal", "relations", "relate", "dying", "sky", "skies", "generously", "ﬁne",
    ],
)  # fmt: skip
def test_every_store_finds_the_same(store, words):
    texts = [
        "The port and/or harbor-master of Zürich: who is it?", "A café; 2018, 3.5, 1e5, U.S. and won't.", "North-south/dmz at http://example.com/a/b?c=d.",
        "Ключ и 平和.", "In the 1990s covid-19 cost $5m; x1y2 by O’Neill, O'Neill.", "A universal post: relational dying skies, generous.", "18 ﬁne masters.",
    ]  # fmt: skip
    with open_ledger(":memory:") as known:
        for number, text in enumerate(texts):
            known.add(Document(Article(f"a{number}", text)))
            store.add(Document(Article(f"a{number}", text)))
        found, expected = (sorted(s.view().search(words), key=lambda hit: hit.article) for s in (store, known))
    assert [(hit.article, hit.excerpt) for hit in found] == [(hit.article, hit.excerpt) for hit in expected]
    for one, other in zip(found, expected, strict=True):  # the parts of "well-known" are marked as one or apart
        assert marked(other) <= marked(one) | {i for i in marked(other) if not other.excerpt[i].isalnum()}


def marked(hit) -> set[int]:
    return {i for a, b in hit.matches for i in range(a, b)}


def test_a_query_of_many_words_is_answered(store, told):
    store.add(told(PORT, "2030-01-05"))
    assert store.view().search("port " * 200 + "bridge") == ()


@pytest.mark.parametrize(
    "words",
    [
        '"',
        "port OR bridge",
        "NEAR(port bridge)",
        "title:port",
        "por*",
        "port AND NOT",
        "^port",
        "-port",
        "",
        "  ",
        "(",
        "\0",
        "*",
    ],
)
def test_nothing_in_a_query_is_syntax(store, told, words):
    store.add(told("A bridge.", "2030-01-05", title="Bridge"))
    assert store.view().search(words) == ()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(words=st.text(st.characters(), max_size=40) | st.text('"*():^-+{}\0 NEAROT\ud800', max_size=30))
def test_any_query_is_answered(store, words):
    assert isinstance(store.view().search(words), tuple)


# Refusals ----------------------------------------------------------------------------------------------------------


def test_refused_inputs_are_listed_once_and_in_order(store):
    for name, reason in [("b.pdf", "not text"), ("a.html", "empty"), ("b.pdf", "not text")]:
        store.refuse(name, reason)
    assert store.refused() == (Refusal("a.html", "empty"), Refusal("b.pdf", "not text"))
