"""The places people take in a slot."""
