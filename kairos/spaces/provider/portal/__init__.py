"""The portal of a member organisation: what its people may enter."""
