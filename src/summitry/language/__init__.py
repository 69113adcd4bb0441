"""Article → Analysis: what the words are."""

from summitry.language.analysis import Analysis, Mention, Quotation, Sentence, Token

__all__ = ["Analysis", "Mention", "Quotation", "Sentence", "Token"]
