import sys

from evaluation import speed
from summitry.options import Options


def test_no_two_articles_measured_are_the_same_text():
    articles = speed.make_articles(2, Options())
    assert len({a.sha256 for a in articles}) == len(articles) > 20


def test_memory_is_that_of_the_command_measured():
    little, much = (speed.peak_memory([sys.executable, "-c", code]) for code in ("pass", "x = bytearray(80 << 20)"))
    assert 60 < much - little < 100


def test_ratios_are_better_when_higher():
    found = speed.Speed(
        articles=20, alone=10, encoded=20, pieces=9000, loading=0.5, interpreter=0.01, help=0.1, one=1, memory=200
    )
    assert set(found.ratios().values()) == {0.5, 0.1}
