"""What pages are made from, and the pages made, kept while the ledger stays as it is."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

from summitry.stores import Store, View

MOST_VIEWS = 3  # days whose views are kept; each may hold all articles published by then
MOST_BODIES = 64  # answers kept for each of them
LONGEST = 1_000_000  # bytes of an answer that is worth keeping


@dataclass
class _Kept:
    view: View
    bodies: OrderedDict[str, bytes] = field(default_factory=OrderedDict)


class Views:
    """The newest view of a store for each day, and what was answered from it; safe to ask from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept: OrderedDict[date | None, _Kept] = OrderedDict()
        self._lock = Lock()

    def body(self, day: date | None, address: str, make: Callable[[View], bytes]) -> bytes:
        """What `make` answers from the view as of a day: the same bytes for an address until the ledger changes.

        Raises:
            StoreError: the ledger cannot be read; and whatever `make` raises.
        """
        kept = self._at(day)
        with self._lock:
            known = kept.bodies.get(address)
            if known is not None:
                kept.bodies.move_to_end(address)
                return known
        made = make(kept.view)
        if len(made) <= LONGEST:
            with self._lock:
                kept.bodies[address] = made
                if len(kept.bodies) > MOST_BODIES:
                    kept.bodies.popitem(last=False)
        return made

    def _at(self, day: date | None) -> _Kept:
        fresh = self._store.view(day)
        with self._lock:
            kept = self._kept.pop(day, None)
            if kept is None or kept.view.revision != fresh.revision:
                kept = _Kept(fresh)
            self._kept[day] = kept
            if len(self._kept) > MOST_VIEWS:
                self._kept.popitem(last=False)
        return kept
