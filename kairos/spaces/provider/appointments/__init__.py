"""Rendez-vous for the provider, `/organisme/rendez-vous/`."""
