"""Home of the file: what is to be done, where the request stands, what happened."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from kairos.design import french
from kairos.design.page import render
from kairos.foundation import clock, journal, permissions
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.guards import Reason
from kairos.foundation.journal.models import JournalEntry
from kairos.foundation.prepared import prepared
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.memberships import queries as memberships
from kairos.identity.memberships.life import queries as life
from kairos.identity.memberships.life.waiting import ANSWER, REGULARISE, RENEW, TERMS, Waiting, waiting
from kairos.identity.memberships.models import Membership, MembershipApplication
from kairos.identity.organisations import completeness, queries
from kairos.identity.organisations.content import ProviderSheet
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality import queries as quality
from kairos.identity.quality.queries import Glance
from kairos.spaces.provider.file import chrome

State = MembershipApplication.State
APPLICATION = "/compte/demande/"
MEMBERSHIP = "/compte/adhesion/"
OVER = (Membership.State.LEFT, Membership.State.ENDED)
SHEET = "/compte/fiche/"
SHOWN = 12

HAPPENED = {
    "provider_file.open": "Fiche ouverte",
    "provider_file.edit": "Fiche modifiée",
    "provider_file.add_establishment": "Établissement ajouté",
    "provider_file.remove_establishment": "Établissement retiré",
    "provider_file.warn_of_rival": "Une autre fiche nomme votre établissement",
    "account.activate": "Compte activé",
    "membership_application.save": "Demande d’adhésion enregistrée",
    "membership_application.submit": "Demande d’adhésion validée",
    "membership_application.resubmit": "Complément envoyé",
    "membership_application.abandon": "Demande d’adhésion abandonnée",
    "membership_application.note_checks": "Contrôles automatiques faits",
    "membership_application.take": "Demande prise en charge par l’opérateur",
    "membership_application.ask_complement": "Complément demandé par l’opérateur",
    "membership_application.accept": "Adhésion acceptée",
    "membership_application.refuse": "Adhésion refusée",
    "membership_application.write": "Message écrit",
    "membership_application.remind": "Rappel envoyé",
    "access_letter.post": "Courrier posté au RGC",
    "membership.ask_renewal": "Renouvellement demandé",
    "membership.renew": "Adhésion renouvelée",
    "membership.refuse_renewal": "Renouvellement refusé",
    "membership.accept_terms": "Nouvelles conditions acceptées",
    "membership.ask_to_leave": "Départ demandé",
    "membership.stay": "Départ annulé",
    "membership.leave": "Départ de l’organisme",
    "membership.expire": "Adhésion échue, portail fermé",
    "membership.note_loss": "Déclaration d’activité dite perdue",
    "membership.regularise": "Déclaration d’activité en règle",
    "membership.suspend_irregular": "Adhésion suspendue faute de régularisation",
    "membership.restore": "Accès rétabli",
    "access_procedure.open": "Procédure ouverte par l’opérateur",
    "access_procedure.suspend": "Accès suspendu sans attendre",
    "access_procedure.answer": "Réponse envoyée à l’opérateur",
    "access_procedure.withdraw": "Accès retiré",
    "access_procedure.close": "Procédure sans suite",
}
"""What an organisation is told of its own story; the rest is the operator's kitchen."""


class Task(NamedTuple):
    """One thing to do: its title, where, the word of its button, why now, and how it stands (a state and its word)."""

    title: str
    href: str
    act: str
    detail: str
    state: str
    standing: str


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
    membership: Any
    events: list[Event]
    quality: Glance | None
    agreements: int

    @property
    def in_life(self) -> bool:
        """There is a membership, and it is not over: over, one asks again."""
        return self.membership is not None and self.membership.state not in OVER

    @property
    def tasks(self) -> list[Task]:
        return [*self._of_membership(), *_to_agree(self.agreements), *_of_quality(self.quality)]

    def _of_membership(self) -> list[Task]:
        state = self.application.state if self.application else None
        if self.in_life:
            return [_of_life(one) for one in waiting(self.membership, clock.today())]
        if self.missing and state in (None, State.DRAFT, State.COMPLEMENT, State.REFUSED, State.ABANDONED):
            return [_to_complete(self.missing), *_answer(self.application)]
        return [TASKS[state]] if state in TASKS else list(_answer(self.application))

    @property
    def step(self) -> int:
        """Where one is of the five steps: 3 the sheet, 4 the request, 5 the decision."""
        if self.application and self.application.state in (State.SUBMITTED, State.IN_REVIEW, State.ACCEPTED):
            return 5
        return 3 if self.missing else 4


FIRST = Task("Demander l’adhésion", APPLICATION, "Demander", "Votre fiche est complète.", "info", "Quand vous voulez")
TASKS = {
    None: FIRST,
    State.ABANDONED: FIRST,
    State.DRAFT: Task(
        "Valider la demande d’adhésion",
        APPLICATION,
        "Reprendre",
        "Elle est enregistrée\u00a0: il reste à lire et accepter les conditions.",
        "warn",
        "Pas encore envoyée",
    ),
    State.REFUSED: Task(
        "Demander de nouveau l’adhésion",
        APPLICATION,
        "Voir les motifs",
        "La demande précédente a été refusée.",
        "bad",
        "Refusée",
    ),
}


LIFE = {
    ANSWER: ("Répondre à l’opérateur", "Répondre", "Il envisage de retirer l’accès à Kairos.", "bad"),
    REGULARISE: ("Régulariser la déclaration d’activité", "Voir", "Passé ce jour, l’adhésion est suspendue.", "bad"),
    TERMS: ("Accepter les nouvelles conditions", "Lire", "L’opérateur en a publié une nouvelle version.", "warn"),
    RENEW: ("Renouveler l’adhésion", "Renouveler", "Sans renouvellement, le portail se ferme.", "warn"),
}
"""What waits → title, word of the button, why, how grave."""


def home(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    journal.reading(request.actor, "provider_file.overview", [organisation.pk], "organisations.organisation")
    return render(request, "file/home.html", chrome.of(request), overview=overview(request.actor, organisation))


def overview(actor: Actor, organisation: Organisation) -> Overview:
    sheet = queries.sheet(organisation)
    was_member = organisation.member_since or organisation.portal_closed_at
    return Overview(
        sheet,
        completeness.gaps(sheet.content()),
        memberships.latest(actor),
        life.latest(actor) if was_member else None,
        _events(organisation),
        None if was_member else quality.at_a_glance(organisation.pk, clock.today()),
        _agreements(actor) if was_member else 0,
    )


def _of_life(one: Waiting) -> Task:
    title, word, detail, state = LIFE[one.kind]
    return Task(title, MEMBERSHIP, word, detail, state, f"Avant le {french.day(one.until)}")


def _agreements(actor: Actor) -> int:
    """Rights that an account manager asks for herself and that wait for this very person, who may have to add a
    second factor first: the page says how."""
    if not permissions.holds(actor.with_a_factor(), "habilitations.agree"):
        return 0
    return habilitations.to_agree(actor).count()


def _to_agree(count: int) -> list[Task]:
    if not count:
        return []
    title = french.plural(count, "droit attend votre accord", "droits attendent votre accord")
    detail = "Un responsable de gestion des comptes le demande pour lui-même : il faut une seconde personne."
    return [Task(title, reverse("gid:agreements"), "Lire", detail, "warn", "À décider")]


def _of_quality(glance: Glance | None) -> list[Task]:
    if glance is None or glance.awaited is None:
        return []
    detail = "L’opérateur a demandé un complément : le délai est suspendu en attendant."
    href = reverse("quality:request", args=[glance.awaited])
    return [Task("Compléter la demande qualité", href, "Compléter", detail, "warn", "Complément demandé")]


def _to_complete(missing: list[Reason]) -> Task:
    count = french.plural(len(missing), "information", "informations")
    return Task("Compléter la fiche", SHEET, "Compléter", f"Il manque {count}.", "warn", "À compléter")


def _answer(application: MembershipApplication | None) -> list[Task]:
    if application and application.state == State.COMPLEMENT:
        return [Task("Répondre à l’opérateur", APPLICATION, "Répondre", application.reason, "warn", "Réponse attendue")]
    return []


def _events(organisation: Organisation) -> list[Event]:
    """The latest acts on the file and its requests. The operator's people are told by their service, not by name."""
    return [
        Event(_said(acts), name or "" if audience == Audience.PROVIDER else "", at)
        for acts, name, audience, at in _entries(organisation.pk)
    ]


def _said(acts: list[str]) -> str:
    return next(HAPPENED[act] for act in acts if act in HAPPENED)


@prepared
def _entries(organisation: UUID) -> QuerySet[JournalEntry]:
    rows = JournalEntry.objects.filter(
        organisation=organisation, kind=JournalEntry.Kind.ACT, acts__overlap=list(HAPPENED)
    )
    rows = rows.annotate(who=people.name_of("actor_user"))
    return rows.order_by("-id").values_list("acts", "who", "audience", "at")[:SHOWN]
