"""Events as files for other programs: what a line holds, and that nothing in a text can break out of its cell."""

import csv
import io
import json

from hypothesis import given
from hypothesis import strategies as st

from summitry.exports import EXPORTS, EventLine, event_lines
from summitry.language import actor_table

MEETING = "Ana Alder will <event modality=planned actor=ana,cy recipient=bo meeting=yes>meet</event> Bo Birch."


def lines(told, marked: str = MEETING, **more) -> list[EventLine]:
    return [*event_lines([told(marked, "2020-03-01", **more)], actor_table(None))]


def line(**changes) -> EventLine:
    plain = {
        "id": "e", "earliest": None, "latest": None, "source": (), "source_code": (), "target": (), "target_code": (),
        "root": "AID", "modality": "happened", "event_type": None, "mode": None, "context": (), "quad": None, "cameo": None,
        "meeting": False, "place": None, "confidence": None, "article": "a", "published": None, "publisher": None, "url": None,
        "start": 0, "end": 1, "quote": "q",
    }  # fmt: skip
    return EventLine(**(plain | changes))


def rows(form: str, made, **more) -> list[dict[str, str]]:
    text = b"".join(EXPORTS[form](made, **more)).decode()
    if form == "csv":
        return [*csv.DictReader(io.StringIO(text, newline=""))]
    header, *cells = (row.split("\t") for row in text.removesuffix("\n").split("\n"))
    return [dict(zip(header, row, strict=True)) for row in cells]


def test_a_line_says_who_does_what_to_whom_in_codes_and_in_words(told):
    (row,) = rows("tsv", lines(told, source="Herald"))
    assert row["source"] == "Ana Alder;Cy Cedar"
    assert row["source_code"] == "ALD;ALD"
    assert (row["target"], row["target_code"]) == ("Bo Birch", "BIR")
    assert (row["root"], row["modality"], row["event_type"], row["cameo"]) == ("CONSULT", "planned", "AGREE", "036")
    assert (row["meeting"], row["article"], row["published"], row["publisher"]) == ("true", "a", "2020-03-01", "Herald")
    assert row["quote"] == "Ana Alder will meet Bo Birch."


def test_names_and_codes_stand_in_the_same_order_where_a_code_is_not_known(told):
    (row,) = rows("tsv", lines(told, "They <event plover=AID actor=league,bo>helped</event>."))
    assert (row["source"], row["source_code"]) == ("the League;Bo Birch", ";BIR")


def test_json_holds_lists_and_nulls(told):
    (row,) = map(json.loads, b"".join(EXPORTS["jsonl"](lines(told))).splitlines())
    assert (row["source"], row["cameo"], row["mode"]) == (["Ana Alder", "Cy Cedar"], "036", None)


def test_no_events_are_a_header():
    assert b"".join(EXPORTS["tsv"]([])).startswith(b"id\tearliest\tlatest\tsource\t")
    assert b"".join(EXPORTS["jsonl"]([])) == b""


def test_a_spreadsheet_runs_nothing_unless_asked():
    made = [line(place="=1+1", quote="+2", publisher="@x", article="-a")]
    assert [rows("csv", made)[0][k] for k in ("place", "quote", "publisher", "article")] == [
        "'=1+1",
        "'+2",
        "'@x",
        "'-a",
    ]
    assert rows("csv", made, raw=True)[0]["place"] == "=1+1"


@given(st.text(st.characters(codec="utf-8")), st.text(st.characters(codec="utf-8")))
def test_what_a_text_holds_stays_in_its_cell(quote, name):
    made = [line(quote=quote, source=(name, "B"))]
    (from_csv,), (from_tsv,) = rows("csv", made, raw=True), rows("tsv", made, raw=True)
    assert from_csv["quote"].replace("\r\n", "\n").replace("\r", "\n") == quote.replace("\r\n", "\n").replace(
        "\r", "\n"
    )
    assert from_tsv["quote"].split() == quote.split()
    assert from_csv["source"].count(";") == 1
