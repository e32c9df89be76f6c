"""Those whom an adviser follows, once they are in training: what is to be looked at, and figures. Nothing is stored."""
