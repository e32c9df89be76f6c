"""The numbers people quote, taken from a sequence: nobody waits, none is given twice, gaps mean nothing."""

from datetime import datetime

from django.db import connection

from kairos.foundation.clock import PARIS


def request_number(at: datetime) -> str:
    """« QA-2026-00042 »: the year of the request in Paris, and a number that never starts anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('quality_request_numbers'::regclass)")
        return f"QA-{at.astimezone(PARIS).year}-{cursor.fetchone()[0]:05}"
