"""Changes a member asks for and the operator decides: RGC, director, e-mail, address, identity."""
