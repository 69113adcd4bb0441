"""Tables for the terminal: plain where nobody looks, cut to its width, safe against what a text may hold."""

import sys
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from summitry.article import Published
from summitry.cli.frame import one_line
from summitry.queries import Evidence, Who

NARROW = ("who", "how")  # columns that leave the room to the article's words
COLUMNS = 50  # characters: what is narrower has no columns
NARROWEST = 12  # characters: "conditional," stays whole
UNBROKEN = ("when", "id", "reported", "position")
ID_SHOWN = 10  # characters of a record's id: enough to tell it from the others of a ledger
ARTICLE_ID_SHOWN = 20  # characters of an article's, which may begin with its file's name


@dataclass(frozen=True, slots=True)
class Line:
    """A matter with the words it rests on: `when` at the left, `text` beside it, the quote and its source below."""

    when: str
    text: str
    id: str = ""
    evidence: Evidence | None = None


class _Output(Console):
    """A console that leaves it to the command what happens where nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def terminal() -> Console:
    """Standard output; colour only on a terminal and without NO_COLOR, the width of COLUMNS or of the terminal."""
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a terminal without curly quotes shows "?"
    return _Output(file=sys.stdout, highlight=False, markup=False, emoji=False)


def heading(out: Console, words: str, note: str = "") -> None:
    """A title, with a remark in grey."""
    out.print(Text.assemble((one_line(words), "bold"), (f"  {one_line(note)}" if note else "", "dim")))


def print_table(out: Console, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Rows under their headers; a column without content is left out, long cells wrap, long texts are cut.

    On a terminal that is too narrow for columns, the cells of a row stand below each other.
    """
    kept = [i for i in range(len(headers)) if any(row[i] for row in rows)]
    if out.width < COLUMNS:
        for row in rows:
            out.print(
                *(Text.assemble((headers[i], "dim"), " ", shorten(row[i], 2 * COLUMNS)) for i in kept if row[i]),
                "",
                sep="\n",
            )
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for i in kept:
        narrow = max(out.width // 5, NARROWEST) if headers[i] in NARROW else None
        table.add_column(headers[i], overflow="fold", no_wrap=headers[i] in UNBROKEN, max_width=narrow)
    for row in rows:
        table.add_row(*(Text(shorten(row[i], out.width)) for i in kept))
    out.print(Padding(table, (0, 0, 0, 2), expand=False))


def print_lines(out: Console, title: str, lines: Sequence[Line], total: int | None = None, further: str = "") -> None:
    """A section of lines, the first of `total`, under a title with that number; nothing for no lines. `further` says how to see the others."""
    if not lines:
        return
    out.print()
    total = len(lines) if total is None else total
    heading(out, title, f"({total})")
    if out.width < COLUMNS:
        for line in lines:
            out.print(Text(line.when, style="cyan"), _beside(line, COLUMNS), sep="\n")
    else:
        grid = Table.grid(padding=(0, 2, 0, 0))
        grid.add_column(style="cyan", no_wrap=True)
        grid.add_column()
        for line in lines:
            grid.add_row(Text(line.when), _beside(line, out.width))
        out.print(Padding(grid, (0, 0, 0, 2), expand=False))
    if total > len(lines):
        out.print(Text(f"  … and {total - len(lines)} more{further}", style="dim"))


def _beside(line: Line, width: int) -> Text:
    text = Text(shorten(line.text, 2 * width))
    if line.id:
        text.append(f"  {line.id[:ID_SHOWN]}", style="dim")
    if line.evidence:
        text.append(f"\n“{shorten(line.evidence.quote, 2 * width)}”", style="italic")
        text.append(f"\n— {shorten(cite(line.evidence), width)}", style="dim")
    return text


def shorten(text: str, most: int) -> str:
    """A text on one line, cut at a word's end to at most `most` characters."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    return (cut[: cut.rfind(" ")] if " " in cut[most // 2 :] else cut).rstrip(" ,;:") + "…"


# Values as words ---------------------------------------------------------------------------------------------------


def people(who: Sequence[Who]) -> str:
    """Names in a row."""
    return ", ".join(one.name for one in who)


def towards(one: str, other: str) -> str:
    """Who does something to whom."""
    return f"{one or 'somebody'} → {other}" if other else one


def said_by(who: str, words: str) -> str:
    """Words after the name of whose they are."""
    return f"{who}: {words}" if who else words


def relayed(names: str) -> str:
    """Through whom it is known."""
    return f"relayed by {names}" if names else ""


def spaced(code: str) -> str:
    """A value of the scheme as words: `in_progress` as "in progress", what is `breached` as "broken", as `status` has it."""
    return "broken" if code == "breached" else code.replace("_", " ")


def remarks(*codes: str | None) -> str:
    """Values of the scheme as words in a row; empty ones are left out."""
    return ", ".join(spaced(code) for code in codes if code)


def listed(*words: str | None) -> str:
    """Words in a row, on one line; empty ones are left out."""
    return ", ".join(one_line(word) for word in words if word)


def interval(earliest: str | None, latest: str | None) -> str:
    """A closed interval of ISO days, as short as it goes: `2018-09-24`, `2018-09-03 to 09-05`, `2018-09`, `2018`, `by 2019-06-01`."""
    if earliest and latest:
        if earliest == latest:
            return earliest
        return _whole(earliest, latest) or f"{earliest} to {latest[5:] if latest[:4] == earliest[:4] else latest}"
    if earliest:
        return f"from {earliest}"
    return f"by {latest}" if latest else ""


def _whole(earliest: str, latest: str) -> str | None:
    """The month or year that an interval fills."""
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    if first.year != last.year or first.day != 1 or last.day != monthrange(last.year, last.month)[1]:
        return None
    if first.month == last.month:
        return earliest[:7]
    return earliest[:4] if (first.month, last.month) == (1, 12) else None


def day_of(published: Published | None) -> str:
    """When an article appeared."""
    return interval(published.value or published.earliest, published.value or published.latest) if published else ""


def cite(evidence: Evidence) -> str:
    """The article that a quote stands in: source, day and title."""
    return listed(evidence.source, day_of(evidence.published), evidence.title)
