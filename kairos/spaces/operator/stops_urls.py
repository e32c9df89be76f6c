"""The addresses of the operator's kill switch."""

from kairos.spaces.operator import accounts, stops
from kairos.spaces.routes import space

route = space("operator", "operateur/arret/")
BOTH = ("GET", "POST")
STOP = "stops.decide"

urlpatterns = [
    route("", stops.page, name="stops", permission=STOP, methods=BOTH, personal_data=True),
    route("droit/", stops.stop_right, name="stop_right", permission=STOP, methods=BOTH),
    route("organisme/<uuid:key>/", stops.stop_organisation, name="stop_organisation", permission=STOP, methods=BOTH,
          subject=stops.organisation),
    route("personne/<uuid:key>/", stops.stop_person, name="stop_person", permission=STOP, methods=BOTH,
          subject=accounts.person, personal_data=True),
    route("<uuid:key>/retablir/", stops.restore, name="stop_restore", permission=STOP, methods=BOTH,
          subject=stops.stop, personal_data=True),
]  # fmt: skip
