"""The web application over a ledger: one page for each query, every page also as JSON."""

from summitry.web.app import create_app, serve

__all__ = ["create_app", "serve"]
