"""What changes when an organisation writes for its people."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from django.conf import settings as installation

from kairos.foundation.clock import PARIS
from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.identity.accounts import people
from kairos.identity.accounts import settings as accounts
from kairos.identity.guidance import messages, printing, queries, rules, settings, template
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.habilitations import settings as team_settings
from kairos.identity.habilitations.models import Affiliation, Team
from kairos.identity.habilitations.reviews import settings as reviews

# --- Procedure ------------------------------------------------------------------------------------------


def start(procedure: WrittenProcedure, run: Run, *, anew: bool = False) -> None:
    """From the version in force, or from the model: when there is none, or `anew`."""
    former = None if anew else queries.latest(procedure.organisation_id)
    procedure.sections = dict(former.sections) if former else template.sections(facts(procedure))
    procedure.started_at = run.now
    procedure.started_by = run.actor.user


def facts(procedure: WrittenProcedure) -> template.Facts:
    organisation, team = procedure.organisation, Team.objects.filter(pk=procedure.organisation_id).first() or Team()
    managers = habilitations.managers_of(organisation.pk)
    names = people.names_of(managers)
    return template.Facts(
        name=organisation.name,
        siren=organisation.siren,
        managers=[names[key] for key in managers if key in names],
        alone=team.alone_since is not None,
        review_months=reviews.PERIOD_MONTHS.value(),
        review_days=reviews.DUE_DAYS.value(),
        inactivity_days=team.inactivity_days or team_settings.INACTIVITY_DAYS.value(),
        idle_minutes=team.idle_minutes or accounts.SESSION_IDLE_MINUTES.value(),
        session_hours=team.session_hours or accounts.SESSION_HOURS.value(),
        password_days=team.password_days,
        operator=installation.KAIROS_OPERATOR,
    )


def write(procedure: WrittenProcedure, run: Run, *, sections: Mapping[str, str], seen: int | None = None) -> None:
    procedure.sections = {**procedure.sections, **sections}
    procedure.version += 1
    procedure.changed_at = run.now
    procedure.changed_by = run.actor.user


def publish(procedure: WrittenProcedure, run: Run, *, seen: int | None = None) -> None:
    procedure.number = queries.next_number(WrittenProcedure.objects.filter(organisation=procedure.organisation_id))
    procedure.published_at = run.now
    procedure.published_by = run.actor.user
    procedure.sha256 = printing.sha256(procedure)
    here = [row.user_id for row in queries.people_here(procedure.organisation_id)]
    for one in people.recipients_of(here):
        run.tell(messages.procedure_published(one, procedure))


def drop(procedure: WrittenProcedure, run: Run) -> None:
    """What was published stays in force."""


# --- Note -----------------------------------------------------------------------------------------------


def publish_note(note: AwarenessNote, run: Run, *, title: str, text: str) -> None:
    former = queries.in_force(note.organisation_id)
    if former:
        run.perform(act_named("awareness_note.replace"), former)
    today = run.now.astimezone(PARIS).date()
    note.number = queries.next_number(AwarenessNote.objects.filter(organisation=note.organisation_id))
    note.title, note.text = title, text
    note.published_at = run.now
    note.published_by = run.actor.user
    note.due_on = today + timedelta(days=settings.NOTE_DAYS.value())
    note.again_on = rules.months_after(today, settings.NOTE_MONTHS.value())
    note.due_rule = f"{settings.NOTE_DAYS.version()}, {settings.NOTE_MONTHS.version()}"
    here = [row.user_id for row in queries.people_here(note.organisation_id)]
    for one in people.recipients_of(here):
        run.tell(messages.note_published(one, note))


def replace(note: AwarenessNote, run: Run) -> None:
    """Who read it stays known."""


def read(reading: NoteReading, run: Run) -> None:
    reading.read_at = run.now


def remind(note: AwarenessNote, run: Run) -> None:
    """An account manager's own reminders do not count among those that go by themselves."""
    note.reminded_at = run.now
    note.reminders += 0 if run.actor.user else 1
    for one in people.recipients_of(row.user_id for row in queries.not_read(note)):
        run.tell(messages.note_recalled(one, note))


def recall(note: AwarenessNote, run: Run) -> None:
    note.called_at = run.now
    for one in people.recipients_of(habilitations.managers_of(note.organisation_id)):
        run.tell(messages.note_due_again(one, note))


# --- Message --------------------------------------------------------------------------------------------


def send(message: TeamMessage, run: Run, *, topic: str, text: str, people: Sequence[Affiliation]) -> None:
    """`people`: who it goes to, as `queries.recipients` finds them."""
    message.topic, message.text = topic, text
    message.sent_at = run.now
    message.sent_by = run.actor.user
    message.recipients = [row.pk for row in people]
    for row in people:
        run.tell(messages.from_manager(row, message, run.actor.name))


# --- Help -----------------------------------------------------------------------------------------------


def add(entry: HelpEntry, run: Run, *, question: str, answer: str) -> None:
    """Last of the page."""
    last = HelpEntry.objects.filter(organisation=entry.organisation_id).order_by("-position").first()
    entry.position = last.position + 1 if last else 1
    _say(entry, run, question, answer)


def edit(entry: HelpEntry, run: Run, *, question: str, answer: str, seen: int | None = None) -> None:
    entry.version += 1
    _say(entry, run, question, answer)


def _say(entry: HelpEntry, run: Run, question: str, answer: str) -> None:
    entry.question, entry.answer = question, answer
    entry.changed_at = run.now
    entry.changed_by = run.actor.user


def withdraw(entry: HelpEntry, run: Run) -> None:
    """Nobody but its writers sees it."""


def show(entry: HelpEntry, run: Run) -> None:
    """Where it was."""


def move(entry: HelpEntry, run: Run, *, up: bool) -> None:
    """It changes places with its neighbour; at the end of the list nothing moves."""
    shown = HelpEntry.objects.filter(organisation=entry.organisation_id, state=HelpEntry.State.SHOWN)
    before = shown.filter(position__lt=entry.position).order_by("-position")
    after = shown.filter(position__gt=entry.position).order_by("position")
    if neighbour := (before if up else after).select_for_update().first():
        entry.position, neighbour.position = neighbour.position, entry.position
        neighbour.save(update_fields=["position"])
