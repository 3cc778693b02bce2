"""Attributes beside the documents, never a rewrite: six dimensions, statistics, cells, hashes, embeddings."""
