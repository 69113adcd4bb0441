"""The errors Summitry raises for a call or an input it cannot serve.

    SummitryError
    ├── ReadError        an input that yields no article: empty, binary, too large, not text
    ├── DateError        a date that is none
    ├── OffsetError      a span that does not hold in its text: a bug of ours, never of the input
    ├── ModelError       a model file that is missing or damaged
    ├── ActorFileError   a user's actor file that cannot be used
    ├── NegotiationError a user's file of negotiations that cannot be used, or a name that no negotiation has
    ├── ReviewError      a decision about a record that cannot be made: nobody's, an unknown field, a wrong value
    └── StoreError       a ledger file that is none, is newer than this program, or cannot be written
        └── UnknownIdError   an article or record that the ledger does not have

What is wrong *inside* an article is no error: it comes back as a `Problem` beside the records.
"""


class SummitryError(Exception):
    """Base of all; its text is one sentence that says what to do."""


class ReadError(SummitryError):
    """An input yields no article; `str(error)` begins with `file:` or `file:line:` where there is one."""


class DateError(SummitryError):
    """A text is no calendar date."""


class OffsetError(SummitryError):
    """A span does not fit its text."""


class ModelError(SummitryError):
    """A model file is missing, damaged or of another version."""


class ActorFileError(SummitryError):
    """A user's actor file has an unknown key, a wrong value or overlapping roles; names file and line."""


class NegotiationError(SummitryError):
    """A file of negotiations has an unknown key or a wrong value (names file and line), or no negotiation has the name."""


class ReviewError(SummitryError):
    """A decision cannot be made as given; names what is allowed."""


class StoreError(SummitryError):
    """A ledger cannot be opened, read or written."""


class UnknownIdError(StoreError):
    """A ledger has no article or record of that id, or none published by the day asked for."""
