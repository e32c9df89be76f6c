"""Kairos for the provider, `/organisme/`: what people of an organisation do with its trainings."""
