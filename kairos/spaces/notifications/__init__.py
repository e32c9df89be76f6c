"""« Mes notifications »: what one is told, and how."""
