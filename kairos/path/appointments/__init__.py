"""Rendez-vous: slots that a provider opens, and the places that people take in them."""
