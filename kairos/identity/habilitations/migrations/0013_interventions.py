"""Staff sessions."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_stopped"),
        ("habilitations", "0012_invited_and_named"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Intervention",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("motive", models.CharField(max_length=200)),
                ("text", models.CharField(max_length=500)),
                ("state", models.CharField(choices=[("open", "Ouverte"), ("closed", "Terminée")], max_length=6)),
                ("opened_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "db_table": "intervention",
                "indexes": [
                    models.Index(fields=["-opened_at", "id"], name="intervention_history"),
                    models.Index(fields=["agent", "opened_at"], name="intervention_of_agent"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("agent",),
                        name="one_open_intervention",
                        violation_error_message="Vous avez déjà une intervention ouverte : terminez-la d’abord.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at__isnull", True), ("state", "open")),
                            models.Q(("closed_at__isnull", False), ("state", "closed")),
                            _connector="OR",
                        ),
                        name="intervention_closed_has_its_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__gt", models.F("opened_at"))),
                        name="intervention_ends_after_its_start",
                    ),
                ],
            },
        ),
    ]
