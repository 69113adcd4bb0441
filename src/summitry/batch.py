"""Many articles at once: each core reads its own, and what they say comes in the order of the articles."""

import gc
import os
import signal
import threading
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from pathlib import Path

from summitry.article import Article
from summitry.errors import SummitryError
from summitry.options import Options
from summitry.pipeline import process
from summitry.readers import Refused
from summitry.records import Document

FEW = 24  # articles; as many are read sooner than other processes have loaded the model
SELDOM = 100_000  # objects between two collections: reading makes many that live on, and few rings
AHEAD = 4  # articles a process that wait for it or for those before them


def read_one(article: Article, options: Options) -> Document | Refused:
    """What an article says; a fault of the program costs the one that brings it out, not the others."""
    try:
        return process(article, options)
    except SummitryError as error:
        return Refused(article.id, None, str(error))
    except Exception as error:  # noqa: BLE001 - what is needed to find it stands in the reason
        where = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}: {error}"
        return Refused(article.id, None, f"a fault of Summitry, please report it ({fault})")


def read_many(articles: Iterable[Article], options: Options) -> Iterator[Document | Refused]:
    """What each article says, in their order, read by `options.threads` processes where there are more than a few.

    Raises:
        SummitryError: a process was ended from outside; what came before is whole.
    """
    remaining = iter(articles)
    first = list(islice(remaining, FEW + 1))
    if len(first) <= FEW or options.threads == 1:
        yield from (read_one(article, options) for article in chain(first, remaining))
        return
    alone, waiting = replace(options, threads=1), deque[Future[Document | Refused]]()
    with ProcessPoolExecutor(options.threads, mp_context=get_context("spawn"), initializer=_begin) as pool:
        try:
            for article in chain(first, remaining):
                waiting.append(pool.submit(read_one, article, alone))
                if len(waiting) > AHEAD * options.threads:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as error:
            raise SummitryError("a process that read articles was ended from outside; is memory short?") from error
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _begin() -> None:
    """A reading process leaves interrupts to the one that asks, and ends with it even where that one is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.set_threshold(SELDOM)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    asking = parent_process()
    if asking is not None:
        asking.join()
        os._exit(1)
