"""An adviser's own calendar, and when a slot last changed."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

NAME = "calendar_feed_is_of_one_place"
ONE_PLACE = (
    Q(organisation__isnull=False, person__isnull=True, agency__isnull=True)
    | Q(organisation__isnull=True, person__isnull=False, agency__isnull=True)
    | Q(organisation__isnull=True, person__isnull=True, agency__isnull=False)
)


class Migration(migrations.Migration):
    dependencies = [("agencies", "0001_initial"), ("appointments", "0003_establishment_taken_off")]
    operations = [
        migrations.AddField("slot", "changed_at", models.DateTimeField(null=True)),
        migrations.AddField(
            "calendarfeed",
            "agency",
            models.ForeignKey(
                null=True,
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="agencies.agency",
            ),
        ),
        migrations.RemoveConstraint("calendarfeed", NAME),
        AddConstraintNotValid("calendarfeed", models.CheckConstraint(condition=ONE_PLACE, name=NAME)),
        ValidateConstraint("calendarfeed", NAME),
    ]
