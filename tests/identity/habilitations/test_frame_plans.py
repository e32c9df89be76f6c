"""What every request asks the database keeps its plan, on PostgreSQL 15 too: there a function in SQL is planned anew at
each call, ten milliseconds for the one that says who asks."""

import re

import pytest
from django.db import connection

from kairos.identity.habilitations.frame import LOAD

pytestmark = pytest.mark.django_db
LANGUAGE = "SELECT l.lanname FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang WHERE p.proname = %s"
ASKED = sorted(set(re.findall(r"(kairos_\w+)\(", LOAD)))


def test_the_frame_asks_functions():
    assert len(ASKED) == 3


@pytest.mark.parametrize("name", [*ASKED, "kairos_now", "kairos_journal_era"])
def test_it_keeps_its_plan(name):
    with connection.cursor() as cursor:
        cursor.execute(LANGUAGE, [name])
        assert cursor.fetchall() == [("plpgsql",)]
