"""What the operator's page of a quality request shows, read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.journal.reading import history
from kairos.identity.accounts import people
from kairos.identity.quality import facts, queries, registered, rules, settings
from kairos.identity.quality.facts import Change
from kairos.identity.quality.models import QualityCertificate, QualityDocument, QualityRequest
from kairos.identity.quality.registered import Listed
from kairos.identity.quality.rules import Standing
from kairos.spaces.operator.quality_list import due
from kairos.spaces.operator.queue_list import Deadline

State = QualityRequest.State
HAPPENED: Mapping[str, tuple[str, str, str]] = {
    "open": ("Demande commencée", "pencil", "idle"),
    "edit": ("Demande modifiée", "pencil", "idle"),
    "attach": ("Document joint", "upload", "idle"),
    "detach": ("Document retiré", "x", "idle"),
    "submit": ("Demande envoyée", "upload", "ok"),
    "resubmit": ("Complément envoyé", "upload", "ok"),
    "withdraw": ("Demande retirée par l’organisme", "x", "idle"),
    "take": ("Prise en charge", "user", "info"),
    "release": ("Rendue à la file", "undo-2", "idle"),
    "recheck": ("Comparaison relancée", "refresh-cw", "idle"),
    "note_register": ("Liste publique consultée", "shield-check", "info"),
    "ask_complement": ("Complément demandé", "message-square", "warn"),
    "accept": ("Demande acceptée", "circle-check", "ok"),
    "refuse": ("Demande refusée", "octagon-x", "bad"),
    "remind": ("Rappel envoyé à l’organisme", "bell", "idle"),
}
"""Act → what is said once it is done, its icon and its state."""


@dataclass(frozen=True, slots=True)
class Event:
    label: str
    icon: str
    state: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Dossier:
    """One request as an officer sees it: what was sent, never what is being written. events: the latest first."""

    request: QualityRequest
    documents: list[QualityDocument]
    certificates: list[QualityCertificate]
    events: list[Event]
    names: Mapping[UUID, str]

    @property
    def state(self) -> str:
        return self.request.state

    @property
    def open(self) -> bool:
        return self.state in (State.SUBMITTED, State.IN_REVIEW)

    @property
    def deadline(self) -> Deadline:
        return due(self.request.due_at, self.request.postcode)

    @property
    def claimed(self) -> list[tuple[str, str]]:
        """The last sending, word for word: label, text. Its documents are listed apart."""
        return [(facts.LABELS[field], text) for field, text in facts.said(self.request.sent) if field != "documents"]

    @property
    def changes(self) -> list[Change]:
        """Since the sending before, empty for the first one."""
        return facts.changes(self.request.sent_before, self.request.sent) if self.request.sent_before else []

    @cached_property
    def listed(self) -> Listed | None:
        return registered.beside(self.request.categories, self.request.register)

    @cached_property
    def standing(self) -> Standing:
        return queries.standing_of(self.certificates, clock.today())

    @property
    def recorded(self) -> QualityCertificate | None:
        """What the acceptance of this request recorded."""
        return next((one for one in self.certificates if one.request_id == self.request.pk), None)

    @property
    def unusual(self) -> bool:
        since, until = self.request.valid_from, self.request.valid_until
        return bool(since and until) and rules.is_unusual(since, until, settings.CERTIFICATE_YEARS.value())

    @property
    def days_left(self) -> int | None:
        until = self.request.valid_until
        return (until - clock.today()).days if until else None

    def name_of(self, user: UUID | None) -> str:
        return self.names.get(user, "") if user else ""


def read(request: QualityRequest, actor: Actor) -> Dossier:
    """`request` comes through `queries.dossier`."""
    entries = history(request)
    involved = {request.officer_id, request.decided_by_id, request.submitted_by_id}
    names = people.names_of(involved | {entry.actor_user for entry in entries})
    return Dossier(
        request,
        list(queries.documents_of(request, actor)),
        list(queries.certificates_of(request.organisation_id)),
        [_event(entry.acts[0], names.get(entry.actor_user, ""), entry.at) for entry in entries],
        names,
    )


def _event(act: str, who: str, at: datetime) -> Event:
    label, icon, state = HAPPENED.get(act_named(act).short_name) or (act_named(act).label, "check", "idle")
    return Event(label, icon, state, who, at)
