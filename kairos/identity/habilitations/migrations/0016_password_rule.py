"""An organisation may say that passwords grow old; who will have to change theirs is told before."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Not atomic: the rule is read over the rows without the lock that adds it."""

    atomic = False
    dependencies = [("habilitations", "0015_limits")]
    operations = [
        migrations.AddField("affiliation", "password_warned_at", models.DateTimeField(null=True)),
        migrations.AddField("team", "password_days", models.SmallIntegerField(null=True)),
        migrations.AddField("team", "password_days_at", models.DateTimeField(null=True)),
        migrations.AddField("team", "password_days_from", models.DateTimeField(null=True)),
        AddConstraintNotValid(
            "team",
            models.CheckConstraint(
                condition=Q(password_days__isnull=True)
                | Q(password_days_at__isnull=False, password_days_from__isnull=False),
                name="team_password_rule_has_its_time",
            ),
        ),
        ValidateConstraint("team", "team_password_rule_has_its_time"),
    ]
