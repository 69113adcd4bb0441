"""A ledger's answers as tables and sections for the terminal."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from summitry import queries, records
from summitry.cli.documents import Row
from summitry.cli.frame import one_line
from summitry.cli.tables import (
    ARTICLE_ID_SHOWN,
    ID_SHOWN,
    Line,
    cite,
    day_of,
    heading,
    interval,
    listed,
    people,
    print_lines,
    print_table,
    relayed,
    remarks,
    said_by,
    shorten,
    spaced,
    towards,
)
from summitry.review.reviewed import Outcome
from summitry.stores import Refusal

# Where things stand ------------------------------------------------------------------------------------------------


def print_standing(out: Console, seen: queries.Glance) -> None:
    """Where the talks stand, every line with the sentence it rests on."""
    standing = seen.standing
    heading(out, f"Where things stand on {standing.as_of}" if standing.as_of else "Where things stand")
    out.print(Text(_basis(standing), style="dim"))
    parties = ", ".join(party.who.name for party in standing.parties)
    if parties:
        out.print(f"\nParties: {parties}")
    for title, section, lines in _sections(standing):
        print_lines(out, title, lines, seen.sizes[section])


def _basis(standing: queries.Standing) -> str:
    articles = _count(standing.articles, "article")
    sources = f" from {_count(standing.sources, 'source')}" if standing.sources else ""
    span = f", published {interval(standing.first_day, standing.last_day)}" if standing.first_day else ""
    return f"{articles}{sources}{span}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _sections(standing: queries.Standing) -> Iterator[tuple[str, str, list[Line]]]:
    """Titles, fields and lines, what is to come before what was; in each the most telling first."""
    yield "Meetings planned", "planned", [_meeting(m) for m in standing.planned]
    yield "Meetings held", "held", [_meeting(m) for m in reversed(standing.held)]
    yield "Meetings proposed", "proposed", [_meeting(m) for m in reversed(standing.proposed)]
    yield "Meetings cancelled", "cancelled", [_meeting(m) for m in reversed(standing.cancelled)]
    yield "Commitments", "commitments", [_commitment(c) for c in standing.commitments]
    yield "Demands", "demands", [_demand(d) for d in standing.demands]
    yield "What stands in the way", "obstacles", [_obstacle(o) for o in standing.obstacles]
    yield "What must come first", "orders", [_order(o) for o in standing.orders]
    yield "Who waits for whom", "deadlocks", [_deadlock(d) for d in standing.deadlocks]
    yield "What is told differently", "disputes", [_dispute(d) for d in standing.disputes]
    yield "What is unclear", "questions", [_question(q) for q in standing.questions]
    if standing.last:
        yield f"New on {standing.last.day}", "last", [_change(c) for c in standing.last.changes]


def _meeting(line: queries.MeetingLine) -> Line:
    note = remarks("no report since" if line.passed else "", _sources(line.sources))
    text = said_by(people(line.parties), line.text) + _place(line.place, line.text) + (f" ({note})" if note else "")
    return Line(interval(line.earliest, line.latest), text, line.id, _first(line.evidence))


def _commitment(line: queries.CommitmentLine) -> Line:
    return Line(spaced(line.position), f"{_promise(line)} ({_terms(line)})", line.id, _first(line.evidence))


def _promise(line: queries.CommitmentLine) -> str:
    action = ("not: " if line.polarity == "refrain" else "") + line.action
    hangs_on = "; ".join(condition.text for condition in line.conditions)
    promise = said_by(towards(people(line.maker), people(line.beneficiary)), action)
    return f"{promise} — on condition: {hangs_on}" if hangs_on else promise


def _terms(line: queries.CommitmentLine) -> str:
    firmness = "" if line.firmness == "firm" else line.firmness
    overdue = "overdue" if line.overdue else ""
    return remarks(
        line.performance, line.backing, firmness, _deadline(line.deadline), overdue, relayed(people(line.chain))
    )


def _deadline(line: queries.DeadlineLine | None) -> str:
    return (interval(line.earliest, line.latest) or line.event or line.text) if line else ""


def _demand(line: queries.DemandLine) -> Line:
    text = said_by(towards(people(line.by), people(line.to)), line.what)
    return Line(line.response, text, line.id, _first(line.evidence))


def _obstacle(line: queries.ObstacleLine) -> Line:
    between = f" ({people(line.between)})" if line.between else ""
    return Line(line.last_reported or "", line.what + between, line.id, _first(line.evidence))


def _order(line: queries.OrderLine) -> Line:
    note = listed(line.strength, f"according to {people(line.according_to)}" if line.according_to else "")
    text = f"first: {line.before} — then: {line.after} ({note})"
    return Line(line.last_reported or "", text, line.id, _first(line.evidence))


def _question(line: queries.QuestionLine) -> Line:
    return Line(line.last_reported or "", line.what, line.id, _first(line.evidence))


def _deadlock(line: queries.DeadlockLine) -> Line:
    """As a circle of steps: each arrow is a step that must come first, under the name of who insists on it."""
    circle = " → ".join(f"[{people(h.holder) or 'somebody'}] first “{h.before}”" for h in line.holds)
    doubt = f" (possible: {'; '.join(line.possible)} is not settled)" if line.possible else ""
    newest = max((e for h in line.holds for e in h.evidence), key=lambda e: day_of(e.published), default=None)
    return Line("possible" if line.possible else "deadlock", f"{circle} → …{doubt}", line.id, newest)


def _dispute(line: queries.DisputeLine) -> Line:
    """Both sides, the older first."""
    sides = " — ".join(f"{s.says} ({listed(*dict.fromkeys(e.source for e in s.evidence)) or '?'})" for s in line.sides)
    return Line(line.about, f"{said_by(people(line.who), line.text)}: {sides}", line.id, _first(line.sides[1].evidence))


def _change(line: queries.Change) -> Line:
    return Line(line.kind, line.sentence, line.id, line.evidence)


def _first(evidence: Sequence[queries.Evidence]) -> queries.Evidence | None:
    return next(iter(evidence), None)


# Lists -------------------------------------------------------------------------------------------------------------


def print_timeline(out: Console, entries: Sequence[queries.Entry]) -> None:
    """What happened and was said, day by day; a day that is not exactly known has a tilde."""
    rows = [
        (
            ("~" if entry.uncertain else "") + interval(entry.earliest, entry.latest),
            said_by(towards(people(entry.actors), people(entry.recipients)), entry.text)
            + _place(entry.place, entry.text),
            remarks(entry.plover if entry.kind == "event" else entry.kind, entry.modality, _sources(entry.sources)),
            entry.id[:ID_SHOWN],
        )
        for entry in entries
    ]
    _print_list(out, ("when", "what", "how", "id"), rows, "Nothing is dated.")


def print_days(out: Console, lines: Sequence[queries.DayLine]) -> None:
    """The days that matter most, each with what is told of it."""
    rows = [(line.date, line.summary, f"{line.weight:g}") for line in lines]
    _print_list(out, ("when", "what", "weight"), rows, "No day is exactly known.")


def _place(place: str | None, text: str) -> str:
    """Where it was, unless the words for it say so: "visit Elmtown"."""
    if not place or place.casefold() in text.casefold():
        return ""
    return f" {place}" if text.endswith((" to", " in", " at")) else f" in {place}"


def _sources(number: int) -> str:
    return f"{number} sources" if number > 1 else ""


def print_commitments(out: Console, lines: Sequence[queries.CommitmentLine]) -> None:
    """Who promised what, on which terms, and how it stands."""
    rows = [(spaced(line.position), _promise(line), _terms(line), line.id[:ID_SHOWN]) for line in lines]
    _print_list(out, ("position", "what", "how", "id"), rows, "No such commitment.")


def print_negotiations(out: Console, lines: Sequence[queries.NegotiationLine]) -> None:
    """Who negotiates about what, and how much is told of it."""
    rows = [
        (
            line.name,
            ", ".join(line.words[:5]),
            remarks(_count(line.articles, "article"), _sources(line.sources), "defined" if line.defined else ""),
            interval(line.first_day, line.last_day),
        )
        for line in lines
    ]
    _print_list(out, ("negotiation", "about", "told by", "when"), rows, "The articles tell of no negotiation.")


def print_changes(out: Console, changes: queries.Changes, most: int | None) -> None:
    """What is new or stands otherwise, the weightiest first."""
    heading(out, f"What changed from {changes.since} to {changes.day}", f"({_count(len(changes.articles), 'article')})")
    if changes.changes:
        print_lines(out, "Changes", [_change(line) for line in changes.changes[:most]], len(changes.changes))
    else:
        out.print("Nothing did.")


def print_deadlocks(out: Console, lines: Sequence[queries.DeadlockLine]) -> None:
    """Who waits for whom, each hold with the words it rests on."""
    for line in lines:
        heading(
            out, "A possible deadlock" if line.possible else "A deadlock", f"known on {line.day}" if line.day else ""
        )
        for number, hold in enumerate(line.holds):
            arm = "┌─▶" if number == 0 else "└──" if number == len(line.holds) - 1 else "│  "
            text = f"{arm} {people(hold.holder) or 'somebody'}: first “{hold.before}”, then “{hold.after}”"
            out.print(Text(f"  {shorten(text, 2 * out.width)}"))
            for e in hold.evidence[:1]:
                out.print(Text(f"      “{shorten(e.quote, out.width)}”", style="italic"))
                out.print(Text(f"      — {shorten(cite(e), out.width)}", style="dim"))
        for doubt in line.possible:
            out.print(Text(f"  not settled: {doubt}", style="dim"))
        out.print()
    out.print(_count(len(lines), "deadlock") if lines else "Nobody is known to wait for each other.")


def print_statements(out: Console, lines: Sequence[queries.StatementLine]) -> None:
    """Who said what, and where it is written."""
    rows = [
        (
            day_of(line.evidence.published),
            said_by(towards(people(line.speaker), people(line.addressee)), line.content),
            remarks(line.mode, line.medium, line.hedge, relayed(people(line.relayed_by)), line.evidence.source),
            line.id[:ID_SHOWN],
        )
        for line in lines
    ]
    _print_list(out, ("when", "what", "how", "id"), rows, "No such statement.")


def print_found(out: Console, found: Sequence[queries.Found]) -> None:
    """Articles with the words sought, marked in an excerpt."""
    for one in found:
        heading(out, shorten(one.article.title, out.width))
        out.print(
            Text(
                f"  {listed(one.article.source, day_of(one.article.published), one.article.id[:ARTICLE_ID_SHOWN])}",
                style="dim",
            )
        )
        out.print(Padding(_marked(one), (0, 0, 1, 2), expand=False))
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
            listed(line.title, line.source),
            str(line.records),
            str(line.problems or ""),
            line.id[:ARTICLE_ID_SHOWN],
        )
        for line in lines
    ]
    _print_list(out, ("when", "article", "records", "notes", "id"), rows, "The ledger is empty.")


def print_refused(out: Console, refusals: Sequence[Refusal]) -> None:
    """Inputs that could not be read."""
    _print_list(out, ("input", "reason"), [(r.name, r.reason) for r in refusals], "Nothing was refused.")


def _print_list(out: Console, headers: Sequence[str], rows: Sequence[Sequence[str]], nothing: str) -> None:
    if rows:
        print_table(out, headers, rows)
    else:
        out.print(nothing)


# Review ------------------------------------------------------------------------------------------------------------


def print_queue(out: Console, queue: queries.Queue) -> None:
    """What to look at first, with the sentence it rests on and why it stands there."""
    lines = [
        Line(
            records.KINDS[line.kind].__name__.lower(),
            f"{said_by(people(line.who), line.text)} ({listed(line.label, *line.reasons)})",
            line.id,
            line.evidence,
        )
        for line in queue.lines
    ]
    heading(out, f"{_count(queue.waiting, 'record')} to review, {queue.judged} reviewed")
    print_lines(out, "First", lines)


def print_history(out: Console, history: Sequence[queries.Decided]) -> None:
    """What people decided, and about which words."""
    rows = [
        (moment(line.at), line.by, deed(line), " | ".join(record.quote for record in line.records), line.id)
        for line in history
    ]
    _print_list(out, ("when", "who", "decision", "about", "id"), rows, "Nobody has decided anything.")


def moment(at: str) -> str:
    """A moment of a decision to the minute, in UTC."""
    return at[:16].replace("T", " ")


def deed(line: queries.Decided) -> str:
    """What was decided, in words."""
    change = f"{spaced(line.field)}: {line.was} → {line.now}" if line.field else ""
    about = line.undoes if line.action == "undo" else ""
    remark = "taken back" if not line.stands else "contradicted" if line.disputed else ""
    return " ".join(
        w
        for w in (line.action, about, change, f"“{line.note}”" if line.note else "", f"({remark})" if remark else "")
        if w
    )


def print_agreement(out: Console, agreement: queries.Agreement) -> None:
    """How often the machine was right where people looked: the measured precision, with the number behind it."""
    if agreement.overall is None:
        out.print("Nobody has judged a record yet.")
        return
    heading(
        out,
        "Measured precision",
        "records accepted unchanged, of those judged; in brackets where the true share lies with 95 %",
    )
    for title, rows in (("by kind", (agreement.overall, *agreement.kinds)), ("by confidence", agreement.bands)):
        if rows:
            out.print()
            print_table(
                out,
                (title, "precision", "", "judged", "accepted", "corrected", "rejected", "said"),
                [_precision(row) for row in rows],
            )


def _precision(line: queries.Precision) -> tuple[str, ...]:
    band = f"{line.least:.1f} to {line.below:.1f}" if line.least is not None and line.below is not None else ""
    return (
        band or line.kind or "all",
        f"{100 * line.precision:.0f} %",
        f"({100 * line.low:.0f} to {100 * line.high:.0f} %)",
        *map(str, (line.judged, line.accepted, line.corrected, line.rejected)),
        "" if line.confidence is None else f"{100 * line.confidence:.0f} %",
    )


def print_fields(out: Console, fields: Sequence[tuple[str, str, str]]) -> None:
    """The fields of a record that can be corrected, what they hold, and what they may hold."""
    out.print()
    heading(out, "To correct", "summitry review correct ID FIELD VALUE")
    print_table(out, ("field", "holds", "may be"), fields)


# One record --------------------------------------------------------------------------------------------------------


def print_shown(out: Console, shown: queries.Shown, row: Row, most: int) -> None:
    """A record: its gist, the words it rests on between those around them, and at most so many of the records it bears on."""
    heading(out, records.KINDS[shown.kind].__name__, shown.record.id)
    for name, words in asdict(row).items():
        if words:
            out.print(Text.assemble((f"  {name:5}", "dim"), one_line(words)))
    out.print()
    for passage in shown.passages:
        out.print(_in_context(passage))
        out.print()
    article = shown.article
    out.print(Text(f"— {listed(article.source, day_of(article.published), article.title)}", style="dim"))
    sure = "" if shown.record.confidence is None else f" ({100 * shown.record.confidence:.0f} % sure)"
    out.print(Text(f"  article {one_line(article.id)}; found by: {one_line(shown.record.why)}{sure}", style="dim"))
    if shown.history:
        for name in ("position", "performance", "evidence"):
            print_lines(out, f"History: {name}", [_step(step) for step in getattr(shown.history, name)])
    first = list(map(_related, shown.related[:most]))
    print_lines(out, "See also", first, len(shown.related), "; --top N lists more")
    print_lines(out, _judged(shown.outcome), [_decided(line) for line in shown.decisions])


def _step(step: queries.StepLine) -> Line:
    by = f"according to {people(step.by)}" if step.by else ""
    happened = interval(step.earliest, step.latest)
    note = listed(step.why, by, f"happened {happened}" if happened else "")
    return Line(step.day or "", f"{spaced(step.value)} ({note})", step.evidence.record, step.evidence)


def _in_context(passage: queries.Passage) -> Text:
    text = Text(_flat(passage.before), style="dim")
    text.append(_flat(passage.quote), "not dim bold")
    return text.append(_flat(passage.after))


def _flat(words: str) -> str:
    """One line, with the spaces at its edges kept."""
    return (
        (" " if words[:1].isspace() else "") + one_line(words) + (" " if words.strip() and words[-1:].isspace() else "")
    )


def _judged(outcome: Outcome | None) -> str:
    return f"Review: {outcome}" if outcome else "Review"


def _decided(line: queries.Decided) -> Line:
    return Line(moment(line.at), f"{line.by}: {deed(line)}", line.id)


def _related(related: queries.Related) -> Line:
    kind = records.KINDS[related.kind].__name__.lower()
    why = f" ({'; '.join(related.reasons)})" if related.reasons else ""
    return Line(related.relation, kind + why, related.id, related.evidence)
