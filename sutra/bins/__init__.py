"""One tokenizer for all models, the token files with their document index, and the mixture of each model."""
