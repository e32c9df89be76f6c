"""Conversations of a person with the provider of their training, and with the agency that follows them."""
