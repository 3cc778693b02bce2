"""Cleaned train, validation and heldout documents, the rejected with reasons, and figures for the card."""
