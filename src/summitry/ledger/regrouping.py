"""Where people say that reports tell of one matter, or of two, the groups that were found follow them."""

from collections.abc import Iterable, Sequence

from summitry.ledger.match import R, Report
from summitry.review.reviewed import Regrouping


def regrouped(groups: Iterable[Sequence[Report[R]]], regroupings: Sequence[Regrouping]) -> list[list[Report[R]]]:
    """The groups as people put them together and took them apart, one decision after the other; groups and reports oldest first."""
    made = [list(group) for group in groups]
    at = {report.record.id: n for n, group in enumerate(made) for report in group} if regroupings else {}
    for one in regroupings:
        ids = [i for i in one.records if i in at]
        if len(ids) < 2:
            continue
        first, *others = ids
        if one.together:
            for other in others:
                if at[other] != at[first]:
                    moved, made[at[other]] = made[at[other]], []
                    made[at[first]] += moved
                    at |= {report.record.id: at[first] for report in moved}
        elif first == one.records[0] and any(at[other] == at[first] for other in others):
            (alone,) = (report for report in made[at[first]] if report.record.id == first)
            made[at[first]].remove(alone)
            at[first] = len(made)
            made.append([alone])
    ordered = [sorted(group, key=lambda r: r.order) if len(group) > 1 else group for group in made if group]
    return sorted(ordered, key=lambda group: group[0].order)
