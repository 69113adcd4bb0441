"""Whether a text is English."""

import pytest

from summitry.readers.languages import recognise


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The envoys of the two countries met in Vienna on Friday and said that a deal was near.", "en"),
        ("Iran rejects inspections", "en"),
        (
            "Die Gesandten der beiden Länder trafen sich am Freitag in Wien und sagten, eine Einigung sei in der Nähe.",
            "und",
        ),
        ("Les envoyés des deux pays se sont rencontrés vendredi à Vienne et ont dit que la paix était proche.", "und"),
        (
            "Los enviados de los dos países se reunieron el viernes en Viena y dijeron que el acuerdo estaba cerca.",
            "und",
        ),
        (
            "De gezanten van de twee landen hebben elkaar in Wenen ontmoet en zeiden dat een akkoord in zicht was.",
            "und",
        ),
        ("Послы двух стран встретились в пятницу в Вене.", "und"),
        ("양국 특사가 금요일 빈에서 만났다.", "ko"),
        ("両国の特使は金曜日にウィーンで会談した。", "ja"),
        ("两国特使星期五在维也纳会晤。", "zh"),
        ("Οι απεσταλμένοι συναντήθηκαν στη Βιέννη.", "el"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert recognise(text) == language


def test_a_declaration_is_used_where_the_text_is_not_english() -> None:
    german = "Die Gesandten der beiden Länder trafen sich am Freitag in Wien und sagten, eine Einigung sei in der Nähe."
    assert recognise(german, "de-AT") == "de"


def test_a_declaration_does_not_make_a_text_english() -> None:
    assert recognise("Послы двух стран встретились в Вене.", "en-GB") == "und"
