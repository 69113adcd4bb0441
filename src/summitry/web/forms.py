"""The one form that the pages send: a decision about a record."""

from dataclasses import dataclass
from typing import get_args
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from summitry.records import kind_of
from summitry.review.decisions import Action
from summitry.review.making import decide, several, undo
from summitry.stores import Store
from summitry.web.pages import AskError

LONGEST = 64_000  # bytes; a decision is a few hundred
BETWEEN = ";"  # the values of a field that holds several


@dataclass(frozen=True, slots=True)
class Form:
    """What was sent: `records` begins with the one the decision is about; `decision` is what an undoing takes back."""

    token: str
    action: str
    records: tuple[str, ...]
    by: str
    field: str
    value: str
    note: str
    decision: str
    back: str

    def decide(self, store: Store) -> None:
        """Make the decision.

        Raises:
            AskError: there is no such action.
            ReviewError, StoreError: as `review.making` has it.
        """
        action: Action | None = next((a for a in get_args(Action) if a == self.action), None)
        if action is None:
            raise AskError(f"“{self.action}” is no decision; there are {', '.join(get_args(Action))}")
        if action == "undo":
            undo(store, self.decision or None, by=self.by, note=self.note)
            return
        values = [self.value]
        if (
            action == "correct"
            and self.records
            and several(kind_of(store.view().record(self.records[0])[1]), self.field)
        ):
            values = self.value.split(BETWEEN)
        decide(store, action, self.records, by=self.by, field=self.field, values=values, note=self.note)


async def read_form(request: Request) -> Form:
    """The form that a request holds.

    Raises:
        HTTPException: it is none, or longer than any decision.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip() != "application/x-www-form-urlencoded":
        raise HTTPException(415, "Send a form.")
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            raise HTTPException(413, "The form is longer than any decision.")
    try:
        sent = parse_qs(body.decode(), errors="strict", max_num_fields=100)
    except ValueError:
        raise HTTPException(400, "The form cannot be read.") from None
    one = {name: values[0].strip() for name, values in sent.items()}
    back = one.get("back", "")
    return Form(
        token=one.get("token", ""),
        action=one.get("action", ""),
        records=tuple(value.strip() for value in sent.get("record", ()) if value.strip()),
        by=one.get("by", ""),
        field=one.get("field", ""),
        value=one.get("value", ""),
        note=one.get("note", ""),
        decision=one.get("decision", ""),
        back=back if back.startswith(("/review", "/records/")) else "/review",
    )
