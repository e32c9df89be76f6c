"""What a person asks about their own data: to correct it, or to object to its use."""
