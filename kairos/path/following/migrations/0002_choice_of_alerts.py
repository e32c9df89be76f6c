"""What the head of an agency chose of its alerts."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0001_initial"),
        ("following", "0001_figures_of_an_agency"),
    ]

    operations = [
        migrations.CreateModel(
            name="AlertChoice",
            fields=[
                ("id", models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False)),
                ("absences", models.PositiveSmallIntegerField(null=True, verbose_name="Absences sans motif valable")),
                ("pause_days", models.PositiveSmallIntegerField(null=True, verbose_name="Jours d’interruption")),
                ("reason", models.CharField(max_length=300, verbose_name="Pourquoi")),
                ("set_at", models.DateTimeField()),
                ("set_by", models.UUIDField()),
                ("who", models.CharField(max_length=200)),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="agencies.agency"
                    ),
                ),
            ],
            options={
                "db_table": "alert_choice",
                "indexes": [models.Index(fields=["agency", "-set_at"], name="alert_choice_of_agency")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("absences__isnull", True), ("absences__range", (1, 60)), _connector="OR"),
                        name="alert_absences_are_some",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("pause_days__isnull", True), ("pause_days__range", (1, 365)), _connector="OR"
                        ),
                        name="alert_pause_is_some_days",
                    ),
                ],
            },
        ),
    ]
