"""The addresses of rendez-vous for the provider."""

from kairos.path.appointments.queries import own_slot, summoned
from kairos.spaces.provider.appointments import agenda, slots
from kairos.spaces.routes import space

route = space("appointments", "organisme/rendez-vous/")
BOTH, POST = ("GET", "POST"), ("POST",)
ONE = {"subject": own_slot, "personal_data": True}
OPEN, ENTER = "appointments.open", "appointments.book"

urlpatterns = [
    route("", agenda.agenda, name="agenda", permission="appointments.consult"),
    route("nouveau/", slots.new, name="new", permission=OPEN, methods=BOTH),
    route("convocations/<uuid:key>.pdf", slots.convocation, name="convocation", permission="appointments.consult",
          subject=summoned, personal_data=True),
    route("<uuid:key>/", slots.page, name="slot", permission="appointments.consult", **ONE),
    route("<uuid:key>/inscrire/", slots.book, name="book", permission=ENTER, methods=POST, **ONE),
    route("<uuid:key>/retirer/", slots.release, name="release", permission="appointments.release", methods=POST, **ONE),
    route("<uuid:key>/modifier/", slots.edit, name="edit", permission=OPEN, methods=BOTH, subject=own_slot),
    route("<uuid:key>/deplacer/", slots.move, name="move", permission=OPEN, methods=BOTH, subject=own_slot),
    route("<uuid:key>/annuler/", slots.cancel, name="cancel", permission="appointments.cancel", methods=BOTH,
          subject=own_slot),
    route("<uuid:key>/resultats/", slots.results, name="results", permission="appointments.close", methods=BOTH,
          **ONE),
]  # fmt: skip
