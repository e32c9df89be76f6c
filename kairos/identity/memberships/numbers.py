"""The numbers people quote: taken from sequences, so that nobody waits and none is given twice. Gaps mean nothing."""

from datetime import datetime

from django.db import connection

from kairos.foundation.clock import PARIS


def application_number(at: datetime) -> str:
    """« AD-2026-00042 »: the year of the request in Paris, and a number that never starts anew."""
    return _number("AD", at, "membership_application_numbers")


def membership_number(at: datetime) -> str:
    """« KA-2026-00042 »."""
    return _number("KA", at, "membership_numbers")


def _number(prefix: str, at: datetime, sequence: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(%s::regclass)", [sequence])
        return f"{prefix}-{at.astimezone(PARIS).year}-{cursor.fetchone()[0]:05}"
