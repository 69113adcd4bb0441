"""How well Summitry reads, measured: one module a subject, one command each (`python -m evaluation --help`)."""


class EvaluationError(Exception):
    """Something cannot be measured or compared; its text says why, in one sentence."""
