"""The addresses of a provider's conversations."""

from kairos.service.threads import queries
from kairos.spaces.provider.threads import pages
from kairos.spaces.routes import space

route = space("threads", "organisme/messages/")
SEE = "threads.consult"

urlpatterns = [
    route("", pages.listed, name="threads", permission=SEE, personal_data=True),
    route("<uuid:key>/", pages.one_of, name="thread", permission=SEE, methods=("GET", "POST"),
          subject=queries.provided, personal_data=True),
]  # fmt: skip
