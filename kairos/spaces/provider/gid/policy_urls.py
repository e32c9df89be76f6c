"""The policy of the organisation."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import policy
from kairos.spaces.provider.gid.space import route

urlpatterns = [
    route("politique/", policy.page, name="policy", permission="habilitations.give", subject=own_file,
          methods=("GET", "POST")),
    route("politique/incident/", policy.incident, name="incident", permission="habilitations.give", subject=own_file,
          methods=("GET", "POST")),
]  # fmt: skip
