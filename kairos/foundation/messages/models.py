"""The outbox: what Kairos tells people, stored in the act's transaction, delivered after it."""

from django.db import models

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ADD, ALL, Isolation, Rows, own_user
from kairos.foundation.retention import kept


class OutboxMessage(models.Model):
    """QUEUED → SENDING → SENT | FAILED; SENDING whose worker died becomes UNCERTAIN and is never sent again by itself.

    An in-app message is SENT when stored, and so is the copy of a posted letter, kept on a demonstration alone (the
    letters themselves wait in a print queue of their own). `sealed` holds subject, text, html and what is attached,
    encrypted at rest. receipt: what the carrier calls it; null, for Django reads a database default back after INSERT,
    and who tells somebody else may not read the row.
    """

    class State(models.TextChoices):
        QUEUED = "queued", "À envoyer"
        SENDING = "sending", "Envoi en cours"
        SENT = "sent", "Envoyé"
        FAILED = "failed", "Refusé par le destinataire"
        UNCERTAIN = "uncertain", "Sort inconnu"

    class Channel(models.TextChoices):
        EMAIL = "email", "Courriel"
        SMS = "sms", "SMS"
        APP = "app", "Kairos"
        LETTER = "letter", "Courrier"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=80, help_text="The message class")
    channel = models.CharField(max_length=6, choices=Channel)
    recipient = models.UUIDField(null=True, help_text="The user told, when one is known")
    address = models.CharField(max_length=320, help_text="E-mail, number or postal address; empty in-app")
    sealed = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    error = models.CharField(max_length=300, default="")
    receipt = models.CharField(max_length=100, null=True)  # noqa: DJ001 (see below)

    isolation = Isolation(
        "personal",
        {
            Audience.ANONYMOUS: Rows(ADD),
            Audience.PROVIDER: Rows(("select", "insert", "update"), own_user("recipient"), check="true"),
            Audience.OPERATOR: Rows(("select", "insert", "update"), own_user("recipient"), check="true"),
            Audience.AGENCY: Rows(("select", "insert", "update"), own_user("recipient"), check="true"),
            Audience.JOBSEEKER: Rows(("select", "insert", "update"), own_user("recipient"), check="true"),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
    )
    retention = kept(
        "sent",
        12,
        plain="id kind channel state created_at sent_at read_at attempts error receipt",
        deleted="recipient address sealed",
    )

    class Meta:
        db_table = "outbox_message"
        indexes = [
            models.Index(fields=["recipient", "-id"], name="outbox_of_person"),
            models.Index(
                fields=["recipient"],
                name="outbox_unread",
                condition=models.Q(channel="app", read_at__isnull=True),
            ),
            models.Index(fields=["id"], name="outbox_waiting", condition=models.Q(state__in=("queued", "sending"))),
        ]


class NotificationChoice(models.Model):
    """What one person wants to be told: {"appointments.change:sms": false}, see `topics.Topic`. id: the person's."""

    id = models.UUIDField(primary_key=True)
    wanted = models.JSONField(default=dict)
    chosen_at = models.DateTimeField()

    isolation = Isolation(
        "personal",
        {
            audience: Rows(("select", "insert", "update"), own_user("id"))
            for audience in (Audience.PROVIDER, Audience.OPERATOR, Audience.AGENCY, Audience.JOBSEEKER)
        }
        | {Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept("closed", 12, plain="id wanted chosen_at")

    class Meta:
        db_table = "notification_choice"
