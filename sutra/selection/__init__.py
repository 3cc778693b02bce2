"""Diversity management, from the attributes alone: what goes on, and why the rest does not."""
