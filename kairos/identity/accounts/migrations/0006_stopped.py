"""An account that the operator stopped."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_invited_and_asked"),
    ]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="state",
            field=models.CharField(
                choices=[
                    ("created", "À activer"),
                    ("active", "Actif"),
                    ("locked", "Verrouillé"),
                    ("stopped", "Arrêté"),
                    ("closed", "Fermé"),
                ],
                default="created",
                max_length=8,
            ),
        ),
    ]
