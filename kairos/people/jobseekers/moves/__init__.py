"""Portfolios that arrive by file, or pass from one adviser to colleagues, dated."""
