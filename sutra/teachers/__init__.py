"""Teachers: what writes documents when it is asked to."""
