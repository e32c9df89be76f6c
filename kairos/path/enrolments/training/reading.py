"""What acts and guards of one enrolment read beside it, once."""

from datetime import date

from kairos.offer.catalogue.models import TrainingSession
from kairos.offer.catalogue.rules import FAR
from kairos.path.enrolments import beside, stays
from kairos.path.enrolments.models import Enrolment, Interruption, Movement
from kairos.path.enrolments.queries import HOLD_A_PLACE
from kairos.path.enrolments.rules import ONE_DAY
from kairos.path.enrolments.stays import Stay


def session_of(row: Enrolment) -> TrainingSession:
    """With its delivery; held until the end of the transaction: its places are counted by one act at a time."""
    known = row._state.fields_cache.get("session")
    if known is None:
        group = beside.of(row)
        (found,) = [group.sessions[row.session_id]] if group else beside.sessions_of({row.session_id})
        known = row.session = found
    return known


def places_taken(row: Enrolment) -> int:
    """Of its session, by others."""
    if group := beside.of(row):
        return group.places_taken(row)
    return Enrolment.objects.filter(session=row.session_id, state__in=HOLD_A_PLACE).exclude(pk=row.pk).count()


def stay_of(row: Enrolment) -> Stay:
    (found,) = stays.read(Enrolment.objects.filter(pk=row.pk))
    return found


def new_stay(row: Enrolment) -> Stay:
    """Of who has no plan yet."""
    return Stay(row.pk, row.person_id, "", "", row.state, None, None, (FAR, FAR), (), ())


def last_interruption(row: Enrolment) -> Interruption | None:
    return next(reversed(_interruptions(row)), None)


def left_while_out(row: Enrolment) -> Interruption | None:
    """The interruption that the exit itself closed: they never came back from it."""
    found = Interruption.objects.filter(enrolment=row.pk, ends_on=row.left_on).order_by("-starts_on").first()
    if found is None:
        return None
    back = Movement.objects.filter(enrolment=row.pk, kind=Movement.Kind.RESUMPTION, voided_at__isnull=True)
    return None if back.filter(on=found.ends_on + ONE_DAY).exists() else found


def first_interruption(row: Enrolment) -> date | None:
    return next((one.starts_on for one in _interruptions(row)), None)


def _interruptions(row: Enrolment) -> list[Interruption]:
    """In order."""
    if group := beside.of(row):
        return group.interruptions[row.pk]
    return list(Interruption.objects.filter(enrolment=row.pk).order_by("starts_on"))
