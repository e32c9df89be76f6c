"""A page of people by name; contacts are masked there."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from kairos.people.jobseekers import rules
from kairos.people.jobseekers.models import JobSeeker
from kairos.spaces.keyset import Order, Window, window

SIZE = 25
COLUMNS = ("id", "sort_key", "first_name", "last_name", "birth_date", "identifier", "email", "phone", "state",
           "agency__name", "invited_at")  # fmt: skip
BADGES = {
    JobSeeker.State.WAITING: ("idle", "Espace à activer"),
    JobSeeker.State.ACTIVE: ("ok", "Espace ouvert"),
    JobSeeker.State.LEFT: ("idle", "N’est plus suivi"),
}


@dataclass(frozen=True, slots=True)
class Line:
    id: UUID
    sort_key: str
    first_name: str
    last_name: str
    birth_date: date
    identifier: str
    email: str
    phone: str
    state: str
    agency: str
    invited_at: object

    @property
    def name(self) -> str:
        return f"{self.last_name} {self.first_name}".strip()

    @property
    def contacts(self) -> str:
        shown = (rules.masked_phone(self.phone), rules.masked_email(self.email))
        return " · ".join(one for one in shown if one) or "aucun"

    @property
    def badge(self) -> tuple[str, str]:
        if self.state == JobSeeker.State.WAITING and self.invited_at:
            return "info", "Lien envoyé"
        return BADGES[JobSeeker.State(self.state)]


def page(rows: QuerySet[JobSeeker], asked: QueryDict) -> Window[Line]:
    """To hand to `reading.shown` before it is."""
    after, before = asked.get("apres", ""), asked.get("avant", "")
    return window(rows, Line, COLUMNS, Order("sort_key"), size=SIZE, after=after, before=before)
