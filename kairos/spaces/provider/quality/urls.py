"""The addresses of quality, before or without membership."""

from kairos.identity.quality import queries
from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.quality import filing, home
from kairos.spaces.routes import space

route = space("quality", "compte/qualite/")
BOTH = ("GET", "POST")
READ, REQUEST = "quality.read", "quality.request"

urlpatterns = [
    route("", home.home, name="home", permission=READ, subject=own_file, personal_data=True),
    route("commencer/", home.begin, name="begin", permission=REQUEST, subject=own_file, methods=BOTH),
    route("<uuid:key>/", filing.page, name="request", permission=REQUEST, subject=queries.request, methods=BOTH,
          personal_data=True),
    route("<uuid:key>/retirer/", filing.withdraw, name="withdraw", permission="quality.send", subject=queries.request,
          methods=BOTH),
    route("documents/<uuid:key>/", filing.document, name="document", permission=REQUEST, subject=queries.document,
          personal_data=True),
]  # fmt: skip
