"""The sheets that were countersigned before they bore a code have one: they are printed again with it."""

import secrets

from django.db import migrations

SIGNS, LENGTH, EACH = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ", 16, 500
BARE = "SELECT id FROM signing_sheet WHERE state = 'countersigned' AND code = '' LIMIT %s"


def give(apps, schema_editor):
    """Each batch is its own transaction; done again, it goes on where it stopped."""
    with schema_editor.connection.cursor() as cursor:
        while True:
            cursor.execute(BARE, [EACH])
            if not (found := cursor.fetchall()):
                return
            coded = [("".join(secrets.choice(SIGNS) for _ in range(LENGTH)), key) for (key,) in found]
            cursor.executemany("UPDATE signing_sheet SET code = %s WHERE id = %s AND code = ''", coded)


class Migration(migrations.Migration):
    """Not atomic: nothing waits for it."""

    atomic = False
    dependencies = [("signing", "0003_sheets_verified")]
    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
