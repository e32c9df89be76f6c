"""Conversations, the same for their two sides: the list of them, one of them."""
