"""What each paragraph of a plain text is taken for."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summitry.readers import from_text
from summitry.readers.blocks import find_blocks

PROSE = "The envoys met for a third day on Friday and said that a deal was near, though no day was named."


def marked(text: str) -> list[str]:
    """The blocks of a text as `kind: words`."""
    return [f"{b.kind}: {text[b.span.start : b.span.end]}" for b in find_blocks(text)]


def kinds(text: str) -> list[str]:
    return [b.kind for b in find_blocks(text)]


def test_a_page_of_all_kinds() -> None:
    text = f"""Envoys meet again in Vienna

Both sides say that a deal is near

By Jane Doe

(FILE) The envoys in Geneva on 2 May 2019. (AFP)

VIENNA, 3 May — {PROSE}

Read more:

Old talks end without a deal

Who is who at the table

{PROSE}

© 2019 The Example. All rights reserved."""
    assert kinds(text) == [
        "headline", "standfirst", "boilerplate", "caption", "body", "related", "related", "related", "body", "boilerplate",
    ]  # fmt: skip


def test_the_first_line_without_a_full_stop_is_the_headline() -> None:
    assert marked(f"Envoys meet again\n\n{PROSE}") == ["headline: Envoys meet again", f"body: {PROSE}"]


def test_the_second_is_the_standfirst() -> None:
    assert kinds(f"Envoys meet again\n\nA deal is said to be near\n\n{PROSE}") == ["headline", "standfirst", "body"]


def test_a_standfirst_in_a_full_sentence_stands_above_the_byline() -> None:
    assert kinds(f"Envoys meet again\nA deal is said to be near.\nBy Jane Doe in Vienna\n{PROSE}")[:2] == [
        "headline",
        "standfirst",
    ]


def test_a_headline_may_end_in_an_initialism() -> None:
    assert kinds(f"Envoys fly home to the U.S.\n\n{PROSE}") == ["headline", "body"]


def test_a_line_set_as_a_headline_is_one_despite_its_full_stop() -> None:
    assert kinds(f"Envoys Meet Again Over Frozen Treaty.\n\n{PROSE}") == ["headline", "body"]


@pytest.mark.parametrize(
    "text",
    [
        "Moon said Kim would come",
        f"{PROSE}\n\n{PROSE}",
        f"The envoys met again.\n\n{PROSE}",
        f"VIENNA (Northwire) —\n\n{PROSE}",
        f"PORT LOUIS, Mauritius, Indian Ocean (Northwire) --\n\n{PROSE}",
        f"“We will come back.”\n\n{PROSE}",
    ],
)
def test_a_text_without_a_headline_has_none(text: str) -> None:
    assert set(kinds(text)) == {"body"}


def test_a_dateline_stays_in_its_paragraph() -> None:
    assert marked(f"SEOUL (Northwire) — {PROSE}") == [f"body: SEOUL (Northwire) — {PROSE}"]


@pytest.mark.parametrize(
    "caption",
    [
        "(FILES) In this file photo, taken in Geneva on July 4, 2017, the two envoys leave a hotel in Geneva.",
        "FILE - The minister leaves the palace, in this March 2, 2015, photo.",
        "In this photo released by the foreign ministry, the envoys pose before the talks.",
        "A handout picture shows the signing of the treaty",
        "Photo: Jane Doe",
        "Pictured: the hotel where the talks are held",
        "Image: the palace",
        "The minister (R) greets his guest in Geneva.",
        "The foreign minister (L) and the envoy (R) after the talks.",
        "The foreign minister, left, shakes hands with the envoy, right, after the talks.",
        "The envoys arrive in Vienna on Monday. (Reuters)",
        "The envoys arrive in Vienna on Monday. (Photo by Jane Doe/AFP)",
        "The envoys arrive in Vienna. REUTERS/Jane Doe",
        "The envoys arrive in Vienna. Photograph: Jane Doe/AP",
    ],
)
def test_captions(caption: str) -> None:
    assert kinds(f"{PROSE}\n\n{caption}\n\n{PROSE}") == ["body", "caption", "body"]


@pytest.mark.parametrize(
    "body",
    [
        "VIENNA (Reuters) - The envoys met again on Monday, and no deal was made.",
        "Senator Jane Doe (R) and Senator Max Roe (D) spoke against the treaty.",
        "The picture that she drew of the talks was bleak.",
        "Images of the damaged ship were shown to reporters (some of them blurred).",
        "Ads for the referendum cost millions, the ministry said.",
        "Read in full, the treaty says less than its friends claim.",
        "Share prices rose after the talks.",
        "Subscribe to no illusions, the envoy told reporters.",
        "By Monday the envoys had agreed on a text.",
        "On 3 May 2019 the envoys agreed on a text.",
        "Related talks are held in Geneva.",
    ],
)
def test_sentences_that_only_look_like_furniture(body: str) -> None:
    assert kinds(f"{PROSE}\n\n{body}\n\n{PROSE}") == ["body", "body", "body"]


def test_a_list_of_links_ends_where_the_story_goes_on() -> None:
    text = f"{PROSE}\n\nRelated stories\n- An old treaty and its enemies\n- Who wants what in Vienna?\n\n{PROSE}"
    assert kinds(text) == ["body", "related", "related", "related", "body"]


def test_a_title_after_the_colon_is_the_only_link() -> None:
    assert kinds(f"{PROSE}\n\nREAD MORE: An old treaty\n\nLong nights\n\n{PROSE}") == [
        "body",
        "related",
        "body",
        "body",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Powered by automated translation",
        "Sign up for our newsletter",
        "Subscribe to The Example",
        "© 2019 The Example",
        "Copyright 2019 The Example. All rights reserved.",
        "(Reporting by Jane Doe in Vienna; editing by Max Roe)",
        "Reporting by Jane Doe; editing by Max Roe",
        "Share this article",
        "This site uses cookies to serve you better.",
        "Advertisement",
        "12 comments",
        "Comments (3)",
        "By Jane Doe and Max Roe in Vienna",
        "Friday 3 May 2019, 10.15 am",
        "Last updated 3 hours ago",
        "* * *",
    ],
)
def test_boilerplate(line: str) -> None:
    assert kinds(f"{PROSE}\n\n{line}\n\n{PROSE}") == ["body", "boilerplate", "body"]


def test_wrapped_lines_are_one_paragraph() -> None:
    text = "The envoys of both countries met for\na third day on Friday, and said that\na deal was near.\n\nThe talks go on, said one of the two\nenvoys, who left for the night soon\nafter.\n"
    assert marked(text) == [
        "body: The envoys of both countries met for\na third day on Friday, and said that\na deal was near.",
        "body: The talks go on, said one of the two\nenvoys, who left for the night soon\nafter.",
    ]


def test_long_lines_are_paragraphs_of_their_own() -> None:
    assert marked(f"{PROSE} {PROSE}\n{PROSE}\n") == [f"body: {PROSE} {PROSE}", f"body: {PROSE}"]


def test_a_caption_has_its_own_date() -> None:
    article = from_text(f"FILE - The envoys leave on July 4, 2017.\n\n{PROSE}", published="2019-05-03")
    assert article.blocks[0].published is not None
    assert article.blocks[0].published.value == "2017-07-04"
    assert article.published is not None
    assert article.published.value == "2019-05-03"


@pytest.mark.parametrize(
    "line",
    [
        "By " + "A" * 190 + "!",
        "By " + "1" * 190 + "!",
        "A" * 190,
        "In this " * 20 + "x",
        "(" * 190,
        "(" + "a/" * 90 + ")",
        "a, left, " * 20,
        "on 1 " * 30 + "x",
        "May 2 " * 30,
        "photo by " * 20,
        "U." * 90,
    ],
)
def test_no_line_is_slow_to_recognise(line: str) -> None:
    text = (line + "\n") * (1_000_000 // len(line))
    started = time.monotonic()
    find_blocks(text)
    assert time.monotonic() - started < 3


@settings(max_examples=300)
@given(st.text(alphabet=st.sampled_from("aB.:(L)R \t\n\r\x0b\x85\u2028\u202e\ufeff\u3000-—©“”é漢😀"), max_size=200))
def test_blocks_are_in_order_and_hold_every_character_that_is_not_blank(text: str) -> None:
    end, between = 0, []
    for block in find_blocks(text):
        assert end <= block.span.start < block.span.end <= len(text)
        between.append(text[end : block.span.start])
        end = block.span.end
    assert not "".join([*between, text[end:]]).strip()
