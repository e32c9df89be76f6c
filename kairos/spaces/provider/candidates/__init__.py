"""The people a provider reads, `/organisme/candidats/`."""
