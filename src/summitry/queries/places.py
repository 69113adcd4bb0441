"""Where each record stands in the account, kept so that one can be shown without making the account."""

from collections.abc import Mapping
from dataclasses import dataclass

from summitry.ledger.links import Link, LinkKind
from summitry.queries.answering import answered
from summitry.queries.answers import History
from summitry.queries.evidence import account_of
from summitry.queries.matters import histories
from summitry.records import RecordId
from summitry.stores import View

# What a link says from its object's side; of the others the list of reports tells.
PASSIVE: dict[LinkKind, str] = {
    "repeats": "repeated by",
    "supersedes": "superseded by",
    "fulfils": "fulfilled by",
    "breaks": "broken by",
    "withdraws": "withdrawn by",
    "contradicts": "contradicted by",
}


@dataclass(frozen=True, slots=True)
class Places:
    """Where each record stands in the account: the matter that it reports, all that report that, what bears on it, how it stands.

    All by the id of the matter, which is that of its first report, but for `matters`, which is by the record's; `links` is by the
    ids at both ends.
    """

    matters: Mapping[RecordId, RecordId]
    reports: Mapping[RecordId, tuple[RecordId, ...]]
    links: Mapping[RecordId, tuple[Link, ...]]
    histories: Mapping[RecordId, History]


@answered
def places(view: View) -> Places:
    """Where every record stands in the account."""
    account = account_of(view)
    held = list(account.state.matters())
    links = {i: tuple(one for one in own if one.kind in PASSIVE) for i, own in account.links_of.items()}
    return Places(
        matters={report.record.id: matter.id for matter in held for report in matter.reports},
        reports={matter.id: tuple(report.record.id for report in matter.reports) for matter in held},
        links={i: own for i, own in links.items() if own},
        histories=histories(account),
    )
