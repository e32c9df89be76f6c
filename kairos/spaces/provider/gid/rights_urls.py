"""The rights of the people of one's organisation."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import grid
from kairos.spaces.provider.gid.space import route

GIVE = "habilitations.give"
BOTH = ("GET", "POST")

urlpatterns = [
    route("habilitations/", grid.page, name="grid", permission=GIVE, subject=own_file, methods=BOTH,
          personal_data=True),
]  # fmt: skip
