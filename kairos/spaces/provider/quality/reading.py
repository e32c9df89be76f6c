"""What the page of a request shows to its provider, read at once."""

from dataclasses import dataclass
from datetime import datetime

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.journal.reading import history
from kairos.foundation.working_days import place_of
from kairos.identity.accounts import people
from kairos.identity.memberships.rules import decision_due, resumed_due
from kairos.identity.quality import queries, rules, settings
from kairos.identity.quality.models import QualityDocument, QualityRequest

State = QualityRequest.State
HAPPENED = {
    "open": "Demande commencée",
    "edit": "Brouillon enregistré",
    "attach": "Document joint",
    "detach": "Document retiré",
    "submit": "Demande envoyée",
    "resubmit": "Complément envoyé",
    "withdraw": "Demande retirée",
    "take": "Prise en charge par l’opérateur",
    "release": "Rendue à la file de l’opérateur",
    "ask_complement": "Complément demandé par l’opérateur",
    "accept": "Demande acceptée",
    "refuse": "Demande refusée",
    "remind": "Rappel envoyé",
}
"""Act → what is said of it; the others are Kairos’s own work."""
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Event:
    label: str
    who: str
    at: datetime


@dataclass(frozen=True)
class Page:
    """documents: those joined now, then those withdrawn. events: the latest first."""

    request: QualityRequest
    documents: list[QualityDocument]
    events: list[Event]

    @property
    def joined(self) -> list[QualityDocument]:
        return [one for one in self.documents if not one.withdrawn_at]

    @property
    def withdrawn(self) -> list[QualityDocument]:
        return [one for one in self.documents if one.withdrawn_at]

    @property
    def certificate_joined(self) -> bool:
        return any(one.kind == QualityDocument.Kind.CERTIFICATE for one in self.joined)

    @property
    def open(self) -> bool:
        return self.request.state in (State.SUBMITTED, State.IN_REVIEW)

    @property
    def unusual(self) -> bool:
        """Whether the dates say a longer term than certificates usually have."""
        since, until = self.request.valid_from, self.request.valid_until
        return bool(since and until) and rules.is_unusual(since, until, settings.CERTIFICATE_YEARS.value())

    @property
    def usual_years(self) -> int:
        return settings.CERTIFICATE_YEARS.value()

    @property
    def expected_on(self) -> datetime:
        """When a decision would be due, were the request sent now."""
        place = place_of(self.request.postcode)
        if self.request.state == State.COMPLEMENT:
            least = settings.DAYS_LEFT_AFTER_COMPLEMENT.value()
            return resumed_due(clock.now(), self.request.paused_at, self.request.due_at, least, place)
        return decision_due(clock.now(), settings.DECISION_DAYS.value(), place)


def read(request: QualityRequest, actor: Actor) -> Page:
    return Page(request, list(queries.documents_of(request, actor)), _events(request))


def _events(request: QualityRequest) -> list[Event]:
    """The operator's people are told by their service, not by their names."""
    entries = [entry for entry in history(request) if _verb(entry.acts[0]) in HAPPENED][:SHOWN]
    names = people.names_of(entry.actor_user for entry in entries if entry.audience == Audience.PROVIDER)
    return [Event(HAPPENED[_verb(entry.acts[0])], names.get(entry.actor_user, ""), entry.at) for entry in entries]


def _verb(act: str) -> str:
    return act_named(act).short_name
