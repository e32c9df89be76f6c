"""Émargement: the half-day that each trainee signs, and the trainer countersigns."""
