"""What is stored stays, whatever happens to those who store it: killed, many at once, or their server gone."""

import random
import time
from functools import partial
from itertools import count

import pytest
from deaths import Child
from harbours import READINGS, add, assert_decided, assert_kept, document, judge

from summitry.errors import StoreError
from summitry.stores import open_ledger


def test_a_killed_process_loses_nothing_it_said_it_stored_and_leaves_no_part(new_lasting_place, kills):
    chance = random.Random(1)
    for deaths in batched(range(kills), 25):
        place, said = new_lasting_place(), []
        for number in deaths:
            child = Child(partial(add, place, count(1000 * number)))
            said += child.kill_after(chance.uniform(0, 0.03), lines=chance.randrange(6))
        assert assert_kept(place, said) >= len(said) // len(READINGS)


def test_processes_killed_while_they_add_and_judge_lose_nothing_they_said(new_lasting_place, kills):
    chance, decided = random.Random(2), 0
    for deaths in batched(range(kills), 25):
        place, added, judged = new_lasting_place(), [], []
        with open_ledger(place) as store:
            store.add(document(-1, READINGS[0]), reader=READINGS[0])
        for number in deaths:
            adding = Child(partial(add, place, count(1000 * number)))
            judging = Child(partial(judge, place, number))
            added += adding.kill_after(chance.uniform(0, 0.03), lines=chance.randrange(4))
            judged += judging.kill_after(chance.uniform(0, 0.03), lines=chance.randrange(4))
        assert assert_kept(place, added) >= len(added) // len(READINGS)
        decided += assert_decided(place, judged)
    assert decided >= kills


def batched(items, size):
    return (items[i : i + size] for i in range(0, len(items), size))


def test_many_write_and_read_at_once(new_lasting_place, kills):
    """With `--kills N`, eight times 2N documents are stored, each in two readings."""
    place = new_lasting_place()

    def read(say):
        with open_ledger(place) as store:
            for _ in range(20):
                documents, found = store.view().documents, store.view().search("unclear", limit=1000)
                say(all(d in (document(n, r) for r in READINGS) for d in documents for n in [int(d.article.id[8:])]))
                say(len(found) >= len(documents))

    # Each number is added by two writers.
    writers = [Child(partial(add, place, range(kills * (i // 2), kills * (i // 2 + 2)))) for i in range(8)]
    readers = [Child(read) for _ in range(4)]
    assert [child.end() for child in readers] == [(True, ["True"] * 40)] * 4
    ends = [child.end() for child in writers]
    assert [ended for ended, _ in ends] == [True] * 8
    assert assert_kept(place, [line for _, said in ends for line in said]) == 5 * kills


def test_a_server_that_goes_away_is_an_error_and_is_found_again(server):
    place = server.new()
    with open_ledger(place) as store:
        store.add(document(1, "0.1"), reader="0.1")
        server.stop()
        try:
            for call in (
                lambda: store.add(document(2, "0.1")),
                store.view,
                lambda: store.refuse("a", "b"),
                store.refused,
            ):
                with pytest.raises(StoreError, match="cannot be reached"):
                    call()
            with pytest.raises(StoreError, match="cannot be reached"):
                open_ledger(place)
        finally:
            server.start()
        assert store.add(document(1, "0.2"), reader="0.2") == "read"
        assert store.view().documents == (document(1, "0.2"),)


def test_a_server_that_goes_away_while_it_is_written_loses_nothing(server):
    place = server.new()
    for number in range(3):

        def write(say, first=1000 * number):
            with pytest.raises(StoreError, match=r"cannot be reached|has stopped"):
                add(place, count(first), say)

        child = Child(write)
        time.sleep(0.3)
        server.stop()
        server.start()
        ended, said = child.end()
        assert ended
        assert_kept(place, said)
