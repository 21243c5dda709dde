"""Finished tables as pages and workbooks."""
