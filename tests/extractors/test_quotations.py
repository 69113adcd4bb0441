"""How far what somebody says goes on."""

import pytest

from summitry.pipeline import process
from summitry.readers import from_text


@pytest.mark.parametrize(
    ("text", "first", "others"),
    [
        (
            "“We have waited for an answer since May,” the envoy said.\n\nTarn offered to take the sailors.",
            "We have",
            "Tarn",
        ),
        (
            "“We will help the islands in our own way,” Odo Kell said.\n\nPetra Lind was not impressed. “First pay, then promise,” she said.",
            "We will",
            "First pay",
        ),
    ],
)
def test_a_quotation_does_not_run_on_into_what_others_say_or_do(text, first, others):
    document = process(from_text(text, published="2024-05-10"))
    (whole,) = (s for s in document.statements if text[slice(*s.content[0])].startswith(first))
    assert not any(others in text[slice(*piece)] for piece in whole.content)


def test_a_quotation_goes_on_after_its_cue():
    text = "“We have waited since May,” the envoy said. “It is enough. We will sail.”"
    document = process(from_text(text, published="2024-05-10"))
    said = " ".join(text[slice(*piece)] for s in document.statements for piece in s.content)
    assert "We have waited" in said
    assert "We will sail" in said
