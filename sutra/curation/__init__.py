"""For those who write concepts: one concept and its neighbourhood, the graph in figures, what is wrong, what is suspicious."""
