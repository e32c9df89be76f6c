"""The readings of one subject, stretch of the journal after stretch: see JournalEntry."""

from pathlib import Path

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import F, Func

SQL = Path(__file__).with_suffix(".sql")
INDEX = GinIndex(
    Func(F("subjects"), F("id"), function="kairos_journal_keys"),
    name="journal_readings_by_stretch",
    condition=models.Q(kind="reading"),
    fastupdate=True,
    gin_pending_list_limit=64 * 1024,
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("foundation", "0010_journal_helped")]

    operations = [
        migrations.RunSQL(SQL.read_text(), migrations.RunSQL.noop),
        AddIndexConcurrently(model_name="journalentry", index=INDEX),
    ]
