"""The adviser and their agency, `/conseiller/`."""
