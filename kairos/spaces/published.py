"""The published sessions as everyone finds them: for a provider, an adviser, a job seeker; a page of lines by day."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import QueryDict

from kairos.foundation import clock
from kairos.offer.catalogue import codes, publishing, queries
from kairos.offer.catalogue.models import PublishedSession
from kairos.path.enrolments import queries as enrolments
from kairos.spaces.forms import parse_day
from kairos.spaces.keyset import Order, Window, window

SIZE = 25
COLUMNS = (
    "id", "organisation_name", "number", "title", "town", "postcode", "teaching", "starts_on", "ends_on", "capacity",
    "funders",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Published:
    """A session that everyone finds."""

    id: UUID
    organisation_name: str
    number: str
    title: str
    town: str
    postcode: str
    teaching: str
    starts_on: date
    ends_on: date | None
    capacity: int | None
    funders: list[str]

    @property
    def place(self) -> str:
        return place(self.teaching, self.postcode, self.town)

    @property
    def paid_by(self) -> str:
        return ", ".join(codes.FUNDERS[code] for code in self.funders)


def place(teaching: str, postcode: str, town: str) -> str:
    return "À distance" if teaching == "2" else f"{town} ({postcode[:2]})" if town else "Lieu à dire"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks: words, a place, from which day, a funder."""

    words: str
    place: str
    since: date | None
    funder: str

    @classmethod
    def of(cls, parameters: QueryDict) -> "Asked":
        def text(name: str) -> str:
            return parameters.get(name, "").replace("\x00", "").strip()[:100]

        funder = text("financeur")
        return cls(text("q"), text("lieu"), parse_day(text("du")), funder if funder in codes.FUNDERS else "")

    @property
    def anything(self) -> bool:
        return bool(self.words or self.place or self.since or self.funder)


def page(asked: Asked, parameters: QueryDict) -> Window[Published]:
    """One statement, by the index of words or along the days."""
    rows: QuerySet[PublishedSession] = queries.published().filter(starts_on__gte=asked.since or clock.today())
    if question := publishing.asked(asked.words, asked.place, asked.funder):
        rows = rows.filter(words__lexemes=question)
    return by_day(rows, Published, COLUMNS, "starts_on", parameters)


def full(rows: Window) -> set[UUID]:
    """Those of these lines of which no place is left. One statement, none for no line."""
    return enrolments.full({line.id: line.capacity for line in rows.rows})


def one(text: str) -> PublishedSession | None:
    """The published session that this part of an address names."""
    try:
        return queries.published().filter(pk=UUID(text)).first()
    except ValueError:
        return None


def by_day(
    rows: QuerySet, make: type, columns: tuple[str, ...], order: str, parameters: QueryDict, **more: Any
) -> Window:
    after, before = parameters.get("apres", ""), parameters.get("avant", "")
    order_ = Order(order, date.fromisoformat)
    return window(rows, make, columns, order_, size=SIZE, after=after, before=before, **more)
