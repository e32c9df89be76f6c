"""What people choose to be told, and what a carrier calls a message."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("foundation", "0012_journal_about_lately")]
    operations = [
        migrations.CreateModel(
            name="NotificationChoice",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("wanted", models.JSONField(default=dict)),
                ("chosen_at", models.DateTimeField()),
            ],
            options={"db_table": "notification_choice"},
        ),
        migrations.AddField(
            "outboxmessage",
            "receipt",
            models.CharField(max_length=100, null=True),
        ),
    ]
