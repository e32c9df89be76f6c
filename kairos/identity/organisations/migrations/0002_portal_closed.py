from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Not atomic: the rule is read over the rows without the lock that adds it."""

    atomic = False

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="portal_closed_at",
            field=models.DateTimeField(
                help_text="Since when the organisation's people cannot enter the portal; null: it is open", null=True
            ),
        ),
        migrations.AddField(
            model_name="organisation",
            name="portal_closed_why",
            field=models.CharField(
                choices=[
                    ("expired", "Adhésion échue"),
                    ("suspended", "Adhésion suspendue"),
                    ("withdrawn", "Accès retiré"),
                    ("left", "Départ de l’organisme"),
                ],
                default="",
                max_length=10,
            ),
        ),
        AddConstraintNotValid(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("portal_closed_at__isnull", True), ("portal_closed_why", "")),
                    models.Q(("portal_closed_at__isnull", False), models.Q(("portal_closed_why", ""), _negated=True)),
                    _connector="OR",
                ),
                name="closed_portal_says_why",
            ),
        ),
        ValidateConstraint(model_name="organisation", name="closed_portal_says_why"),
    ]
