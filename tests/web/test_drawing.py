"""Where the entries of a timeline are drawn."""

from summitry.queries import Entry, Who
from summitry.web.drawing import END, GUTTER, MARGIN, OTHERS, STUB, WIDTH, Frame, Party, draw

NORTH = Party("North", frozenset({"north", "chair"}), 0)
SOUTH = Party("South", frozenset({"south"}), 1)
LEFT, RIGHT = GUTTER + MARGIN, WIDTH - END


def entry(earliest: str | None, latest: str | None, *actors: str, modality: str = "happened") -> Entry:
    return Entry(
        kind="event",
        id="e",
        earliest=earliest,
        latest=latest,
        uncertain=earliest != latest,
        basis="text",
        text="met",
        actors=tuple(Who(a, a) for a in actors),
        recipients=(),
        plover="CONSULT",
        modality=modality,
        place=None,
        sources=1,
        evidence=(),
    )


def frames(*entries: Entry) -> list[Frame]:
    return draw(entries, [NORTH, SOUTH])


def lanes(frame: Frame) -> dict[str, list[int]]:
    return {lane.party.name: [bar.number for bar in lane.bars] for lane in frame.lanes}


def test_a_frame_shows_the_months_from_the_first_to_the_last_in_use():
    (frame,) = frames(entry("2018-06-12", "2018-06-12", "north"), entry("2018-09-03", "2018-09-04", "north"))
    assert (frame.name, [name for _, name in frame.ticks]) == ("2018", ["June", "July", "August", "September"])


def test_each_party_has_a_lane_with_what_its_members_do():
    (frame,) = frames(entry("2018-06-12", "2018-06-12", "chair"), entry("2018-06-20", "2018-06-20", "stranger"))
    assert lanes(frame) == {"North": [1], OTHERS: [2]}


def test_a_joint_act_stands_in_the_lane_of_everybody_who_takes_part():
    (frame,) = frames(entry("2018-06-12", "2018-06-12", "chair", "north", "south"))
    assert lanes(frame) == {"North": [1], "South": [1]}


def test_an_act_of_nobody_named_stands_among_the_others():
    assert lanes(frames(entry("2018-06-12", "2018-06-12"))[0]) == {OTHERS: [1]}


def test_a_known_day_has_no_length_and_an_interval_runs_from_its_first_day_to_its_last():
    (frame,) = frames(entry("2018-06-01", "2018-06-01", "north"), entry("2018-06-01", "2018-06-30", "south"))
    day, month = frame.lanes[0].bars[0], frame.lanes[1].bars[0]
    assert (day.left, day.x, day.right) == (LEFT, LEFT, LEFT)
    assert (month.left, month.x, month.right) == (LEFT, LEFT, round(LEFT + (RIGHT - LEFT) * 29 / 30, 1))


def test_an_open_side_is_a_stub_and_is_marked():
    (frame,) = frames(entry("2018-06-10", None, "north"), entry(None, "2018-06-20", "south"))
    after, before = frame.lanes[0].bars[0], frame.lanes[1].bars[0]
    assert (after.opens_left, after.opens_right, after.left, after.right) == (False, True, after.x, after.x + STUB)
    assert (before.opens_left, before.opens_right, before.left, before.right) == (
        True,
        False,
        before.x - STUB,
        before.x,
    )


def test_what_goes_on_into_the_next_year_is_cut_off_and_marked():
    (frame,) = frames(entry("2018-12-20", "2019-01-10", "north"))
    assert [name for _, name in frame.ticks] == ["December"]
    assert frame.lanes[0].bars[0].opens_right


def test_bars_that_would_touch_get_rows_of_their_own():
    (frame,) = frames(
        entry("2018-06-12", "2018-06-12", "north"),
        entry("2018-06-12", "2018-06-12", "north"),
        entry("2018-06-28", "2018-06-28", "north"),
    )
    first, second, later = frame.lanes[0].bars
    assert first.y == later.y < second.y


def test_years_in_a_row_with_hardly_an_entry_share_a_frame():
    found = frames(
        entry("1953-07-27", "1953-07-27", "north"),
        entry("1991-01-01", "1991-12-31", "south"),
        *[entry(f"2018-06-{day}", f"2018-06-{day}", "north") for day in (12, 13, 14)],
    )
    assert [frame.name for frame in found] == ["1953–1991", "2018"]
    assert [name for _, name in found[0].ticks] == ["1953", "1991"]


def test_an_entry_without_any_day_is_not_drawn():
    assert frames(entry(None, None, "north")) == []


def test_what_is_planned_or_called_off_looks_so():
    (frame,) = frames(
        entry("2018-06-01", "2018-06-01", "north", modality="planned"),
        entry("2018-06-20", "2018-06-20", "north", modality="cancelled"),
    )
    assert [bar.look for bar in frame.lanes[0].bars] == ["ahead", "off"]
