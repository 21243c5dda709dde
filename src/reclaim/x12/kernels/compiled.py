"""How kernels are compiled: kept on disk, off the interpreter's lock, without reference counts."""

from typing import Any

from numba import njit

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
"""Kernels allocate nothing, so arrays need no counting; in a loop that costs more than the loop."""

kernel = njit(**OPTIONS)

inlined = njit(**OPTIONS, forceinline=True)
"""A piece of a kernel that is too small to be called."""
