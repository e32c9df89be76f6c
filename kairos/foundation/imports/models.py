"""Files of lines, and what was chosen of their titles."""

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept


def of_whoever_sent(column: str = "organisation_id") -> Isolation:
    """An organisation or an agency reaches its own rows, the operator those of nobody, the jobs all: the operator has
    no business in the files of others."""
    rows = {
        Audience.PROVIDER: Rows(WRITE, own_organisation(column)),
        Audience.AGENCY: Rows(WRITE, own_organisation(column)),
        Audience.OPERATOR: Rows(WRITE, f"{column} IS NULL"),
        Audience.SYSTEM: Rows(ALL),
    }
    return Isolation("tenant", rows, policed=True)


class ImportRun(models.Model):
    """RECEIVED → CHECKED → TAKEN; RECEIVED, CHECKED → REFUSED | ABANDONED; read otherwise, it is RECEIVED again.

    sha256, errors_sha256: its bytes and those of the error file, empty once erased. form: how it is written. places:
    key of a column → place in the file. report: counts, first errors, first lines. asked: what the worker is to do
    (« check », « take »), since asked_at; done: lines it has looked at. outcome: counts of what was taken.
    """

    class State(models.TextChoices):
        RECEIVED = "received", "Reçu"
        CHECKED = "checked", "Vérifié"
        TAKEN = "taken", "Pris en compte"
        REFUSED = "refused", "Refusé"
        ABANDONED = "abandoned", "Abandonné"

    class Asked(models.TextChoices):
        NOTHING = "", "Rien"
        CHECK = "check", "À vérifier"
        TAKE = "take", "À prendre en compte"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=40)
    organisation_id = models.UUIDField(null=True, help_text="For whom; nobody: the operator")
    state = models.CharField(max_length=9, choices=State, default=State.RECEIVED)
    name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField(help_text="Bytes")
    form = models.JSONField()
    places = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    errors_sha256 = models.CharField(max_length=64, default="")
    asked = models.CharField(max_length=5, choices=Asked, default=Asked.NOTHING)
    asked_at = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    reason = models.TextField(default="", help_text="Why it is refused, or could not be taken")
    received_at = models.DateTimeField()
    received_by = models.UUIDField()
    checked_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    isolation = of_whoever_sent()
    retention = kept(
        "ended",
        12,
        plain="id kind organisation_id state sha256 size places options outcome errors_sha256 asked asked_at done "
        "received_at received_by checked_at ended_at",
        deleted="name form report reason",
    )

    class Meta:
        db_table = "import_run"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("received", "checked"), ended_at__isnull=True)
                | Q(state__in=("taken", "refused", "abandoned"), ended_at__isnull=False),
                name="ended_import_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "taken")) | Q(checked_at__isnull=False),
                name="checked_import_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "kind", "-received_at"], name="import_run_of_organisation"),
            models.Index(fields=["sha256"], name="import_run_by_hash", condition=~Q(sha256="")),
            models.Index(fields=["errors_sha256"], name="import_run_by_errors", condition=~Q(errors_sha256="")),
            models.Index(
                fields=["received_at"], name="import_run_waiting", condition=Q(state__in=("received", "checked"))
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def shelved(self) -> list[str]:
        """The hashes of the files it names."""
        return [sha256 for sha256 in (self.sha256, self.errors_sha256) if sha256]


class ImportMapping(models.Model):
    """What somebody said the titles of a kind of file mean: comparable title → key of a column, "" for none."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=40)
    titles = models.JSONField()
    chosen_at = models.DateTimeField()

    isolation = of_whoever_sent()
    retention = kept("written", None, plain="id organisation_id kind titles chosen_at")

    class Meta:
        db_table = "import_mapping"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_id", "kind"], name="one_mapping_a_kind", nulls_distinct=False
            ),
        ]
