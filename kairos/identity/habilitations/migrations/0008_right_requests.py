"""Rights that people ask of their account manager."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("habilitations", "0007_grants_in_force"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="RightRequest",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("right", models.CharField(max_length=40)),
                ("why", models.CharField(max_length=300)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "En attente"),
                            ("granted", "Accordée"),
                            ("refused", "Refusée"),
                            ("withdrawn", "Retirée"),
                        ],
                        max_length=9,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("answer", models.CharField(default="", max_length=300)),
                (
                    "affiliation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="requests",
                        to="habilitations.affiliation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
            ],
            options={
                "db_table": "right_request",
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "asked")),
                        fields=["organisation", "asked_at"],
                        name="right_request_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "asked")),
                        fields=("affiliation", "right"),
                        name="one_open_right_request",
                        violation_error_message="Ce droit est déjà demandé : la demande attend une réponse.",
                    )
                ],
            },
        ),
    ]
