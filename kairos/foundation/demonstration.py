"""The demonstration mark of a database, and its clock. Everything invented depends on the mark, not on a setting."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from kairos.foundation import clock
from kairos.foundation.guards import Refused


def mark() -> None:
    """Write the mark, on the owner's connection, at the creation of a demonstration database."""
    from kairos.foundation.models import Demonstration

    Demonstration.objects.using("owner").get_or_create(
        id=1, defaults={"marked_at": clock.now(), "clock_offset": timedelta()}
    )


def is_marked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT kairos_is_demonstration()")
        return cursor.fetchone()[0]


def is_open() -> bool:
    """Whether the demonstration's routes exist: the setting AND the mark. Asked once per process, at start."""
    return settings.KAIROS_MODE == "demo" and is_marked()


def move_clock(by: timedelta | None) -> timedelta:
    """Advance the demonstration clock (None: back to real time) and return its offset.

    Raises Refused where there is no demonstration mark. Run inside a system scope.
    """
    from kairos.foundation.models import Demonstration

    row = Demonstration.objects.select_for_update().first()
    if row is None:
        raise Refused("L’horloge ne se déplace que sur une base de démonstration.")
    row.clock_offset = timedelta() if by is None else row.clock_offset + by
    row.save(update_fields=["clock_offset"])
    clock.set_offset(row.clock_offset)
    return row.clock_offset
