"""The addresses of an agency."""

from kairos.path.completion import queries as completion
from kairos.path.enrolments import queries as enrolments
from kairos.people.access import queries
from kairos.people.requests import queries as asked
from kairos.service.threads import queries as conversations
from kairos.spaces.agency import (
    agenda,
    alerts,
    appointments,
    attendance,
    bilans,
    chrome,
    figures,
    home,
    pages,
    papers,
    portfolio,
    requests,
    team,
    threads,
)
from kairos.spaces.imports import addresses
from kairos.spaces.imports.place import Place
from kairos.spaces.persons import stopped
from kairos.spaces.routes import space

route = space("agency", "conseiller/")
BOTH, POST = ("GET", "POST"), ("POST",)
ONE = {"subject": queries.person, "personal_data": True}
MANAGE = "agencies.manage"
FILES = Place(
    space="agency",
    name="files",
    permission="jobseekers.load",
    kinds=("portfolios",),
    title="Charger un fichier",
    lead="Les personnes que l’agence suit, avec le courriel de leur conseiller. Rien n’est écrit avant que vous ayez "
    "vu ce qui change.",
    chrome=chrome.of,
)

urlpatterns = [
    route("", home.home, name="home", permission="agencies.enter", personal_data=True),
    route("portefeuille/", portfolio.page, name="portfolio", permission="jobseekers.follow", personal_data=True),
    route("personnes/<uuid:key>/", pages.person, name="person", permission="jobseekers.read", **ONE),
    route("demandes/<uuid:key>/", requests.one, name="data_request", permission="requests.answer", methods=BOTH,
          subject=asked.received, personal_data=True),
    route("personnes/<uuid:key>/coordonnees/", pages.reveal, name="reveal", permission="jobseekers.read",
          methods=POST, **ONE),
    route("personnes/<uuid:key>/lien/", pages.send_link, name="send_link", permission="jobseekers.invite",
          methods=POST, **ONE),
    route("personnes/<uuid:key>/bilans/", bilans.of_person, name="reviews", permission="completion.read", **ONE),
    route("personnes/<uuid:key>/documents/", papers.of_person, name="papers", permission="enrolments.read_papers",
          **ONE),
    route("documents/<uuid:key>.pdf", papers.attestation, name="attestation", permission="enrolments.read_papers",
          subject=enrolments.attested_to_adviser, personal_data=True),
    route("documents/certificats/<uuid:key>.pdf", papers.certificate, name="certificate",
          permission="enrolments.read_papers", subject=completion.certificate_followed, personal_data=True),
    route("personnes/<uuid:key>/rendez-vous/", appointments.page, name="appointments",
          permission="appointments.follow_portfolio", **ONE),
    route("personnes/<uuid:key>/orienter/", appointments.refer, name="appointments_refer",
          permission="appointments.follow_portfolio", methods=BOTH, **ONE),
    route("personnes/<uuid:key>/formations/", appointments.act, name="enrolment_act",
          permission="enrolments.withdraw", methods=POST, **ONE),
    route("personnes/<uuid:key>/reserver/", appointments.book, name="appointments_book",
          permission="appointments.follow_portfolio", methods=POST, **ONE),
    route("personnes/<uuid:key>/assiduite/", attendance.page, name="attendance",
          permission="attendance.follow_portfolio", **ONE),
    route("personnes/<uuid:key>/messages/", threads.one_of, name="thread", permission="threads.follow", methods=BOTH,
          subject=conversations.followed, personal_data=True),
    route("messages/", threads.listed, name="threads", permission="threads.follow", personal_data=True),
    route("rendez-vous/", agenda.agenda, name="agenda", permission="appointments.follow_portfolio",
          personal_data=True),
    route("urgence/", pages.emergency, name="emergency", permission="people.emergency", methods=BOTH,
          personal_data=True),
    route("urgences/", pages.emergencies, name="emergencies", permission="people.emergencies", personal_data=True),
    route("lectures/", pages.stops, name="readings", permission="readings.see_agency"),
    route("lectures/<uuid:key>/", pages.lift, name="lift_reading", permission="readings.see_agency", methods=BOTH,
          subject=stopped.stop),
    route("remplacements/", team.covers, name="covers", permission="covers.see", methods=BOTH),
    route("remplacements/<uuid:key>/terminer/", team.end_cover, name="end_cover", permission="covers.end",
          methods=POST, subject=team.cover_of),
    route("chiffres/", figures.page, name="figures", permission="agencies.figures"),
    route("chiffres/fichier.csv", figures.export, name="figures_export", permission="agencies.figures"),
    route("alertes/", alerts.page, name="alerts", permission="agencies.alerts", methods=BOTH),
    route("equipe/", team.team, name="team", permission=MANAGE),
    route("equipe/inviter/", team.invite, name="invite", permission=MANAGE, methods=BOTH),
    route("equipe/<uuid:key>/", team.one, name="adviser", permission=MANAGE, subject=team.adviser),
    *(
        route(f"equipe/<uuid:key>/{word}/", lambda request, subject, word=word: team.act(request, subject, word),
              name=f"adviser_{word}", permission=MANAGE, methods=POST, subject=team.adviser)
        for word in (*team.FORMS, *team.PLAIN)
    ),
    *addresses.of(route, FILES, "fichiers/", exports=False),
]  # fmt: skip
