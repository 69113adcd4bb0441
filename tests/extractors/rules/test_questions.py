"""Questions: each test shows a text and what it leaves open."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It was not clear whether the hostages were alive.", "whether the hostages were alive"),
        ("It is unclear how the ban would be enforced.", "how the ban would be enforced"),
        ("It remains to be seen whether the truce will hold.", "whether the truce will hold"),
        ("The cabinet has yet to decide who will lead the delegation.", "who will lead the delegation"),
        ("The text does not say when the troops would leave.", "when the troops would leave"),
        ("The ministry declined to say how many prisoners had been freed.", "how many prisoners had been freed"),
        ("The timetable for the withdrawal has not been agreed.", "The timetable for the withdrawal"),
        ("The status of the port remains unresolved.", "The status of the port"),
        ("The size of the loan was not specified.", "The size of the loan"),
        ("Officials are still working out the details of the exchange.", "the details of the exchange"),
        ("The two sides disagree over the price of gas.", "the price of gas"),
        ("Negotiators disagree over how to verify the cuts.", "how to verify the cuts"),
        ("There is uncertainty over the date of the summit.", "the date of the summit"),
        ("There were conflicting accounts of the meeting.", "conflicting accounts of the meeting"),
        ("Iran would give an unspecified sum to the fund.", "an unspecified sum"),
    ],
)
def test_the_text_leaves_it_open(questions, text, expected):
    assert [q.startswith(expected) for q in questions(text)] == [True]


@pytest.mark.parametrize(
    "text",
    [
        "It was clear that the hostages were alive.",
        "Ankara opened the border.",
        "The timetable has been agreed.",
        "France will leave regardless of whether Mali objects.",
        "The law says when troops may be sent.",
    ],
)
def test_what_is_settled_is_no_question(questions, text):
    assert questions(text) == []
