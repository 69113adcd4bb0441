"""Time expressions: finds them in English text and says which days they cover; pure Python, no model."""

from summitry.language.times.find import find
from summitry.language.times.published import document_date, parse_day

__all__ = ["document_date", "find", "parse_day"]
