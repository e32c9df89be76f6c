"""Those who were there already are named, a few at a time; then the index by which they are found."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

BATCH = """
UPDATE enrolment e SET person_key = j.sort_key FROM job_seeker j
WHERE j.id = e.person_id AND e.id IN (
  SELECT id FROM enrolment WHERE person_key = '' AND id > %s
    AND state IN ('referred', 'requested', 'waiting', 'absent', 'retained') ORDER BY id LIMIT 5000)
RETURNING e.id
"""
FIRST = "00000000-0000-0000-0000-000000000000"


def name(apps, schema_editor):
    """Each batch is its own transaction."""
    last = FIRST
    while last:
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(BATCH, [last])
            last = max((key for (key,) in cursor.fetchall()), default=None)


class Migration(migrations.Migration):
    """Not atomic: nothing waits for it."""

    atomic = False
    dependencies = [("enrolments", "0006_own_people_by_name")]
    operations = [
        migrations.RunPython(name, migrations.RunPython.noop),
        AddIndexConcurrently(
            "enrolment",
            models.Index(
                fields=["organisation", "state", "state_since", "id"],
                include=["person_key"],
                name="enrolment_own_people",
            ),
        ),
    ]
