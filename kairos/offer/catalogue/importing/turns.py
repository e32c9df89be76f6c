"""Files of one catalogue take turns: providers' beside one another, that of a Carif-Oref alone.

What reads the tables while they fill is planned anew each time: a plan kept from when they were empty would read all
of them for each line.
"""

from django.db import connection

from kairos.foundation.imports.kinds import Context

BESIDE = """
SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
       pg_advisory_xact_lock_shared(hashtextextended('catalogue files', 0))
"""
ALONE = """
SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
       pg_advisory_xact_lock(hashtextextended('catalogue files', 0))
"""


def beside(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(BESIDE)


def alone(context: Context) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
