"""« Mes messages », the same for everybody who signs in."""
