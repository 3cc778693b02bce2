"""The page, the tables and the cards."""
