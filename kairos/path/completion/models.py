"""The bilan of a training, in its versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, READ, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.path.enrolments.models import Enrolment, of_people, of_people_read
from kairos.people.jobseekers.models import JobSeeker

TOLD = "state IN ('shared', 'replaced')"
"""What whoever follows the person, and the person, read: never what is still being written."""
OPEN = ("draft", "validated")


class FinalReview(models.Model):
    """DRAFT, VALIDATED, SHARED; REPLACED once a corrected version is shared; a draft may be ABANDONED.

    version: 1, then one more for each correction, which says why in `reason`. title: of the session, as it was when
    the person was enrolled. goals: what was aimed at and what was reached; reached: how much of it. job: whether one
    was found. The SHARED one counts.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        VALIDATED = "validated", "Validé"
        SHARED = "shared", "Partagé"
        REPLACED = "replaced", "Remplacé"
        ABANDONED = "abandoned", "Abandonné"

    class Reached(models.TextChoices):
        ALL = "all", "Atteints"
        PARTLY = "partly", "Atteints en partie"
        NO = "no", "Non atteints"

    class Certification(models.TextChoices):
        NONE = "none", "Formation sans certification"
        TOTAL = "total", "Obtenue en totalité"
        PARTIAL = "partial", "Obtenue en partie"
        FAILED = "failed", "Non obtenue"
        PENDING = "pending", "Résultat attendu"

    class Job(models.TextChoices):
        YES = "yes", "Emploi trouvé"
        NO = "no", "Pas encore d’emploi"
        UNKNOWN = "unknown", "Non connu"

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="reviews")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    title = models.CharField(max_length=255)
    provider = models.CharField(max_length=200)
    state = models.CharField(max_length=9, choices=State)
    state_since = models.DateTimeField()
    version = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300, default="")
    goals = models.TextField("Objectifs et ce qui a été atteint", default="")
    reached = models.CharField("Objectifs", max_length=6, choices=Reached, default="")
    certification = models.CharField("Certification", max_length=7, choices=Certification, default="")
    skills = models.TextField("Compétences acquises", default="")
    recommendation = models.TextField("Recommandation pour la suite", default="")
    job = models.CharField("Emploi à la sortie", max_length=7, choices=Job, default="")
    written_at = models.DateTimeField()
    written_by = models.UUIDField()
    validated_at = models.DateTimeField(null=True)
    validated_by = models.UUIDField(null=True)
    shared_at = models.DateTimeField(null=True)

    isolation = Isolation(
        "review",
        {
            Audience.PROVIDER: Rows(WRITE, own_organisation("organisation_id")),
            Audience.AGENCY: Rows(READ, f"{TOLD} AND {of_people_read()}"),
            Audience.JOBSEEKER: Rows(READ, f"{TOLD} AND {own_organisation('person_id')}"),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id enrolment person organisation establishment title provider state state_since version reached "
        "certification job written_at written_by validated_at validated_by shared_at",
        blank="reason goals skills recommendation",
    )

    class Meta:
        db_table = "final_review"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment", "version"],
                condition=~Q(state="abandoned"),
                name="final_review_version_once",
                violation_error_message="Un bilan de cette formation est déjà en cours : ouvrez-le.",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state__in=OPEN),
                name="one_final_review_being_written",
                violation_error_message="Un bilan de cette formation est déjà en cours : ouvrez-le.",
            ),
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state="shared"),
                name="one_shared_final_review",
                violation_error_message="Le bilan de cette formation est déjà partagé : corrigez-le.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "abandoned"))
                | Q(validated_at__isnull=False, validated_by__isnull=False)
                & ~Q(goals="")
                & ~Q(reached="")
                & ~Q(certification="")
                & ~Q(job=""),
                name="validated_final_review_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("shared", "replaced")) | Q(shared_at__isnull=False),
                name="shared_final_review_has_its_time",
            ),
            models.CheckConstraint(
                condition=Q(version=1) | ~Q(reason=""),
                name="corrected_final_review_says_why",
                violation_error_message="Dites pourquoi ce bilan est corrigé.",
            ),
        ]
        indexes = [models.Index(fields=["organisation", "state", "-state_since"], name="final_review_of_organisation")]


class IssuedCertificate(models.Model):
    """A certificat de réalisation as it was issued. ISSUED; REPLACED once what it stands on is another.

    months: the first days of those it adds up, all locked. sha256: of what it said then. code: printed on it, asked at
    /verifier/.
    """

    class State(models.TextChoices):
        ISSUED = "issued", "Délivré"
        REPLACED = "replaced", "Remplacé"

    id = models.UUIDField(primary_key=True, default=new_id)
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="certificates")
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    establishment = models.ForeignKey(Establishment, on_delete=models.DO_NOTHING, related_name="+", null=True)
    state = models.CharField(max_length=8, choices=State)
    state_since = models.DateTimeField()
    months = ArrayField(models.DateField())
    sha256 = models.CharField(max_length=64)
    code = models.CharField(max_length=20, unique=True)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()

    isolation = of_people("certificate", others=READ)
    retention = kept(
        "ended",
        60,
        plain="id enrolment person organisation establishment state state_since months sha256 code issued_at issued_by",
    )

    class Meta:
        db_table = "completion_certificate"
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(state="issued"),
                name="one_certificate_that_holds",
                violation_error_message="Le certificat de cette formation est déjà délivré : relisez la page.",
            ),
        ]
