"""What the figures were measured on: processor, memory, load, interpreter, libraries."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("reclaim", "polars", "numpy", "numba", "pyarrow")


def facts() -> dict[str, str]:
    """One line a fact. The load tells whether the machine was quiet."""
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{_memory_bytes() / 2**30:.0f} GiB",
        "system": platform.platform(),
        "load before": load(),
        "python": platform.python_version(),
        **{name: version(name) for name in LIBRARIES},
    }


def load() -> str:
    """Processes that were running or waiting, on average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def _processor() -> str:
    """Its name where the system tells it as Linux does, else what Python knows."""
    listing = Path("/proc/cpuinfo")
    lines = listing.read_text("utf-8").splitlines() if listing.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _memory_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
