"""Who was there: the month of a group, half-day by half-day, and the statement of each trainee."""
