"""What only a file can suffer: other files, newer ones, read-only ones, full disks, and processes that are killed."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from summitry.errors import StoreError
from summitry.stores import open_ledger

PORT = "Ana Alder will <commitment maker=ana>open the port</commitment>."

# Adds articles N, N+1, ... to a ledger, and says which are stored, until it is killed.
ADDS = """
import itertools, sys
from summitry.article import Article, Published, Span
from summitry.records import Document, Question, record_id
from summitry.stores import open_ledger

def document(n):
    text = f"It is unclear who pays for port {n}. " * 40
    article = Article(f"port-{n}", text, published=Published(None, "2030-01-01", "2030-01-31", "text"))
    spans = [Span(i, i + 13) for i in range(30)]
    return Document(article, questions=tuple(
        Question(record_id(article, "questions", s), (s,), (article.quote(s),), "test", s) for s in spans))

with open_ledger(sys.argv[1]) as store:
    for n in itertools.islice(itertools.count(int(sys.argv[2])), int(sys.argv[3])):
        store.add(document(n))
        print(n, flush=True)
"""


def adding(path: Path, first: int, count: int = 10**6, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", ADDS, str(path), str(first), str(count)], stdout=subprocess.PIPE, text=True, **options
    )


def state_of_file(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


# Files that are no ledger ------------------------------------------------------------------------------------------


def test_a_missing_file_is_begun(tmp_path):
    with open_ledger(tmp_path / "new.db") as store:
        assert store.view().documents == ()


def test_a_missing_file_is_an_error_where_none_shall_be_begun(tmp_path):
    with pytest.raises(StoreError, match="does not exist"):
        open_ledger(tmp_path / "new.db", create=False)
    assert list(tmp_path.iterdir()) == []


def test_a_ledger_is_kept_in_its_file(tmp_path, told):
    document = told(PORT, "2030-01-05")
    with open_ledger(tmp_path / "a.db") as store:
        store.add(document)
    with open_ledger(str(tmp_path / "a.db"), create=False) as store:
        assert store.view().documents == (document,)


def test_a_folder_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="is a folder"):
        open_ledger(tmp_path)


def test_a_missing_folder_is_an_error(tmp_path):
    with pytest.raises(StoreError, match="its folder is missing"):
        open_ledger(tmp_path / "no" / "a.db")


def test_a_file_that_is_no_database_is_an_error_and_stays_as_it_is(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text("Dear Bo, " * 1000)
    with pytest.raises(StoreError, match="no ledger: not an SQLite file"):
        open_ledger(path)
    assert path.read_text() == "Dear Bo, " * 1000


def test_another_program_s_database_is_an_error_and_stays_as_it_is(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE birds (name)")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="of another program"):
        open_ledger(path)
    assert path.read_bytes() == before


def test_a_newer_ledger_is_an_error_that_says_so(tmp_path):
    open_ledger(tmp_path / "a.db").close()
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("PRAGMA user_version = 2")
    with pytest.raises(StoreError, match=r"newer Summitry \(schema 2, this one knows 1\)"):
        open_ledger(tmp_path / "a.db")


def test_a_changed_quote_is_found_out_when_it_is_read(tmp_path, told):
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(PORT, "2030-01-05"))
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE records SET json = replace(CAST(json AS TEXT), 'will open', 'will shut')")
    with open_ledger(tmp_path / "a.db") as store, pytest.raises(StoreError, match="is damaged: article 'a'"):
        _ = store.view().documents


def test_a_cut_file_is_an_error(tmp_path, told):
    with open_ledger(tmp_path / "a.db") as store:
        store.add(told(PORT, "2030-01-05"))
    content = (tmp_path / "a.db").read_bytes()
    (tmp_path / "a.db").write_bytes(content[: len(content) // 2])
    with pytest.raises(StoreError, match="is damaged"), open_ledger(tmp_path / "a.db") as store:
        _ = store.view().documents


# Files that cannot be written --------------------------------------------------------------------------------------

# Root may write anything, so these run as a user who may not.
AS_NOBODY = """
import sys
from summitry.article import Article
from summitry.errors import StoreError
from summitry.records import Document
from summitry.stores import open_ledger
try:
    with open_ledger(sys.argv[1]) as store:
        store.add(Document(Article("b", "Text.")))
except StoreError as error:
    print(error)
"""


def as_nobody(path: Path) -> str:
    options = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
    try:
        ran = subprocess.run([sys.executable, "-c", AS_NOBODY, str(path)], capture_output=True, text=True, **options)
    except PermissionError:
        pytest.skip("another user may not run this Python")
    if "ModuleNotFoundError" in ran.stderr or "Permission denied" in ran.stderr or "init_import" in ran.stderr:
        pytest.skip("another user may not read this Python's libraries")
    assert ran.stderr == ""
    return ran.stdout
