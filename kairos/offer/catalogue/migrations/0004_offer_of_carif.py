"""Sessions that the file of a Carif-Oref brings, and what it said of each number."""

import django.db.models.deletion
from django.db import migrations, models

import kairos.foundation.ids
from kairos.offer.catalogue.codes import CARIFS

VERDICTS = [("taken", "Prise"), ("unchanged", "Déjà à jour"), ("refused", "Refusée")]
CODES = list(CARIFS.items())


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0003_establishment_taken_off"),
        ("organisations", "0001_initial"),
    ]
    operations = [
        migrations.AddField(
            "trainingsession", "carif", models.CharField(choices=CODES, db_default="", default="", max_length=2)
        ),
        migrations.CreateModel(
            name="CarifLine",
            fields=[
                (
                    "id",
                    models.UUIDField(default=kairos.foundation.ids.new_id, primary_key=True, serialize=False),
                ),
                ("carif", models.CharField(choices=CODES, max_length=2)),
                ("number", models.CharField(max_length=25, unique=True)),
                ("siret", models.CharField(max_length=14)),
                ("run_id", models.UUIDField()),
                ("line", models.PositiveIntegerField()),
                ("verdict", models.CharField(choices=VERDICTS, max_length=9)),
                ("reasons", models.TextField(default="")),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={"db_table": "carif_line"},
        ),
    ]
