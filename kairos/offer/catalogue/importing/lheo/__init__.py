"""LHÉO, the French language of training offers: read into lines, written from lines. See docs/formats/lheo.md."""

LHEO = "lheo"
"""Its name among the trees that files of lines may be."""
