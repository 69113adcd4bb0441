"""Right, wanted and found: the counts behind precision, recall and F1."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were `right` of the `gold` that were to be found and the `found` that were given."""

    right: int = 0
    gold: int = 0
    found: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.gold + other.gold, self.found + other.found)

    @property
    def precision(self) -> float:
        """Share of the found that is right, 0 to 1; 0 where nothing was found."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold that was found, 0 to 1; 0 where there is none."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall in per cent, to one decimal."""
        p, r = self.precision, self.recall
        return round(200 * p * r / (p + r), 1) if p + r else 0.0

    def cells(self) -> tuple[str, str, str, str]:
        """Precision, recall and F1 in per cent, and the counts, as they stand in a table."""
        shares = f"{100 * self.precision:.1f}", f"{100 * self.recall:.1f}"
        return (*shares, f"{self.f1:.1f}", f"{self.right}/{self.gold}/{self.found}")

    def plain(self) -> dict[str, float]:
        """The same for machines: `p`, `r`, `f1` in per cent, and the counts."""
        p, r = round(100 * self.precision, 1), round(100 * self.recall, 1)
        return {"p": p, "r": r, "f1": self.f1, "right": self.right, "gold": self.gold, "found": self.found}
