"""Trains what Summitry ships; imports summitry, is never imported by it, and is not in the wheel."""
