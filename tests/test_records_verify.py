"""What a record may point at: words of its article, and nothing else."""

from dataclasses import replace

import pytest

from summitry.article import Article, Span
from summitry.errors import OffsetError
from summitry.records import Commitment, Deadline, Document, Order, verify

ARTICLE = Article("a", "Tarn will vote before Velmora signs.")
WHOLE = Span(0, len(ARTICLE.text))
ORDER = Order("ord-1", (WHOLE,), (ARTICLE.text,), "test", before=Span(10, 14), after=Span(22, 35))
PROMISE = Commitment(
    "com-1", (WHOLE,), (ARTICLE.text,), "test", (), (), Span(10, 14), polarity="do", force="intention", firmness="firm"
)


def test_spans_within_the_text_are_right():
    verify(Document(ARTICLE, commitments=(PROMISE,), orders=(ORDER,)))


@pytest.mark.parametrize("wrong", [Span(22, 10), Span(10, 10), Span(-4, 3), Span(30, 99)])
def test_a_span_that_holds_no_words_of_the_text_is_refused_in_every_field(wrong):
    late = Deadline(wrong, None, None, None)
    for record in (replace(ORDER, before=wrong), replace(ORDER, after=wrong)):
        with pytest.raises(OffsetError, match=r"record ord-1: no characters at"):
            verify(Document(ARTICLE, orders=(record,)))
    for record in (replace(PROMISE, action=wrong), replace(PROMISE, deadline=late)):
        with pytest.raises(OffsetError, match=r"record com-1: no characters at"):
            verify(Document(ARTICLE, commitments=(record,)))
