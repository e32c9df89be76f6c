"""Catalogues brought by files: CSV and XLSX by their titles, LHÉO by its elements. See docs/formats/sessions.md."""
