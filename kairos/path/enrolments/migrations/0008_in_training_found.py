"""Those who were registered or in training when names were written are named too (0007 left them out)."""

from django.db import migrations

BATCH = """
UPDATE enrolment e SET person_key = j.sort_key FROM job_seeker j
WHERE j.id = e.person_id AND e.id IN (
  SELECT id FROM enrolment WHERE person_key = '' AND id > %s
    AND state IN ('registered', 'in_training', 'interrupted') ORDER BY id LIMIT 5000)
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
    dependencies = [("enrolments", "0007_own_people_found")]
    operations = [migrations.RunPython(name, migrations.RunPython.noop)]
