"""Measures of a text: six dimensions, statistics, embeddings."""
