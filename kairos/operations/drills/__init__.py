"""Drills: what must hold when things break, tried on a scratch installation. Each ends with one JSON line."""
