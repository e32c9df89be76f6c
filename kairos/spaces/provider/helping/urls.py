"""The addresses of « Se faire aider »."""

from kairos.identity.habilitations.helping import queries
from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.helping import views
from kairos.spaces.routes import space

route = space("helping", "compte/aide/")
BOTH = ("GET", "POST")
OFFER = "helping.offer"

urlpatterns = [
    route("", views.page, name="code", permission=OFFER, subject=own_file, methods=BOTH),
    route("<uuid:key>/annuler/", views.cancel, name="cancel", permission=OFFER, subject=queries.one, methods=BOTH),
    route("<uuid:key>/terminer/", views.end, name="end", permission="helping.end", subject=queries.one, methods=BOTH),
]
