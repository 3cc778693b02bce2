"""A colour for every domain, of equal weight to the eye: 3:1 or more against the paper (WCAG 2.2, 1.4.11)."""

LIGHT = ("#a6497a", "#bd564b", "#a15b00", "#8c7b00", "#318238", "#008d85", "#0079a4", "#5f73ca", "#8954a7")
DARK = ("#e38ab5", "#fb998c", "#e19956", "#c9b957", "#78bf7b", "#40d0c6", "#4eb8e9", "#9eb3ff", "#c494e2")
PALETTE = {"light": LIGHT, "dark": DARK}
