"""The files of sessions made for an inspector."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0003_establishment_taken_off"),
        ("organisations", "0002_portal_closed"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionBundle",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=255)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "En préparation"),
                            ("ready", "Prêt"),
                            ("failed", "Impossible"),
                            ("erased", "Effacé"),
                        ],
                        max_length=7,
                    ),
                ),
                ("state_since", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.UUIDField()),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("files", models.PositiveIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("size", models.BigIntegerField(default=0)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("note", models.CharField(default="", max_length=300)),
                (
                    "establishment",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="organisations.establishment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalogue.trainingsession"
                    ),
                ),
            ],
            options={
                "db_table": "session_bundle",
                "indexes": [
                    models.Index(fields=["session", "-asked_at"], name="bundle_of_session"),
                    models.Index(fields=["organisation", "-asked_at"], name="bundle_of_organisation"),
                    models.Index(condition=models.Q(("state", "ready")), fields=["sha256"], name="bundle_on_the_shelf"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")),
                        fields=("session",),
                        name="one_bundle_being_made",
                        violation_error_message="Un dossier de cette session est déjà en préparation.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="bundle_says_why",
                        violation_error_message="Dites pourquoi.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ("ready", "erased")), _negated=True),
                            models.Q(("sha256", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="made_bundle_has_its_hash",
                    ),
                ],
            },
        ),
    ]
