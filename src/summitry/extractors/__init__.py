"""Analysis → records: one file per kind, the kind's name the same word everywhere."""
