"""Declaring a page of this space."""

from kairos.spaces.routes import space

route = space("gid", "gid/")
