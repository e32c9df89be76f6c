"""The operator's kill switch: a person, an organisation or a right stopped at the next request, and restored."""
