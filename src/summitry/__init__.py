"""Summitry reads news about negotiations and keeps a sourced ledger of where they stand."""

__version__ = "0.1.0"
