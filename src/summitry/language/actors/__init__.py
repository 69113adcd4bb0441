"""The actor table: states, organisations, groups and persons with their names, and who held which office when."""

from summitry.language.actors.entries import (
    Entry,
    Gender,
    Name,
    Role,
    bounds,
    covers,
    fold,
    is_stranger,
    leading,
    surname_of,
)
from summitry.language.actors.table import ActorTable, Candidate, Holding, used

__all__ = [
    "ActorTable",
    "Candidate",
    "Entry",
    "Gender",
    "Holding",
    "Name",
    "Role",
    "bounds",
    "covers",
    "fold",
    "is_stranger",
    "leading",
    "surname_of",
    "used",
]
