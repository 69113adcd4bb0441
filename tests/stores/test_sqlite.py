"""What only a file can suffer: other files, newer ones, read-only ones, full disks."""

import os
import resource
import sqlite3
import tempfile
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from deaths import Child
from harbours import add, assert_kept

from summitry import queries
from summitry.errors import StoreError
from summitry.review.making import decide
from summitry.stores import open_ledger

NOBODY = 65534
PORT = "Ana Alder will <commitment maker=ana>open the port</commitment>."


def state_of_file(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        connection.execute("INSERT INTO words (words, rank) VALUES ('integrity-check', 1)")
        return connection.execute("PRAGMA integrity_check").fetchone()[0]


# Files that are no ledger ------------------------------------------------------------------------------------------


def test_a_missing_file_is_begun(tmp_path):
    with open_ledger(tmp_path / "new.db") as store:
        assert store.view().documents == ()


def test_a_missing_file_is_an_error_where_none_shall_be_begun(tmp_path):
    with pytest.raises(StoreError, match="no such ledger"):
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
        connection.execute("UPDATE summitry_schema SET version_num = 99")
    with pytest.raises(StoreError, match=r"newer Summitry \(schema 99, this one knows 5\)"):
        open_ledger(tmp_path / "a.db")


def test_a_ledger_from_before_there_was_review_is_brought_up_to_date(tmp_path, told):
    document = told(PORT, "2030-01-05")
    with open_ledger(tmp_path / "a.db") as store:
        store.add(document)
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.executescript(
            "DROP TABLE decisions; DROP TABLE parts; DROP TABLE answers; DROP TABLE memories; UPDATE summitry_schema SET version_num = 1;"
            "ALTER TABLE ledger DROP COLUMN told; ALTER TABLE ledger DROP COLUMN read"
        )
    with open_ledger(tmp_path / "a.db") as store:
        assert (store.view().documents, store.view().decisions) == ((document,), ())


def test_a_decision_that_somebody_changed_is_found_out(tmp_path, told):
    document = told(PORT, "2030-01-05")
    with open_ledger(tmp_path / "a.db") as store:
        store.add(document)
        decide(store, "reject", [document.commitments[0].id], by="Dee")
    with sqlite3.connect(tmp_path / "a.db") as connection:
        connection.execute("UPDATE decisions SET json = replace(CAST(json AS TEXT), 'Dee', 'Eve')")
    with open_ledger(tmp_path / "a.db") as store, pytest.raises(StoreError, match="is damaged: decision dec-"):
        _ = store.view().documents


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


@pytest.fixture
def folder():
    """A folder of a user who is not root, since root may write anything."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(NOBODY)
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)
    if root:
        os.seteuid(0)


def test_a_read_only_folder_is_an_error_and_stays_empty(folder):
    folder.chmod(0o555)
    with pytest.raises(StoreError, match="folder is missing or read-only"):
        open_ledger(folder / "a.db")
    assert list(folder.iterdir()) == []


def test_a_read_only_file_can_be_read_and_not_added_to(folder, told):
    with open_ledger(folder / "a.db") as store:
        store.add(told(PORT, "2030-01-05"))
    (folder / "a.db").chmod(0o444)
    with open_ledger(folder / "a.db") as store:
        with pytest.raises(StoreError, match="the file or its folder is read-only"):
            store.add(told("Another text.", "2030-01-05", name="b"))
        assert [d.article.id for d in store.view().documents] == ["a"]


@pytest.mark.parametrize("mode", [0o444, 0o644])
def test_a_ledger_in_a_read_only_folder_can_be_asked_and_not_added_to(folder, told, mode):
    with open_ledger(folder / "a #1?.db") as store:
        store.add(document := told(PORT, "2030-01-05"))
    (folder / "a #1?.db").chmod(mode)
    folder.chmod(0o555)
    with open_ledger(folder / "a #1?.db", create=False) as store:
        view = store.view()
        assert (len(queries.commitments(view)), [hit.article for hit in view.search("port")]) == (1, ["a"])
        assert view.recall(queries.commitments._question()) is None
        for write in (
            lambda: store.add(told("Another text.", "2030-01-05", name="b")),
            lambda: decide(store, "reject", [document.commitments[0].id], by="Dee"),
            lambda: store.refuse("b.pdf", "not text"),
        ):
            with pytest.raises(StoreError, match="the file or its folder is read-only"):
                write()
        assert store.view().documents == (document,)
    assert [path.name for path in folder.iterdir()] == ["a #1?.db"]


def test_a_ledger_in_a_read_only_folder_is_refused_while_a_part_of_it_is_in_its_log(folder, told):
    with open_ledger(folder / "a.db") as store:
        store.add(told(PORT, "2030-01-05"))
        (folder / "b.db").write_bytes((folder / "a.db").read_bytes())
        (folder / "b.db-wal").write_bytes((folder / "a.db-wal").read_bytes())
    folder.chmod(0o555)
    with pytest.raises(StoreError, match=r"b.db cannot be opened: its folder is read-only .* still in b.db-wal"):
        open_ledger(folder / "b.db")


def test_an_older_ledger_in_a_read_only_folder_is_an_error_and_stays_as_it_is(folder):
    open_ledger(folder / "a.db").close()
    with closing(sqlite3.connect(folder / "a.db")) as connection, connection:
        connection.execute("UPDATE summitry_schema SET version_num = '3'")
    before = (folder / "a.db").read_bytes()
    folder.chmod(0o555)
    with pytest.raises(StoreError, match="cannot be written: the file or its folder is read-only"):
        open_ledger(folder / "a.db")
    assert (folder / "a.db").read_bytes() == before


def test_a_full_disk_is_an_error_and_leaves_nothing_half_written(tmp_path):
    """A limit on the size of files is what a full disk looks like to a program."""
    path = tmp_path / "a.db"

    def fill(say):
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        with pytest.raises(StoreError, match="disk is full"):
            add(path, count(), say)

    ended, said = Child(fill).end()
    assert ended
    assert said
    assert state_of_file(path) == "ok"
    assert_kept(path, said)


def test_a_failure_in_the_middle_of_an_article_leaves_nothing_of_it(tmp_path, told):
    with open_ledger(tmp_path / "a.db") as store:
        with sqlite3.connect(tmp_path / "a.db") as connection:
            connection.execute("CREATE TRIGGER stops BEFORE INSERT ON records BEGIN SELECT RAISE(ABORT, 'no'); END")
        with pytest.raises(StoreError):
            store.add(told(PORT, "2030-01-05"))
        assert (store.view().documents, store.view().search("port"), store.view().revision) == ((), (), 0)
