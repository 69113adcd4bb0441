"""Plain text: the article's text is the decoded file, character by character."""

from collections.abc import Iterator
from typing import BinaryIO

from summitry.article import Article
from summitry.options import Options
from summitry.readers.assembly import Facts, Origin, Refused, assemble
from summitry.readers.dates import day_in_name
from summitry.readers.decoding import LARGEST, decode, read_whole


def read(stream: BinaryIO, origin: Origin, options: Options) -> Iterator[Article | Refused]:
    """One article.

    Raises:
        ReadError: the bytes are no text, or no text of a length that is read.
    """
    most = min(LARGEST, 4 * options.longest + 4)  # no encoding spends more on a character and a byte order mark
    text = decode(read_whole(stream, most))
    yield assemble(text, Facts(published=day_in_name(origin.name)), origin, options)
