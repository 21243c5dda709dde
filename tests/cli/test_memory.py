"""Sharing heaps is tried where the C library knows of it, and no error elsewhere."""

import ctypes
from types import SimpleNamespace

import pytest

from reclaim.cli.memory import share_heaps


def test_glibc_is_asked_for_two_heaps(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[int, int]] = []
    library = SimpleNamespace(mallopt=lambda *option: asked.append(option))
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    share_heaps()
    assert asked == [(-8, 2)]


@pytest.mark.parametrize("error", [OSError, TypeError, AttributeError])
def test_another_library_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refuses(_: object) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", refuses)
    share_heaps()
