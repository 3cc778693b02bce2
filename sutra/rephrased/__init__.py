"""Further renderings of selected documents, each checked against its source and scored like the rest."""
