"""Jobs and sweeps: deferred with the data, run once it is there, taken again when their worker died."""

from contextlib import suppress

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from kairos.foundation import demonstration, jobs
from kairos.foundation.actor import Audience, system
from kairos.foundation.isolation import scope
from kairos.foundation.jobs import tasks, worker
from kairos.foundation.messages.models import OutboxMessage

State = OutboxMessage.State


def _queue() -> list[tuple[str, str]]:
    with scope(system("tests")), connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


@pytest.fixture
def a_job():
    """A job that notes who ran it; forgotten by the application afterwards."""
    ran = []

    @jobs.job("tests.note")
    def note(word: str) -> None:
        with scope(system("tests.note")):
            ran.append(word)

    yield note, ran
    del app.tasks["tests.note"]


@pytest.fixture
def a_sweep():
    """`a_sweep(function)` declares a sweep for the time of one test."""
    declared = []

    def declare(function):
        jobs.sweep(function.__name__)(function)
        declared.append(function.__name__)
        return function

    yield declare
    for name in declared:
        del tasks._sweeps[name]


ACTORS = ("visitor", "owner_a", "instructor")


@pytest.mark.parametrize("name", ACTORS)
def test_every_audience_defers_a_job_with_its_transaction(people, a_job, name):
    note, ran = a_job
    who = getattr(people, name).actor
    with scope(who):
        note.defer(word="kept")
    with suppress(ZeroDivisionError), scope(who):
        note.defer(word="rolled back")
        raise ZeroDivisionError
    assert worker.drain() == []
    assert ran == ["kept"]


def test_a_job_done_leaves_the_queue_and_one_that_failed_is_told_and_waits(real_db, a_job):
    note, ran = a_job

    @jobs.job("tests.fail", retry=False)
    def fail() -> None:
        raise ValueError("broken")

    try:
        with scope(system("tests")):
            note.defer(word="done")
            fail.defer()
        assert worker.drain() == ["tests.fail"]
        assert ran == ["done"]
        assert _queue() == [("tests.fail", "failed")]
    finally:
        del app.tasks["tests.fail"]


def test_what_a_job_defers_waits_for_its_commit(real_db, a_job):
    note, ran = a_job

    @jobs.job("tests.outer", retry=False)
    def outer(breaks: bool) -> None:
        with scope(system("tests.outer")):
            note.defer(word="breaks" if breaks else "holds")
            if breaks:
                raise ValueError

    try:
        with scope(system("tests")):
            outer.defer(breaks=True)
            outer.defer(breaks=False)
        assert worker.drain() == ["tests.outer"]
        assert ran == ["holds"]
    finally:
        del app.tasks["tests.outer"]


def test_drain_runs_sweeps_and_what_they_defer(real_db, a_job, a_sweep):
    note, ran = a_job

    @a_sweep
    def remind(actor, now):
        assert actor.audience == Audience.SYSTEM
        if not ran:
            note.defer(word="reminded")

    assert worker.drain() == []
    assert ran == ["reminded"]


def test_a_failing_sweep_is_told_and_leaves_the_others_done(real_db, a_sweep, caplog):
    seen = []

    @a_sweep
    def breaks(actor, now):
        raise ValueError("broken")

    @a_sweep
    def works(actor, now):
        seen.append(now)

    assert set(worker.drain()) == {"breaks"}
    assert seen
    assert "sweep breaks failed" in caplog.text


def test_a_job_left_by_a_dead_worker_is_taken_again(real_db, a_job):
    note, ran = a_job
    with scope(system("tests")):
        note.defer(word="again")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))")
    assert _queue() == [("tests.note", "doing")]
    assert worker.drain() == []
    assert ran == ["again"]
    assert _queue() == []


def test_a_job_of_a_living_worker_is_left_to_it(real_db, a_job):
    note, ran = a_job
    with scope(system("tests")):
        note.defer(word="busy")
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
        cursor.execute("SELECT id FROM procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers))")
    worker.drain()
    assert ran == []


def test_a_stalled_job_whose_successor_waits_is_dropped(real_db):
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes')")
        for _ in range(2):
            tasks.run_sweeps.defer()
            cursor.execute(
                "SELECT id FROM procrastinate_fetch_job_v2(NULL, (SELECT max(id) FROM procrastinate_workers)) "
                "WHERE NOT EXISTS (SELECT 1 FROM procrastinate_jobs WHERE status = 'doing')"
            )
    assert [status for _, status in _queue()] == ["doing", "todo"]
    assert worker.drain() == []
    assert _queue() == []


def test_sweeps_are_periodic_and_so_are_the_seal_and_the_retaking():
    planned = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert planned == {
        "sweeps.run": "* * * * *",
        "jobs.retake": "* * * * * */20",
        "journal.seal": "* * * * * */30",
        "jobs.forget": "17 3 * * *",
    }


def test_failures_are_forgotten_after_a_month(real_db):
    from kairos.foundation.jobs.housekeeping import forget

    with transaction.atomic(), connection.cursor() as cursor:
        for days in (29, 31):
            cursor.execute(
                "WITH job AS (INSERT INTO procrastinate_jobs (queue_name, task_name, status) "
                "VALUES ('default', %s, 'failed') RETURNING id) "
                "INSERT INTO procrastinate_events (job_id, type, at) "
                "SELECT id, 'failed', now() - make_interval(days => %s) FROM job",
                [f"old.{days}", days],
            )
    forget.defer()
    assert worker.drain() == []
    assert _queue() == [("old.29", "failed")]


def test_moving_the_demonstration_clock_makes_sweeps_see_it(real_db, a_sweep):
    from datetime import timedelta

    seen = []

    @a_sweep
    def look(actor, now):
        seen.append(now)

    demonstration.mark()
    worker.drain()
    with scope(system("tests")):
        demonstration.move_clock(timedelta(days=4))
    worker.drain()
    assert seen[-1] - seen[0] > timedelta(days=4)
