"""What an agent has to do, the most urgent first: each kind of work gives its lines."""

from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from itertools import chain

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse

from kairos.foundation import clock, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.prepared import prepared
from kairos.identity.habilitations.reviews import queries as reviews
from kairos.identity.habilitations.reviews.settings import CALL_DAYS
from kairos.identity.memberships import queries
from kairos.identity.memberships.letters import queries as letters
from kairos.identity.memberships.life import queries as members
from kairos.identity.memberships.life import settings as life
from kairos.identity.memberships.members.models import ASKED, RUNNING
from kairos.identity.memberships.models import (
    OPEN,
    AccessLetter,
    ChangeRequest,
    MembershipApplication,
    Procedure,
    RegisterAlert,
)
from kairos.identity.quality import queries as quality
from kairos.identity.quality.models import OPEN as QUALITY_OPEN
from kairos.identity.quality.models import QualityRequest
from kairos.spaces.operator.letters_list import due as letter_due
from kairos.spaces.operator.quality_list import due as quality_due
from kairos.spaces.operator.queue_list import deadline

MOST = 25
State = MembershipApplication.State
ALERTS = dict(RegisterAlert.Kind.choices)
CHANGES = dict(ChangeRequest.Kind.choices)
LETTERS = dict(AccessLetter.Kind.choices)


@dataclass(frozen=True, slots=True)
class Task:
    """One line: what, where, the word of its button; state, label, total and elapsed are its clock's."""

    due_at: datetime
    title: str
    detail: str
    href: str
    act: str
    state: str
    label: str
    total: int
    elapsed: int


def tasks(actor: Actor) -> list[Task]:
    """One's own and nobody's, at most 25: what comes later shows when these are done. One statement a kind."""
    kinds = (kind(actor) for permission, kind in KINDS if permissions.holds(actor, permission))
    return sorted(chain.from_iterable(kinds), key=lambda task: task.due_at)[:MOST]


def _applications(actor: Actor) -> Iterable[Task]:
    for key, number, name, town, state, due_at, postcode in _open_applications(actor):
        due = deadline(due_at, postcode, working=True)
        yield Task(
            due_at,
            f"Demande d’adhésion : {name}",
            f"{number}, {town}",
            reverse("operator:application", args=[key]),
            "Décider" if state == State.IN_REVIEW else "Instruire",
            due.state,
            due.label,
            due.total,
            due.elapsed,
        )


@prepared
def _open_applications(actor: Actor) -> QuerySet[MembershipApplication]:
    rows = queries.visible_to(actor).filter(OPEN).filter(Q(officer=actor.user) | Q(officer__isnull=True))
    columns = ("id", "number", "name", "town", "state", "due_at", "postcode")
    return rows.order_by("due_at", "id").values_list(*columns)[:MOST]


def _changes(actor: Actor) -> Iterable[Task]:
    for key, kind, name, due_at in _pending_changes(actor):
        due = deadline(due_at, "", working=True)
        href = reverse("operator:change", args=[key])
        yield Task(due_at, f"Changement demandé : {name}", CHANGES[kind], href, "Décider", due.state, due.label, 0, 0)


@prepared
def _pending_changes(actor: Actor) -> QuerySet[ChangeRequest]:
    rows = queries.changes_visible_to(actor).filter(state=ChangeRequest.State.PENDING).order_by("due_at", "id")
    return rows.values_list("id", "kind", "organisation__name", "due_at")[:MOST]


def _letters(actor: Actor) -> Iterable[Task]:
    for key, kind, name, due_at, postcode in _waiting_letters(actor):
        due = letter_due(due_at, postcode, clock.now())
        title, href = f"Courrier à poster : {name}", reverse("operator:letter", args=[key])
        yield Task(due_at, title, LETTERS[kind], href, "Ouvrir", due.state, due.label, due.total, due.elapsed)


@prepared
def _waiting_letters(actor: Actor) -> QuerySet[AccessLetter]:
    rows = letters.visible_to(actor).filter(state__in=letters.WAITING).order_by("due_at", "id").select_related(None)
    return rows.values_list("id", "kind", "organisation__name", "due_at", "postcode")[:MOST]


def _quality(actor: Actor) -> Iterable[Task]:
    for key, number, name, town, officer, due_at, postcode in _open_quality(actor):
        due = quality_due(due_at, postcode)
        title, href = f"Demande qualité : {name}", reverse("operator:quality_request", args=[key])
        word = "Décider" if officer else "Instruire"
        yield Task(due_at, title, f"{number}, {town}", href, word, due.state, due.label, due.total, due.elapsed)


@prepared
def _open_quality(actor: Actor) -> QuerySet[QualityRequest]:
    rows = quality.visible_to(actor).filter(QUALITY_OPEN).filter(Q(officer=actor.user) | Q(officer__isnull=True))
    columns = ("id", "number", "name", "town", "officer", "due_at", "postcode")
    return rows.order_by("due_at", "id").values_list(*columns)[:MOST]


def _members(actor: Actor) -> Iterable[Task]:
    """Renewals asked, procedures to decide (answered, or no answer came in time), what registers say. One statement."""
    for key, name, detail, due_at, kind in _waiting_members(actor, clock.now()):
        title, word, total = MEMBERS[kind]
        due = deadline(due_at, "", working=True, total=total())
        href = reverse("operator:member", args=[key])
        yield Task(due_at, f"{title} : {name}", ALERTS.get(detail, detail), href, word, *astuple(due))


@prepared
def _waiting_members(actor: Actor, now: datetime) -> QuerySet:
    heard = Q(state=Procedure.State.ANSWERED) | Q(answer_due_at__lt=now)
    asked = (
        members.visible_to(actor).filter(ASKED).values_list("id", "name", "number", "renewal_due_at", _word("renew"))
    )
    running = members.procedures_visible_to(actor).filter(RUNNING).filter(heard)
    alerts = members.alerts_visible_to(actor).filter(state=RegisterAlert.State.OPEN)
    every = asked.union(
        running.values_list("membership", "membership__name", "clause", "decision_due_at", _word("procedure")),
        alerts.values_list("membership", "membership__name", "kind", "due_at", _word("alert")),
        all=True,
    )
    return every.order_by("renewal_due_at")[:MOST]


def _word(word: str) -> Value:
    return Value(word, CharField())


MEMBERS: dict[str, tuple[str, str, Callable[[], int]]] = {
    "renew": ("Renouvellement demandé", "Décider", life.RENEWAL_DECISION_DAYS.value),
    "procedure": ("Retrait d’accès", "Décider", life.PROCEDURE_DECISION_DAYS.value),
    "alert": ("Alerte du répertoire", "Vérifier", life.ALERT_DAYS.value),
}
"""Kind of line → what it is about, the word of its button, how long its delay is."""


def _reviews(actor: Actor) -> Iterable[Task]:
    """Organisations to call: nobody confirmed their only account manager."""
    for key, name, ended_at in _unanswered(actor):
        due_at = ended_at + timedelta(days=CALL_DAYS.value())
        due = deadline(due_at, "", working=False, total=CALL_DAYS.value())
        title, href = f"Revue des accès sans réponse : {name}", reverse("operator:member", args=[key])
        yield Task(due_at, title, "Son seul RGC n’a pas été confirmé.", href, "Appeler", *astuple(due))


@prepared
def _unanswered(actor: Actor) -> QuerySet:
    own = members.visible_to(actor).filter(organisation=OuterRef("organisation")).order_by("-starts_on", "-pk")
    rows = reviews.unanswered().annotate(membership=Subquery(own.values("pk")[:1])).filter(membership__isnull=False)
    return rows.order_by("ended_at", "pk").values_list("membership", "organisation__name", "ended_at")[:MOST]


KINDS: tuple[tuple[str, Callable[[Actor], Iterable[Task]]], ...] = (
    ("memberships.instruct", _applications),
    ("memberships.decide_change", _changes),
    ("memberships.oversee", _members),
    ("memberships.oversee", _reviews),
    ("letters.handle", _letters),
    ("quality.instruct", _quality),
)
