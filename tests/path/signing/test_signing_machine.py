"""Any order of openings, signatures and countersignatures: one signature a person, the month says what was signed."""

from datetime import timedelta

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.path.attendance import rules
from kairos.path.signing import codes, expecting, printing, queries
from kairos.path.signing.lifecycle import HalfDaySheet, Signing
from kairos.path.signing.models import SigningSheet
from tests.support import path, signing

State = SigningSheet.State
SOMEONE = st.integers(0, 1)


class HalfDays(RuleBasedStateMachine):
    """One half-day of two people; each story in a transaction that is undone."""

    who = None
    session = None
    people: tuple = ()

    def __init__(self):
        super().__init__()
        self.now = clock.now()
        self.story = transaction.atomic()
        self.story.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.story.__exit__(None, None, None)

    def _try(self, actor, act, subject, **details):
        """What is refused is undone whole."""
        try:
            with clock.fixed(self.now), scope(actor):
                engine.run(act, subject, actor, **details)
        except Refused:
            return

    def _sheet(self):
        rows = SigningSheet.objects.filter(session=self.session.pk).select_related("scan", "session__delivery__course")
        return rows.order_by("-opened_at", "-pk").first()

    def _there(self):
        with scope(self.who.actor):
            return self._sheet()

    @rule()
    def open(self):
        self._try(self.who.actor, HalfDaySheet.open, signing.new_sheet(self.session))

    @rule(person=SOMEONE, ago=st.integers(0, 6))
    def sign(self, person, ago):
        if sheet := self._there():
            row = self.people[person]
            code = codes.code_of(sheet.pk, self.now - timedelta(seconds=ago * 15))
            self._try(path.oneself(row.person), Signing.sign, signing.new_signature(sheet, row), code=code)

    @rule(person=SOMEONE)
    def sign_here(self, person):
        if sheet := self._there():
            self._try(self.who.actor, Signing.sign_here, signing.new_signature(sheet, self.people[person]))

    @rule(people=st.sets(SOMEONE))
    def note_paper(self, people):
        if sheet := self._there():
            keys = [self.people[one].pk for one in people]
            self._try(self.who.actor, HalfDaySheet.note_paper, sheet.pk, people=keys)

    @rule()
    def withdraw(self):
        if sheet := self._there():
            with scope(self.who.actor):
                row = queries.signatures_of(sheet.pk).first()
            if row:
                self._try(self.who.actor, Signing.withdraw, row.pk, reason="Erreur.")

    @rule(declared=st.booleans())
    def countersign(self, declared):
        if sheet := self._there():
            self._try(self.who.actor, HalfDaySheet.countersign, sheet.pk, declared=declared)

    @rule()
    def cancel(self):
        if sheet := self._there():
            self._try(self.who.actor, HalfDaySheet.cancel, sheet.pk, reason="Erreur.")

    @rule(minutes=st.integers(0, 20))
    def wait(self, minutes):
        self.now += timedelta(minutes=minutes)

    @invariant()
    def what_is_signed_is_what_the_month_says(self):
        with clock.fixed(self.now), scope(self.who.actor):
            sheet = self._sheet()
            if sheet is None:
                return
            rows = list(queries.signatures_of(sheet.pk))
            assert len({row.enrolment_id for row in rows}) == len(rows)
            assert sheet.state != State.CANCELLED or not rows
            told = {key: line.cell(sheet.rank).letter for key, line in expecting.lines_of(sheet).items()}
            signed = {row.enrolment_id for row in rows} if sheet.state == State.COUNTERSIGNED else set()
            assert {key for key, letter in told.items() if letter == rules.PRESENT} == signed
            if signed:
                assert printing.sha256(sheet, rows) == sheet.sha256


def test_any_order(people):
    who = signing.trainer(people)
    session = signing.group(people, who)
    rows = signing.attendance.enrolments(session)
    for row in rows:
        row.person  # noqa: B018 (fetched now, by the owner)
    machine = type("TwoPeople", (HalfDays,), {"who": who, "session": session, "people": tuple(rows)})
    connections["owner"].close()
    run_state_machine_as_test(
        machine,
        settings=settings(max_examples=12, stateful_step_count=14, deadline=None,
                          suppress_health_check=list(HealthCheck)),
    )  # fmt: skip
