"""The clock moves on a demonstration's database, for Python and for SQL, and nowhere else."""

import argparse
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kairos.foundation import clock, demonstration
from kairos.operations import cli
from kairos.operations.commands.clock_advance import duration


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4d", timedelta(days=4)),
        ("36h", timedelta(hours=36)),
        ("90m", timedelta(minutes=90)),
        ("1d12h", timedelta(hours=36)),
    ],
)
def test_a_duration_is_days_hours_and_minutes(text, expected):
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "4", "d", "-4d", "4 d", "4j", "4d!", "٤d", "99999d"])
def test_anything_else_is_refused(text):
    with pytest.raises(argparse.ArgumentTypeError, match="4d, 36h"):
        duration(text)


@pytest.fixture
def demonstration_database(real_db):
    demonstration.mark()
    yield
    clock.set_offset(timedelta())


def told(capsys):
    return datetime.fromisoformat(capsys.readouterr().out.strip())


def sql_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT kairos_now()")
        return cursor.fetchone()[0]


def test_it_advances_and_comes_back_for_python_and_sql(demonstration_database, capsys):
    before = clock.now()
    assert cli.main(["clock", "advance", "4d"]) == 0
    assert told(capsys) >= before.replace(microsecond=0) + timedelta(days=4)
    assert sql_now() >= before + timedelta(days=4)
    assert cli.main(["clock", "advance", "1h"]) == 0
    assert told(capsys) >= before.replace(microsecond=0) + timedelta(days=4, hours=1)
    assert cli.main(["clock", "reset"]) == 0
    assert told(capsys) < before + timedelta(days=1)
    assert sql_now() < before + timedelta(days=1)


def test_elsewhere_it_is_refused(real_db, capsys):
    assert cli.main(["clock", "advance", "4d"]) == 2
    assert "base de démonstration" in capsys.readouterr().err
    assert cli.main(["clock", "show"]) == 0
    assert told(capsys) < clock.now() + timedelta(minutes=1)
