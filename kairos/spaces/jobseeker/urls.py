"""The addresses of a job seeker's own space."""

from kairos.path.completion import queries as completion
from kairos.path.enrolments import queries as enrolments
from kairos.people.requests import queries as asked
from kairos.service.threads import queries as conversations
from kairos.spaces.jobseeker import bilans, home, own_data, pages, papers, path, requests, threads
from kairos.spaces.routes import space

route = space("jobseeker", "candidat/")
BOTH = ("GET", "POST")
OWN = "jobseekers.own"
PAPERS = "enrolments.own_papers"

urlpatterns = [
    route("", home.home, name="home", permission=OWN, personal_data=True),
    route("qui-me-lit/", pages.readers, name="readers", permission="people.readers", personal_data=True),
    route("bilans/", bilans.own, name="reviews", permission="completion.own", personal_data=True),
    route("documents/", papers.own, name="papers", permission=PAPERS, personal_data=True),
    route("documents/<uuid:key>.pdf", papers.attestation, name="attestation", permission=PAPERS,
          subject=enrolments.attested_to_oneself, personal_data=True),
    route("parcours/", path.own, name="path", permission=OWN, personal_data=True),
    route("documents/certificats/<uuid:key>.pdf", papers.certificate, name="certificate", permission=PAPERS,
          subject=completion.own_certificate, personal_data=True),
    route("messages/", threads.listed, name="threads", permission="threads.own", personal_data=True),
    route("messages/conseiller/", threads.adviser, name="adviser_thread", permission="threads.own", methods=BOTH,
          personal_data=True),
    route("messages/<uuid:key>/", threads.training, name="thread", permission="threads.own", methods=BOTH,
          subject=conversations.own, personal_data=True),
    route("mes-donnees/", pages.data, name="data", permission=OWN, methods=BOTH, personal_data=True),
    route("mes-donnees/export", own_data.export, name="data_export", permission=OWN, personal_data=True),
    route("mes-donnees/corriger/", requests.correct, name="data_correct", permission="requests.ask", methods=BOTH,
          personal_data=True),
    route("mes-donnees/opposition/", requests.object_, name="data_object", permission="requests.ask", methods=BOTH,
          personal_data=True),
    route("mes-donnees/demandes/<uuid:key>/retirer/", requests.withdraw, name="data_withdraw",
          permission="requests.ask", methods=("POST",), subject=asked.own, personal_data=True),
    route("activer/<str:token>", pages.activate, name="activate", permission="jobseekers.activate", methods=BOTH),
]  # fmt: skip
