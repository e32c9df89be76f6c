"""Rights that people ask of their account manager."""
