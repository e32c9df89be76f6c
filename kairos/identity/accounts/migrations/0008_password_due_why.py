"""An organisation says why it asks for a new password."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_invitation_of_organisation")]
    operations = [
        migrations.AddField(
            "user",
            "password_due_why",
            models.CharField(
                max_length=500, default="", help_text="As its owner reads it: which organisation asks, and why"
            ),
        ),
    ]
