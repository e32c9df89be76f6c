"""The addresses of a visitor."""

from kairos.spaces.public import views
from kairos.spaces.routes import space

route = space("public", "")

urlpatterns = [
    route("compte/creer/", views.opening, name="opening", permission="accounts.open", methods=("GET", "POST")),
    route("compte/cree/", views.opened, name="opened", permission="public.read"),
]
