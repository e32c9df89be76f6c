"""Any order of acts on two slots by four people: places, time and waiting lists stay true."""

from datetime import timedelta

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import engine
from kairos.foundation.actor import system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.path.appointments import queries
from kairos.path.appointments.bookings.lifecycle import Place
from kairos.path.appointments.bookings.places import place
from kairos.path.appointments.lifecycle import AppointmentSlot
from kairos.path.appointments.models import Booking, Slot
from kairos.path.enrolments.lifecycle import Enrolling
from kairos.path.enrolments.models import Enrolment
from tests.support import path

SOMEONE, ONE = st.integers(0, 3), st.integers(0, 1)


class Places(RuleBasedStateMachine):
    """Each story in a transaction that is undone. The two slots overlap: nobody holds both."""

    enrolments: tuple = ()
    slots: tuple = ()
    who = None

    def __init__(self):
        super().__init__()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    def _try(self, actor, act, subject, **details):
        """What is refused is undone whole."""
        try:
            with scope(actor):
                engine.run(act, subject() if callable(subject) else subject, actor, **details)
        except Refused:
            return

    def _place(self, person, slot):
        return lambda: place(
            Enrolment.objects.get(pk=self.enrolments[person].pk), Slot.objects.get(pk=self.slots[slot].pk)
        )

    @rule(person=SOMEONE, slot=ONE, waits=st.booleans())
    def ask(self, person, slot, waits):
        act = Place.wait if waits else Place.book
        self._try(path.oneself(self.enrolments[person].person), act, self._place(person, slot))

    @rule(person=SOMEONE, slot=ONE, word=st.booleans())
    def give_up(self, person, slot, word):
        actor = path.oneself(self.enrolments[person].person)
        with scope(actor):
            found = Booking.objects.filter(slot=self.slots[slot].pk, state__in=queries.LIVE).first()
        if found:
            self._try(actor if word else self.who.actor, Place.decline if word else Place.cancel, found.pk,
                      **({"word": "Malade"} if word else {"reason": "Erreur"}))  # fmt: skip

    @rule(slot=ONE, capacity=st.integers(1, 3))
    def resize(self, slot, capacity):
        self._try(self.who.actor, AppointmentSlot.edit, self.slots[slot].pk, capacity=capacity)

    @rule(slot=ONE, hours=st.integers(48, 60))
    def move(self, slot, hours):
        row = self.slots[slot]
        starts_at = row.starts_at.replace(minute=0) + timedelta(hours=hours)
        self._try(self.who.actor, AppointmentSlot.move, row.pk, starts_at=starts_at, reason="Salle",
                  ends_at=starts_at + timedelta(minutes=90))  # fmt: skip

    @rule(person=SOMEONE)
    def withdraw(self, person):
        row = self.enrolments[person]
        self._try(path.oneself(row.person), Enrolling.withdraw, row.pk, reason="Emploi")

    @rule(slot=ONE)
    def cancel(self, slot):
        self._try(self.who.actor, AppointmentSlot.cancel, self.slots[slot].pk, reason="Salle fermée")

    @invariant()
    def everything_is_true(self):
        with scope(system("tests")):
            slots = list(Slot.objects.filter(pk__in=[one.pk for one in self.slots]))
            rows = list(Booking.objects.select_related("slot", "enrolment"))
        held = [row for row in rows if row.state == "booked"]
        for slot in slots:
            mine = [row for row in held if row.slot_id == slot.pk]
            assert slot.taken == len(mine) <= slot.capacity
            waiting = [row for row in rows if row.slot_id == slot.pk and row.state == "waiting"]
            busy = {row.person_id for row in held if row.slot_id != slot.pk and _meet(row.slot, slot)}
            assert slot.full or {row.person_id for row in waiting} <= busy
            assert slot.state == "open" or not mine + waiting
        for row in held:
            others = [one for one in held if one.person_id == row.person_id and one.pk != row.pk]
            assert not any(_meet(one.slot, row.slot) for one in others)
            assert row.enrolment.state != "withdrawn"


def _meet(one, other) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def test_any_order_of_acts_leaves_places_true(people):
    Places.who = path.coordinator(people)
    session = path.session(Places.who)
    Places.slots = (path.slot(Places.who, session, capacity=1), path.slot(Places.who, session, 73, capacity=1))
    Places.enrolments = tuple(path.referred(people, session) for _ in range(4))
    connections["owner"].close()
    run_state_machine_as_test(
        Places,
        settings=settings(max_examples=20, stateful_step_count=14, suppress_health_check=list(HealthCheck)),
    )
