"""The concept graph: concepts, prerequisites, cross-domain links; which are taught and which are withheld."""
