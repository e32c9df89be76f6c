"""The written procedure and its versions, the awareness note and who read it, messages to the team, the help page."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.retention import kept
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.organisations.models import Organisation


class WrittenProcedure(models.Model):
    """« Procédure d'habilitation ». DRAFT → PUBLISHED for good, under the next number, or DROPPED.

    sections: {key of `template.SECTIONS`: text}. version grows with each saving of the draft. sha256: of what was
    published (see `printing.content`).
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        PUBLISHED = "published", "Publiée"
        DROPPED = "dropped", "Abandonnée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="procedures")
    state = models.CharField(max_length=9, choices=State, default=State.DRAFT)
    number = models.SmallIntegerField(null=True)
    sections = models.JSONField(default=dict)
    version = models.IntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.UUIDField()
    changed_at = models.DateTimeField(null=True)
    changed_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    sha256 = models.CharField(max_length=64, default="")

    isolation = tenant()
    retention = kept(
        "membership_ended",
        60,
        plain="id organisation state number version started_at started_by changed_at changed_by published_at "
        "published_by sha256",
        blank="sections",
    )

    class Meta:
        db_table = "written_procedure"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="draft"),
                name="one_procedure_draft",
                violation_error_message="Un brouillon existe déjà : reprenez-le.",
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="procedure_number_once"),
            models.CheckConstraint(
                condition=Q(state="published", number__isnull=False, published_at__isnull=False)
                | ~Q(state="published") & Q(number__isnull=True, published_at__isnull=True),
                name="procedure_published_has_its_number",
            ),
        ]


class AwarenessNote(models.Model):
    """« Note de sensibilisation ». PUBLISHED, then REPLACED by the next one.

    due_on: to be read until then, by whoever was there. again_on: from when the next one is due. reminders: how many
    went by themselves; reminded_at: the last one, by whoever. called_at: the account managers were told that the next
    is due.
    """

    class State(models.TextChoices):
        PUBLISHED = "published", "En vigueur"
        REPLACED = "replaced", "Remplacée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awareness_notes")
    state = models.CharField(max_length=9, choices=State, default=State.PUBLISHED)
    number = models.SmallIntegerField()
    title = models.CharField(max_length=120)
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.UUIDField()
    due_on = models.DateField()
    again_on = models.DateField()
    due_rule = models.CharField(max_length=250)
    reminders = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    called_at = models.DateTimeField(null=True)

    isolation = tenant()
    retention = kept(
        "membership_ended",
        60,
        plain="id organisation state number published_at published_by due_on again_on due_rule reminders reminded_at "
        "called_at",
        blank="title text",
    )

    class Meta:
        db_table = "awareness_note"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state="published"),
                name="one_note_in_force",
                violation_error_message="Une autre note vient d’être publiée : relisez la page.",
            ),
            models.UniqueConstraint(fields=["organisation", "number"], name="note_number_once"),
        ]
        indexes = [
            models.Index(fields=["again_on"], name="note_in_force", condition=Q(state="published")),
        ]


class NoteReading(models.Model):
    """« J'ai lu », said by one person of one note."""

    id = models.UUIDField(primary_key=True, default=new_id)
    note = models.ForeignKey(AwarenessNote, on_delete=models.PROTECT, related_name="readings")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="+")
    read_at = models.DateTimeField()

    isolation = tenant()
    retention = kept("ended", 60, plain="id note organisation affiliation read_at")

    class Meta:
        db_table = "note_reading"
        constraints = [
            models.UniqueConstraint(
                fields=["note", "affiliation"],
                name="note_read_once",
                violation_error_message="Vous avez déjà dit l’avoir lue.",
            )
        ]


class TeamMessage(models.Model):
    """What an account manager wrote to the team. audience: `all`, `managers`, `right` (its holders) or `chosen`.

    recipients: the affiliations it went to.
    """

    class Audience(models.TextChoices):
        ALL = "all", "Toutes les personnes de l’organisme"
        MANAGERS = "managers", "Les RGC"
        RIGHT = "right", "Celles qui ont un droit"
        CHOSEN = "chosen", "Des personnes choisies"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="team_messages")
    audience = models.CharField(max_length=8, choices=Audience)
    right = models.CharField(max_length=40, default="")
    topic = models.CharField(max_length=120)
    text = models.TextField()
    sent_at = models.DateTimeField()
    sent_by = models.UUIDField()
    recipients = ArrayField(models.UUIDField(), default=list)

    isolation = tenant()
    retention = kept("sent", 36, plain="id organisation audience right sent_at sent_by recipients", blank="topic text")

    class Meta:
        db_table = "team_message"
        indexes = [models.Index(fields=["organisation", "sent_at"], name="team_message_of_place")]


class HelpEntry(models.Model):
    """A question and its answer on the organisation's own help page. SHOWN ⇄ WITHDRAWN.

    position: its place among the entries, the least first. version grows with each change of its words.
    """

    class State(models.TextChoices):
        SHOWN = "shown", "Affichée"
        WITHDRAWN = "withdrawn", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="help_entries")
    state = models.CharField(max_length=9, choices=State, default=State.SHOWN)
    question = models.CharField(max_length=200)
    answer = models.TextField()
    position = models.IntegerField()
    version = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    changed_by = models.UUIDField()

    isolation = tenant()
    retention = kept(
        "membership_ended",
        60,
        plain="id organisation state position version changed_at changed_by",
        blank="question answer",
    )

    class Meta:
        db_table = "help_entry"
        indexes = [models.Index(fields=["organisation", "position"], name="help_entry_in_order")]
