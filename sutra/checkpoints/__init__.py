"""Training: one epoch per rule, each reading the one before."""
