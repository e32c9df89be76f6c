from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("foundation", "0005_track_whole_names")]

    operations = [
        AddIndexConcurrently(
            model_name="journaldetail",
            index=models.Index(fields=["organisation"], name="journal_detail_of_organisation"),
        ),
    ]
