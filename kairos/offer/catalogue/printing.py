"""The sheet of a session as a paper."""

from collections.abc import Iterator

from kairos.foundation.documents import Letterhead, marked
from kairos.foundation.documents.apart import render_apart
from kairos.offer.catalogue import codes, rules
from kairos.offer.catalogue import content as contents
from kairos.offer.catalogue.content import Content
from kairos.offer.catalogue.documents import SHEET, PaperModule, SessionSheet
from kairos.offer.catalogue.models import TrainingSession

UNSAID = "–"


def pdf(session: TrainingSession, organisation: str) -> bytes:
    """`organisation`: whose sheet it is. Needs its delivery and course at hand."""
    return render_apart(SHEET, sheet(session, organisation))


def sheet(session: TrainingSession, organisation: str) -> SessionSheet:
    """As it was last saved: the same session gives the same bytes."""
    content, course = contents.of(session), session.delivery.course
    return marked(
        SHEET,
        SessionSheet(
            dated=session.modified_at,
            letterhead=Letterhead(organisation),
            title=course.title or "Session sans intitulé",
            number=session.number,
            state=session.get_state_display(),
            starts_on=session.starts_on,
            ends_on=session.ends_on,
            objective=tuple(part for part in course.objective.split("\n\n") if part.strip()),
            facts=tuple(_facts(session, content)),
            week=tuple(_week(session.timetable)),
            closures=tuple(rules.clean_periods(session.closures)),
            modules=tuple(
                PaperModule(one.title, one.starts_on, one.ends_on, one.room or session.room or UNSAID,
                            one.trainer or session.trainer or UNSAID)
                for one in content.modules
            ),
        ),
    )  # fmt: skip


def _facts(session: TrainingSession, content: Content) -> Iterator[tuple[str, str]]:
    delivery, course = session.delivery, session.delivery.course
    place = (delivery.place_name, delivery.address, f"{delivery.postcode} {delivery.town}".strip())
    yield "Lieu", ", ".join(filter(None, place)) or UNSAID
    yield "Modalité", delivery.get_teaching_display()
    yield "Entrées", delivery.get_entry_display()
    yield "Places", str(session.capacity) if session.capacity is not None else UNSAID
    yield "Heures", _hours(content) or UNSAID
    yield "Salle", session.room or UNSAID
    yield "Avec", session.trainer or UNSAID
    yield "Certification", ", ".join(filter(None, (course.rncp, course.rs))) or "aucune"
    yield "Objectif", codes.GOALS.get(course.goal, UNSAID)
    yield "Formacode, ROME", ", ".join([*course.formacodes, *course.romes]) or UNSAID
    yield "Financeurs", ", ".join(codes.FUNDERS[code] for code in delivery.funders) or UNSAID
    yield "Accueil des personnes handicapées", delivery.access or UNSAID
    yield "Organisme formateur", delivery.delivering_name or "l’organisme responsable"
    numbers = (course.number, delivery.number, session.number)
    yield "Numéros Intercarif", " / ".join(filter(None, numbers))


def _hours(content: Content) -> str:
    values = content.values
    parts = (("en centre", "hours_centre"), ("en entreprise", "hours_company"), ("à distance", "hours_remote"))
    said = ", ".join(f"{values[key]} {words}" for words, key in parts if values[key])
    return f"{content.hours} en tout ({said})" if said else ""


def _week(timetable: list[int]) -> Iterator[tuple[str, str, str]]:
    """The days that have courses."""
    for at, day in enumerate(rules.DAYS if timetable else ()):
        halves = timetable[2 * at : 2 * at + 2]
        if any(halves):
            morning, afternoon = (rules.duration(minutes) if minutes else UNSAID for minutes in halves)
            yield day.capitalize(), morning, afternoon
