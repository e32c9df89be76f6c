"""What reviews leave: tables alone, on which the packages beside them act."""
