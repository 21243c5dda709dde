"""Compiled loops over bytes: cut into segments, walk through loops, write typed columns.

Everything here takes and gives numpy arrays, lets other threads run, and raises nothing on content.
"""
