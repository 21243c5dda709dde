"""How kernels are compiled: kept on disk, off the interpreter's lock, without reference counts."""

from typing import Any

from numba import njit

OPTIONS: dict[str, Any] = {"cache": True, "nogil": True, "_nrt": False}
"""Kernels allocate nothing. So arrays need no counting, which in a loop costs more than the loop."""

kernel = njit(**OPTIONS)

inlined = njit(**OPTIONS, forceinline=True)
"""A piece of a kernel that is too small to be called."""
