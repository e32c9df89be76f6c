"""An invitation leads to one organisation."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0006_stopped")]
    operations = [
        migrations.AddField("oneusetoken", "organisation", models.UUIDField(null=True)),
    ]
