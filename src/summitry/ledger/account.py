"""The account that documents together give: what stands, what bears on it, what is disputed; a pure function of the documents."""

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from summitry.ledger.copies import origins
from summitry.ledger.courses import Course, course
from summitry.ledger.deadlocks import Deadlock, deadlocks
from summitry.ledger.disputes import Dispute, disputes
from summitry.ledger.links import Bearing, Link, bearings, same
from summitry.ledger.parties import Parties
from summitry.ledger.remembering import Memories
from summitry.ledger.state import Basis, Item, Meeting, Reports, State, read_state
from summitry.records import Document, RecordId
from summitry.review.reviewed import Regrouping


class Account:
    """Each part is made when it is first asked for; the order of the documents does not matter.

    `regroupings`: which reports people put together or took apart; `parties`: whom actors stand for, where that is known already;
    `memories`: what is remembered of the documents, to which it adds; `like`: an account of other readings of the articles, from which
    what is the same in both is taken.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        regroupings: Sequence[Regrouping] = (),
        parties: Parties | None = None,
        memories: Memories | None = None,
        like: "Account | None" = None,
    ) -> None:
        self.documents = documents
        self._regroupings = regroupings
        self.parties = parties or Parties(documents)
        self.memories = memories or Memories()
        self._like = like

    @cached_property
    def reports(self) -> Reports:
        """The documents, each with the outlet whose telling it is, and whom its actors stand for."""
        found = self._like.reports.origins if self._like else origins(self.documents, self.memories)
        return Reports(self.documents, found, self.parties, self.memories, self._like.reports if self._like else None)

    @cached_property
    def state(self) -> State:
        """Meetings, commitments, demands, obstacles, orders and questions, each with all its reports."""
        return read_state(self.basis, (self._like.basis, self._like.state) if self._like else None)

    @cached_property
    def basis(self) -> Basis:
        """What the state follows from."""
        return Basis(self.reports, self._regroupings)

    @cached_property
    def bearings(self) -> Sequence[Bearing]:
        """What later deeds and words do to commitments."""
        return bearings(self.state, self.reports)

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """What is told differently, by the day on which both sides were known."""
        return disputes(self.state, self.reports, self.bearings)

    @cached_property
    def deadlocks(self) -> tuple[Deadlock, ...]:
        """What blocks what: the certain ones first, then by the day they were known."""
        return deadlocks(self.reports)

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every link, by the day from which it could be known."""
        found = {*same(self.state.matters()), *(b.link for b in self.bearings), *(d.link for d in self.disputes)}
        return tuple(sorted(found, key=lambda one: (one.day, one.object, one.subject, one.kind, one.author)))

    @cached_property
    def courses(self) -> dict[RecordId, Course]:
        """The three axes of each commitment, by the id of its first report."""
        bearing: defaultdict[RecordId, list[Bearing]] = defaultdict(list)
        for one in self.bearings:
            bearing[one.link.object].append(one)
        disputed: defaultdict[RecordId, list[Dispute]] = defaultdict(list)
        for dispute in self.disputes:
            disputed[dispute.matter].append(dispute)
        return {item.id: course(item, bearing[item.id], disputed[item.id]) for item in self.state.commitments}

    @cached_property
    def matter_of(self) -> dict[RecordId, Item[Any] | Meeting]:
        """The matter that each record reports, for those that report one."""
        return {report.record.id: matter for matter in self.state.matters() for report in matter.reports}

    @cached_property
    def links_of(self) -> dict[RecordId, list[Link]]:
        """The links that each record is an end of."""
        found: defaultdict[RecordId, list[Link]] = defaultdict(list)
        for one in self.links:
            found[one.subject].append(one)
            found[one.object].append(one)
        return dict(found)
