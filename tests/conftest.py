"""Every run of the tests is the same run: no random examples, no time limit on a slow machine."""

from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True, deadline=None)
settings.load_profile("same-every-time")
