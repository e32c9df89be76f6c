"""The sheets of half-days and the signatures on them."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("catalogue", "0003_establishment_taken_off"),
        ("enrolments", "0005_in_training_as_declared"),
        ("jobseekers", "0003_portfolio_sizes"),
        ("organisations", "0002_portal_closed"),
        ("uploads", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningSheet",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("title", models.CharField(max_length=255)),
                ("day", models.DateField()),
                ("half", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Ouverte"), ("countersigned", "Contresignée"), ("cancelled", "Retirée")],
                        max_length=13,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.UUIDField()),
                ("countersigned_at", models.DateTimeField(null=True)),
                ("countersigned_by", models.UUIDField(null=True)),
                ("trainer", models.CharField(default="", max_length=250)),
                ("sha256", models.CharField(default="", max_length=64)),
                ("reason", models.CharField(default="", max_length=300)),
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
                    "scan",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="uploads.upload"
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
                "db_table": "signing_sheet",
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("state", models.CharField(choices=[("signed", "Signé"), ("withdrawn", "Retirée")], max_length=9)),
                (
                    "way",
                    models.CharField(
                        choices=[
                            ("phone", "sur son téléphone"),
                            ("screen", "à l’écran du formateur"),
                            ("paper", "sur papier"),
                        ],
                        max_length=6,
                    ),
                ),
                ("signed_at", models.DateTimeField()),
                ("late", models.BooleanField(default=False)),
                ("noted_by", models.UUIDField(null=True)),
                ("reason", models.CharField(default="", max_length=300)),
                (
                    "enrolment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="enrolments.enrolment"
                    ),
                ),
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="jobseekers.jobseeker"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="signing.signingsheet",
                    ),
                ),
            ],
            options={
                "db_table": "signature",
            },
        ),
        migrations.AddIndex(
            model_name="signingsheet",
            index=models.Index(fields=["organisation", "-day"], name="signing_sheet_of_organisation"),
        ),
        migrations.AddConstraint(
            model_name="signingsheet",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("session", "day", "half"),
                name="one_signing_sheet_a_half_day",
                violation_error_message="La feuille de cette demi-journée est déjà ouverte : relisez la page.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("half__in", (0, 1))), name="signing_sheet_is_of_a_half_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="signingsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "countersigned"), _negated=True),
                    models.Q(
                        ("countersigned_at__isnull", False),
                        ("countersigned_by__isnull", False),
                        models.Q(("trainer", ""), _negated=True),
                        models.Q(("sha256", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="countersigned_sheet_says_by_whom",
            ),
        ),
        migrations.AddIndex(
            model_name="signature",
            index=models.Index(fields=["person", "-signed_at"], name="signature_of_person"),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "signed")),
                fields=("sheet", "enrolment"),
                name="one_signature_a_person",
                violation_error_message="C’est déjà signé.",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("noted_by__isnull", True), ("way", "phone")),
                    models.Q(models.Q(("way", "phone"), _negated=True), ("noted_by__isnull", False)),
                    _connector="OR",
                ),
                name="signature_seen_by_somebody_unless_on_ones_own_phone",
            ),
        ),
    ]
