"""Habilitations (GID): what the account manager sees and does for the people of the organisation."""
