"""What the operator's page of a member shows, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.identity.memberships.life import queries, rules, settings
from kairos.identity.memberships.models import Exchange, Membership, MembershipTerm, Procedure, RegisterAlert
from kairos.spaces.operator import members_list
from kairos.spaces.operator.queue_list import Deadline, deadline
from kairos.spaces.operator.shown import Event, Message

HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "membership_application.accept": ("Adhésion acceptée", "circle-check", "ok"),
    "membership.ask_renewal": ("Renouvellement demandé", "refresh-cw", "info"),
    "membership.renew": ("Adhésion renouvelée", "circle-check", "ok"),
    "membership.refuse_renewal": ("Renouvellement refusé", "octagon-x", "bad"),
    "membership.remind_renewal": ("Renouvellement rappelé", "bell", "idle"),
    "membership.accept_terms": ("Nouvelles conditions acceptées", "circle-check", "ok"),
    "membership.remind_terms": ("Nouvelles conditions rappelées", "bell", "idle"),
    "membership.ask_to_leave": ("Départ demandé", "log-out", "warn"),
    "membership.stay": ("Départ annulé", "undo-2", "idle"),
    "membership.leave": ("Organisme parti", "log-out", "idle"),
    "membership.correct_end": ("Dernier jour corrigé", "pencil", "idle"),
    "membership.expire": ("Adhésion échue, portail fermé", "clock", "warn"),
    "membership.close": ("Adhésion terminée", "x", "idle"),
    "membership.note_loss": ("Déclaration d’activité dite perdue", "triangle-alert", "warn"),
    "membership.regularise": ("Déclaration d’activité en règle", "circle-check", "ok"),
    "membership.suspend_irregular": ("Suspendue faute de régularisation", "lock", "bad"),
    "membership.restore": ("Accès rétabli", "circle-check", "ok"),
    "membership.write": ("Message envoyé", "message-square", "idle"),
    "access_procedure.open": ("Procédure ouverte", "triangle-alert", "warn"),
    "access_procedure.suspend": ("Suspendue sans attendre", "lock", "bad"),
    "access_procedure.answer": ("Réponse de l’organisme", "message-square", "info"),
    "access_procedure.withdraw": ("Accès retiré", "lock", "bad"),
    "access_procedure.close": ("Procédure sans suite", "circle-check", "ok"),
    "access_procedure.remind": ("Réponse attendue rappelée", "bell", "idle"),
    "access_procedure.alarm": ("Décision en retard, agents prévenus", "bell", "bad"),
    "change_request.accept": ("Changement accepté", "pencil", "ok"),
}
"""First act of an entry → what is said once it is done, its icon and its state. Others are not shown."""


@dataclass(frozen=True, slots=True)
class Term:
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Dossier:
    """procedures, alerts, events: the latest first."""

    membership: Membership
    procedures: list[Procedure]
    alerts: list[RegisterAlert]
    messages: list[Message]
    events: list[Event]
    names: Mapping[UUID, str]

    @property
    def badge(self) -> tuple[str, str]:
        return members_list.badge(self.membership)

    @property
    def term(self) -> Deadline:
        return members_list.term(self.membership.ends_on)

    @property
    def terms(self) -> list[Term]:
        """Every term, the first one first."""
        later = [
            Term(date.fromisoformat(one["starts_on"]), date.fromisoformat(one["ends_on"]))
            for one in self.membership.later_terms
        ]
        starts = [self.membership.starts_on, *(one.starts_on for one in later)]
        ends = [*(one.starts_on - rules.ONE_DAY for one in later), self.membership.ends_on]
        return [Term(start, end) for start, end in zip(starts, ends, strict=True)]

    @property
    def running(self) -> Procedure | None:
        return next((one for one in self.procedures if one.state in ("open", "answered")), None)

    @property
    def heard(self) -> bool:
        """Whether access may be withdrawn now."""
        running = self.running
        return bool(running) and (running.answered_at is not None or clock.now() > running.answer_due_at)

    @property
    def answer_clock(self) -> Deadline:
        return deadline(self.running.answer_due_at, "", working=True, total=settings.ANSWER_DAYS.value())

    @property
    def decision_clock(self) -> Deadline:
        total = settings.ANSWER_DAYS.value() + settings.PROCEDURE_DECISION_DAYS.value()
        return deadline(self.running.decision_due_at, "", working=True, total=total)

    @property
    def renewal_clock(self) -> Deadline:
        total = settings.RENEWAL_DECISION_DAYS.value()
        return deadline(self.membership.renewal_due_at, "", working=True, total=total)

    @property
    def regularisation_clock(self) -> Deadline:
        total = settings.REGULARISATION_DAYS.value()
        return deadline(self.membership.regularise_by, "", working=True, total=total)

    @property
    def open_alerts(self) -> list[RegisterAlert]:
        return [one for one in self.alerts if one.state == RegisterAlert.State.OPEN]

    def name_of(self, user: UUID | None) -> str:
        return self.names.get(user, "") if user else ""


def member(actor: Actor, key: UUID) -> Membership:
    """With its later terms. Raises Membership.DoesNotExist."""
    if actor.audience not in (Audience.PROVIDER, Audience.OPERATOR):
        raise Membership.DoesNotExist
    later = MembershipTerm.objects.filter(membership=OuterRef("pk")).order_by("starts_on")
    written = JSONObject(starts_on="starts_on", ends_on="ends_on")
    rows = queries.visible_to(actor).select_related("organisation", "application")
    return rows.annotate(later_terms=ArraySubquery(later.values(term=written))).get(pk=key)


def read(membership: Membership, actor: Actor) -> Dossier:
    """`membership` comes through `member`."""
    entries = [entry for entry in history(membership) if entry.acts[0] in HAPPENED]
    procedures = list(queries.procedures_visible_to(actor).filter(membership=membership).order_by("-opened_at"))
    involved = {user for one in procedures for user in (one.opened_by_id, one.answered_by_id, one.decided_by_id)}
    names = people.names_of(involved | {membership.renewal_asked_by_id} | {entry.actor_user for entry in entries})
    return Dossier(
        membership,
        procedures,
        list(queries.alerts_visible_to(actor).filter(membership=membership).order_by("-raised_at")),
        _messages(membership, actor),
        [_event(entry, names) for entry in entries],
        names,
    )


def _messages(membership: Membership, actor: Actor) -> list[Message]:
    rows = Exchange.objects.filter(application=membership.application_id).order_by("written_at")
    values = rows.values_list("author", "author__first_name", "author__last_name", "text", "written_at")
    return [
        Message("Vous" if author == actor.user else f"{first} {last}".strip(), author == actor.user, text, at)
        for author, first, last, text, at in values
    ]


def _event(entry: JournalEntry, names: Mapping[UUID, str]) -> Event:
    label, icon, state = HAPPENED[entry.acts[0]]
    return Event(label, icon, state, names.get(entry.actor_user, "Kairos"), entry.at)
