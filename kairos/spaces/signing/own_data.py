"""Of one's own data: one's signatures. The sheets they stand on are the provider's: the month says the half-days."""

from django.db.models import QuerySet

from kairos.foundation.actor import Actor
from kairos.path.signing.models import Signature
from kairos.spaces.own_data.sections import Column, moment, one_of, section


@section(
    "signatures",
    "Mes signatures",
    Column("enrolment", of="enrolment_id"),
    Column("title", "Formation", of="enrolment__title"),
    Column("signed_at", "Signé", moment),
    Column("way", "Comment", one_of(Signature.Way.choices)),
    Column("late", "Après la séance"),
    Column("state", "État", one_of(Signature.State.choices)),
    Column("reason", "Motif"),
    at="signed_at",
    without="id sheet person organisation establishment noted_by",
)
def signatures(actor: Actor) -> QuerySet:
    return Signature.objects.filter(person=actor.jobseeker)
