from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

INDEXES = (
    models.Index(fields=["organisation", "subject_type", "kind", "id"], name="journal_by_type"),
    models.Index(fields=["organisation", "actor_user", "subject_type", "kind", "id"], name="journal_by_person"),
    GinIndex(
        fields=["subjects"],
        name="journal_readings_of_subject",
        condition=models.Q(kind="reading"),
        fastupdate=True,
        gin_pending_list_limit=64 * 1024,
    ),
)


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("foundation", "0007_journal_acts_on_subject")]

    operations = [
        *(AddIndexConcurrently(model_name="journalentry", index=index) for index in INDEXES),
        RemoveIndexConcurrently(model_name="journalentry", name="journal_of_actor"),
        AddIndexConcurrently(
            model_name="journalseal",
            index=models.Index(fields=["era", "tx_from"], name="journal_seal_of_transaction"),
        ),
    ]
