"""The addresses of a job seeker's own space."""

from kairos.spaces.jobseeker import bilans, home, pages
from kairos.spaces.routes import space

route = space("jobseeker", "candidat/")
BOTH = ("GET", "POST")
OWN = "jobseekers.own"

urlpatterns = [
    route("", home.home, name="home", permission=OWN, personal_data=True),
    route("qui-me-lit/", pages.readers, name="readers", permission="people.readers", personal_data=True),
    route("bilans/", bilans.own, name="reviews", permission="completion.own", personal_data=True),
    route("mes-donnees/", pages.data, name="data", permission=OWN, methods=BOTH, personal_data=True),
    route("activer/<str:token>", pages.activate, name="activate", permission="jobseekers.activate", methods=BOTH),
]
