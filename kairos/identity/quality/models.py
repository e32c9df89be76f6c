"""What a provider asks about quality, the documents it joins, and the certificates the operator recorded."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.retention import kept
from kairos.foundation.uploads.models import Upload
from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation


class Category(models.TextChoices):
    """What a Qualiopi certificate may cover (art. L. 6313-1 du code du travail); a public register flags the same."""

    TRAINING = "training", "Actions de formation"
    SKILLS_REVIEW = "skills_review", "Bilans de compétences"
    EXPERIENCE = "experience", "Validation des acquis de l’expérience (VAE)"
    APPRENTICESHIP = "apprenticeship", "Formation par apprentissage"


OPEN = Q(state__in=("submitted", "in_review"))
DECIDED = Q(state__in=("accepted", "refused"))
UNFINISHED = Q(state__in=("draft", "complement"))
LIVE = OPEN | UNFINISHED
NEVER_SENT = Q(state__in=("draft", "withdrawn"))


class QualityRequest(models.Model):
    """DRAFT → SUBMITTED ⇄ IN_REVIEW → ACCEPTED | REFUSED; IN_REVIEW ⇄ COMPLEMENT; before the decision → WITHDRAWN.

    What is claimed of the certificate stands here; accepting records it (QualityCertificate). version grows with each
    sending, whose words are kept (QualityVersion). due_at, due_rule, paused_at, reminders: as for an application of
    membership. name, sort_key, siret, postcode and town repeat the file so that the queue is one table.
    """

    class Kind(models.TextChoices):
        ATTESTATION = "attestation", "Attestation de conformité qualité"
        CATALOGUE = "catalogue", "Inscription au catalogue qualité"

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        SUBMITTED = "submitted", "Envoyée"
        IN_REVIEW = "in_review", "En instruction"
        COMPLEMENT = "complement", "Complément demandé"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=16, unique=True, help_text="QA-2026-00001")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="quality_requests")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.SmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C", default="")
    siret = models.CharField(max_length=14)
    postcode = models.CharField(max_length=5)
    town = models.CharField(max_length=100)
    certificate_number = models.CharField("Numéro du certificat", max_length=40, default="")
    certifier = models.CharField("Organisme certificateur", max_length=120, default="")
    categories = ArrayField(models.CharField(max_length=14, choices=Category), default=list)
    valid_from = models.DateField("Valable du", null=True)
    valid_until = models.DateField("Jusqu’au", null=True, help_text="Last day included")
    comment = models.TextField("Précisions", default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField()
    modified_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(null=True, help_text="The first sending")
    sent_at = models.DateTimeField(null=True, help_text="The last sending")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due_at = models.DateTimeField(null=True)
    due_rule = models.CharField(max_length=120, default="")
    paused_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.SmallIntegerField(default=0)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="", help_text="Of a refusal or complement, told to the provider")
    register = models.JSONField(default=dict, help_text="What the public list answered: see registered.Answer")

    isolation = tenant()
    retention = kept(
        "decided",
        60,
        plain="id number organisation kind state version name sort_key siret postcode town certificate_number "
        "certifier categories valid_from valid_until created_at created_by modified_at modified_by submitted_at "
        "sent_at submitted_by due_at due_rule paused_at reminded_at reminders officer decided_at decided_by register",
        blank="comment reason",
    )

    class Meta:
        db_table = "quality_request"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=LIVE,
                name="one_live_quality_request_of_a_kind",
                violation_error_message="Une demande de ce type est déjà en cours pour votre organisme.",
            ),
            models.CheckConstraint(
                condition=NEVER_SENT
                | Q(
                    submitted_at__isnull=False, sent_at__isnull=False, due_at__isnull=False, submitted_by__isnull=False
                ),
                name="sent_quality_request_has_dates_and_author",
            ),
            models.CheckConstraint(
                condition=~(OPEN | DECIDED)
                | Q(valid_from__isnull=False, valid_until__gte=F("valid_from"))
                & ~Q(certificate_number="")
                & ~Q(certifier="")
                & ~Q(categories=[]),
                name="sent_quality_request_is_complete",
            ),
            models.CheckConstraint(
                condition=DECIDED & Q(decided_at__isnull=False, decided_by__isnull=False)
                | ~DECIDED & Q(decided_at__isnull=True, decided_by__isnull=True),
                name="decided_quality_request_has_date_and_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(officer__isnull=False), name="quality_review_has_an_officer"
            ),
            models.CheckConstraint(
                condition=Q(state="complement", paused_at__isnull=False)
                | ~Q(state="complement") & Q(paused_at__isnull=True),
                name="quality_clock_stands_still_in_complement",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "complement")) | ~Q(reason=""),
                name="unwelcome_quality_answer_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="quality_open_due", condition=OPEN),
            models.Index(fields=["paused_at", "id"], name="quality_waiting", condition=Q(state="complement")),
            models.Index(fields=["decided_at", "id"], name="quality_decided", condition=DECIDED),
            models.Index(fields=["modified_at"], name="quality_unfinished", condition=UNFINISHED),
            models.Index(fields=["organisation", "-created_at"], name="quality_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def category_labels(self) -> list[str]:
        return labels(self.categories)


def labels(categories: list[str]) -> list[str]:
    """In the order of the list, whatever the order they were ticked in."""
    return [category.label for category in Category if category in categories]


class QualityDocument(models.Model):
    """A document joined to a request. version: the sending it first belongs to; one that was sent is never deleted, but
    may be withdrawn (withdrawn_at), for the operator to see that it was."""

    class Kind(models.TextChoices):
        CERTIFICATE = "certificate", "Certificat Qualiopi"
        AUDIT = "audit", "Audit de surveillance"
        OTHER = "other", "Autre pièce"

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(QualityRequest, on_delete=models.CASCADE, related_name="documents")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    upload = models.OneToOneField(Upload, on_delete=models.PROTECT)
    kind = models.CharField(max_length=12, choices=Kind)
    version = models.SmallIntegerField()
    withdrawn_at = models.DateTimeField(null=True)

    isolation = tenant(operator=("select",))
    retention = kept("decided", 60, plain="id request organisation upload kind version withdrawn_at")

    class Meta:
        db_table = "quality_document"
        indexes = [models.Index(fields=["request", "id"], name="quality_document_in_order")]


class QualityVersion(models.Model):
    """What was sent, word for word; never edited."""

    id = models.UUIDField(primary_key=True, default=new_id)
    request = models.ForeignKey(QualityRequest, on_delete=models.CASCADE, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    content = models.JSONField(help_text="{field: text}")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    isolation = tenant(operator=("select",), provider=("select", "insert"))
    retention = kept("decided", 60, plain="id request organisation number submitted_at submitted_by", deleted="content")

    class Meta:
        db_table = "quality_version"
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="quality_version_once")]


class QualityCertificate(models.Model):
    """A certificate the operator recorded by accepting a request. ACTIVE → REPLACED by the same number recorded again
    (renewed, extended, reduced), or REVOKED when the certifier withdrew it. Valid, expired: from the dates alone.

    reminded: the reminders already sent, each as the days before the end it stands for; EXPIRED_NOTICE once it is over.
    """

    EXPIRED_NOTICE = -1

    class State(models.TextChoices):
        ACTIVE = "active", "Enregistré"
        REPLACED = "replaced", "Remplacé"
        REVOKED = "revoked", "Retiré"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="quality_certificates")
    request = models.OneToOneField(QualityRequest, on_delete=models.PROTECT, related_name="certificate")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    number = models.CharField(max_length=40)
    certifier = models.CharField(max_length=120)
    categories = ArrayField(models.CharField(max_length=14, choices=Category))
    valid_from = models.DateField()
    valid_until = models.DateField(help_text="Last day included")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    replaced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replaces")
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoke_reason = models.TextField(default="")
    reminded = ArrayField(models.SmallIntegerField(), default=list)

    isolation = tenant(provider=("select",))
    retention = kept(
        "ended",
        60,
        plain="id organisation request state number certifier categories valid_from valid_until recorded_at "
        "recorded_by replaced_by revoked_at revoked_by reminded",
        blank="revoke_reason",
    )

    class Meta:
        db_table = "quality_certificate"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__gte=F("valid_from")) & ~Q(categories=[]),
                name="quality_certificate_covers_something",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoke_reason="")
                | ~Q(state="revoked") & Q(revoked_at__isnull=True),
                name="revoked_certificate_has_date_author_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="replaced", replaced_by__isnull=False)
                | ~Q(state="replaced") & Q(replaced_by__isnull=True),
                name="replaced_certificate_has_its_successor",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "valid_until"], name="quality_certificate_held"),
            models.Index(
                fields=["valid_until"],
                name="quality_certificate_watched",
                condition=Q(state="active") & ~Q(reminded__contains=[-1]),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def category_labels(self) -> list[str]:
        return labels(self.categories)
