"""Questions whose answers outlive the process: the ledger keeps them until what they rest on changes."""

import sys
from collections.abc import Callable
from functools import cached_property, lru_cache, partial, update_wrapper
from hashlib import sha256
from inspect import signature
from pathlib import Path
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_type_hints

import msgspec

import summitry
from summitry.lasting import lasting
from summitry.queries.parts import Shape, plain
from summitry.stores import Basis, View

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

# An answer once made holds as long as its view, which pages and commands ask several questions.
kept = lru_cache(maxsize=4)


class answered(Generic[Given, Answer]):  # noqa: N801 - a decorator
    """A question asked of a view, whose answer is a plain value and follows from what the view sees and the arguments alone.

    The view keeps the answer under the question, the arguments and the program, so that the next process need not make it again.
    `of`: what of the view it follows from.
    """

    def __init__(self, make: Callable[Concatenate[View, Given], Answer], of: Basis = "told") -> None:
        self._make = make
        self._of: Basis = of
        self._held = kept(self._ask)
        update_wrapper(self, make)

    def __call__(self, view: View, *args: Given.args, **options: Given.kwargs) -> Answer:
        """The answer; lines and values that were kept are read when somebody looks at them."""
        return self._held(view, *self._given(*args, **options))

    def json(self, view: View, *args: Given.args, **options: Given.kwargs) -> msgspec.Raw:
        """The answer as JSON; one that was kept is not read."""
        question = self._question(*args, **options)
        known = self._shape.json(lambda part: view.recall(question, part, of=self._of))
        return msgspec.Raw(encoded(self(view, *args, **options)) if known is None else known)

    def _ask(self, view: View, *args: Given.args, **options: Given.kwargs) -> Answer:
        question = self._question(*args, **options)
        again = lru_cache(partial(self._anew, view, *args, **options))
        known = self._shape.read(lambda part: view.recall(question, part, of=self._of), again)
        if known is not None:
            return known
        answer = again()
        view.keep(question, self._shape.parts(answer), of=self._of)
        return answer

    def _anew(self, view: View, *args: Given.args, **options: Given.kwargs) -> Answer:
        with lasting():
            return self._make(view, *args, **options)

    def _question(self, *args: Given.args, **options: Given.kwargs) -> str:
        return f"{PROGRAM} {self._make.__name__} {self._given(*args, **options)!r}"

    def _given(self, *args: Given.args, **options: Given.kwargs) -> tuple[Any, ...]:
        """The arguments with those left out: the same question however it is put."""
        given = signature(self._make).bind(None, *args, **options)
        given.apply_defaults()
        return given.args[1:]

    @cached_property
    def _shape(self) -> Shape[Answer]:
        return Shape(get_type_hints(self._make)["return"])


def encoded(answer: object) -> bytes:
    """Any answer as JSON."""
    return msgspec.json.encode(answer, enc_hook=plain)


def _program() -> str:
    """The sha256 of all that decides what is answered, besides the ledger: the sources and word lists of this program, and Python."""
    home = Path(summitry.__file__).parent
    sources = sorted([*home.glob("**/*.py"), *home.glob("data/*.txt"), *home.glob("data/*.toml")])
    whole = sha256(sys.version.encode())
    for source in sources:
        whole.update(f"{source.relative_to(home)} {source.stat().st_size} ".encode() + source.read_bytes())
    return whole.hexdigest()


PROGRAM = _program()  # now: an upgrade may replace the sources of a program that runs
