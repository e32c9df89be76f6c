"""The doors to enrolments."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.models import PLANNED, Enrolment, Interruption, Movement
from kairos.people.access.permissions import APPROVE, CONSULT, ENTER

RIGHTS = (CONSULT, ENTER, APPROVE)
State = Enrolment.State
HOLD_A_PLACE = (State.REGISTERED, State.IN_TRAINING, State.INTERRUPTED)
"""Those who take a place of the session."""
LIVE = (State.REFERRED, State.REQUESTED, State.WAITING, State.ABSENT, State.RETAINED, *HOLD_A_PLACE)
KEEPS_A_PLACE = (State.RETAINED, *HOLD_A_PLACE)
"""Those for whom a place of the session is kept: it is full when they are as many as its places."""


def held(sessions: Iterable[UUID]) -> dict[UUID, int]:
    """Session → how many places are held, past the wall: numbers, nobody. One statement, none for no session."""
    if not (wanted := list(sessions)):
        return {}
    with connection.cursor() as cursor:
        states = [str(state) for state in KEEPS_A_PLACE]
        cursor.execute("SELECT * FROM kairos_places_held(%s::uuid[], %s::text[])", [wanted, states])
        return dict(cursor.fetchall())


def full(sessions: Mapping[UUID, int | None]) -> set[UUID]:
    """Session → its places, None when they are not counted: those of which none is left."""
    taken = held(key for key, places in sessions.items() if places is not None)
    return {key for key, places in sessions.items() if places is not None and taken.get(key, 0) >= places}


def narrowed_to(actor: Actor, rights: tuple[str, ...] = RIGHTS) -> set[UUID] | None:
    """The establishments to which everything the actor holds here is narrowed; None: nothing is."""
    held = [right for right in rights if right in actor.rights]
    places = [{place for right, place in actor.narrowed if right == one} for one in held]
    return set().union(*places) if places and all(places) else None


def where_held(rows: QuerySet, actor: Actor, *rights: str) -> QuerySet:
    """Of rows that carry their establishment: those where one of these very rights is held."""
    places = narrowed_to(actor, rights)
    return rows if places is None else rows.filter(establishment__in=places)


def visible_to(actor: Actor) -> QuerySet[Enrolment]:
    """What the database shows, where one's rights are held. Nobody for visitors and the operator."""
    rows = Enrolment.objects.select_related("person")
    if actor.audience in (Audience.ANONYMOUS, Audience.OPERATOR):
        return rows.none()
    if actor.audience != Audience.PROVIDER:
        return rows
    own = rows.filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor)
    return own if places is None else own.filter(establishment__in=places)


def enrolment(actor: Actor, key: UUID) -> Enrolment:
    """Raises Enrolment.DoesNotExist."""
    return visible_to(actor).get(pk=key)


def provided(actor: Actor, key: UUID) -> Enrolment:
    """For the provider of the session, who reads the person. Raises Enrolment.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise Enrolment.DoesNotExist
    return visible_to(actor).select_related("person__agency", "session").get(pk=key)


def session(actor: Actor, key: UUID) -> TrainingSession:
    """Whose people the actor reads. Raises TrainingSession.DoesNotExist."""
    if actor.audience != Audience.PROVIDER:
        raise TrainingSession.DoesNotExist
    own = TrainingSession.objects.select_related("delivery__course").filter(organisation=actor.scope_organisation)
    places = narrowed_to(actor)
    return (own if places is None else own.filter(establishment__in=places)).get(pk=key)


def of_session(actor: Actor, key: UUID) -> QuerySet[Enrolment]:
    """Everybody on it whom the actor reads, by name."""
    return visible_to(actor).filter(session=key).order_by("person__sort_key", "id")


def by_state(rows: QuerySet[Enrolment]) -> dict[str, int]:
    """State → how many of these are in it. One statement."""
    return dict(rows.order_by().values_list("state").annotate(Count("id")))


BEFORE = (State.REFERRED, State.REQUESTED, State.WAITING, State.ABSENT)
GONE = (State.NOT_RETAINED, State.WITHDRAWN, State.NO_SHOW)
STOPPED = Q(state=State.CANCELLED, left_on__isnull=False)
"""Who was in training when the session was cancelled: out, as those who left."""
OUT = Q(state__in=(State.COMPLETED, State.LEFT)) | STOPPED


def trainees(actor: Actor, key: UUID) -> QuerySet[Enrolment]:
    """Of the session: those whom it retained, whatever came after."""
    rows = of_session(actor, key).exclude(state__in=(*BEFORE, *GONE))
    return rows.filter(~Q(state=State.CANCELLED) | STOPPED)


class Held(NamedTuple):
    """An enrolment on which nobody else acts."""

    pk: UUID
    person: UUID
    session: UUID


def hold(keys: Iterable[UUID]) -> list[Held]:
    """Until the end of the transaction: held in order, before anything beside them."""
    rows = Enrolment.objects.filter(pk__in=list(keys)).order_by("pk").select_for_update()
    return [Held(*row) for row in rows.values_list("pk", "person_id", "session_id")]


def live_of(person: UUID) -> QuerySet[Enrolment]:
    return Enrolment.objects.filter(person=person, state__in=LIVE).order_by("-state_since", "id")


def retained_since(since: datetime) -> Q:
    """Those whom a provider retained since then, wherever they are by now; registered earlier, they were before."""
    earlier = Movement.objects.filter(enrolment=OuterRef("pk"), kind=Movement.Kind.REGISTRATION, declared_at__lt=since)
    return Q(state=State.RETAINED, state_since__gte=since) | Q(state__in=PLANNED) & ~Exists(earlier)


def due_for(actor: Actor) -> QuerySet[Enrolment]:
    """Whose entry or exit has come and is not declared (`due_on`: until when it is to be), the most urgent first."""
    return visible_to(actor).filter(due_from__lte=clock.today()).order_by("due_on", "id")


def movements_of(enrolment: UUID) -> QuerySet[Movement]:
    """What was declared of them, the latest first; what was replaced since too."""
    return Movement.objects.filter(enrolment=enrolment).order_by("-declared_at", "-id")


def interruptions_of(enrolment: UUID) -> QuerySet[Interruption]:
    """Of this person, the latest first."""
    return Interruption.objects.filter(enrolment=enrolment).order_by("-starts_on")


def own_enrolment(actor: Actor, key: UUID) -> Enrolment:
    """For the person. Raises Enrolment.DoesNotExist."""
    if actor.audience != Audience.JOBSEEKER:
        raise Enrolment.DoesNotExist
    return enrolment(actor, key)


HAS_A_PAPER = Q(voided_at__isnull=True) & ~Q(kind=Movement.Kind.NO_SHOW)


def attested(actor: Actor, key: UUID) -> Movement:
    """What the provider declared, whose paper holds. Raises Movement.DoesNotExist."""
    return _attested(actor, key, Audience.PROVIDER)


def attested_to_oneself(actor: Actor, key: UUID) -> Movement:
    """For the person. Raises Movement.DoesNotExist."""
    return _attested(actor, key, Audience.JOBSEEKER)


def attested_to_adviser(actor: Actor, key: UUID) -> Movement:
    """For whoever follows the person. Raises Movement.DoesNotExist."""
    return _attested(actor, key, Audience.AGENCY)


def _attested(actor: Actor, key: UUID, audience: Audience) -> Movement:
    if actor.audience != audience:
        raise Movement.DoesNotExist
    rows = Movement.objects.filter(HAS_A_PAPER, enrolment__in=visible_to(actor))
    return rows.select_related("enrolment", "person").get(pk=key)


def attested_of(actor: Actor, person: UUID) -> QuerySet[Movement]:
    """All of this person whose paper holds, by training, the latest training first."""
    rows = Movement.objects.filter(HAS_A_PAPER, person=person, enrolment__in=visible_to(actor))
    return rows.select_related("enrolment").order_by("-enrolment__created_at", "enrolment", "declared_at", "id")
