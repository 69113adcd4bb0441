"""The command line: what it prints, where, and with which exit status."""

import json
import os
import runpy
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

import summitry
from summitry import queries
from summitry.cli import app
from summitry.cli.frame import COMMANDS, one_line
from summitry.cli.tables import interval, shorten
from summitry.stores import open_ledger

PROMISE = "Foreign Minister Ri Yong-ho said on Monday that North Korea would close the Tongchang-ri site by June 1."
PAGE = f"""<html><head><title>Site to close</title></head><body><article><h1>Site to close</h1>
<p>{PROMISE} Officials in Seoul welcomed the news and said that they expected inspectors to be invited.</p>
<p>The United States said it would wait for proof, and that sanctions would stay until inspectors had been there.</p>
</article></body></html>"""


@pytest.fixture
def run(monkeypatch):
    """Runs a command in this process: `.exit_code`, `.stdout`, `.stderr`."""
    for name in ("SUMMITRY_LEDGER", "SUMMITRY_ACTORS", "FORCE_COLOR", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments, **more: CliRunner().invoke(app, list(map(str, arguments)), prog_name="summitry", **more)


def start(*arguments, **more):
    """Starts a command in a process of its own."""
    command = [sys.executable, "-m", "summitry", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more)


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*articles) -> str:
    return "".join(json.dumps(article) + "\n" for article in articles)


@pytest.fixture(scope="module")
def ledger(told, tmp_path_factory):
    """Two articles: Ana promises, Bo relays and asks."""
    path = tmp_path_factory.mktemp("ledger") / "talks.db"
    with open_ledger(path) as store:
        store.add(
            told(
                "Ana Alder said <statement speaker=ana>she would open the port</statement>.\n"
                "Ana Alder will <commitment maker=ana until=2020-06-01>open the port</commitment>.",
                "2020-03-01",
                name="first-article",
                source="Herald",
                title="Port to open",
            )
        )
        store.add(
            told(
                "Bo Birch wants Ana Alder to <demand by=bo to=ana>free the crew</demand>.\n"
                "The two <event actor=ana,bo meeting=true on=2020-05-01>met</event> in May.",
                "2020-05-02",
                name="second-article",
                source="Post",
                title="The crew",
            )
        )
        store.refuse("old.pdf", "holds NUL bytes")
    return path


# Help --------------------------------------------------------------------------------------------------------------

reference = runpy.run_path(str(Path(__file__).parent.parent / "docs" / "commands.py"))


def test_the_reference_in_the_docs_is_what_help_says():
    page = reference["PAGE"].read_text("utf-8")
    assert page == reference["reference"](), "run: python docs/commands.py"


@pytest.mark.parametrize("path", [*reference["paths"]()], ids=" ".join)
def test_every_command_has_help_with_an_example(run, path):
    shown = run(*path[1:], "--help").stdout
    assert path == ("summitry", "actors") or f"  {' '.join(path)}" in shown.partition("Examples:")[2]


def test_the_commands_are_listed_in_the_order_in_which_one_meets_them(run):
    listed = run("--help").stdout.partition("Commands:")[2].partition("Examples:")[0]
    assert [line.split()[0] for line in listed.splitlines() if line[:3].strip()] == [*COMMANDS]


def test_help_loads_nothing_heavy():
    heavy = "{'rich', 'numpy', 'onnxruntime', 'sqlalchemy', 'fastapi', 'trafilatura'}"
    code = f"import sys; from summitry.cli import app; app(['--help'], standalone_mode=False); print({heavy} & {{*sys.modules}})"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.splitlines()[-1] == "set()"


def test_version(run):
    assert run("--version").stdout == f"summitry {summitry.__version__}\n"


@pytest.mark.parametrize(
    "arguments", [("read",), ("nonsense",), ("status", "--format", "xml"), ("timeline", "--top", "0")]
)
def test_a_wrong_call_ends_with_status_2_and_usage(run, arguments):
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: ")


# read --------------------------------------------------------------------------------------------------------------


def test_a_text_is_read_to_a_table_with_names_and_the_articles_words(run, tmp_path):
    result = run("read", write(tmp_path, "talks.txt", PROMISE), "--published", "2018-09-24")
    assert result.exit_code == 0
    assert "2018-09-24" in result.stdout
    assert "Statement" in result.stdout
    assert "Ri Yong-ho" in result.stdout
    assert "p:prk" not in result.stdout


def test_json_is_the_document_and_nothing_else(run, tmp_path):
    path = write(tmp_path, "talks.txt", PROMISE.replace("close", "“close”"))
    result = run("read", path, "--published", "2018-09-24", "--format", "json")
    document = summitry.read_file(path, published="2018-09-24")
    assert json.loads(result.stdout) == json.loads(msgspec.json.encode(summitry.to_json(document)))
    assert "“close”" in result.stdout  # UTF-8, not escapes
    assert result.stderr == ""


def test_spans_point_into_the_decoded_file(run, tmp_path):
    path = write(tmp_path, "talks.txt", "\n  𝔸 note.\n\n" + PROMISE)
    text = path.read_bytes().decode()
    document = json.loads(run("read", path, "--format", "json").stdout)
    assert document["statements"]
    for statement in document["statements"]:
        assert [text[a:b] for a, b in statement["evidence"]] == statement["quotes"]


def test_a_page_is_read_from_standard_input(run):
    document = json.loads(run("read", "-", "--format", "json", input=PAGE).stdout)
    assert document["article"]["title"] == "Site to close"
    assert {block["kind"] for block in document["article"]["blocks"]} >= {"headline", "body"}


def test_articles_a_line_become_documents_a_line_in_their_order(run, tmp_path):
    path = write(tmp_path, "all.jsonl", lines({"id": "b", "text": PROMISE}, {"id": "a", "text": "Talks went on."}))
    result = run("read", path, "--format", "jsonl")
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["b", "a"]
    assert result.exit_code == 0


def test_a_broken_line_is_named_and_the_others_go_on(run, tmp_path):
    path = write(
        tmp_path, "all.jsonl", '{"id": "a", "text": "Talks went on."}\n{"text": 7}\n{"id": "c", "text": "They met."}\n'
    )
    result = run("read", path, "--format", "jsonl")
    assert [json.loads(line)["article"]["id"] for line in result.stdout.splitlines()] == ["a", "c"]
    assert result.stderr.startswith(f"{path}:2: ")
    assert len(result.stderr.splitlines()) == 1
    assert result.exit_code == 2


def test_lines_come_through_standard_input_too(run):
    result = run("read", "-", "--format", "jsonl", input=lines({"id": "a", "text": "They met."}) + "{\n")
    assert json.loads(result.stdout)["article"]["id"] == "a"
    assert result.stderr.startswith("stdin:2: ")
    assert result.exit_code == 2


def test_coded_events_come_a_line_under_one_header(run, tmp_path):
    texts = ["France imposed sanctions on Mali.", "", "Emmanuel Macron telephoned Olaf Scholz."]
    file = write(tmp_path, "a.jsonl", lines(*({"text": text, "published": "2024-05-10"} for text in texts)))
    result = run("read", file, "--format", "events")
    header, *rows = (row.split("\t") for row in result.stdout.splitlines())
    found = [{k: row[header.index(k)] for k in ("source_code", "target_code", "cameo")} for row in rows]
    assert found == [
        {"source_code": "FRA", "target_code": "MLI", "cameo": "163"},
        {"source_code": "FRAGOV", "target_code": "DEUGOV", "cameo": "041"},
    ]
    assert result.exit_code == 2
    assert "a.jsonl:2" in result.stderr


def test_one_json_document_cannot_hold_two_articles(run, tmp_path):
    path = write(tmp_path, "all.jsonl", lines({"text": "Talks went on."}, {"text": "They met."}))
    result = run("read", path, "--format", "json")
    assert result.stdout == ""
    assert result.stderr == f"summitry: {path}: holds more than one article; use --format jsonl\n"
    assert result.exit_code == 2


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b"\x00\x01\x02" * 99, "binary"),
        ("a.txt", "Gespräche " .encode("latin-1") + "über ä ö ü".encode(), "broken bytes"),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "no article"),
        ("a.jsonl", b'{"text": "They met."', "not an article in JSON"),
    ],
)  # fmt: skip
def test_an_input_that_is_no_article_is_refused_with_file_and_reason(run, tmp_path, name, content, reason):
    path = write(tmp_path, name, content)
    result = run("read", path, "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"summitry: {path}:")
    assert reason in result.stderr


def test_a_file_of_more_than_50_mb_is_refused(run, tmp_path):
    path = write(tmp_path, "large.txt", b"")
    os.truncate(path, 50_000_001)
    result = run("read", path)
    assert result.exit_code == 2
    assert "larger than" in result.stderr


def test_a_missing_file_and_a_folder_are_named(run, tmp_path):
    assert run("read", tmp_path / "no.txt").stderr == f"summitry: {tmp_path}/no.txt: no such file\n"
    assert "summitry ingest" in run("read", tmp_path).stderr


def test_a_day_that_is_none_is_refused_with_the_way_to_write_one(run, tmp_path):
    result = run("read", write(tmp_path, "a.txt", PROMISE), "--published", "2018-02-31")
    assert result.exit_code == 2
    assert "--published" in result.stderr
    assert "2018-02-31" in result.stderr
    assert "2018-09-24" in result.stderr


def test_nothing_in_a_text_can_steer_the_terminal(run, tmp_path):
    path = write(tmp_path, "a.jsonl", lines({"text": PROMISE, "title": "Red \x1b[31m[bold]alert[/bold]"}))
    shown = run("read", path).stdout
    assert "\x1b" not in shown
    assert "[bold]alert[/bold]" in shown


# ingest ------------------------------------------------------------------------------------------------------------


def test_ingest_counts_what_is_new_and_known_and_refused(run, tmp_path):
    write(tmp_path, "news/a.txt".replace("/", "-"), PROMISE)
    write(tmp_path, "b.html", PAGE)
    write(tmp_path, "c.jsonl", lines({"id": "c", "text": "They met in Seoul."}) + "{}\n")
    first = run("ingest", tmp_path, "--ledger", tmp_path / "talks.db")
    assert first.stdout == f"{tmp_path}/talks.db: 3 read, 0 known, 1 refused\n"
    assert first.stderr.startswith(f"{tmp_path}/c.jsonl:2: ")
    assert first.exit_code == 2
    again = run("ingest", tmp_path, "--ledger", tmp_path / "talks.db", "--format", "json")
    assert {k: v for k, v in json.loads(again.stdout).items() if k in ("read", "known")} == {"read": 0, "known": 3}
    refused = json.loads(run("refused", "--ledger", tmp_path / "talks.db", "--format", "json").stdout)
    assert [r["name"] for r in refused] == [f"{tmp_path}/c.jsonl:2"]


def test_two_texts_of_one_id_do_not_stop_the_others(run, tmp_path):
    texts = [
        {"id": "a", "text": "They met."},
        {"id": "a", "text": "They parted."},
        {"id": "b", "text": "Talks went on."},
    ]
    result = run("ingest", write(tmp_path, "a.jsonl", lines(*texts)), "--ledger", tmp_path / "talks.db")
    assert "2 read, 0 known, 1 refused" in result.stdout
    assert result.stderr.startswith(f"{tmp_path}/a.jsonl: ")
    assert "has another text under the id 'a'" in result.stderr
    assert result.exit_code == 2


def test_what_was_read_so_before_is_not_read_again(run, tmp_path, monkeypatch):
    texts = [{"id": "a", "text": PROMISE, "published": "2018-09-24"}, {"id": "b", "text": "Talks went on in Seoul."}]
    write(tmp_path, "a.jsonl", lines(*texts))
    write(tmp_path, "c.html", PAGE)
    ingest = ("ingest", tmp_path, "--ledger", tmp_path / "talks.db")
    assert "3 read, 0 known" in run(*ingest).stdout
    read = []
    process = summitry.pipeline.process
    monkeypatch.setattr("summitry.batch.process", lambda article, o: (read.append(article.id), process(article, o))[1])
    assert ("0 read, 3 known" in run(*ingest).stdout, read) == (True, [])
    write(tmp_path, "d.txt", "They met in Geneva.")
    assert ("1 read, 3 known" in run(*ingest).stdout, len(read)) == (True, 1)


def test_what_is_read_with_another_table_of_actors_takes_the_place_of_what_was_read_before(run, tmp_path):
    own = write(
        tmp_path,
        "own.toml",
        '[[actor]]\nid = "p:ald:ana-alder"\nname = "Ana Alder"\nkind = "person"\ncountry = "NOR"\n',
    )
    path = write(tmp_path, "a.txt", "Ana Alder promised to open the port.")

    def actors(environment) -> list[str]:
        assert run("ingest", path, "--ledger", tmp_path / "a.db", env=environment).exit_code == 0
        with open_ledger(tmp_path / "a.db") as store:
            return [actor.id for document in store.view().documents for actor in document.actors]

    without, with_own = actors({}), actors({"SUMMITRY_ACTORS": str(own)})
    assert without != with_own == ["p:ald:ana-alder"]
    assert actors({}) == without


def test_a_fault_of_the_program_costs_one_article_and_not_the_others(run, tmp_path, monkeypatch):
    def stumble(article, _options):
        if article.id == "a":
            raise IndexError("list index out of range")
        return summitry.Document(article)

    monkeypatch.setattr("summitry.batch.process", stumble)
    path = write(tmp_path, "a.jsonl", lines({"id": "a", "text": "They met."}, {"id": "b", "text": "Talks went on."}))
    kept = run("ingest", path, "--ledger", tmp_path / "talks.db")
    assert "1 read, 0 known, 1 refused" in kept.stdout
    printed = run("read", path, "--format", "jsonl")
    assert json.loads(printed.stdout)["article"]["id"] == "b"
    for result in (kept, printed):
        assert result.exit_code == 2
        assert result.stderr.startswith("a: a fault of Summitry, please report it (IndexError at test_cli.py:")


def test_a_file_name_that_is_no_utf8_can_be_refused(run, tmp_path):
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    Path(os.fsdecode(path)).write_bytes(b"")
    result = run("ingest", tmp_path, "--ledger", tmp_path / "talks.db", "--format", "json")
    assert json.loads(result.stdout)["refused"] == [{"name": f"{tmp_path}/\ufffd.txt", "reason": "empty"}]


def test_a_ledger_that_is_none_stays_as_it_is(run, tmp_path):
    article, other = write(tmp_path, "a.txt", PROMISE), write(tmp_path, "notes.db", "my notes")
    result = run("ingest", article, "--ledger", other)
    assert result.exit_code == 2
    assert result.stderr == f"summitry: {other} is no ledger: not an SQLite file\n"
    assert other.read_text() == "my notes"


def test_a_ledger_in_a_folder_that_is_not_there_is_named(run, tmp_path):
    result = run("ingest", write(tmp_path, "a.txt", PROMISE), "--ledger", tmp_path / "no" / "talks.db")
    assert result.exit_code == 2
    assert f"{tmp_path}/no/talks.db" in result.stderr


# Asking ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        (["status"], queries.status),
        (["timeline"], queries.timeline),
        (["commitments"], queries.commitments),
        (["commitments", "--maker", "ana", "--status", "open"], lambda view: queries.commitments(view, "ana", "open")),
        (["statements", "--by", "alder"], lambda view: queries.statements(view, "alder")),
        (["search", "the", "port"], lambda view: queries.search(view, "the port")),
        (["articles"], queries.articles),
        (["show", "second-article"], lambda view: queries.article(view, "second-article")),
    ],
)
def test_json_is_what_the_query_answers(run, ledger, arguments, answer):
    result = run(*arguments, "--ledger", ledger, "--format", "json")
    with open_ledger(ledger) as store:
        assert json.loads(result.stdout) == json.loads(queries.encoded(answer(store.view())))
    assert result.exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ["status"],
            [
                "2 articles from 2 sources",
                "Ana Alder: open the port",
                "“Ana Alder will open the port.”",
                "Port to open",
            ],
        ),
        (["timeline"], ["2020-05-01", "met", "meeting, held"]),
        (["commitments"], ["open", "Ana Alder: open the port", "by 2020-06-01", "overdue"]),
        (["statements"], ["2020-03-01", "Ana Alder: she would open the port", "Herald"]),
        (["search", "crew"], ["The crew", "free the crew", "1 article"]),
        (["articles"], ["Port to open, Herald", "first-article"]),
        (["refused"], ["old.pdf", "holds NUL bytes"]),
        (["show", "first"], ["Port to open", "Commitment", "Statement"]),
    ],
)
def test_a_table_shows_names_days_and_words(run, ledger, arguments, words):
    more = [] if arguments == ["refused"] else ["--as-of", "2020-07-01"]
    shown = run(*arguments, *more, "--ledger", ledger, env={"COLUMNS": "120"}).stdout
    assert [word for word in words if word not in shown] == []


def test_a_table_keeps_to_the_width(run, ledger):
    for arguments in (["status"], ["commitments"], ["articles"]):
        shown = run(*arguments, "--ledger", ledger, env={"COLUMNS": "60"}).stdout
        assert max(map(len, shown.splitlines())) <= 60


@pytest.mark.parametrize("width", ["20", "8", "1"])
@pytest.mark.parametrize("command", ["status", "commitments", "articles", "timeline", "statements"])
def test_a_terminal_too_narrow_for_columns_shows_the_same_words_below_each_other(run, ledger, command, width):
    wide, narrow = (
        run(command, "--ledger", ledger, env={"COLUMNS": columns}).stdout.split() for columns in ("400", width)
    )
    told = [word for word in wide if word.isalpha()]
    assert [word for word in told if word not in " ".join(narrow) and word not in "".join(narrow)] == []


@pytest.mark.parametrize("form", ["tsv", "csv", "jsonl"])
def test_an_export_is_the_events_of_the_ledger(run, ledger, form):
    from summitry.exports import EXPORTS, event_lines
    from summitry.language import actor_table

    with open_ledger(ledger) as store:
        told = [*event_lines(store.view().documents, actor_table(None))]
    result = run("export", "--ledger", ledger, "--format", form)
    assert told
    assert (result.stdout_bytes, result.exit_code) == (b"".join(EXPORTS[form](told)), 0)
    assert len(run("export", "--ledger", ledger, "--as-of", "2020-01-01").stdout.splitlines()) == 1


def test_the_environment_names_the_ledger(run, ledger):
    assert "Port to open" in run("articles", env={"SUMMITRY_LEDGER": str(ledger), "COLUMNS": "100"}).stdout


def test_as_of_a_day_later_articles_are_unknown(run, ledger):
    shown = json.loads(run("articles", "--as-of", "2020-04-01", "--ledger", ledger, "--format", "json").stdout)
    assert [line["id"] for line in shown] == ["first-article"]


def test_top_gives_the_days_that_matter_in_the_order_of_time(run, ledger):
    most = json.loads(run("timeline", "--top", 99, "--ledger", ledger, "--format", "json").stdout)
    (first,) = json.loads(run("timeline", "--top", 1, "--ledger", ledger, "--format", "json").stdout)
    assert list(first) == ["date", "earliest", "latest", "summary", "weight", "evidence"]
    assert [day["date"] for day in most] == sorted(day["date"] for day in most)
    assert first["weight"] == max(day["weight"] for day in most)
    assert first["date"] in run("timeline", "--top", 1, "--ledger", ledger).stdout


def test_a_record_is_shown_by_the_beginning_of_its_id_with_its_sentence(run, ledger):
    (line,) = json.loads(run("commitments", "--ledger", ledger, "--format", "json").stdout)
    shown = run("show", line["id"][:9], "--ledger", ledger).stdout
    assert f"Commitment  {line['id']}" in shown
    assert "Ana Alder will open the port." in shown
    assert "Herald, 2020-03-01, Port to open" in shown


def test_an_unknown_id_is_answered_with_the_nearest(run, ledger):
    (line,) = json.loads(run("commitments", "--ledger", ledger, "--format", "json").stdout)
    result = run("show", "cmo" + line["id"][3:], "--ledger", ledger)
    assert result.exit_code == 2
    assert f"did you mean {line['id']}" in result.stderr


def test_an_id_that_several_begin_with_is_answered_with_those(run, ledger):
    result = run("show", "", "--ledger", ledger)
    assert result.exit_code == 2
    assert "first-article" in result.stderr or "…" in result.stderr


@pytest.mark.parametrize("command", ["status", "timeline", "commitments", "statements", "articles", "refused"])
def test_a_ledger_that_is_not_there_is_not_made(run, tmp_path, command):
    result = run(command, "--ledger", tmp_path / "no.db")
    assert result.exit_code == 2
    assert f"{tmp_path}/no.db: no such ledger" in result.stderr
    assert not (tmp_path / "no.db").exists()


# Actors ------------------------------------------------------------------------------------------------------------


def test_a_surname_is_found_with_the_office_of_the_day(run):
    (found,) = json.loads(run("actors", "find", "Moon", "--on", "2018-09-18", "--format", "json").stdout)
    assert found["name"] == "Moon Jae-in"
    assert [role["title"] for role in found["roles"]] == ["President"]


def test_an_actor_is_shown_by_id_with_the_offices_held(run):
    shown = run("actors", "show", "p:kor:moon-jae-in").stdout
    assert "Moon Jae-in" in shown
    assert "2017-05-10" in shown


def test_the_holder_of_an_office_on_a_day(run):
    result = run("actors", "holder", "president", "KOR", "--on", "2018-09-18")
    assert result.stdout.startswith("Moon Jae-in")
    assert result.exit_code == 0


def test_where_the_table_knows_nobody_it_says_why(run):
    result = run("actors", "holder", "emperor", "KOR", "--on", "2018-09-18")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "no emperor of South Korea" in result.stderr


def test_an_actor_that_is_none_is_an_error(run):
    assert run("actors", "show", "p:nobody").exit_code == 2


# demo and serve ----------------------------------------------------------------------------------------------------


def test_the_demo_shows_where_the_talks_stand_and_can_be_repeated(run, tmp_path):
    first = run("demo", "--ledger", tmp_path / "demo.db")
    assert first.exit_code == 0
    assert "16 articles from" in first.stdout
    assert "Commitments" in first.stdout
    assert "— Northwire, 2" in first.stdout
    assert first.stdout.endswith(f"summitry serve --ledger {tmp_path}/demo.db\n")
    again = run("demo", "--ledger", tmp_path / "demo.db").stdout
    assert again == first.stdout.replace("16 read, 0 known", "0 read, 16 known")


def test_the_demo_is_not_mixed_into_a_ledger_of_somebodys(run, ledger):
    before = ledger.read_bytes()
    result = run("demo", "--ledger", ledger)
    assert result.exit_code == 2
    assert "holds other articles" in result.stderr
    assert ledger.read_bytes() == before


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def test_serve_shows_the_ledger_until_ctrl_c(ledger):
    port = free_port()
    server = start("serve", "--ledger", ledger, "--port", port)
    assert f"http://127.0.0.1:{port}" in server.stdout.readline()
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/articles.json") as answer:
                shown = json.load(answer)
                break
        except urllib.error.URLError:
            time.sleep(0.05)
    server.send_signal(signal.SIGINT)
    _, errors = server.communicate(timeout=20)
    assert [line["id"] for line in shown] == ["second-article", "first-article"]
    assert errors == "summitry: interrupted\n"
    assert server.returncode == 130


def test_a_port_that_is_taken_is_said(run, ledger):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        result = run("serve", "--ledger", ledger, "--port", other.getsockname()[1])
    assert result.exit_code == 2
    assert "another program listens there" in result.stderr


def test_other_machines_need_a_token(run, ledger, monkeypatch):
    monkeypatch.delenv("SUMMITRY_TOKEN", raising=False)
    result = run("serve", "--ledger", ledger, "--host", "0.0.0.0", "--port", free_port())
    assert result.exit_code == 2
    assert "SUMMITRY_TOKEN" in result.stderr
    assert not result.stdout  # it is not said to be served


def test_ctrl_c_ends_a_reading_with_a_word():
    reading = start("read", "-", "--format", "jsonl", stdin=subprocess.PIPE)
    reading.stdin.write(lines({"id": "a", "text": "They met."}))
    reading.stdin.flush()
    assert json.loads(reading.stdout.readline())["article"]["id"] == "a"  # before the next line is there
    reading.send_signal(signal.SIGINT)
    reading.wait(timeout=20)
    assert (reading.returncode, reading.stderr.read()) == (130, "summitry: interrupted\n")


def test_ctrl_c_in_an_ingest_says_what_is_kept(run, tmp_path, monkeypatch):
    def interrupted(articles, _options):
        yield summitry.Document(next(articles))
        raise KeyboardInterrupt

    monkeypatch.setattr("summitry.batch.read_many", interrupted)
    path = write(tmp_path, "a.jsonl", lines({"id": "a", "text": "They met."}, {"id": "b", "text": "They left."}))
    result = run("ingest", path, "--ledger", tmp_path / "talks.db")
    assert result.exit_code == 130
    assert "1 read, 0 known, 0 refused so far; these are kept" in result.stderr
    with open_ledger(tmp_path / "talks.db") as store:
        assert [a.id for a in store.view().articles] == ["a"]


def test_a_folder_without_articles_is_told(run, tmp_path):
    result = run("ingest", tmp_path, "--ledger", tmp_path / "talks.db")
    assert result.exit_code == 0
    assert f"nothing to read: no .htm, .html, .jsonl, .ndjson, .text, .txt, .xhtml in {tmp_path}" in result.stderr


# Terminals and pipes -----------------------------------------------------------------------------------------------


def test_a_pipe_that_nobody_reads_ends_quietly(ledger):
    for output in ("table", "json"):
        reader, writer = os.pipe()
        os.close(reader)
        command = [sys.executable, "-m", "summitry", "timeline", "--ledger", str(ledger), "--format", output]
        done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, check=False)
        os.close(writer)
        assert (done.stderr, done.returncode) == ("", 0)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("output", ["table", "json"])
def test_a_full_disk_is_said(ledger, output):
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "summitry", "status", "--ledger", str(ledger), "--format", output]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "summitry: No space left on device\n")


def in_a_terminal(ledger: Path, **environment: str) -> str:
    """What `summitry status` writes to a terminal."""
    pty = pytest.importorskip("pty", reason="terminals are of Unix")
    terminal, end = pty.openpty()
    command = [sys.executable, "-m", "summitry", "status", "--ledger", str(ledger)]
    kept = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "FORCE_COLOR")}
    subprocess.run(command, stdout=end, stderr=end, env={**kept, "TERM": "xterm", **environment}, check=True)
    os.close(end)
    shown = b""
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:
        pass  # the terminal is at its end
    os.close(terminal)
    return shown.decode()


def test_colour_is_for_terminals_and_not_with_no_color(run, ledger):
    assert "\x1b[36m" in in_a_terminal(ledger)
    assert "\x1b[36m" not in in_a_terminal(ledger, NO_COLOR="1")
    assert "\x1b" not in run("status", "--ledger", ledger).stdout


def test_tables_survive_a_terminal_without_unicode(ledger):
    command = [sys.executable, "-m", "summitry", "status", "--ledger", str(ledger)]
    done = subprocess.run(command, env={**os.environ, "PYTHONIOENCODING": "ascii"}, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"?Ana Alder will open the port.?" in done.stdout


# Words -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2018-09-24", "2018-09-24", "2018-09-24"),
        ("2018-09-24", "2018-09-26", "2018-09-24 to 09-26"),
        ("2018-12-30", "2019-01-02", "2018-12-30 to 2019-01-02"),
        ("2020-02-01", "2020-02-29", "2020-02"),
        ("2018-01-01", "2018-12-31", "2018"),
        ("2018-09-24", None, "from 2018-09-24"),
        (None, "2018-09-24", "by 2018-09-24"),
        (None, None, ""),
    ],
)
def test_an_interval_is_as_short_as_it_goes(earliest, latest, shown):
    assert interval(earliest, latest) == shown


def test_a_long_text_is_cut_at_a_words_end():
    assert shorten("the removal of all sanctions", 20) == "the removal of all…"
    assert shorten("the removal\nof all", 20) == "the removal of all"


def test_control_characters_show_as_what_they_are():
    assert one_line("a\x1b[2J\u202eb\nc") == "a\ufffd[2J\ufffdb c"


@pytest.mark.parametrize("command", ["read", "ingest"])
def test_what_of_the_users_actors_cannot_be_used_is_named_and_the_rest_is_read(command, tmp_path, monkeypatch):
    own, talks = tmp_path / "own.toml", tmp_path / "talks.txt"
    own.write_text('[[actor]]\nid = "p:nor:bo"\nnam = "Bo Birch"\nkind = "person"\n')
    talks.write_text("France said it would lift its sanctions.")
    monkeypatch.setenv("SUMMITRY_ACTORS", str(own))
    monkeypatch.setenv("SUMMITRY_LEDGER", str(tmp_path / "talks.db"))
    done = CliRunner().invoke(app, [command, str(talks)])
    assert (done.exit_code, f"{own}:1: unknown key 'nam'" in done.stderr) == (0, True)
