"""A ledger's answers as tables and sections for the terminal."""

from collections.abc import Sequence
from dataclasses import asdict

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from summitry import queries, records
from summitry.cli.documents import Row
from summitry.cli.frame import one_line
from summitry.cli.tables import (
    ID_SHOWN,
    Line,
    day_of,
    heading,
    interval,
    people,
    print_lines,
    print_table,
    remarks,
    shorten,
    towards,
)
from summitry.stores import Refusal

# Where things stand ------------------------------------------------------------------------------------------------


def print_standing(out: Console, standing: queries.Standing, most: int) -> None:
    """Where the talks stand, every line with the sentence it rests on; at most `most` lines of a section."""
    heading(out, f"Where things stand on {standing.as_of}" if standing.as_of else "Where things stand")
    out.print(Text(_basis(standing), style="dim"))
    parties = ", ".join(party.who.name for party in standing.parties[:most])
    if parties:
        out.print(f"\nParties: {parties}")
    for title, lines in _sections(standing):
        print_lines(out, title, lines, most)


def _basis(standing: queries.Standing) -> str:
    articles = _count(standing.articles, "article")
    sources = f" from {_count(standing.sources, 'source')}" if standing.sources else ""
    span = f", published {interval(standing.first_day, standing.last_day)}" if standing.first_day else ""
    return f"{articles}{sources}{span}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _sections(standing: queries.Standing) -> list[tuple[str, list[Line]]]:
    meetings = ("planned", "held", "proposed", "cancelled")
    newest_first = {"held": -1, "cancelled": -1}
    return [
        *(
            (f"Meetings {state}", [_meeting(m) for m in getattr(standing, state)][:: newest_first.get(state, 1)])
            for state in meetings
        ),
        ("Commitments", [_commitment(c) for c in standing.commitments]),
        ("Demands", [_demand(d) for d in standing.demands]),
        ("What stands in the way", [_obstacle(o) for o in standing.obstacles]),
        ("What must come first", [_order(o) for o in standing.orders]),
        ("What is unclear", [_question(q) for q in standing.questions]),
        (
            f"New on {standing.last.day}" if standing.last else "",
            [_change(c) for c in standing.last.changes] if standing.last else [],
        ),
    ]


def _meeting(line: queries.MeetingLine) -> Line:
    where = f" in {line.place}" if line.place else ""
    reports = f"{line.sources} sources" if line.sources > 1 else ""
    passed = "its day has passed and nobody reported it" if line.passed else ""
    note = remarks(passed, reports)
    text = f"{people(line.parties) or '?'}: {line.text}{where}" + (f" ({note})" if note else "")
    return Line(interval(line.earliest, line.latest), text, line.id, _first(line.evidence))


def _commitment(line: queries.CommitmentLine) -> Line:
    text = f"{towards(people(line.maker) or '?', people(line.beneficiary))}: {_action(line)} ({_terms(line)})"
    conditions = "; ".join(condition.text for condition in line.conditions)
    if conditions:
        text += f" — on condition: {conditions}"
    return Line(line.status.replace("_", " "), text, line.id, _first(line.evidence))


def _action(line: queries.CommitmentLine) -> str:
    return ("not: " if line.polarity == "refrain" else "") + line.action


def _terms(line: queries.CommitmentLine) -> str:
    firmness = "" if line.firmness == "firm" else line.firmness
    relayed = f"relayed by {people(line.chain)}" if line.chain else ""
    return remarks(line.force, firmness, _deadline(line), "overdue" if line.overdue else "", relayed)


def _deadline(line: queries.CommitmentLine) -> str:
    if line.deadline is None:
        return ""
    return interval(line.deadline.earliest, line.deadline.latest) or line.deadline.event or line.deadline.text


def _demand(line: queries.DemandLine) -> Line:
    return Line(
        line.response,
        f"{towards(people(line.by) or '?', people(line.to))}: {line.what}",
        line.id,
        _first(line.evidence),
    )


def _obstacle(line: queries.ObstacleLine) -> Line:
    between = f" ({people(line.between)})" if line.between else ""
    return Line(line.last_reported or "", line.what + between, line.id, _first(line.evidence))


def _order(line: queries.OrderLine) -> Line:
    note = remarks(line.strength, f"according to {people(line.according_to)}" if line.according_to else "")
    text = f"first: {line.before} — then: {line.after} ({note})"
    return Line(line.last_reported or "", text, line.id, _first(line.evidence))


def _question(line: queries.QuestionLine) -> Line:
    return Line(line.last_reported or "", line.what, line.id, _first(line.evidence))


def _change(line: queries.Change) -> Line:
    became = "new" if line.new else f"{line.was or '?'} → {line.now or '?'}"
    who = f"{people(line.who)}: " if line.who else ""
    return Line(line.kind, f"{who}{line.text} ({became.replace('_', ' ')})", line.id, line.evidence)


def _first(evidence: Sequence[queries.Evidence]) -> queries.Evidence | None:
    return next(iter(evidence), None)


# Lists -------------------------------------------------------------------------------------------------------------


def print_timeline(out: Console, entries: Sequence[queries.Entry]) -> None:
    """What happened and was said, day by day; a day that is not exactly known has a tilde."""
    rows = [
        (
            ("~" if entry.uncertain else "") + interval(entry.earliest, entry.latest),
            towards(people(entry.actors), people(entry.recipients)),
            entry.text + (f" in {entry.place}" if entry.place else ""),
            remarks(entry.kind if entry.kind != "event" else entry.plover, entry.modality, _sources(entry.sources)),
            entry.id[:ID_SHOWN],
        )
        for entry in entries
    ]
    _print_list(out, ("when", "who", "what", "how", "id"), rows, "Nothing is dated.")


def _sources(number: int) -> str:
    return f"{number} sources" if number > 1 else ""


def print_commitments(out: Console, lines: Sequence[queries.CommitmentLine]) -> None:
    """Who promised what, on which terms, and how it stands."""
    rows = [
        (
            line.status.replace("_", " "),
            towards(people(line.maker), people(line.beneficiary)),
            _action(line) + "".join(f" [{condition.text}]" for condition in line.conditions),
            _terms(line),
            line.last_reported or "",
            line.id[:ID_SHOWN],
        )
        for line in lines
    ]
    _print_list(out, ("status", "who", "what", "how", "reported", "id"), rows, "No such commitment.")


def print_statements(out: Console, lines: Sequence[queries.StatementLine]) -> None:
    """Who said what, and where it is written."""
    rows = [
        (
            day_of(line.evidence.published),
            towards(people(line.speaker), people(line.addressee)),
            line.content,
            remarks(
                line.mode, line.medium, line.hedge, f"relayed by {people(line.relayed_by)}" if line.relayed_by else ""
            ),
            line.evidence.source or line.evidence.title,
            line.id[:ID_SHOWN],
        )
        for line in lines
    ]
    _print_list(out, ("when", "who", "what", "how", "article", "id"), rows, "No such statement.")


def print_found(out: Console, found: Sequence[queries.Found]) -> None:
    """Articles with the words sought, marked in an excerpt."""
    for one in found:
        heading(out, shorten(one.article.title, out.width))
        out.print(Text(f"  {remarks(one.article.source, day_of(one.article.published), one.article.id)}", style="dim"))
        out.print(Padding(_marked(one), (0, 0, 1, 2)))
    out.print(_count(len(found), "article") if found else "No article has all of these words.")


def _marked(found: queries.Found) -> Text:
    """The excerpt with its matches in bold."""
    text, end = Text(), 0
    for match in found.matches:
        text.append(_flat(found.excerpt[end : match.start]))
        text.append(_flat(found.excerpt[match.start : match.end]), "bold")
        end = match.end
    return text.append(_flat(found.excerpt[end:]))


def print_articles(out: Console, lines: Sequence[queries.ArticleLine]) -> None:
    """The articles of a ledger."""
    rows = [
        (
            day_of(line.published),
            line.title,
            line.source or "",
            str(line.records),
            f"{line.problems}" if line.problems else "",
            line.id,
        )
        for line in lines
    ]
    _print_list(out, ("when", "title", "source", "records", "notes", "article"), rows, "The ledger is empty.")


def print_refused(out: Console, refusals: Sequence[Refusal]) -> None:
    """Inputs that could not be read."""
    _print_list(out, ("input", "reason"), [(r.name, r.reason) for r in refusals], "Nothing was refused.")


def _print_list(out: Console, headers: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> None:
    if rows:
        print_table(out, headers, rows)
    else:
        out.print(nothing)


# One record --------------------------------------------------------------------------------------------------------


def print_shown(out: Console, shown: queries.Shown, row: Row) -> None:
    """A record: its gist, the words it rests on between those around them, and the records it bears on."""
    heading(out, records.KINDS[shown.kind].__name__, shown.record.id)
    for name, words in asdict(row).items():
        if words:
            out.print(Text.assemble((f"  {name:5}", "dim"), one_line(words)))
    out.print()
    for passage in shown.passages:
        out.print(_in_context(passage))
        out.print()
    article = shown.article
    named = ", ".join(filter(None, (article.source, day_of(article.published), article.title)))
    out.print(Text(f"— {one_line(named)}", style="dim"))
    out.print(Text(f"  article {one_line(article.id)}; found by: {one_line(shown.record.why)}", style="dim"))
    print_lines(out, "See also", [_related(related) for related in shown.related])


def _in_context(passage: queries.Passage) -> Text:
    text = Text(_flat(passage.before), style="dim")
    text.append(_flat(passage.quote), "not dim bold")
    return text.append(_flat(passage.after))


def _flat(words: str) -> str:
    """One line, with the spaces at its edges kept."""
    return (
        (" " if words[:1].isspace() else "") + one_line(words) + (" " if words.strip() and words[-1:].isspace() else "")
    )


def _related(related: queries.Related) -> Line:
    kind = records.KINDS[related.kind].__name__.lower()
    return Line(related.relation, kind, related.id, related.evidence)
