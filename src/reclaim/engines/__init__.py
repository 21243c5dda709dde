"""The steps of the pipeline, run: here on one machine."""
