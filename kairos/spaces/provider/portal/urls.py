"""The addresses of the portal."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.portal import home, organisation
from kairos.spaces.routes import space

route = space("portal", "portail/")

urlpatterns = [
    route("", home.home, name="home", permission="portal.home", subject=own_file, personal_data=True),
    route("pas-moi/", home.not_me, name="not_me", permission="session.use", methods=("GET", "POST")),
    route("organisation/", organisation.organisation, name="organisation", permission="portal.organisation",
          subject=own_file, personal_data=True),
    route("habilitations/", home.to_team, name="people", permission="session.use"),
]  # fmt: skip
