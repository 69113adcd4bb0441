"""Values that stay are made faster while Python does not look for some to free."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_makers = 0  # threads for which the collector rests
_MANY = 1_000_000  # objects: those of a whole ledger, which take the collector seconds to go through once


@contextmanager
def lasting() -> Iterator[None]:
    """The garbage collector rests: it would go through all that has been made, again and again, and find nothing to free.

    What was very much is left out of its rounds for good: it is free when nobody holds it, as there are no circles in it.
    """
    global _makers  # noqa: PLW0603 - there is one collector for all threads
    with _lock:
        ours = bool(_makers) or gc.isenabled()
        _makers += ours
        gc.disable()
    try:
        yield
    finally:
        with _lock:
            _makers -= ours
            if ours and not _makers:
                if gc.get_count()[0] > _MANY:
                    gc.freeze()
                gc.enable()
