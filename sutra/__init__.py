"""Sutra: a declarative build of a pedagogical pre-training study."""
