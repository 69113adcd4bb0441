"""When a caption was written."""

import pytest

from summitry.readers.captions import caption_date


@pytest.mark.parametrize(
    ("caption", "day"),
    [
        ("FILE - The envoys leave a hotel in Geneva on July 4, 2017.", "2017-07-04"),
        ("The envoys leave a hotel in Geneva, 4 July 2017. Photograph: Jane Doe/AP", "2017-07-04"),
        ("The envoys leave a hotel on Sept. 2, 2018.", "2018-09-02"),
        ("The envoys leave a hotel on 2017-07-04.", "2017-07-04"),
    ],
)
def test_the_day_on_which_the_picture_was_taken(caption: str, day: str) -> None:
    found = caption_date(caption)
    assert found is not None
    assert (found.value, found.earliest, found.latest, found.basis) == (day, day, day, "text")


def test_a_later_remark_in_it_dates_the_caption() -> None:
    caption = "(FILES) In this photo taken on March 2, 2015 the envoy (L) arrives. The envoy on May 6, 2016 called the talks useful."
    found = caption_date(caption)
    assert found is not None
    assert found.value == "2016-05-06"


@pytest.mark.parametrize(
    "rest",
    [
        "They will meet again on May 6, 2016.",
        "The treaty is to be signed by May 6, 2016.",
        "The talks, scheduled for May 6, 2016, are in doubt.",
        "The war, which had lasted since July 27, 1953, was never ended.",
    ],
)
def test_days_to_come_and_of_other_events_do_not(rest: str) -> None:
    found = caption_date(f"The envoy arrives in Geneva on March 2, 2015. {rest}")
    assert found is not None
    assert found.value == "2015-03-02"


@pytest.mark.parametrize(
    ("caption", "earliest", "latest"),
    [
        ("In this June 2011 photo, the envoy arrives.", "2011-06-01", "2011-06-30"),
        ("In this 2015 file photo, the envoy arrives.", "2015-01-01", "2015-12-31"),
        ("The envoys in Geneva in February 2016", "2016-02-01", "2016-02-29"),
    ],
)
def test_a_month_or_a_year_is_an_interval(caption: str, earliest: str, latest: str) -> None:
    found = caption_date(caption)
    assert found is not None
    assert (found.value, found.earliest, found.latest) == (None, earliest, latest)


@pytest.mark.parametrize(
    "caption",
    [
        "The envoy arrives.",
        "The envoy on Monday",
        "The hotel, built in 1911",
        "Photo of June 31, 2018",
        "The envoy on 3 May",
    ],
)
def test_a_caption_without_a_full_date_has_none(caption: str) -> None:
    assert caption_date(caption) is None
