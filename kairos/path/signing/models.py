"""The sheet of one half-day of a group, and the signatures on it."""

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ADD, ALL, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.foundation.uploads.models import Upload
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.offer.catalogue.models import TrainingSession
from kairos.path.enrolments.models import Enrolment, of_people
from kairos.people.jobseekers.models import JobSeeker


class SigningSheet(models.Model):
    """half: 0 in the morning, 1 in the afternoon (`catalogue.rules.Half`). trainer: who countersigned, by name.
    sha256: of what it says once countersigned (`printing`). code: printed on it from then on, asked at /verifier/;
    empty for one of before. scan: the paper sheet. reason: why it was withdrawn."""

    class State(models.TextChoices):
        OPEN = "open", "Ouverte"
        COUNTERSIGNED = "countersigned", "Contresignée"
        CANCELLED = "cancelled", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    session = models.ForeignKey(TrainingSession, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    day = models.DateField()
    half = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=13, choices=State)
    opened_at = models.DateTimeField()
    opened_by = models.UUIDField()
    countersigned_at = models.DateTimeField(null=True)
    countersigned_by = models.UUIDField(null=True)
    trainer = models.CharField(max_length=250, default="")
    sha256 = models.CharField(max_length=64, default="")
    code = models.CharField(max_length=20, default="", db_default="")
    scan = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+", null=True)
    reason = models.CharField(max_length=300, default="")

    isolation = Isolation(
        "signing_sheet",
        {Audience.PROVIDER: Rows(WRITE, own_organisation("organisation_id")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id organisation establishment session title day half state opened_at opened_by countersigned_at "
        "countersigned_by sha256 code",
        blank="trainer reason",
        deleted="scan",
    )

    class Meta:
        db_table = "signing_sheet"
        constraints = [
            models.UniqueConstraint(
                fields=["session", "day", "half"],
                condition=~Q(state="cancelled"),
                name="one_signing_sheet_a_half_day",
                violation_error_message="La feuille de cette demi-journée est déjà ouverte : relisez la page.",
            ),
            models.CheckConstraint(condition=Q(half__in=(0, 1)), name="signing_sheet_is_of_a_half_day"),
            models.CheckConstraint(
                condition=~Q(state="countersigned")
                | Q(countersigned_at__isnull=False, countersigned_by__isnull=False) & ~Q(trainer="") & ~Q(sha256=""),
                name="countersigned_sheet_says_by_whom",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-day"], name="signing_sheet_of_organisation"),
            models.Index(fields=["code"], name="signing_sheet_by_code", condition=~Q(code="")),
        ]

    @property
    def rank(self) -> int:
        """Of the half-day in its month (see `attendance.rules`)."""
        return 2 * (self.day.day - 1) + self.half


class Signature(models.Model):
    """One person's. way: on their own telephone, on the trainer's screen, on paper (then without an hour of its own).
    late: long after the sheet was opened, or another day. noted_by: who saw it, but on one's own telephone. reason: why
    it was taken back."""

    class State(models.TextChoices):
        SIGNED = "signed", "Signé"
        WITHDRAWN = "withdrawn", "Retirée"

    class Way(models.TextChoices):
        PHONE = "phone", "sur son téléphone"
        SCREEN = "screen", "à l’écran du formateur"
        PAPER = "paper", "sur papier"

    id = models.UUIDField(primary_key=True, default=new_id)
    sheet = models.ForeignKey(SigningSheet, on_delete=models.PROTECT, related_name="signatures")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    state = models.CharField(max_length=9, choices=State)
    way = models.CharField(max_length=6, choices=Way)
    signed_at = models.DateTimeField()
    late = models.BooleanField(default=False)
    noted_by = models.UUIDField(null=True)
    reason = models.CharField(max_length=300, default="")

    isolation = of_people("signature", others=READ, person=READ + ADD)
    retention = kept(
        "ended",
        60,
        plain="id sheet enrolment person organisation establishment state way signed_at late noted_by",
        blank="reason",
    )

    class Meta:
        db_table = "signature"
        constraints = [
            models.UniqueConstraint(
                fields=["sheet", "enrolment"],
                condition=Q(state="signed"),
                name="one_signature_a_person",
                violation_error_message="C’est déjà signé.",
            ),
            models.CheckConstraint(
                condition=Q(way="phone", noted_by__isnull=True) | ~Q(way="phone") & Q(noted_by__isnull=False),
                name="signature_seen_by_somebody_unless_on_ones_own_phone",
            ),
        ]
        indexes = [models.Index(fields=["person", "-signed_at"], name="signature_of_person")]
