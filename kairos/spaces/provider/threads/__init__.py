"""What a provider writes with those whom it retained or trains."""
