"""For all tests: properties have no deadline, since a busy machine is no error."""

from hypothesis import settings

settings.register_profile("sutra", deadline=None)
settings.load_profile("sutra")
