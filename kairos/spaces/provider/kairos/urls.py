"""The addresses of Kairos for the provider."""

from kairos.offer.catalogue.lifecycle import Session
from kairos.offer.catalogue.queries import session as door
from kairos.spaces.imports import addresses
from kairos.spaces.provider.kairos import calendar, files, home, session, sessions, why, writing
from kairos.spaces.routes import space

route = space("kairos", "organisme/")
BOTH, POST = ("GET", "POST"), ("POST",)
CONSULT, ENTER, PUBLISH = "catalogue.consult", "catalogue.enter", "catalogue.publish"
ONE = "sessions/<uuid:key>/"

urlpatterns = [
    route("", home.home, name="home", permission="kairos.enter"),
    route("sessions/", sessions.sessions, name="sessions", permission=CONSULT),
    route("sessions/export.xml", files.export_lheo, name="export_lheo", permission="catalogue.import"),
    route("sessions/nouvelle/", writing.new, name="session_new", permission=ENTER, methods=BOTH),
    route("sessions/verifier/", writing.check_new, name="session_check_new", permission=ENTER, methods=POST),
    route("sessions/publier/", sessions.publish_several, name="publish_several", permission=PUBLISH, methods=BOTH),
    route(ONE, session.page, name="session", permission=CONSULT, subject=door),
    route(f"{ONE}fiche.pdf", session.sheet, name="session_sheet", permission=CONSULT, subject=door),
    route(f"{ONE}modifier/", writing.edit, name="session_edit", permission=ENTER, subject=door, methods=BOTH),
    route(f"{ONE}verifier/", writing.check, name="session_check", permission=ENTER, subject=door, methods=POST),
    route(f"{ONE}copier/", writing.copy, name="session_copy", permission=ENTER, subject=door, methods=BOTH),
    route(f"{ONE}maintenir/", session.maintain, name="session_maintain", permission=ENTER, subject=door, methods=BOTH),
    route(f"{ONE}publier/", session.doing(Session.publish), name="session_publish", permission=PUBLISH, subject=door,
          methods=BOTH),
    route(f"{ONE}reprendre/", session.doing(Session.resume), name="session_resume", permission=PUBLISH, subject=door,
          methods=BOTH),
    route(f"{ONE}suspendre/", session.asking("suspend"), name="session_suspend", permission=PUBLISH, subject=door,
          methods=BOTH),
    route(f"{ONE}annuler/", session.asking("cancel"), name="session_cancel", permission=PUBLISH, subject=door,
          methods=BOTH),
    route("calendrier/", calendar.calendar, name="calendar", permission=CONSULT),
    route("catalogue/", sessions.published, name="published", permission=CONSULT),
    route("pourquoi/", why.why, name="why", permission=CONSULT),
    *addresses.of(route, files.PLACE, "fichiers/"),
]  # fmt: skip
