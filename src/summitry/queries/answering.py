"""Questions whose answers outlive the process: the ledger keeps them until it changes."""

import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cached_property, lru_cache, update_wrapper
from hashlib import sha256
from inspect import signature
from pathlib import Path
from typing import Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import msgspec

import summitry
from summitry.lasting import lasting
from summitry.stores import View

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# An answer once made holds as long as its view, which pages and commands ask several questions.
kept = lru_cache(maxsize=4)


class answered(Generic[Given, Answer]):  # noqa: N801 - a decorator
    """A question asked of a view, whose answer is a plain value and follows from the view and the arguments alone.

    The view keeps the answer under the question, the arguments and the program, so that the next process need not make it again.
    """

    def __init__(self, make: Callable[Concatenate[View, Given], Answer]) -> None:
        self._make = make
        self._held = kept(self._ask)
        update_wrapper(self, make)

    def __call__(self, view: View, *args: Given.args, **options: Given.kwargs) -> Answer:
        """The answer."""
        return self._held(view, *args, **options)  # type: ignore[arg-type] # lru_cache does not see what is hashable

    def json(self, view: View, *args: Given.args, **options: Given.kwargs) -> msgspec.Raw:
        """The answer as JSON; one that was kept is not read."""
        known = view.recall(self._question(*args, **options))
        with suppress(msgspec.MsgspecError):
            if known is not None:
                return msgspec.json.decode(known, type=msgspec.Raw)
        return msgspec.Raw(msgspec.json.encode(self(view, *args, **options)))

    def _ask(self, view: View, *args: Given.args, **options: Given.kwargs) -> Answer:
        question = self._question(*args, **options)
        known = view.recall(question)
        with suppress(msgspec.MsgspecError):
            if known is not None:
                return self._decoder.decode(known)
        with lasting():
            answer = self._make(view, *args, **options)
        view.keep(question, msgspec.json.encode(answer))
        return answer

    def _question(self, *args: Given.args, **options: Given.kwargs) -> str:
        given = signature(self._make).bind(None, *args, **options)
        given.apply_defaults()
        return f"{PROGRAM} {self._make.__name__} {given.args[1:]!r}"

    @cached_property
    def _decoder(self) -> msgspec.json.Decoder[Answer]:
        return msgspec.json.Decoder(get_type_hints(self._make)["return"])


def _program() -> str:
    """The sha256 of all that decides what is answered, besides the ledger: the sources and word lists of this program, and Python."""
    home = Path(summitry.__file__).parent
    sources = sorted([*home.glob("**/*.py"), *home.glob("data/*.txt"), *home.glob("data/*.toml")])
    whole = sha256(sys.version.encode())
    for source in sources:
        whole.update(f"{source.relative_to(home)} {source.stat().st_size} ".encode() + source.read_bytes())
    return whole.hexdigest()


PROGRAM = _program()  # now: an upgrade may replace the sources of a program that runs
