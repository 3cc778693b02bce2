"""What each document will be asked to be: a plan over concept, content type, style and level."""
