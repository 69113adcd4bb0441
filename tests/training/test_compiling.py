"""An authored report into its document: what follows is filled in, what does not hold is refused with its line."""

import json
from pathlib import Path

import pytest

from training.annotation import corpus, passages
from training.annotation.authoring import AuthoringError
from training.annotation.compiling import Report, compile_report

REPORT = """\
published: 2024-05-10
style: wire
spelling: british
text: |
  Tallow talks off, envoy says

  Envoy Ida Marsh said on Friday that Tallow would free the pilots if Wick paid by June. “We have waited,” she told reporters. “Now they must act.”
blocks: {headline: [1]}
actors:
  marsh: {name: Ida Marsh, kind: person, mentions: [Envoy Ida Marsh, envoy, <she> told]}
  tallow: {name: Tallow, kind: state, mentions: [Tallow, “<We> have]}
  wick: {name: Wick, kind: state, mentions: [Wick, Now <they> must]}
times:
  Friday: 2024-05-10
  June: 2024-06
  Now: PRESENT_REF
statements:
- {id: s0, content: Tallow talks off, cue: says, source: envoy, speaker: marsh}
- {id: s1, content: Tallow would free … by June, cue: said, source: Envoy Ida Marsh, speaker: marsh}
- {content: [We have waited, Now they must act], cue: told, source: she, speaker: marsh}
events:
- {trigger: talks off, plover: CONSULT, modality: cancelled, meeting: true, actor: [tallow, wick]}
- {id: e1, trigger: free the pilots, plover: CONCEDE, modality: conditional, actor: tallow, according_to: s1}
commitments:
- {id: c1, maker: tallow, action: free the pilots, force: offer, chain: marsh}
conditions:
- {kind: if, span: if Wick paid by June, on: [c1, e1], required_of: wick}
demands:
- {by: marsh, to: wick, what: act}
"""


@pytest.fixture
def write(tmp_path):
    folder = tmp_path / "reports" / "tallow-wick"
    folder.mkdir(parents=True)

    def write(text: str = REPORT, name: str = "01-wire.yaml") -> Path:
        path = folder / name
        path.write_text(text, "utf-8")
        return path

    return write


def faults(path: Path) -> list[str]:
    with pytest.raises(AuthoringError) as error:
        compile_report(path)
    return [fault.removeprefix(f"{path}:") for fault in error.value.faults]


def test_every_span_is_its_words(write):
    report = compile_report(write())
    (commitment,) = report.document["commitments"]
    (condition,) = report.document["conditions"]
    assert report.text[slice(*commitment["action"])] == "free the pilots"
    assert report.text[slice(*condition["span"])] == "if Wick paid by June"


def test_what_follows_from_other_fields_is_filled_in(write):
    document = compile_report(write()).document
    assert [s["mode"] for s in document["statements"]] == ["indirect", "indirect", "direct"]
    assert document["commitments"][0]["conditions"] == [document["conditions"][0]["id"]]
    assert [(t["type"], t["earliest"], t["latest"]) for t in document["times"]][:2] == [
        ("DATE", "2024-05-10", "2024-05-10"),
        ("DATE", "2024-06-01", "2024-06-30"),
    ]
    assert document["commitments"][0]["polarity"] == "do"


def test_a_mention_without_marks_stands_for_all_its_places(write):
    report = compile_report(write())
    tallow = next(a for a in report.document["actors"] if a["id"] == "tallow")
    assert [report.text[slice(*m)] for m in tallow["mentions"]] == ["Tallow", "Tallow", "We"]


def test_a_plural_possessive_is_no_quotation_mark(write):
    path = write(
        REPORT.replace("Tallow talks off, envoy", "Tallow talks off at three days’ notice, envoy").replace(
            "content: Tallow talks off,", "content: Tallow talks off at three days’ notice,"
        )
    )
    assert compile_report(path).document["statements"][0]["mode"] == "indirect"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("action: free the pilots", "action: free the sailors", "not in the text: 'free the sailors'"),
        ("maker: tallow", "maker: talow", "no actor `talow`"),
        ("force: offer", "force: promise", "'promise' is none of intention"),
        ("on: [c1, e1]", "on: [c9]", "no commitments or demands or events or orders `c9`"),
        ("on: [c1, e1], ", "", "`on` is missing"),
        ("June: 2024-06", "June: 2024-06 2024-07-01..2024-06-01", "ends before it begins"),
        ("June: 2024-06", "June: 2024-13", "no day or value of a time"),
        ("source: she, speaker: marsh", "source: she, speaker: wick", "no mention of its speaker"),
        ("style: wire", "style: poem", "'poem' is none of"),
        ("published: 2024-05-10", "published: soon", "no day"),
        ("id: s1", "id: s0", "the id `s0` is taken"),
        ("modality: cancelled, ", "", "`modality` is missing"),
        ("plover: CONCEDE", "plover: RELEASE", "'RELEASE' is none of"),
        ("{by: marsh", "{bye: marsh", "unknown key `bye`"),
        ("<she> told]", "<she> told, 'word': <it>]", "not one string"),
        ("blocks: {headline: [1]}", "blocks: {headline: [7]}", "there are 2 paragraphs"),
        ("blocks: {headline: [1]}", "blocks: {related: [1]}", "yields no records"),
        ("according_to: s1", "according_to: c1", "no statements `c1`"),
        ("mentions: [Wick, Now", "mentions: [Wick, Tallow, Now", "is claimed by"),
    ],
)
def test_what_does_not_hold_is_refused_with_its_line(write, old, new, said):
    assert REPORT.count(old) == 1
    found = faults(write(REPORT.replace(old, new)))
    assert any(said in fault for fault in found), found
    assert all(fault.split(":")[0].isdigit() for fault in found)


def test_a_nested_statement_stands_inside_its_parent(write):
    nested = "- {content: We have waited, cue: told, source: she, speaker: marsh, parent: s1}\n"
    found = faults(write(REPORT.replace("events:\n", nested + "events:\n")))
    assert any("not inside the content of its parent" in fault for fault in found)


@pytest.mark.parametrize("text", ["", "just words", "a: [1", "a: 1\na: 2", "- list"])
def test_a_file_that_is_no_report_is_named(write, text):
    assert faults(write(text))


def test_a_file_with_errors_stops_no_other(write):
    paths = [write("a: [1", "01-bad.yaml"), write(REPORT, "02-good.yaml")]
    results = list(corpus.compile_all(paths))
    assert [type(r) for r in results] == [AuthoringError, Report]


# Passages ------------------------------------------------------------------------------------------------------------

AUTHORED = """\
published: 2020-02-03
style: passage
passage: {file: talks.jsonl, document: d1, start: 6, end: 51}
actors:
  lund: {name: Mia Lund, kind: person, mentions: [Mia Lund]}
statements:
- {content: the ferries would sail again, cue: said, source: Mia Lund, speaker: lund}
"""


@pytest.fixture
def data(tmp_path):
    text = "Intro.Mia Lund said the ferries would sail again. More."
    (tmp_path / "talks.jsonl").write_text(json.dumps({"id": "d1", "text": text}) + "\n", "utf-8")
    return tmp_path


def test_a_passage_is_stored_without_its_text_and_read_with_it(data, tmp_path):
    authored = tmp_path / "07.yaml"
    authored.write_text(AUTHORED, "utf-8")
    stored = passages.store(authored, data, tmp_path)
    assert "ferries" not in stored.read_text("utf-8")
    (report,) = passages.read(tmp_path, data)
    (statement,) = report.document["statements"]
    assert report.text[slice(*statement["content"][0])] == "the ferries would sail again"


def test_a_passage_whose_text_has_changed_is_refused(data, tmp_path):
    authored = tmp_path / "07.yaml"
    authored.write_text(AUTHORED, "utf-8")
    passages.store(authored, data, tmp_path)
    passages._texts.cache_clear()
    (data / "talks.jsonl").write_text(json.dumps({"id": "d1", "text": "x" * 80}) + "\n", "utf-8")
    (error,) = passages.read(tmp_path, data)
    assert "sha256 differs" in str(error)
    passages._texts.cache_clear()
