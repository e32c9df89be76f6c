"""What is written of a session, flat: which field belongs to the course, the delivery, the session; its value when
nothing is said. Forms, files and comparisons speak of these names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from kairos.foundation.text import sort_key
from kairos.foundation.working_days import Place, place_of
from kairos.identity.organisations.models import Establishment
from kairos.offer.catalogue import rules
from kairos.offer.catalogue.models import Course, Delivery, TrainingSession
from kairos.offer.catalogue.rules import Programme

REMOTE = "2"
PERMANENT = "1"
COURSE = {
    "course_number": "number",
    "responsible_siret": "responsible_siret",
    "title": "title",
    "objective": "objective",
    "rncp": "rncp",
    "rs": "rs",
    "formacodes": "formacodes",
    "romes": "romes",
    "goal": "goal",
}
DELIVERY = {
    "delivery_number": "number",
    "delivering_siret": "delivering_siret",
    "delivering_name": "delivering_name",
    "place_name": "place_name",
    "address": "address",
    "postcode": "postcode",
    "town": "town",
    "teaching": "teaching",
    "entry": "entry",
    "hours_centre": "hours_centre",
    "hours_company": "hours_company",
    "hours_remote": "hours_remote",
    "funders": "funders",
    "access": "access",
}
SESSION = {"starts_on": "starts_on", "ends_on": "ends_on", "capacity": "capacity"}
"""The name here → the column."""
SHARED = (*COURSE, *DELIVERY)
"""What every session of the course, or of the delivery, has in common."""
OWN = ("timetable", "closures", "room", "trainer")
"""Of the session, that no file gives."""
_NUMBERS = ("hours_centre", "hours_company", "hours_remote", "starts_on", "ends_on", "capacity")
_LISTS = ("formacodes", "romes", "funders")
EMPTY: dict[str, Any] = {
    **dict.fromkeys((*COURSE, *DELIVERY, *SESSION), ""),
    **dict.fromkeys(_NUMBERS),
    **{name: [] for name in _LISTS},
    "teaching": "0",
    "entry": "0",
}
LABELS = {
    **{key: str(Course._meta.get_field(column).verbose_name) for key, column in COURSE.items()},
    **{key: str(Delivery._meta.get_field(column).verbose_name) for key, column in DELIVERY.items()},
    **{key: str(TrainingSession._meta.get_field(column).verbose_name) for key, column in SESSION.items()},
    "timetable": "Emploi du temps",
    "closures": "Fermetures",
    "room": "Salle",
    "trainer": "Formateur ou formatrice",
    "modules": "Modules",
}


class Module(NamedTuple):
    """A dated part, as it is typed."""

    title: str
    starts_on: date
    ends_on: date
    room: str = ""
    trainer: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """Everything that is written of a session. values: by the names of EMPTY. own: by those of OWN."""

    values: Mapping[str, Any]
    own: Mapping[str, Any]
    modules: tuple[Module, ...] = ()

    def flat(self) -> dict[str, Any]:
        return {**self.values, **self.own, "modules": self.modules}

    @property
    def hours(self) -> int:
        return sum(self.values[key] or 0 for key in ("hours_centre", "hours_company", "hours_remote"))

    @property
    def place(self) -> Place:
        return place_of(self.values["postcode"])

    def establishment(self, organisation: UUID) -> UUID | None:
        """The own one that trains; None when another organisation does. One statement."""
        siret = self.values["delivering_siret"] or self.values["responsible_siret"]
        rows = Establishment.objects.filter(organisation=organisation, siret=siret)
        return rows.values_list("pk", flat=True).first()

    def programme(self) -> Programme:
        return Programme(
            self.values["starts_on"],
            self.values["ends_on"],
            self.own["timetable"],
            tuple(rules.clean_periods(self.own["closures"])),
            tuple((one.starts_on, one.ends_on) for one in self.modules),
            self.place,
        )


def values_of(session: TrainingSession) -> dict[str, Any]:
    """Needs its delivery and course at hand."""
    return {
        **{key: getattr(session.delivery.course, column) for key, column in COURSE.items()},
        **{key: getattr(session.delivery, column) for key, column in DELIVERY.items()},
        **{key: getattr(session, column) for key, column in SESSION.items()},
    }


def of(session: TrainingSession) -> Content:
    """One statement for the modules, when they were not fetched."""
    modules = sorted(session.modules.all(), key=lambda one: one.position)
    return Content(
        values_of(session),
        {name: getattr(session, name) for name in OWN},
        tuple(Module(one.title, one.starts_on, one.ends_on, one.room, one.trainer) for one in modules),
    )


def differences(before: Content, after: Content) -> list[str]:
    """The names of what is not the same."""
    then, now = before.flat(), after.flat()
    return [name for name in then if then[name] != now[name]]


def write_on(session: TrainingSession, values: Mapping[str, Any], own: Mapping[str, Any] | None = None) -> None:
    """In memory, on the three rows; what is derived of it follows."""
    course, delivery = session.delivery.course, session.delivery
    for row, columns in ((course, COURSE), (delivery, DELIVERY), (session, SESSION)):
        for key, column in columns.items():
            setattr(row, column, values[key])
    course.sort_key = sort_key(course.title)[:255]
    delivery.place_key = sort_key(delivery.town)[:100]
    session.listed_on = session.starts_on or rules.FAR
    for name, value in (own or {}).items():
        setattr(session, name, value)
    session.room_key, session.trainer_key = sort_key(session.room)[:80], sort_key(session.trainer)[:120]
