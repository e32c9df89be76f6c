"""A job seeker's own rendez-vous, and the link of a mail."""

from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.queries import bookable, own_booking, summons
from kairos.path.enrolments.queries import own_enrolment
from kairos.spaces.appointments import answering, calendar, own
from kairos.spaces.routes import space

route = space("appointments_own", "")
HERE = "candidat/rendez-vous/"
BOTH, POST = ("GET", "POST"), ("POST",)
OWN, BOOK, ANSWER = "appointments.own", "appointments.book", "appointments.answer"

urlpatterns = [
    route(HERE, own.home, name="home", permission=OWN, personal_data=True),
    route(f"{HERE}demander/", own.ask, name="request", permission="enrolments.request", methods=BOTH),
    route(f"{HERE}<uuid:key>/prendre/", own.taking(Place.book), name="take", permission=BOOK, methods=POST,
          subject=bookable),
    route(f"{HERE}<uuid:key>/attendre/", own.taking(Place.wait), name="wait", permission=BOOK, methods=POST,
          subject=bookable),
    route(f"{HERE}places/<uuid:key>/convocation.pdf", own.convocation, name="convocation", permission=OWN,
          subject=summons, personal_data=True),
    route(f"{HERE}places/<uuid:key>/confirmer/", own.confirm, name="confirm", permission=ANSWER, methods=POST,
          subject=own_booking),
    route(f"{HERE}places/<uuid:key>/decliner/", own.decline, name="decline", permission=ANSWER, methods=POST,
          subject=own_booking),
    route(f"{HERE}formations/<uuid:key>/renoncer/", own.withdraw, name="withdraw", permission="enrolments.withdraw",
          methods=POST, subject=own_enrolment),
    route("rendez-vous/calendrier/", calendar.subscribe, name="calendar", permission="appointments.calendar",
          methods=BOTH),
    route("rendez-vous/calendrier/<str:secret>.ics", calendar.feed, name="feed", permission="appointments.feed"),
    route("rendez-vous/reponse/<str:token>", answering.answer, name="answer", permission="appointments.link",
          methods=BOTH),
]  # fmt: skip
