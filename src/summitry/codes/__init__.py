"""PLOVER and CAMEO: what events and actors are called in the code books of event data; `data/codes.toml` holds the tables."""

from summitry.codes.actors import actor_code
from summitry.codes.events import Coding, codings

__all__ = ["Coding", "actor_code", "codings"]
