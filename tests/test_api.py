"""The library as its users import it."""

import subprocess
import sys
from pathlib import Path

import pytest

import summitry
from summitry import pipeline

TEXT = "President Moon Jae-in promised on Tuesday to visit Pyongyang. “I will go soon,” he said."


def test_importing_the_package_loads_nothing_else():
    code = (
        "import sys, summitry; print(sorted(m for m in sys.modules if m.startswith(('summitry.', 'numpy', 'msgspec'))))"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout == "[]\n"


def test_every_public_name_can_be_had():
    for name in summitry.__all__:
        assert getattr(summitry, name) is not None
    assert set(summitry.__all__) <= set(dir(summitry))


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = summitry.nonsense


def test_a_text_is_read_to_a_document_whose_spans_are_its_own():
    document = summitry.read(TEXT, published="2018-09-04", title="Moon to go", source="Herald")
    assert isinstance(document, summitry.Document)
    assert (document.article.text, document.article.title, document.article.source) == (TEXT, "Moon to go", "Herald")
    assert document.article.published == summitry.Published("2018-09-04", "2018-09-04", "2018-09-04", "given")
    assert document.statements
    for record in document.records():
        assert tuple(document.article.quote(span) for span in record.evidence) == record.quotes


def test_the_same_text_yields_the_same_ids():
    first, again = summitry.read(TEXT), summitry.read(TEXT)
    assert [r.id for r in first.records()] == [r.id for r in again.records()]


def test_a_file_is_read_with_its_day(tmp_path):
    path = tmp_path / "visit.txt"
    path.write_text(TEXT, "utf-8")
    document = summitry.read_file(path, published="2018-09-04")
    assert document.article.text == TEXT
    assert document.article.published.value == "2018-09-04"


def test_a_file_of_several_articles_is_refused(tmp_path):
    path = tmp_path / "all.jsonl"
    path.write_text('{"text": "They met."}\n{"text": "They parted."}\n', "utf-8")
    with pytest.raises(summitry.ReadError, match="holds 2 articles"):
        summitry.read_file(path)


def test_an_empty_text_is_refused():
    with pytest.raises(summitry.ReadError, match="empty"):
        summitry.read("")


def test_a_day_that_is_none_is_refused():
    with pytest.raises(summitry.DateError):
        summitry.read(TEXT, published="2018-02-31")


def test_a_document_goes_to_json_and_back():
    document = summitry.read(TEXT)
    plain = summitry.to_json(document)
    assert "text" not in plain["article"]
    assert summitry.from_json(plain, TEXT) == document


def test_a_ledger_keeps_documents(tmp_path):
    with summitry.open_ledger(tmp_path / "talks.db") as ledger:
        ledger.add(summitry.read(TEXT))
        assert [article.text for article in ledger.view().articles] == [TEXT]


def test_who_reads_is_told_by_every_module_that_reads():
    """A changed rule reads otherwise: what was read before it must not count as read by the same."""
    home = Path(pipeline.__file__).parent
    told = {path for part in pipeline.READING for path in home.glob(part)}
    modules = [m for name, m in sys.modules.items() if name.startswith(("summitry.language", "summitry.extractors"))]
    read = {Path(m.__file__) for m in modules if m.__file__}
    assert home / "extractors" / "rules" / "events.py" in read
    assert read <= told
