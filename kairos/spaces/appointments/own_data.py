"""Of one's own data: one's appointments, and the calendars one opened."""

from django.db.models import QuerySet

from kairos.foundation.actor import Actor
from kairos.path.appointments import queries
from kairos.path.appointments.models import Booking, CalendarFeed, Slot
from kairos.spaces.own_data.sections import Column, moment, one_of, section


@section(
    "appointments",
    "Mes rendez-vous",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="slot__title"),
    Column("provider", "Organisme", of="slot__provider"),
    Column("kind", "Nature", one_of(Slot.Kind.choices), of="slot__kind"),
    Column("starts_at", "Début", moment, of="slot__starts_at"),
    Column("ends_at", "Fin", moment, of="slot__ends_at"),
    Column("where", "Lieu", of="slot__where"),
    Column("state", "État", one_of(Booking.State.choices)),
    Column("coming", "Venue annoncée"),
    Column("word", "Mot"),
    Column("waiting_since", "Sur liste d’attente depuis", moment),
    Column("booked_at", "Réservé", moment),
    Column("ended_at", "Terminé ou rendu", moment),
    at="slot__starts_at",
    without="id person organisation establishment occupies booked_by reminders",
)
def appointments(actor: Actor) -> QuerySet:
    return queries.bookings_visible_to(actor).filter(person=actor.jobseeker)


@section(
    "calendars",
    "Mes agendas partagés",
    Column("state", "État", one_of(CalendarFeed.State.choices)),
    Column("created_at", "Ouvert", moment),
    Column("revoked_at", "Fermé", moment),
    at="created_at",
    without="id user organisation person agency mark",
)
def calendars(actor: Actor) -> QuerySet:
    return CalendarFeed.objects.filter(user_id=actor.user)
