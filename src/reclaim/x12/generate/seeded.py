"""The only source of chance in the generator: an instance made from a seed."""

from random import Random  # noqa: TID251 - the instance is seeded; its stream is stable by promise


def seeded(seed: int | str) -> Random:
    """A generator of its own; the same seed gives the same draws on every machine."""
    return Random(seed)  # noqa: S311 - test data, not secrets


__all__ = ["Random", "seeded"]
