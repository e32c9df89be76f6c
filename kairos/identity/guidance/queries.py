"""The doors to what an organisation writes for its people, and who read it."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.db.models.base import Model

from kairos.foundation.actor import Actor, Audience
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import MANAGE

M = TypeVar("M", bound=Model)


def _own(rows: QuerySet[M], actor: Actor) -> QuerySet[M]:
    if actor.audience in (Audience.OPERATOR, Audience.SYSTEM):
        return rows
    return rows.filter(organisation=actor.scope_organisation)


# --- Procedure ------------------------------------------------------------------------------------------


def procedures(actor: Actor) -> QuerySet[WrittenProcedure]:
    """The published ones, the newest first; their drafts are the account managers' own."""
    rows = _own(WrittenProcedure.objects.select_related("organisation"), actor)
    return rows.filter(state=WrittenProcedure.State.PUBLISHED).order_by("-number", "pk")


def published(actor: Actor, key: UUID) -> WrittenProcedure:
    return procedures(actor).get(pk=key)


def draft(organisation: UUID) -> WrittenProcedure | None:
    rows = WrittenProcedure.objects.filter(organisation=organisation, state=WrittenProcedure.State.DRAFT)
    return rows.select_related("organisation").first()


def latest(organisation: UUID) -> WrittenProcedure | None:
    rows = WrittenProcedure.objects.filter(organisation=organisation, state=WrittenProcedure.State.PUBLISHED)
    return rows.order_by("-number").first()


def next_number(rows: QuerySet[M]) -> int:
    return (rows.aggregate(last=Max("number"))["last"] or 0) + 1


# --- Note -----------------------------------------------------------------------------------------------


def notes(actor: Actor) -> QuerySet[AwarenessNote]:
    rows = _own(AwarenessNote.objects.select_related("organisation"), actor)
    return rows.order_by("-number", "pk")


def note(actor: Actor, key: UUID) -> AwarenessNote:
    return notes(actor).get(pk=key)


def in_force(organisation: UUID) -> AwarenessNote | None:
    return AwarenessNote.objects.filter(organisation=organisation, state=AwarenessNote.State.PUBLISHED).first()


def to_read(actor: Actor) -> AwarenessNote | None:
    """The note in force, `mine`: whether this person said to have read it."""
    mine = NoteReading.objects.filter(note=OuterRef("pk"), affiliation=actor.affiliation)
    rows = AwarenessNote.objects.filter(organisation=actor.scope_organisation, state=AwarenessNote.State.PUBLISHED)
    return rows.annotate(mine=Exists(mine)).first()


def unread(actor: Actor) -> QuerySet[AwarenessNote]:
    """The note in force, unless this person said to have read it."""
    mine = NoteReading.objects.filter(note=OuterRef("pk"), affiliation=actor.affiliation)
    rows = AwarenessNote.objects.filter(organisation=actor.scope_organisation, state=AwarenessNote.State.PUBLISHED)
    return rows.exclude(Exists(mine))


def not_read(note: AwarenessNote) -> QuerySet[Affiliation]:
    """Who acts for the organisation now and did not say to have read it."""
    readings = NoteReading.objects.filter(note=note, affiliation=OuterRef("pk"))
    return _here(note.organisation_id).filter(~Exists(readings))


def readings_of(note: AwarenessNote) -> QuerySet[NoteReading]:
    """In the order of their names, whoever has left since included."""
    rows = NoteReading.objects.filter(note=note, organisation=note.organisation_id).select_related("affiliation__user")
    return rows.order_by("affiliation__sort_key", "pk")


def notes_to_recall(today: date) -> QuerySet[AwarenessNote]:
    """In force a year or more, of organisations whose portal is open, nobody told yet."""
    return _followed().filter(again_on__lte=today, called_at__isnull=True).order_by("again_on", "pk")


def notes_to_remind(most: int, every: int, now: datetime) -> QuerySet[AwarenessNote]:
    """Somebody has not read it, and the last message about it is `every` days old."""
    since = now - timedelta(days=every)
    here = Affiliation.objects.filter(organisation=OuterRef("organisation"), state=Affiliation.State.ACTIVE)
    read = NoteReading.objects.filter(note=OuterRef(OuterRef("pk")), affiliation=OuterRef("pk"))
    quiet = Q(reminded_at__isnull=True, published_at__lte=since) | Q(reminded_at__lte=since)
    waiting = _followed().filter(quiet, Exists(here.filter(~Exists(read))), reminders__lt=most)
    return waiting.order_by("published_at", "pk")


def _followed() -> QuerySet[AwarenessNote]:
    return AwarenessNote.objects.filter(
        state=AwarenessNote.State.PUBLISHED, organisation__portal_closed_at__isnull=True
    )


# --- Team -----------------------------------------------------------------------------------------------


def _here(organisation: UUID) -> QuerySet[Affiliation]:
    rows = Affiliation.objects.filter(organisation=organisation, state=Affiliation.State.ACTIVE)
    return rows.select_related("user").order_by("sort_key", "pk")


def people_here(organisation: UUID) -> QuerySet[Affiliation]:
    return _here(organisation)


def recipients(organisation: UUID, audience: str, right: str, chosen: Iterable[UUID], today: date) -> list[Affiliation]:
    """Who a message goes to. Of those chosen, only who acts for the organisation now."""
    kinds = TeamMessage.Audience
    match audience:
        case kinds.ALL:
            wanted = Q()
        case kinds.MANAGERS:
            wanted = Q(rights__contains=[MANAGE])
        case kinds.RIGHT:
            live = Q(grants__right=right, grants__state="live", grants__starts_on__lte=today)
            wanted = live & (Q(grants__ends_on__isnull=True) | Q(grants__ends_on__gte=today))
        case _:
            wanted = Q(pk__in=list(chosen))
    return list(_here(organisation).filter(wanted).distinct())


def team_messages(actor: Actor) -> QuerySet[TeamMessage]:
    return _own(TeamMessage.objects.all(), actor).order_by("-sent_at", "-pk")


def team_message(actor: Actor, key: UUID) -> TeamMessage:
    return team_messages(actor).get(pk=key)


# --- Help -----------------------------------------------------------------------------------------------


def help_entries(actor: Actor) -> QuerySet[HelpEntry]:
    return _own(HelpEntry.objects.all(), actor).order_by("position", "pk")


def help_entry(actor: Actor, key: UUID) -> HelpEntry:
    return help_entries(actor).get(pk=key)
