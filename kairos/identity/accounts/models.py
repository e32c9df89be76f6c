"""One natural person, how they prove who they are, and where they are signed in.

Credential tables: no row-level policy (nobody is known yet when they are read), touched by this package alone.
"""

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import credentials
from kairos.foundation.retention import kept


class Civility(models.TextChoices):
    MADAME = "mme", "Madame"
    MONSIEUR = "m", "Monsieur"


class User(AbstractBaseUser):
    """CREATED (link sent) → ACTIVE ⇄ LOCKED; ACTIVE ⇄ STOPPED; each → CLOSED. One verified e-mail, unique,
    in lower case.

    portal_identifier: given with the first acceptance; with the e-mail, the other word one may sign in with.
    portal_entered_at: from then on every sign-in needs the second factor, to the file as well.
    code_by_mail: whoever has no other second factor proves a code sent by mail, once a device (job seekers).
    """

    class State(models.TextChoices):
        CREATED = "created", "À activer"
        ACTIVE = "active", "Actif"
        LOCKED = "locked", "Verrouillé"
        STOPPED = "stopped", "Arrêté"
        CLOSED = "closed", "Fermé"

    last_login = None
    id = models.UUIDField(primary_key=True, default=new_id)
    email = models.EmailField("Courriel", max_length=254, unique=True)
    portal_identifier = models.CharField(max_length=12, unique=True, null=True)  # noqa: DJ001 (unique once given)
    civility = models.CharField(max_length=3, choices=Civility, default="")
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    phone = models.CharField(max_length=20, default="")
    state = models.CharField(max_length=8, choices=State, default=State.CREATED)
    staff_role = models.CharField(
        max_length=20, default="", help_text="The operator's own people: instructor or supervisor; else empty"
    )
    created_at = models.DateTimeField()
    activated_at = models.DateTimeField(null=True)
    email_verified_at = models.DateTimeField(null=True)
    password_set_at = models.DateTimeField(null=True)
    password_due_at = models.DateTimeField(null=True, help_text="Since when a new password is asked for; null: none is")
    password_due_why = models.CharField(
        max_length=500, default="", help_text="As its owner reads it: which organisation asks, and why"
    )
    portal_entered_at = models.DateTimeField(null=True)
    code_by_mail = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    isolation = credentials(tracked=True)
    retention = kept(
        "closed",
        36,
        plain="id state staff_role created_at activated_at email_verified_at password_set_at "
        "password_due_at portal_entered_at code_by_mail "
        "locked_at closed_at civility",
        blank="password password_due_why phone",
        pseudonym="email portal_identifier first_name last_name",
    )

    class Meta:
        db_table = "account"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=models.functions.Lower("email")), name="account_email_in_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(state="locked", locked_at__isnull=False)
                | ~models.Q(state="locked") & models.Q(locked_at__isnull=True),
                name="account_locked_has_its_time",
            ),
            models.CheckConstraint(
                condition=models.Q(state="closed", closed_at__isnull=False)
                | ~models.Q(state="closed") & models.Q(closed_at__isnull=True),
                name="account_closed_has_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["last_name", "first_name"], name="account_of_staff", condition=~models.Q(staff_role="")
            ),
        ]

    @property
    def awaits_activation(self) -> bool:
        """Its mailbox is not proved yet. An agent's account opens by the command line's link, never by a mail."""
        return self.state == self.State.CREATED and self.staff_role == ""

    @property
    def needs_factor(self) -> bool:
        """From the first entry to the portal on, and for an agent of the operator always."""
        return self.portal_entered_at is not None or self.staff_role != ""

    @property
    def proves_by_mail(self) -> bool:
        """Of someone with their factors (see `factors.with_factors`): a code sent by mail is the one they have."""
        return self.code_by_mail and not self.has_totp and not self.has_key

    @property
    def has_factor(self) -> bool:
        """The same: whether a second factor can be asked of them."""
        return self.code_by_mail or self.has_totp or self.has_key

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def initials(self) -> str:
        return (self.first_name[:1] + self.last_name[:1]).upper()


class Session(models.Model):
    """Where a person is signed in. The cookie holds the token, this table its hash.

    strength: see `foundation.actor.Strength`. acting_for: the organisation chosen, of several.
    data: what the next page needs (a form to resume, a message to show once, a key challenge); never a secret.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    token_hash = models.BinaryField(unique=True)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    acting_for = models.UUIDField(null=True)
    strength = models.SmallIntegerField()
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    proved_at = models.DateTimeField(
        null=True, help_text="Last proof: of the second factor where one is due, else password"
    )
    ends_at = models.DateTimeField(help_text="Absolute limit, whatever happens")
    browser = models.CharField(max_length=60, help_text="Family of browser and system, no version")
    network = models.CharField(max_length=45, help_text="/24 or /48 of the address")
    ended_at = models.DateTimeField(null=True)
    data = models.JSONField(default=dict)

    isolation = credentials()
    retention = kept(
        "ended", 12, plain="id user acting_for strength created_at seen_at proved_at ends_at ended_at",
        deleted="token_hash browser network data",
    )  # fmt: skip

    class Meta:
        db_table = "account_session"
        indexes = [
            models.Index(fields=["user"], name="session_open", condition=models.Q(ended_at__isnull=True)),
        ]


class OneUseToken(models.Model):
    """A link sent by mail: single use, dated; a new one of the same kind replaces the former.

    new_email: the address an EMAIL link confirms; for DISOWN, the one it gives back. organisation: the one an
    INVITATION leads to; a new invitation replaces the former one of the same organisation alone.
    """

    class Kind(models.TextChoices):
        ACTIVATION = "activation", "Activation du compte"
        PASSWORD = "password", "Nouveau mot de passe"
        EMAIL = "email", "Nouvelle adresse"
        DISOWN = "disown", "« Ce n’était pas moi »"
        UNLOCK = "unlock", "Déverrouillage"
        INVITATION = "invitation", "Invitation dans un organisme"
        OPERATOR = "operator", "Ouverture d’un compte d’opérateur"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=10, choices=Kind)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_hash = models.BinaryField(unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)
    new_email = models.CharField(max_length=254, default="")
    organisation = models.UUIDField(null=True)

    isolation = credentials()
    retention = kept(
        "written",
        3,
        plain="id kind user created_at expires_at used_at replaced_at organisation",
        deleted="token_hash new_email",
    )

    class Meta:
        db_table = "account_token"


class ProvisionalPassword(models.Model):
    """The secret of the second posted letter: opens, once, the portal of one organisation to one person.

    used_at: it gave way to a password, or to the proof of a factor the person had. finished_at: the portal was
    entered; between the two the first sign-in is resumed with that password.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    organisation = models.UUIDField()
    secret_hash = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    voided_at = models.DateTimeField(null=True)

    isolation = credentials()
    retention = kept(
        "written",
        12,
        plain="id user organisation created_at expires_at used_at finished_at voided_at",
        deleted="secret_hash",
    )

    class Meta:
        db_table = "account_provisional"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(used_at__isnull=True, voided_at__isnull=True),
                name="one_live_provisional_password",
            ),
        ]


class TotpFactor(models.Model):
    """A code generator. last_counter: the last 30-second step accepted; no step passes twice."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    sealed_secret = models.BinaryField()
    last_counter = models.BigIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    isolation = credentials()
    retention = kept("closed", 0, plain="id user last_counter confirmed_at created_at", deleted="sealed_secret")

    class Meta:
        db_table = "account_totp"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(confirmed_at__isnull=False), name="one_confirmed_totp"
            )
        ]


class SecurityKey(models.Model):
    """A WebAuthn credential (security key, passkey)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    label = models.CharField(max_length=60)
    credential_id = models.BinaryField(unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    isolation = credentials()
    retention = kept(
        "closed", 0, plain="id user sign_count created_at used_at", deleted="label credential_id public_key"
    )

    class Meta:
        db_table = "account_key"


class RecoveryCode(models.Model):
    """One of ten codes on paper, each opens once in place of the second factor."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    code_hash = models.BinaryField()
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    isolation = credentials()
    retention = kept("closed", 0, plain="id user created_at used_at", deleted="code_hash")

    class Meta:
        db_table = "account_recovery_code"
        constraints = [models.UniqueConstraint(fields=["user", "code_hash"], name="recovery_code_of_user")]


class MailedCode(models.Model):
    """A code of six figures sent by mail: good once, a few minutes, the last one alone."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    code_hash = models.BinaryField()
    sent_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    isolation = credentials()
    retention = kept("written", 1, plain="id user sent_at ends_at used_at", deleted="code_hash")

    class Meta:
        db_table = "account_mailed_code"


class KnownDevice(models.Model):
    """Where a code sent by mail was proved once: a cookie stands for it there until it ends."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    token_hash = models.BinaryField(unique=True)
    browser = models.CharField(max_length=60)
    known_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    isolation = credentials()
    retention = kept("written", 12, plain="id user known_at ends_at", deleted="token_hash browser")

    class Meta:
        db_table = "account_device"


class OutsideIdentity(models.Model):
    """Who somebody is for an OpenID Connect provider, whose name for them outlives their e-mail.

    issuer: the provider. subject: its name for the person. linked_at: first sign-in, see `identities`.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE)
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField()

    isolation = credentials()
    retention = kept("closed", 0, plain="id user issuer linked_at used_at", deleted="subject")

    class Meta:
        db_table = "account_outside_identity"
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="outside_identity_of_one_person"),
            models.UniqueConstraint(fields=["user", "issuer"], name="one_outside_identity_of_an_issuer"),
        ]


class Throttle(models.Model):
    """Failures counted per identifier and per network; holds keyed marks, not the words themselves."""

    mark = models.BinaryField(primary_key=True)
    kind = models.CharField(max_length=12)
    failures = models.IntegerField(default=0)
    last_failure_at = models.DateTimeField()

    isolation = credentials()
    retention = kept("written", 1, plain="kind failures last_failure_at", deleted="mark")

    class Meta:
        db_table = "account_throttle"
