"""Scores of every checkpoint: lm-eval's tasks, and bits per byte on heldout text."""
