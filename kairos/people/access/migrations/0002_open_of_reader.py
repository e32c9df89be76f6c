from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The policies of `person_access` add the place to every read: it comes first, and nothing else is fetched."""

    atomic = False

    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="personaccess",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", True)),
                fields=["place_id", "reader_id", "person"],
                include=["starts_at", "ends_at"],
                name="access_open_of_reader",
            ),
        ),
        RemoveIndexConcurrently(model_name="personaccess", name="access_of_reader"),
    ]
