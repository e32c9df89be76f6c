"""The number of a session entered by hand, taken from a sequence: nobody waits, none is given twice."""

from datetime import datetime

from django.db import connection

from kairos.foundation.clock import PARIS


def session_number(at: datetime) -> str:
    """« KS-2026-00042 »."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('training_session_numbers'::regclass)")
        return f"KS-{at.astimezone(PARIS).year}-{cursor.fetchone()[0]:05}"
