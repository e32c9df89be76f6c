"""From the request to the membership: terms, application and its versions, decision, letters, changes.

The membership itself, once begun: `members/models.py`.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import public, tenant
from kairos.foundation.retention import kept
from kairos.identity.accounts.models import User
from kairos.identity.memberships.members.models import Membership, MembershipTerm, Procedure, RegisterAlert
from kairos.identity.memberships.proofs import ChangeProof
from kairos.identity.organisations.models import Organisation

__all__ = [
    "AccessLetter",
    "ApplicationVersion",
    "ChangeProof",
    "ChangeRequest",
    "Exchange",
    "Membership",
    "MembershipApplication",
    "MembershipTerm",
    "Procedure",
    "RegisterAlert",
    "StampedTerms",
    "TermsVersion",
]


class TermsVersion(models.Model):
    """A version of the terms of use, as published; the text itself, so that it can always be read again."""

    version = models.CharField(max_length=20, primary_key=True)
    effective_from = models.DateField()
    title = models.CharField(max_length=200)
    clauses = models.JSONField(help_text="[{number, heading, paragraphs}]")
    sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, default="", help_text="Of its PDF without a stamp, once made")

    isolation = public(written_by=(Audience.SYSTEM,), commands=("select", "insert", "update"))
    retention = kept("written", None, plain="version effective_from title clauses sha256 pdf_sha256")

    class Meta:
        db_table = "terms_version"


OPEN = Q(state__in=("submitted", "in_review"))
DECIDED = Q(state__in=("accepted", "refused"))
UNFINISHED = Q(state__in=("draft", "complement"))


class MembershipApplication(models.Model):
    """DRAFT → SUBMITTED ⇄ IN_REVIEW → ACCEPTED | REFUSED; IN_REVIEW ⇄ COMPLEMENT; DRAFT, COMPLEMENT → ABANDONED.

    version grows with each submission; its content is kept in ApplicationVersion. due_at: when the operator's
    decision is expected, computed with the rule in due_rule; overdue is derived. paused_at: since when a complement
    is awaited, the clock stands still. reminders, reminded_at: how often and when the provider was reminded of what
    waits for them in this state. name, siret, postcode and sort_key repeat the file so that the queue is one table.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Enregistrée"
        SUBMITTED = "submitted", "En cours de traitement"
        IN_REVIEW = "in_review", "En instruction"
        COMPLEMENT = "complement", "Complément demandé"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        ABANDONED = "abandoned", "Abandonnée"

    id = models.UUIDField(primary_key=True, default=new_id)
    number = models.CharField(max_length=16, unique=True, help_text="AD-2026-00001")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="applications")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.SmallIntegerField(default=0)
    name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")
    siret = models.CharField(max_length=14)
    postcode = models.CharField(max_length=5)
    town = models.CharField(max_length=100)
    region = models.CharField(max_length=40, default="")
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    modified_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    reminders = models.SmallIntegerField(default=0)
    submitted_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    due_rule = models.CharField(max_length=120, default="")
    paused_at = models.DateTimeField(null=True)
    officer = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(default="", help_text="Of a refusal or complement, told to the provider")
    terms = models.ForeignKey(TermsVersion, on_delete=models.PROTECT, null=True)
    terms_accepted_at = models.DateTimeField(null=True)
    terms_accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    checks = models.JSONField(default=list, help_text="[{key, label, declared, found, source, state, at}]")
    checks_ok = models.SmallIntegerField(default=0, help_text="All three at 0: the checks are still running")
    checks_bad = models.SmallIntegerField(default=0)
    checks_warn = models.SmallIntegerField(default=0)

    isolation = tenant()
    retention = kept(
        "decided",
        60,
        plain="id number organisation state version name sort_key siret postcode town region created_at created_by "
        "modified_at reminded_at reminders submitted_at due_at due_rule paused_at officer decided_at decided_by terms "
        "terms_accepted_at terms_accepted_by checks_ok checks_bad checks_warn",
        blank="reason checks",
    )

    class Meta:
        db_table = "membership_application"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(state__in=("draft", "submitted", "in_review", "complement")),
                name="one_open_application",
                violation_error_message="Une demande est déjà ouverte pour cet organisme.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "abandoned"))
                | Q(submitted_at__isnull=False, due_at__isnull=False, terms_accepted_at__isnull=False),
                name="submitted_has_date_deadline_and_terms",
            ),
            models.CheckConstraint(
                condition=DECIDED & Q(decided_at__isnull=False, decided_by__isnull=False)
                | ~DECIDED & Q(decided_at__isnull=True),
                name="decided_has_date_and_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="in_review") | Q(officer__isnull=False), name="in_review_has_an_officer"
            ),
            models.CheckConstraint(
                condition=~Q(state="complement") | Q(paused_at__isnull=False), name="awaited_complement_stops_the_clock"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="application_open_due", condition=OPEN),
            models.Index(fields=["sort_key", "id"], name="application_open_name", condition=OPEN),
            models.Index(fields=["number"], name="application_open_number", condition=OPEN),
            models.Index(fields=["submitted_at", "id"], name="application_open_age", condition=OPEN),
            models.Index(fields=["paused_at", "id"], name="application_waiting", condition=Q(state="complement")),
            models.Index(fields=["decided_at", "id"], name="application_decided", condition=DECIDED),
            models.Index(fields=["sort_key", "id"], name="application_decided_name", condition=DECIDED),
            models.Index(fields=["modified_at"], name="application_unfinished", condition=UNFINISHED),
            models.Index(fields=["siret"], name="application_siret"),
            models.Index(fields=["organisation", "-created_at"], name="application_of_organisation"),
        ]


class ApplicationVersion(models.Model):
    """What was submitted, word for word; never edited."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(MembershipApplication, on_delete=models.CASCADE, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    number = models.SmallIntegerField()
    content = models.JSONField(help_text="{field: value} of the file at submission")
    submitted_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    isolation = tenant(operator=("select",), provider=("select", "insert"))
    retention = kept(
        "decided", 60, plain="id application organisation number submitted_at submitted_by", deleted="content"
    )

    class Meta:
        db_table = "application_version"
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="version_once")]


class Exchange(models.Model):
    """A message between the provider and the operator, on one application."""

    id = models.UUIDField(primary_key=True, default=new_id)
    application = models.ForeignKey(MembershipApplication, on_delete=models.CASCADE, related_name="exchanges")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_operator = models.BooleanField()
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    written_at = models.DateTimeField()

    isolation = tenant()
    retention = kept("decided", 60, plain="id application organisation from_operator author written_at", deleted="text")

    class Meta:
        db_table = "application_exchange"
        indexes = [models.Index(fields=["application", "written_at"], name="exchange_in_order")]


class StampedTerms(models.Model):
    """The terms as accepted: who, when, for whom; a PDF kept by its hash.

    version: of the request at each submission; it goes on growing with each acceptance of the member since.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    application = models.ForeignKey(MembershipApplication, on_delete=models.PROTECT, related_name="stamps")
    version = models.SmallIntegerField()
    stamp = models.JSONField(help_text="Everything the document says; the PDF is a pure function of it")
    sha256 = models.CharField(max_length=64, default="", help_text="Of the PDF once made")
    accepted_at = models.DateTimeField()

    isolation = tenant(tracked=False)
    retention = kept(
        "membership_ended",
        60,
        plain="id organisation application version sha256 accepted_at",
        deleted="stamp",
    )

    class Meta:
        db_table = "stamped_terms"
        constraints = [models.UniqueConstraint(fields=["application", "version"], name="one_stamp_a_version")]


class AccessLetter(models.Model):
    """TO_PRINT → PRINTED → POSTED; any → VOID when it is lost and issued again.

    IDENTIFIER says the portal's address and the identifier, PASSWORD the one-use secret. `sealed_secret` is
    erased when the letter is posted or void. due_at: 72 working hours after acceptance (facts § 2.2).
    address_basis: where the address comes from; a letter without one waits, it cannot be printed.
    batch: the printing it left in; letters of two kinds never share one. replaces: the void letter before it,
    and identity_proof: who asked for the new one and how the operator made sure of it.
    """

    class Kind(models.TextChoices):
        IDENTIFIER = "identifier", "Identifiant"
        PASSWORD = "password", "Mot de passe provisoire"

    class State(models.TextChoices):
        TO_PRINT = "to_print", "À imprimer"
        PRINTED = "printed", "Imprimé"
        POSTED = "posted", "Posté"
        VOID = "void", "Annulé"

    class Basis(models.TextChoices):
        REGISTER = "register", "Adresse du répertoire"
        PROOF = "proof", "Autre adresse, preuve enregistrée"
        MISSING = "missing", "Adresse à prouver"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="letters")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="letters")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.TO_PRINT)
    recipient = models.CharField(max_length=200)
    address_lines = ArrayField(models.CharField(max_length=200))
    address_basis = models.CharField(max_length=8, choices=Basis)
    address_source = models.CharField(max_length=500, help_text="The register and its date, or the proof recorded")
    postcode = models.CharField(max_length=5, help_text="Of the establishment: where working days are counted")
    sealed_secret = models.BinaryField(default=b"")
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_rule = models.CharField(max_length=120)
    alarmed_at = models.DateTimeField(null=True)
    batch = models.UUIDField(null=True)
    printed_at = models.DateTimeField(null=True)
    printed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    posted_at = models.DateTimeField(null=True)
    posted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    voided_at = models.DateTimeField(null=True)
    voided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    void_reason = models.CharField(max_length=500, default="")
    identity_proof = models.CharField(max_length=500, default="")
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")

    isolation = tenant(provider=("select",))
    retention = kept(
        "posted",
        12,
        plain="id organisation membership user kind state address_basis postcode created_at due_at due_rule alarmed_at "
        "batch printed_at printed_by posted_at posted_by voided_at voided_by replaces",
        deleted="recipient address_lines address_source sealed_secret void_reason identity_proof",
    )

    class Meta:
        db_table = "access_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["membership", "user", "kind"],
                condition=~Q(state="void"),
                name="one_live_letter_of_a_kind",
                violation_error_message="Ce courrier existe déjà.",
            ),
            models.CheckConstraint(
                condition=~Q(state="posted") | Q(posted_at__isnull=False, posted_by__isnull=False),
                name="posted_letter_has_date_and_author",
            ),
            models.CheckConstraint(
                condition=~Q(state="void") | Q(voided_at__isnull=False) & ~Q(void_reason=""),
                name="void_letter_has_date_and_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="password", state__in=("to_print", "printed")) & ~Q(sealed_secret=b"")
                | ~Q(kind="password", state__in=("to_print", "printed")) & Q(sealed_secret=b""),
                name="secret_waits_in_a_password_letter_alone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("to_print", "void")) | ~Q(address_basis="missing"),
                name="letter_without_address_is_not_printed",
                violation_error_message="Ce courrier n’a pas encore d’adresse prouvée.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("printed", "posted")) | Q(printed_at__isnull=False, batch__isnull=False),
                name="printed_letter_has_date_and_batch",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="letter_queue", condition=Q(state__in=("to_print", "printed"))),
            models.Index(fields=["-posted_at", "-id"], name="letter_posted", condition=Q(state="posted")),
            models.Index(fields=["batch"], name="letter_batch", condition=Q(batch__isnull=False)),
        ]


class ChangeRequest(models.Model):
    """PENDING → ACCEPTED | REFUSED | WITHDRAWN. A member's RGC, director, e-mail, address, identity and
    SIRET change only so.

    before, after: the fields of the file (see `organisations.content`) as they were and as they are asked to be.
    """

    class Kind(models.TextChoices):
        ACCOUNT_MANAGER = "account_manager", "Responsable de gestion des comptes (RGC)"
        DIRECTOR = "director", "Dirigeant"
        EMAIL = "email", "Courriel de l’organisme"
        ADDRESS = "address", "Adresse"
        IDENTITY = "identity", "Nom ou déclaration d’activité"
        SIRET = "siret", "SIRET (déménagement ou fusion)"

    class State(models.TextChoices):
        PENDING = "pending", "À décider"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    before = models.JSONField()
    after = models.JSONField()
    reason = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    due_rule = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decision_reason = models.TextField(default="")

    isolation = tenant()
    retention = kept(
        "decided",
        60,
        plain="id organisation kind state asked_at asked_by due_at due_rule decided_at decided_by",
        deleted="before after reason decision_reason",
    )

    class Meta:
        db_table = "change_request"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"],
                condition=Q(state="pending"),
                name="one_pending_change_of_a_kind",
                violation_error_message="Une demande de ce type attend déjà la décision de l’opérateur.",
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="change_queue", condition=Q(state="pending")),
        ]
