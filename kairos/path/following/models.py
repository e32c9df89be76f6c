"""From when the advisers of an agency are told to look, as its head chose it."""

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ADD, ALL, READ, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.people.agencies.models import Agency

MOST_ABSENCES, MOST_DAYS = 60, 365


class AlertChoice(models.Model):
    """Never changed: the last one counts. absences (half-days), pause_days: null for the operator's own setting.
    who: the name of whoever chose, as it was then."""

    id = models.UUIDField(primary_key=True, default=new_id)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    absences = models.PositiveSmallIntegerField("Absences sans motif valable", null=True)
    pause_days = models.PositiveSmallIntegerField("Jours d’interruption", null=True)
    reason = models.CharField("Pourquoi", max_length=300)
    set_at = models.DateTimeField()
    set_by = models.UUIDField()
    who = models.CharField(max_length=200)

    isolation = Isolation(
        "agency",
        {
            Audience.AGENCY: Rows(READ + ADD, own_organisation("agency_id")),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept("ended", 60, plain="id agency absences pause_days set_at set_by", blank="reason", pseudonym="who")

    class Meta:
        db_table = "alert_choice"
        constraints = [
            models.CheckConstraint(
                condition=Q(absences__isnull=True) | Q(absences__range=(1, MOST_ABSENCES)),
                name="alert_absences_are_some",
            ),
            models.CheckConstraint(
                condition=Q(pause_days__isnull=True) | Q(pause_days__range=(1, MOST_DAYS)),
                name="alert_pause_is_some_days",
            ),
        ]
        indexes = [models.Index(fields=["agency", "-set_at"], name="alert_choice_of_agency")]
