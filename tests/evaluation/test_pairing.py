from evaluation.pairing import jaccard, pair, runs


def near(a: int, b: int) -> float:
    return 1 / (1 + abs(a - b))


def test_what_is_shared_counts_against_all_that_is_covered():
    assert jaccard({1, 2, 3}, {2, 3, 4, 5}) == 2 / 5


def test_nothing_is_not_like_nothing():
    assert jaccard(set(), set()) == 0.0


def test_the_best_pair_is_taken_first_and_nobody_twice():
    assert pair([10, 20], [19, 11, 21], near, least=0.3) == [(1, 2), (0, 1)]


def test_of_equal_pairs_the_last_is_taken():
    assert pair([10], [11, 9], near, least=0.3) == [(0, 1)]


def test_what_is_too_unlike_or_can_never_be_one_stays_alone():
    assert pair([10, 20], [15, 20], lambda a, b: None if a == b else near(a, b), least=0.3) == []


def test_runs_are_unbroken():
    assert runs({7, 1, 2, 3, 8}) == [(1, 4), (7, 9)]
