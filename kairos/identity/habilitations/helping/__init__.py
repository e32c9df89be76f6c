"""Helping somebody: an agent of the operator sees the space of a person who gave a code, to read and draft, a while."""
