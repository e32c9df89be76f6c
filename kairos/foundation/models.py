"""Every table of the mechanisms, for Django to find."""

from django.db import models

from kairos.foundation.actor import Audience
from kairos.foundation.isolation.declarations import Isolation, Rows, public
from kairos.foundation.journal.models import JournalDetail, JournalEntry, JournalEra, JournalSeal
from kairos.foundation.messages.models import NotificationChoice, OutboxMessage
from kairos.foundation.retention import kept

__all__ = [
    "Demonstration",
    "JournalDetail",
    "JournalEntry",
    "JournalEra",
    "JournalSeal",
    "NotificationChoice",
    "OutboxMessage",
    "SettingValue",
]


class Demonstration(models.Model):
    """The mark of a demonstration database, written once at its creation by the owner; one row or none."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    marked_at = models.DateTimeField()
    clock_offset = models.DurationField(help_text="How far ahead the demonstration clock stands")

    isolation = Isolation(
        "public",
        {audience: Rows(("select",)) for audience in Audience} | {Audience.SYSTEM: Rows(("select", "update"))},
    )
    retention = kept("written", None, plain="id marked_at clock_offset")

    class Meta:
        db_table = "demonstration"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="demonstration_is_one_row")]


class SettingValue(models.Model):
    """The value of a dated setting from a day on, until the next one of the same key."""

    number = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=80)
    valid_from = models.DateField()
    value = models.JSONField()
    source = models.CharField(max_length=300)
    set_by = models.UUIDField(help_text="The user, or the nobody id for a migration")
    set_at = models.DateTimeField()

    isolation = public(written_by=(Audience.OPERATOR, Audience.SYSTEM), commands=("select", "insert"))
    retention = kept("written", None, plain="number key valid_from value source set_at", pseudonym="set_by")

    class Meta:
        db_table = "setting_value"
        indexes = [models.Index(fields=["key", "valid_from"], name="setting_value_in_force")]
