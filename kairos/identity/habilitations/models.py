"""Who acts for which organisation, and what they may do there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows
from kairos.foundation.retention import kept
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.records.models import AccessReview, Helping, Intervention, ReviewLine
from kairos.identity.organisations.models import Organisation

__all__ = [
    "OPEN", "AccessGrant", "AccessReview", "Affiliation", "Helping", "Intervention", "ReviewLine", "RightRequest",
    "RightUse", "Team",
]  # fmt: skip


class Affiliation(models.Model):
    """A person in an organisation. INVITED → ACTIVE ⇄ SUSPENDED; each → ENDED.

    rights: what belongs to no area. `file.fill`: the file before membership. `accounts.manage`: the account manager
    (RGC), given by acceptance. The rest are access grants. rights_version grows with each change of what they may do.
    awake_on: the day an access was restored, from which inactivity counts again; idle_warned_on: when they were warned.
    password_warned_at: when they were told that the organisation's own rule will soon ask for a new password.
    entered_at: the first sign-in to the portal for this organisation; before it the posted secret is still due.

    first_name, last_name: as the organisation wrote them (empty: the account's own; see `shown_name`); until they join,
    nobody there sees another name, which would tell that the address had an account. answer_by: until when the
    invitation opens. manager_asked_as: a second account manager named them one and waits for their answer.
    """

    class State(models.TextChoices):
        INVITED = "invited", "Invitée"
        ACTIVE = "active", "Active"
        SUSPENDED = "suspended", "Suspendue"
        ENDED = "ended", "Partie"

    class AskedAs(models.TextChoices):
        BESIDE = "beside", "RGC aussi, à côté de vous"
        INSTEAD = "instead", "RGC à votre place ; vous gardez vos autres droits"
        LEAVING = "leaving", "RGC à votre place, et vous quittez l’organisme"

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    state = models.CharField(max_length=9, choices=State, default=State.ACTIVE)
    rights = ArrayField(models.CharField(max_length=40), default=list)
    rights_version = models.IntegerField(default=0)
    title = models.CharField("Fonction", max_length=120, default="")
    first_name = models.CharField(max_length=80, default="")
    last_name = models.CharField(max_length=80, default="")
    sort_key = models.CharField(max_length=200, default="", db_collation="C")
    invited_by = models.UUIDField(null=True)
    invited_at = models.DateTimeField(null=True)
    answer_by = models.DateTimeField(null=True)
    manager_asked_as = models.CharField(max_length=7, choices=AskedAs, default="")
    manager_asked_by = models.UUIDField(null=True)
    manager_asked_at = models.DateTimeField(null=True)
    started_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_why = models.CharField(max_length=300, default="")
    awake_on = models.DateField(null=True)
    idle_warned_on = models.DateField(null=True)
    password_warned_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=300, default="")

    isolation = tenant()
    retention = kept(
        "ended",
        60,
        plain="id user organisation state rights rights_version started_at entered_at suspended_at ended_at invited_by "
        "invited_at answer_by manager_asked_as manager_asked_by manager_asked_at awake_on "
        "idle_warned_on password_warned_at",
        blank="title suspended_why ended_why",
        pseudonym="first_name last_name sort_key",
    )

    class Meta:
        db_table = "affiliation"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name="one_live_affiliation",
                violation_error_message="Cette personne fait déjà partie de l’organisme.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at__isnull=True),
                name="affiliation_ended_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="suspended") | Q(suspended_at__isnull=False),
                name="affiliation_suspended_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["organisation"], name="affiliation_of_organisation")]

    @property
    def shown_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.user.full_name

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.shown_name.split()[:2]).upper()

    def call(self, first_name: str, last_name: str) -> None:
        """What the person is called in the organisation, and where lists put them."""
        self.first_name, self.last_name = first_name, last_name
        self.sort_key = sort_key(f"{last_name} {first_name}")[:200]


OPEN = Q(state__in=("proposed", "live"))


class AccessGrant(models.Model):
    """One right of one person. LIVE from the start, or PROPOSED until a second person agrees; then ENDED or REFUSED.

    right: an `area.grade` word. establishments: empty for the whole organisation. ends_on: last day included, None
    without end. decided_by: the second person. What is in force today is said by the dates, not by the state.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "À approuver"
        LIVE = "live", "Accordé"
        ENDED = "ended", "Retiré"
        REFUSED = "refused", "Refusé"

    id = models.UUIDField(primary_key=True, default=new_id)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=40)
    establishments = ArrayField(models.UUIDField(), default=list)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State)
    given_by = models.UUIDField()
    given_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=300, default="")

    isolation = tenant()
    retention = kept(
        "ended",
        60,
        plain="id affiliation organisation right establishments starts_on ends_on state given_by given_at decided_by "
        "decided_at ended_by ended_at",
        blank="why",
    )

    class Meta:
        db_table = "access_grant"
        constraints = [
            models.UniqueConstraint(fields=["affiliation", "right", "state"], condition=OPEN, name="one_open_grant"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="grant_ends_after_its_start",
                violation_error_message="La fin d’un droit ne peut pas précéder son début.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("given_by")),
                name="grant_agreed_by_another",
                violation_error_message="Il faut l’accord d’une autre personne.",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) | ~Q(state="ended") & Q(ended_at__isnull=True),
                name="grant_ended_has_its_time",
            ),
        ]
        indexes = [
            models.Index(fields=["affiliation"], name="grant_open_of_person", condition=OPEN),
            models.Index(fields=["organisation", "right"], name="grant_open_of_organisation", condition=OPEN),
            models.Index(fields=["ends_on"], name="grant_to_end", condition=Q(state="live", ends_on__isnull=False)),
        ]


class RightRequest(models.Model):
    """A right somebody asks for: ASKED, then GRANTED or REFUSED by an account manager, or WITHDRAWN.

    why: what for. answer: of whoever refused.
    """

    class State(models.TextChoices):
        ASKED = "asked", "En attente"
        GRANTED = "granted", "Accordée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.PROTECT, related_name="requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=40)
    why = models.CharField(max_length=300)
    state = models.CharField(max_length=9, choices=State)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=300, default="")

    isolation = tenant()
    retention = kept(
        "ended", 60, plain="id affiliation organisation right state asked_at decided_by decided_at", blank="why answer"
    )

    class Meta:
        db_table = "right_request"
        constraints = [
            models.UniqueConstraint(
                fields=["affiliation", "right"],
                condition=Q(state="asked"),
                name="one_open_right_request",
                violation_error_message="Ce droit est déjà demandé : la demande attend une réponse.",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "asked_at"], name="right_request_open", condition=Q(state="asked"))
        ]


class Team(models.Model):
    """The people of an organisation together, and the policy they follow; one row an organisation.

    alone_since: its one person, the RGC, grants himself rights without a second person (« organisme unipersonnel »);
    said by the operator's acceptance, over when a second person joins. idle_minutes, session_hours,
    inactivity_days: the organisation's own limits, never looser than the operator's; None: the operator's.
    password_days: a password grows old after so many days there; None: never. password_days_at: when that was said;
    password_days_from: nobody is asked before.
    """

    organisation = models.OneToOneField(Organisation, on_delete=models.PROTECT, primary_key=True, related_name="team")
    alone_since = models.DateTimeField(null=True)
    idle_minutes = models.SmallIntegerField(null=True)
    session_hours = models.SmallIntegerField(null=True)
    inactivity_days = models.SmallIntegerField(null=True)
    password_days = models.SmallIntegerField(null=True)
    password_days_at = models.DateTimeField(null=True)
    password_days_from = models.DateTimeField(null=True)

    isolation = tenant()
    retention = kept(
        "membership_ended",
        60,
        plain="organisation alone_since idle_minutes session_hours inactivity_days password_days password_days_at "
        "password_days_from",
    )

    class Meta:
        db_table = "team"
        constraints = [
            models.CheckConstraint(
                condition=Q(password_days__isnull=True)
                | Q(password_days_at__isnull=False, password_days_from__isnull=False),
                name="team_password_rule_has_its_time",
            )
        ]


class RightUse(models.Model):
    """The last day a person used a right (empty: opened any page) for an organisation. What a review shows."""

    id = models.UUIDField(primary_key=True, default=new_id)
    affiliation = models.ForeignKey(Affiliation, on_delete=models.CASCADE, related_name="uses")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    right = models.CharField(max_length=40, default="")
    last_on = models.DateField()

    isolation = tenant(tracked=False)
    retention = kept("ended", 12, plain="id affiliation organisation right last_on")

    class Meta:
        db_table = "right_use"
        constraints = [models.UniqueConstraint(fields=["affiliation", "right"], name="right_use_once")]


STOPPED = Q(state="stopped")


class Stop(models.Model):
    """STOPPED → RESTORED. The frame reads those of organisations and rights; a person's is the state of the account.

    person: of the first kind. organisation: of the second; of the third, where the right is stopped, None everywhere.
    right: an `area.grade` word. told: the state that the account managers were last told.
    """

    class Kind(models.TextChoices):
        PERSON = "person", "Personne"
        ORGANISATION = "organisation", "Organisme"
        RIGHT = "right", "Droit"

    class State(models.TextChoices):
        STOPPED = "stopped", "Arrêté"
        RESTORED = "restored", "Rétabli"

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=12, choices=Kind)
    person = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    right = models.CharField(max_length=40, default="")
    state = models.CharField(max_length=8, choices=State)
    reason = models.CharField(max_length=300)
    stopped_at = models.DateTimeField()
    stopped_by = models.UUIDField()
    restored_at = models.DateTimeField(null=True)
    restored_by = models.UUIDField(null=True)
    restored_why = models.CharField(max_length=300, default="")
    told = models.CharField(max_length=8, default="")

    isolation = Isolation(
        "tenant",
        {Audience.OPERATOR: Rows(WRITE), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id kind person organisation right state stopped_at stopped_by restored_at restored_by told",
        blank="reason restored_why",
    )

    class Meta:
        db_table = "access_stop"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="person", person__isnull=False, organisation__isnull=True, right="")
                | Q(kind="organisation", person__isnull=True, organisation__isnull=False, right="")
                | Q(kind="right", person__isnull=True) & ~Q(right=""),
                name="stop_says_what_it_stops",
            ),
            models.CheckConstraint(
                condition=Q(state="stopped", restored_at__isnull=True) | Q(state="restored", restored_at__isnull=False),
                name="stop_restored_has_its_time",
            ),
            models.UniqueConstraint(
                fields=["kind", "person", "organisation", "right"],
                condition=STOPPED,
                nulls_distinct=False,
                name="one_live_stop",
                violation_error_message="C’est déjà arrêté.",
            ),
        ]
        indexes = [
            models.Index(fields=["-stopped_at", "id"], name="stop_history"),
        ]
