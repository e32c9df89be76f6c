"""Calendars are found by whose they are, the former ones too."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """The whole index is there before the partial one goes."""

    atomic = False
    dependencies = [("appointments", "0004_calendars_of_advisers")]
    operations = [
        AddIndexConcurrently("calendarfeed", models.Index(fields=["user_id"], name="calendar_feed_by_user")),
        RemoveIndexConcurrently("calendarfeed", "calendar_feed_of_user"),
    ]
