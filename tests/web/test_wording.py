"""Days, names and addresses as the pages write them."""

import pytest

from summitry.queries import Who
from summitry.records import KINDS
from summitry.web import wording


@pytest.mark.parametrize(
    ("earliest", "latest", "words"),
    [
        ("2018-09-24", "2018-09-24", "24 September 2018"),
        ("2018-09-21", "2018-09-30", "21–30 September 2018"),
        ("2018-09-01", "2018-09-30", "September 2018"),
        ("2018-05-01", "2018-08-31", "May–August 2018"),
        ("2018-01-01", "2018-12-31", "2018"),
        ("2018-01-01", "2020-12-31", "2018–2020"),
        ("2018-09-30", "2018-10-02", "30 September – 2 October 2018"),
        ("2018-12-30", "2019-01-02", "30 December 2018 – 2 January 2019"),
        ("2018-11-01", "2019-02-28", "1 November 2018 – 28 February 2019"),
        ("2018-09-24", None, "from 24 September 2018"),
        (None, "2018-09-24", "by 24 September 2018"),
        (None, None, "no date"),
    ],
)
def test_an_interval_is_written_as_people_write_it(earliest, latest, words):
    assert wording.days(earliest, latest) == words


@pytest.mark.parametrize(
    ("people", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_names_stand_in_a_row(people, words):
    assert wording.names([Who(name, name) for name in people]) == words


@pytest.mark.parametrize("url", ["https://courier.example/pass?a=b", "http://courier.example"])
def test_a_web_address_is_linked(url):
    assert wording.outside(url) == url


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\nscript:alert(1)",
        "\x01javascript:alert(1)",
        " javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//courier.example/pass",
        "/articles",
        "https:",
        "https://[::1",
        "http:///nowhere",
        "https://courier.example/\u202eelif",
    ],
)
def test_what_is_no_web_address_is_not_linked(url):
    assert wording.outside(url) is None


def test_every_kind_of_record_and_every_field_of_it_is_explained():
    told = wording.glossary()["kinds"]
    shared = {"id", "evidence", "quotes", "why", "confidence"}
    assert {kind: set(told[kind]["fields"]) for kind in KINDS} == {
        kind: set(shape.__dataclass_fields__) - shared for kind, shape in KINDS.items()
    }
