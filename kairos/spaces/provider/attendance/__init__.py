"""Assiduité for the provider: the month of a group, a day, a statement."""
