"""What stands beside the enrolments of a group on which one acts together: read for all of them, when first asked."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from uuid import UUID

from kairos.foundation.actor import system
from kairos.foundation.isolation import scope
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.models import HOLDS, Enrolment, Interruption
from kairos.path.enrolments.queries import HOLD_A_PLACE, Held
from kairos.people.jobseekers.models import JobSeeker


class Beside:
    """Of these enrolments, which are held, as they stood before the first of them changed but for `turned`."""

    def __init__(self, held: Sequence[Held]):
        self._held = held
        self.keys = {one.pk for one in held}

    @cached_property
    def sessions(self) -> dict[UUID, TrainingSession]:
        """With their delivery, held too."""
        return {row.pk: row for row in sessions_of({one.session for one in self._held})}

    @cached_property
    def _holders(self) -> dict[UUID, set[UUID]]:
        rows = Enrolment.objects.filter(session__in=self.sessions, state__in=HOLD_A_PLACE)
        found: dict[UUID, set[UUID]] = defaultdict(set)
        for session, key in rows.values_list("session", "pk"):
            found[session].add(key)
        return found

    def places_taken(self, row: Enrolment) -> int:
        """By others than them."""
        return len(self._holders[row.session_id] - {row.pk})

    def turned(self, row: Enrolment) -> None:
        if "_holders" in self.__dict__:
            holders = self._holders[row.session_id]
            (holders.add if row.state in HOLD_A_PLACE else holders.discard)(row.pk)

    @cached_property
    def interruptions(self) -> dict[UUID, list[Interruption]]:
        """In order."""
        found: dict[UUID, list[Interruption]] = {key: [] for key in self.keys}
        for row in Interruption.objects.filter(enrolment__in=self.keys).order_by("starts_on"):
            found[row.enrolment_id].append(row)
        return found

    @cached_property
    def alone(self) -> set[UUID]:
        """The people who have no other training, past the wall; held like the others."""
        people = Counter(one.person for one in self._held)
        with scope(system("enrolments")):
            keys = JobSeeker.objects.filter(pk__in=people).order_by("pk").select_for_update(of=("self",))
            list(keys.values_list("pk", flat=True))
            others = Enrolment.objects.filter(person__in=people, state__in=HOLDS).exclude(pk__in=self.keys)
            busy = set(others.values_list("person", flat=True))
        return {key for key, count in people.items() if count == 1} - busy


_known: ContextVar[Beside | None] = ContextVar("beside", default=None)


@contextmanager
def known(held: Sequence[Held]) -> Iterator[None]:
    """Within, guards and bodies of these enrolments read nothing beside them one by one. An act on each, no more."""
    token = _known.set(Beside(held))
    try:
        yield
    finally:
        _known.reset(token)


def of(row: Enrolment) -> Beside | None:
    """None for one that is acted on alone."""
    found = _known.get()
    return found if found and row.pk in found.keys else None


def sessions_of(keys: set[UUID]) -> list[TrainingSession]:
    """With their delivery; held until the end of the transaction: places are counted by one act at a time."""
    rows = TrainingSession.objects.select_related("delivery").select_for_update(of=("self",), no_key=True)
    return list(rows.filter(pk__in=keys).order_by("pk"))
