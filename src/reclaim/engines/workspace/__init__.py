"""A workspace: a folder that keeps what was read and judged, file by file, as Delta tables."""
