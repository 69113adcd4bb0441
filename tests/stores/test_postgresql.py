"""What only a PostgreSQL server can suffer, and its address."""

import json
import subprocess
import sys
import threading

import psycopg
import pytest

from summitry.errors import StoreError
from summitry.stores import open_ledger, postgresql

PORT = "Ana Alder will <commitment maker=ana>open the port</commitment>."


def test_a_ledger_is_kept_at_its_address(server, told):
    place, document = server.new(), told(PORT, "2030-01-05")
    with open_ledger(place) as store:
        store.add(document)
    with open_ledger(place, create=False) as store:
        assert store.view().documents == (document,)


def test_the_old_name_of_the_scheme_will_do(server):
    with open_ledger(server.new().replace("postgresql:", "postgres:")) as store:
        assert store.view().documents == ()


def test_a_missing_ledger_is_an_error_where_none_shall_be_begun(server):
    place = server.new()
    with pytest.raises(StoreError, match="no such ledger"):
        open_ledger(place, create=False)
    with pytest.raises(StoreError, match="no such ledger"):
        open_ledger(place, create=False)


def test_a_missing_database_is_an_error_that_names_it(server):
    with pytest.raises(StoreError, match='database "nowhere" does not exist'):
        open_ledger(server.address.replace("/postgres", "/nowhere"))


def test_a_server_that_is_not_there_is_an_error():
    with pytest.raises(StoreError, match=r"^postgresql://127.0.0.1:1/talks cannot be reached"):
        open_ledger("postgresql://127.0.0.1:1/talks")


@pytest.mark.parametrize(
    "address", ["postgresql://ana:secret@127.0.0.1:1/a", "postgresql://127.0.0.1:1/a?password=secret"]
)
def test_a_password_is_in_no_message(address):
    with pytest.raises(StoreError) as caught:
        open_ledger(address)
    assert "secret" not in str(caught.value)


def test_an_address_that_is_none_is_an_error():
    with pytest.raises(StoreError, match="no such address"):
        open_ledger("postgresql://host:port/talks")


def test_another_kind_of_database_is_an_error():
    with pytest.raises(StoreError, match="mysql://… keeps no ledger; name a file, or postgresql://"):
        open_ledger("mysql://ana:secret@host/talks")


def test_without_the_driver_the_error_says_what_to_install():
    code = "import sys; sys.modules['psycopg'] = None; from summitry.stores import open_ledger; open_ledger('postgresql://h/d')"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr
    assert said.endswith("StoreError: a ledger in PostgreSQL needs its driver: pip install 'summitry[postgres]'\n")


def test_another_program_s_tables_are_an_error_and_stay_as_they_are(server):
    place = server.new()
    with psycopg.connect(place) as connection:
        connection.execute("CREATE TABLE articles (name text)")
    with pytest.raises(StoreError, match="tables of another program"):
        open_ledger(place)
    with psycopg.connect(place) as connection:
        assert connection.execute("SELECT * FROM articles").fetchall() == []


def test_a_database_in_another_encoding_is_an_error(server):
    server.tell("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="is in LATIN1; make one with createdb"):
        open_ledger(server.address.replace("/postgres", "/latin"))


def test_a_schema_that_is_not_there_is_an_error(server):
    with pytest.raises(StoreError, match="cannot be used: no schema has been selected to create in"):
        open_ledger(f"{server.new()}_not")


def test_a_user_who_may_only_read_is_told_so_when_he_writes(server, told):
    place = server.new()
    with open_ledger(place) as store:
        store.add(told(PORT, "2030-01-05"))
    schema = place.rpartition("%3D")[2]
    server.tell(
        "CREATE ROLE reader LOGIN;"
        f"GRANT USAGE ON SCHEMA {schema} TO reader; GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader"
    )
    with open_ledger(place.replace("summitry@", "reader@"), create=False) as store:
        assert [hit.article for hit in store.view().search("port")] == ["a"]
        with pytest.raises(StoreError, match="cannot be used: permission denied for table"):
            store.add(told("Another text.", "2030-01-05", name="b"))


def test_a_read_only_server_can_be_read_and_not_added_to(server, told):
    place = server.new()
    with open_ledger(place) as store:
        store.add(told(PORT, "2030-01-05"))
    with open_ledger(place + "%20-cdefault_transaction_read_only=on") as store:
        assert [d.article.id for d in store.view().documents] == ["a"]
        with pytest.raises(StoreError, match="read-only"):
            store.add(told("Another text.", "2030-01-05", name="b"))


def test_a_writer_that_never_ends_is_waited_for_only_so_long(server, told, monkeypatch):
    place = server.new()
    monkeypatch.setattr(postgresql.Postgresql, "writes", postgresql.Postgresql.tries)
    with open_ledger(place) as store, psycopg.connect(place) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", [postgresql.LOCK])
        with pytest.raises(StoreError, match="is being written by another program"):
            store.add(told(PORT, "2030-01-05"))


def test_a_failure_in_the_middle_of_an_article_leaves_nothing_of_it(server, told):
    place = server.new()
    with open_ledger(place) as store:
        with psycopg.connect(place) as connection:
            connection.execute("ALTER TABLE records ADD CHECK (false)")
        with pytest.raises(StoreError):
            store.add(told(PORT, "2030-01-05"))
        assert (store.view().documents, store.view().search("port"), store.view().revision) == ((), (), 0)


def test_threads_share_a_store(server, told):
    with open_ledger(server.new()) as store:
        threads = [
            threading.Thread(target=store.add, args=(told(f"Port {n} is open.", name=f"a{n}"),)) for n in range(20)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.view().documents) == 20


def test_commands_ask_a_ledger_at_its_address(server, told):
    place = server.new()
    with open_ledger(place) as store:
        store.add(told(PORT, "2030-01-05"))
    command = [sys.executable, "-m", "summitry", "search", "ports", "--ledger", place, "--format", "json"]
    shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert [found["article"]["id"] for found in json.loads(shown)] == ["a"]
