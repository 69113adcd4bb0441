"""Processes that may be killed at any point of what they do."""

import os
import signal
import time
import traceback
from collections.abc import Callable

Say = Callable[[object], object]


class Child:
    """A fork of this process: it starts at once, so that the moments at which it can be killed are those of its work."""

    def __init__(self, work: Callable[[Say], object]) -> None:
        there, here = os.pipe()
        self._id = os.fork()
        if not self._id:
            status = 1
            try:
                work(lambda said: os.write(here, f"{said}\n".encode()))
                status = 0
            except BaseException:  # noqa: BLE001 - whatever it is, the child must not go on as a second pytest
                traceback.print_exc()
            finally:
                os._exit(status)
        os.close(here)
        self._said = os.fdopen(there)

    def kill_after(self, seconds: float, *, lines: int = 0) -> list[str]:
        """What it said until it was killed: so long after it had said so much."""
        said = [next(self._said).rstrip("\n") for _ in range(lines)]
        time.sleep(seconds)
        os.kill(self._id, signal.SIGKILL)
        return said + self.end()[1]

    def end(self) -> tuple[bool, list[str]]:
        """Whether it ended well, and what it said; a line that was cut was not said."""
        with self._said:
            said = [line.rstrip("\n") for line in self._said if line.endswith("\n")]
        return os.waitpid(self._id, 0)[1] == 0, said
