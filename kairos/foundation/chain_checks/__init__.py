"""Verifying the journal on demand: an act asks, a job computes, the page shows how far it is and what it found."""
