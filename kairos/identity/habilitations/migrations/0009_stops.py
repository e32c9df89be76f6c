"""What the operator stopped."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_stopped"),
        ("habilitations", "0008_right_requests"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("person", "Personne"), ("organisation", "Organisme"), ("right", "Droit")],
                        max_length=12,
                    ),
                ),
                ("right", models.CharField(default="", max_length=40)),
                ("state", models.CharField(choices=[("stopped", "Arrêté"), ("restored", "Rétabli")], max_length=8)),
                ("reason", models.CharField(max_length=300)),
                ("stopped_at", models.DateTimeField()),
                ("stopped_by", models.UUIDField()),
                ("restored_at", models.DateTimeField(null=True)),
                ("restored_by", models.UUIDField(null=True)),
                ("restored_why", models.CharField(default="", max_length=300)),
                ("told", models.CharField(default="", max_length=8)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="accounts.user"
                    ),
                ),
            ],
            options={
                "db_table": "access_stop",
                "indexes": [models.Index(fields=["-stopped_at", "id"], name="stop_history")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "person"),
                                ("organisation__isnull", True),
                                ("person__isnull", False),
                                ("right", ""),
                            ),
                            models.Q(
                                ("kind", "organisation"),
                                ("organisation__isnull", False),
                                ("person__isnull", True),
                                ("right", ""),
                            ),
                            models.Q(
                                ("kind", "right"), ("person__isnull", True), models.Q(("right", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="stop_says_what_it_stops",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("restored_at__isnull", True), ("state", "stopped")),
                            models.Q(("restored_at__isnull", False), ("state", "restored")),
                            _connector="OR",
                        ),
                        name="stop_restored_has_its_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "stopped")),
                        fields=("kind", "person", "organisation", "right"),
                        name="one_live_stop",
                        nulls_distinct=False,
                        violation_error_message="C’est déjà arrêté.",
                    ),
                ],
            },
        ),
    ]
