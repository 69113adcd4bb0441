"""Many articles read by several processes: the same as by one, in the same order, whatever becomes of a process."""

import multiprocessing
import subprocess
import sys
from itertools import islice

import pytest

from summitry import batch
from summitry.errors import SummitryError
from summitry.options import Options
from summitry.readers import Refused, from_text

NAMES = ("Moro", "Petra Lind", "the minister", "Tarn")

ENDLESS = """
from itertools import repeat
from summitry import batch
from summitry.options import Options
from summitry.readers import from_text

if __name__ == "__main__":
    article = from_text("They met on Monday.", published="2024-05-10")
    for _ in batch.read_many(repeat(article), Options(threads=2)):
        print("read", flush=True)
"""


def articles(number):
    for n in range(number):
        who = NAMES[n % len(NAMES)]
        text = f"{who} said on Monday that ship {n} would sail if Velmora opened port {n}.\n\nNobody else spoke."
        yield from_text(text, published="2024-05-10", id=f"a{n}")


def test_several_processes_read_what_one_reads_in_the_same_order():
    alone, together = (list(batch.read_many(articles(40), Options(threads=n))) for n in (1, 2))
    assert together == alone
    assert [d.article.id for d in together] == [f"a{n}" for n in range(40)]


def test_few_articles_are_read_by_the_process_that_asks(monkeypatch):
    monkeypatch.setattr(batch, "ProcessPoolExecutor", None)
    assert len(list(batch.read_many(articles(batch.FEW), Options(threads=2)))) == batch.FEW


def test_articles_are_taken_as_they_are_needed():
    taken = 0

    def counted():
        nonlocal taken
        for article in articles(1000):
            taken += 1
            yield article

    found = batch.read_many(counted(), Options(threads=2))
    assert len(list(islice(found, 3))) == 3
    found.close()
    assert taken < 2 * batch.FEW


def test_a_process_ended_from_outside_is_told():
    found = batch.read_many(articles(1000), Options(threads=2))
    next(found)
    multiprocessing.active_children()[0].kill()
    with pytest.raises(SummitryError, match="ended from outside"):
        list(found)


def test_reading_processes_end_with_the_one_that_asked_though_it_was_killed(tmp_path):
    program = tmp_path / "endless.py"
    program.write_text(ENDLESS)
    asking = subprocess.Popen([sys.executable, str(program)], stdout=subprocess.PIPE)
    assert asking.stdout is not None
    assert asking.stdout.readline() == b"read\n"
    asking.kill()
    asking.communicate(timeout=30)  # ends when nobody is left who could write there


def test_a_fault_of_the_program_is_refused_with_its_place(monkeypatch):
    def stumble(*_):
        raise IndexError("list index out of range")

    monkeypatch.setattr(batch, "process", stumble)
    (found,) = batch.read_many(articles(1), Options(threads=1))
    assert isinstance(found, Refused)
    assert str(found).startswith("a0: a fault of Summitry, please report it (IndexError at test_batch.py:")
