"""Records in the text of their article."""

from hypothesis import given
from hypothesis import strategies as st

from summitry.article import Block, Span
from summitry.queries import Marked
from summitry.records import KINDS
from summitry.web.highlight import paragraphs, segments


def marked(kind: str, *spans: tuple[int, int], name: str | None = None) -> Marked:
    return Marked(name or f"{kind}-{spans}", kind, "", tuple(Span(*span) for span in spans), ())


def drawn(text: str, *records: Marked) -> str:
    """The text with each segment in brackets after the initials of its marks, innermost first."""
    return "".join(
        f"[{''.join(mark.record.kind[0] for mark in s.marks)}:{s.text}]" if s.marks else s.text
        for s in segments(text, records)
    )


def test_nested_records_are_cut_at_every_boundary_with_the_innermost_first():
    assert drawn("he said she would go", marked("statements", (3, 20)), marked("commitments", (18, 20))) == (
        "he [s:said she would ][cs:go]"
    )


def test_overlapping_records_share_a_segment():
    assert drawn("abcdef", marked("events", (0, 4)), marked("demands", (2, 6))) == "[e:ab][de:cd][d:ef]"


def test_of_two_records_on_the_same_words_the_more_telling_kind_is_innermost():
    assert drawn("go", marked("statements", (0, 2)), marked("commitments", (0, 2))) == "[cs:go]"


def test_a_record_in_pieces_is_around_one_that_runs_through_its_pieces():
    assert drawn("a b c d", marked("statements", (0, 3), (4, 7)), marked("conditions", (2, 5))) == (
        "[s:a ][cs:b][c: ][cs:c][s: d]"
    )


def test_a_record_in_pieces_begins_once():
    found = segments("one two three", [marked("statements", (0, 3), (8, 13), name="s")])
    assert [[mark.record.id for mark in s.begins] for s in found] == [["s"], [], []]


def test_a_span_that_reaches_out_of_the_text_is_cut_off():
    assert drawn("abc", marked("events", (-4, 1)), marked("demands", (2, 90)), marked("orders", (50, 60))) == (
        "[e:a]b[d:c]"
    )


def test_a_blank_line_parts_paragraphs_and_a_line_break_does_not():
    text = "One\nline.\n \nNext."
    assert [(text[slice(*p.span)], p.block) for p in paragraphs(text, (), ())] == [
        ("One\nline.", "body"),
        ("\n \n", None),
        ("Next.", "body"),
    ]


def test_text_outside_all_blocks_is_body():
    text = "Title\nSome text."
    found = paragraphs(text, (Block(Span(0, 5), "headline"),), ())
    assert [(text[slice(*p.span)], p.block) for p in found] == [("Title", "headline"), ("\nSome text.", "body")]


texts = st.text(st.sampled_from("ab <&>\"'\n\r\t\u202e\u0301😀"), max_size=40)
spans = st.tuples(st.integers(-3, 45), st.integers(-3, 45))
records = st.lists(
    st.builds(
        lambda number, kind, found: Marked(f"r{number}", kind, "", tuple(Span(*s) for s in found), ()),
        st.integers(0, 999),
        st.sampled_from(list(KINDS)),
        st.lists(spans, max_size=3),
    ),
    max_size=8,
    unique_by=lambda record: record.id,
)
blocks = st.lists(st.builds(lambda s: Block(Span(*s), "caption"), spans), max_size=4)


@given(texts, blocks, records)
def test_the_segments_are_the_text_again(text, parts, found):
    joined = [s for p in paragraphs(text, parts, found) for s in p.segments]
    assert "".join(s.text for s in joined) == text
    assert all(text[slice(*s.span)] == s.text for s in joined)


@given(texts, records)
def test_a_character_is_marked_by_exactly_the_records_whose_spans_cover_it(text, found):
    for s in segments(text, found):
        for at in range(*s.span):
            covering = {r.id for r in found if any(span.start <= at < span.end for span in r.spans)}
            assert {mark.record.id for mark in s.marks} == covering
