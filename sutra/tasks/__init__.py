"""Evaluation items in the layout that lm-eval's tasks read."""
