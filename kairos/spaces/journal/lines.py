"""Entries as lines to read: who in words, what in words, about whom in words when the row is still there to be seen."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat

from kairos.foundation.actor import Audience
from kairos.foundation.ids import NOBODY
from kairos.foundation.journal.browsing import Entry
from kairos.identity.accounts import people
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.memberships.models import Membership, MembershipApplication
from kairos.identity.organisations.models import Organisation
from kairos.identity.quality.models import QualityCertificate, QualityRequest
from kairos.spaces.journal import words

FORMER_ACCOUNT = "ancien compte"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an entry is about: its number or name, empty when the row is gone or not to be seen."""

    id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it is shown. person: the key of its author, None for who is nobody in the organisation."""

    id: int
    at: datetime
    kind: str
    who: str
    person: UUID | None
    what: str
    also: list[str]
    subjects: list[Subject]
    more: int
    changes: list[str]
    details: list[str]


def lines(entries: Sequence[Entry], *, agents: bool = False) -> list[Line]:
    """Two statements at most: who, and about what. agents: those of the operator are named, among themselves."""
    named = (Audience.PROVIDER, Audience.OPERATOR) if agents else (Audience.PROVIDER,)
    wanted = [entry.actor_user for entry in entries if entry.audience in named]
    names = people.names_of([*wanted, *(entry.helped for entry in entries)])
    told = _told(entries)
    return [_line(entry, names, told, named) for entry in entries]


def _line(entry: Entry, names: dict[UUID, str], told: dict[UUID, str], named: tuple[Audience, ...]) -> Line:
    ours = entry.audience in named and entry.actor_user != NOBODY and not entry.helped
    return Line(
        id=entry.id,
        at=entry.at,
        kind=entry.kind,
        who=_who(entry, names, ours),
        person=entry.actor_user if ours else None,
        what=words.sentence(entry.acts),
        also=list(dict.fromkeys(words.act_label(name) for name in entry.acts[1:])),
        subjects=[Subject(key, told.get(key, "")) for key in entry.subjects],
        more=entry.subject_count - len(entry.subjects),
        changes=words.changes(entry.fields),
        details=words.detail(entry.detail),
    )


def _who(entry: Entry, names: dict[UUID, str], ours: bool) -> str:
    name = names.get(entry.actor_user, FORMER_ACCOUNT)
    if entry.helped:
        return f"{name} (opérateur), en aidant {names.get(entry.helped, FORMER_ACCOUNT)}"
    return name if ours else OUTSIDE.get(entry.audience, FORMER_ACCOUNT)


OUTSIDE = {
    Audience.OPERATOR: "un agent de l’opérateur",
    Audience.SYSTEM: "Kairos",
    Audience.ANONYMOUS: "un visiteur",
    Audience.PROVIDER: "la personne qui ouvrait son compte",
}
"""Who is told by what they are, not by their name."""

Rows = Callable[[], QuerySet]
_NAME = Concat("user__first_name", Value(" "), "user__last_name")
TOLD: dict[str, Rows] = {
    "accounts.user": lambda: User.objects.values_list("pk", Concat("first_name", Value(" "), "last_name")),
    "habilitations.affiliation": lambda: Affiliation.objects.values_list("pk", _NAME),
    "memberships.membership": lambda: Membership.objects.values_list("pk", F("number")),
    "memberships.membershipapplication": lambda: MembershipApplication.objects.values_list("pk", F("number")),
    "organisations.organisation": lambda: Organisation.objects.values_list("pk", F("name")),
    "quality.qualitycertificate": lambda: QualityCertificate.objects.values_list("pk", F("number")),
    "quality.qualityrequest": lambda: QualityRequest.objects.values_list("pk", F("number")),
}
"""Kind of subject → its rows as (key, words), within what whoever asks may see."""


def _told(entries: Iterable[Entry]) -> dict[UUID, str]:
    """One statement for all kinds; accounts, which no policy guards, only of those whose entries are shown."""
    wanted: dict[str, set[UUID]] = {}
    for entry in entries:
        if entry.subject_type in TOLD:
            wanted.setdefault(entry.subject_type, set()).update(entry.subjects)
    asked = [TOLD[kind]().filter(pk__in=keys).order_by() for kind, keys in sorted(wanted.items()) if keys]
    if not asked:
        return {}
    return dict(asked[0].union(*asked[1:], all=True)) if len(asked) > 1 else dict(asked[0])
