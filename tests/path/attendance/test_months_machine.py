"""Any order of acts on the months of two people: what is stored, its totals and its versions agree."""

from datetime import timedelta

from django.db import connections, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from kairos.foundation import clock, engine
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.path.attendance import board as boards
from kairos.path.attendance import changes as said
from kairos.path.attendance import queries, rules, saving
from kairos.path.attendance.board import Cell
from kairos.path.attendance.changes import Change
from kairos.path.attendance.jobs import lock
from kairos.path.attendance.lifecycle import Month
from kairos.path.attendance.models import AttendanceContest, AttendanceMark, AttendanceMonth, AttendanceVersion
from tests.support import attendance, path

SOMEONE = st.integers(0, 1)
CELLS = st.sampled_from([Cell("A"), Cell("J"), Cell("J", None, "Entretien d’embauche"), Cell("R"), Cell("R", 30),
                         Cell("E", 45, "Transports, force majeure"), Cell("F"), Cell("P"), Cell(" ")])  # fmt: skip


class Months(RuleBasedStateMachine):
    """Each story in a transaction that is undone."""

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

    def _try(self, actor, act):
        """What is refused is undone whole."""
        try:
            with clock.fixed(self.now), scope(actor):
                act(actor)
        except Refused:
            return

    def _sheet(self, actor):
        return queries.sheet(actor, self.session.pk, attendance.last_month())

    @rule(person=SOMEONE, places=st.lists(st.integers(0, 61), min_size=1, max_size=4), cell=CELLS)
    def say(self, person, places, cell):
        changes = [Change(self.people[person].pk, rank, cell) for rank in places]
        self._try(self.who.actor, lambda actor: saving.write(self._sheet(actor), actor, changes))

    @rule()
    def everyone_present(self):
        def fill(actor):
            sheet = self._sheet(actor)
            saving.write(sheet, actor, said.everyone_present(boards.read(sheet)))

        self._try(self.who.actor, fill)

    @rule(chosen=st.sets(SOMEONE, min_size=1))
    def submit(self, chosen):
        keys = [self.people[one].pk for one in chosen]
        self._try(self.who.actor, lambda actor: saving.submit(self._sheet(actor), actor, keys, True))

    def _act(self, person, act, actor=None, **details):
        month = AttendanceMonth.objects
        with scope(self.who.actor):
            key = month.filter(enrolment=self.people[person].pk).values_list("pk", flat=True).first()
        if key:
            self._try(actor or self.who.actor, lambda actor: engine.run(act, key, actor, **details))

    @rule(person=SOMEONE)
    def confirm(self, person):
        self._act(person, Month.confirm, path.oneself(self.people[person].person))

    @rule(person=SOMEONE, rank=st.integers(0, 61))
    def contest(self, person, rank):
        day = rules.day_of(attendance.last_month(), rank)
        me = path.oneself(self.people[person].person)
        self._act(person, Month.contest, me, day=day, half=rank % 2, word="J’étais là.")

    @rule(person=SOMEONE, maintained=st.booleans())
    def answer(self, person, maintained):
        self._act(person, Month.maintain if maintained else Month.correct, reason=attendance.WHY)

    @rule(days=st.integers(1, 3))
    def wait(self, days):
        self.now += timedelta(days=days)
        with clock.fixed(self.now):
            path.as_kairos(lock, self.now)

    @invariant()
    def what_is_stored_agrees(self):
        with scope(self.who.actor):
            sheet = self._sheet(self.who.actor)
            board = boards.read(sheet)
            for line in board.lines.values():
                if said := line.month:
                    self._agrees(AttendanceMonth.objects.get(pk=said.pk), line)

    def _agrees(self, month, line):
        versions = list(AttendanceVersion.objects.filter(statement=month.pk).order_by("version"))
        is_open = month.state == AttendanceMonth.State.OPEN
        assert (line.month.state, line.month.version, line.complete) == (month.state, month.version, month.complete)
        assert [one.version for one in versions] == list(range(1, month.version + (not is_open)))
        assert AttendanceMark.objects.filter(statement=month.pk).count() == len(line.marks)
        if not is_open:
            found = rules.totals(month.plan, line.marks, month.complete)
            stored = (month.planned, month.present, month.justified, month.unjustified)
            assert stored == (found.planned, found.present, found.justified, found.unjustified)
            assert found.left == 0
            assert [one["rank"] for one in versions[-1].marks] == sorted(line.marks)
        if month.state == AttendanceMonth.State.CONTESTED:
            assert AttendanceContest.objects.filter(statement=month.pk, version=month.version).exists()
        if month.state in ("submitted", "confirmed"):
            assert self.now <= month.answer_by


def test_any_order_of_acts_leaves_months_true(people):
    Months.who = attendance.clerk(people)
    Months.session = attendance.group(people, Months.who)
    rows = attendance.enrolments(Months.session)
    for row in rows:
        row.person  # noqa: B018 (read while the owner may)
    Months.people = tuple(rows)
    connections["owner"].close()
    run_state_machine_as_test(
        Months,
        settings=settings(max_examples=10, stateful_step_count=12, suppress_health_check=list(HealthCheck)),
    )
