"""Home of the file: what is to be done, where the request stands, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.guards import Reason
from kairos.foundation.journal.models import JournalEntry
from kairos.identity.accounts import people
from kairos.identity.memberships import queries as memberships
from kairos.identity.memberships.models import Membership, MembershipApplication
from kairos.identity.organisations import completeness, queries
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Organisation
from kairos.spaces.provider.file import chrome

State = MembershipApplication.State
APPLICATION = "/compte/demande/"
SHEET = "/compte/fiche/"
SHOWN = 12

HAPPENED = {
    "provider_file.open": "Fiche ouverte",
    "provider_file.edit": "Fiche modifiée",
    "provider_file.add_establishment": "Établissement ajouté",
    "provider_file.remove_establishment": "Établissement retiré",
    "provider_file.warn_of_rival": "Une autre fiche nomme votre établissement",
}
"""Act → what is said once it is done; the label of its button for the others."""


class Task(NamedTuple):
    """One thing to do: its title, where, the word of its button, and why now."""

    title: str
    href: str
    act: str
    detail: str


class Event(NamedTuple):
    what: str
    who: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """The file's home, read at once."""

    sheet: ProviderSheet
    missing: list[Reason]
    application: MembershipApplication | None
    membership: Membership | None
    events: list[Event]

    @property
    def tasks(self) -> list[Task]:
        state = self.application.state if self.application else None
        if self.membership:
            return []
        if self.missing and state in (None, State.DRAFT, State.COMPLEMENT, State.REFUSED, State.ABANDONED):
            return [_to_complete(self.missing), *_answer(self.application)]
        return [TASKS[state]] if state in TASKS else list(_answer(self.application))

    @property
    def step(self) -> int:
        """Where one is of the five steps: 3 the sheet, 4 the request, 5 the decision."""
        if self.application and self.application.state in (State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED):
            return 5
        return 3 if self.missing else 4


TASKS = {
    None: Task("Demander l’adhésion", APPLICATION, "Demander", "Votre fiche est complète."),
    State.DRAFT: Task(
        "Valider la demande d’adhésion", APPLICATION, "Reprendre", "Elle est enregistrée : il reste à lire et accepter "
        "les conditions."
    ),
    State.REFUSED: Task(
        "Demander de nouveau l’adhésion", APPLICATION, "Voir les motifs", "La demande précédente a été refusée."
    ),
    State.ABANDONED: Task("Demander l’adhésion", APPLICATION, "Demander", "La demande précédente a été abandonnée."),
}  # fmt: skip


def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return render(request, "file/home.html", chrome.of(request), overview=overview(request.actor, organisation))


def overview(actor: Actor, organisation: Organisation) -> Overview:
    sheet = queries.sheet(organisation)
    return Overview(
        sheet,
        completeness.gaps(sheet.content()),
        memberships.latest(actor),
        memberships.membership_of(actor) if organisation.member_since else None,
        _events(organisation),
    )


def _to_complete(missing: list[Reason]) -> Task:
    count = french.plural(len(missing), "information manque", "informations manquent")
    return Task("Compléter la fiche", SHEET, "Compléter", f"{count}.")


def _answer(application: MembershipApplication | None) -> list[Task]:
    if application and application.state == State.COMPLEMENT:
        return [Task("Répondre à l’opérateur", APPLICATION, "Répondre", application.reason)]
    return []


def _events(organisation: Organisation) -> list[Event]:
    """The latest acts on the file and its requests; the operator's people are told by their service."""
    rows = JournalEntry.objects.filter(organisation=organisation.pk, kind=JournalEntry.Kind.ACT).order_by("-id")
    entries = list(rows.values_list("acts", "actor_user", "audience", "at")[:SHOWN])
    names = people.names_of(user for _, user, audience, _ in entries if audience == Audience.PROVIDER)
    return [Event(_said(acts[0]), names.get(user, ""), at) for acts, user, _, at in entries]


def _said(act: str) -> str:
    try:
        return HAPPENED.get(act) or act_named(act).label
    except LookupError:
        return act
