"""The four tables of the journal. No foreign key to or from anything."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from kairos.foundation.actor import Audience
from kairos.foundation.isolation.declarations import ADD, READ, Isolation, Rows, own_organisation, public
from kairos.foundation.retention import kept


class JournalEntry(models.Model):
    """One act, reading, or refusal. Its place in the chain comes when it is sealed.

    Nothing in it names a person: `actor_user` and `subjects` are pseudonyms, whose rows can be erased. Acts and
    readings have each their index of subjects, so that the few acts on a row that is read every day stay quick to
    find. That of readings has a key for each subject in each stretch of a million entries, so that the latest ones are
    found without the others; it is put in order by the worker: a list that is read has dozens of subjects.
    """

    class Kind(models.TextChoices):
        ACT = "act", "Acte"
        READING = "reading", "Lecture"
        EVENT = "event", "Événement"

    id = models.BigAutoField(primary_key=True)
    uid = models.UUIDField(unique=True)
    tx = models.BigIntegerField(help_text="Transaction that wrote it (pg_current_xact_id)")
    era = models.SmallIntegerField(help_text="Grows when a backup is restored: transaction ids start anew")
    at = models.DateTimeField()
    kind = models.CharField(max_length=8, choices=Kind)
    acts = ArrayField(models.CharField(max_length=80))
    actor_user = models.UUIDField()
    audience = models.CharField(max_length=10)
    organisation = models.UUIDField(help_text="For whom; the nobody id when for none")
    subject_type = models.CharField(max_length=60)
    subjects = ArrayField(models.UUIDField())
    fields = ArrayField(models.CharField(max_length=120), help_text="table.column of every change")
    request_id = models.CharField(max_length=40)
    detail_hash = models.BinaryField(help_text="SHA-256 of the erasable detail, empty without one")
    helped = models.UUIDField(null=True, help_text="In whose place, when an agent of the operator helps somebody")

    isolation = Isolation(
        "journal",
        {
            Audience.ANONYMOUS: Rows(ADD),
            Audience.PROVIDER: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.AGENCY: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.JOBSEEKER: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.OPERATOR: Rows(("select", "insert")),
            Audience.SYSTEM: Rows(("select", "insert")),
        },
        policed=True,
    )
    retention = kept(
        "written",
        72,
        plain="id uid tx era at kind acts actor_user audience organisation subject_type subjects fields request_id "
        "detail_hash helped",
    )

    class Meta:
        db_table = "journal_entry"
        indexes = [
            models.Index(fields=["organisation", "-id"], name="journal_of_organisation"),
            GinIndex(fields=["subjects"], name="journal_acts_on_subject", condition=models.Q(kind="act")),
            models.Index(fields=["era", "tx", "id"], name="journal_order"),
            models.Index(fields=["organisation", "subject_type", "kind", "id"], name="journal_by_type"),
            models.Index(fields=["organisation", "actor_user", "subject_type", "kind", "id"], name="journal_by_person"),
            GinIndex(
                Func(F("subjects"), F("id"), function="kairos_journal_keys"),
                name="journal_readings_by_stretch",
                condition=models.Q(kind="reading"),
                fastupdate=True,
                gin_pending_list_limit=64 * 1024,
            ),
        ]


class JournalDetail(models.Model):
    """The values of an entry (a reason given, a text written), apart, so that erasing them leaves the chain valid."""

    entry = models.UUIDField(primary_key=True)
    organisation = models.UUIDField()
    body = models.JSONField()

    isolation = Isolation(
        "journal",
        {
            Audience.ANONYMOUS: Rows(ADD),
            Audience.PROVIDER: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.AGENCY: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.JOBSEEKER: Rows(("select", "insert"), own_organisation("organisation")),
            Audience.OPERATOR: Rows(("select", "insert")),
            Audience.SYSTEM: Rows(("select", "insert", "delete")),
        },
        policed=True,
    )
    retention = kept("written", 36, plain="entry organisation", deleted="body")

    class Meta:
        db_table = "journal_detail"
        indexes = [models.Index(fields=["organisation"], name="journal_detail_of_organisation")]


class JournalSeal(models.Model):
    """A link of the chain: every entry of an era with tx in [tx_from, tx_to), in the order (tx, id)."""

    number = models.BigIntegerField(primary_key=True)
    era = models.SmallIntegerField()
    tx_from = models.BigIntegerField()
    tx_to = models.BigIntegerField()
    entries = models.IntegerField()
    digests = models.BinaryField(help_text="First 8 bytes of each entry's hash: where a change is, not proof of it")
    head = models.BinaryField(help_text="SHA-256 chained over the previous head and every entry's hash")
    sealed_at = models.DateTimeField()
    signature = models.BinaryField(help_text="Ed25519 of number, era, tx bounds, count and head")

    isolation = Isolation(
        "journal",
        {
            Audience.SYSTEM: Rows(("select", "insert")),
            Audience.OPERATOR: Rows(READ),
            Audience.PROVIDER: Rows(READ),
        },
    )
    retention = kept("written", None, plain="number era tx_from tx_to entries digests head sealed_at signature")

    class Meta:
        db_table = "journal_seal"
        indexes = [models.Index(fields=["era", "tx_from"], name="journal_seal_of_transaction")]


class JournalEra(models.Model):
    """One life of a database cluster; restoring a backup opens the next."""

    era = models.SmallIntegerField(primary_key=True)
    opened_at = models.DateTimeField()

    isolation = public()
    retention = kept("written", None, plain="era opened_at")

    class Meta:
        db_table = "journal_era"
