"""A request of a person about their own data."""

from django.db import models
from django.db.models import Q

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, WRITE, Isolation, Rows, own_organisation
from kairos.foundation.retention import kept
from kairos.people.agencies.models import Agency
from kairos.people.jobseekers.models import JobSeeker
from kairos.people.requests.rules import CORRECTION, OBJECTION

LONGEST_WANTED, LONGEST = 300, 1000
_OPEN = "a.closed_at IS NULL AND a.source IN ('portfolio', 'cover') AND a.starts_at <= (SELECT kairos_now()) "
_OPEN += "AND (a.ends_at IS NULL OR a.ends_at > (SELECT kairos_now()))"
THEIRS = (
    f"{own_organisation('agency_id')} AND (person_id = ANY (ARRAY(SELECT a.person_id FROM person_access a "
    f"WHERE a.reader_id = (SELECT current_setting('kairos.user')::uuid) AND {_OPEN})) "
    "OR (SELECT EXISTS (SELECT 1 FROM adviser m WHERE m.user_id = (SELECT current_setting('kairos.user')::uuid) "
    "AND m.agency_id = (SELECT current_setting('kairos.organisation')::uuid) AND m.state = 'active' "
    "AND 'agency.manage' = ANY (m.rights))) "
    "AND NOT person_id = ANY (ARRAY(SELECT a.person_id FROM person_access a "
    f"WHERE a.place_id = (SELECT current_setting('kairos.organisation')::uuid) AND {_OPEN})))"
)
"""Of those whom an adviser follows, or a colleague they replace; of those whom nobody follows, for a head."""


class DataRequest(models.Model):
    """ASKED, then ACCEPTED, REFUSED (with a reason) or WITHDRAWN by the person. about: see `rules.ABOUT`.

    who: the person's name as it was then. wanted: what it should be, of a correction. word: why. due_on: last day to
    answer, by the version `due_rule` of the setting. answer: what was said to the person. answered_by: an account.
    """

    class Kind(models.TextChoices):
        CORRECTION = CORRECTION, "Correction"
        OBJECTION = OBJECTION, "Opposition"

    class State(models.TextChoices):
        ASKED = "asked", "Attend une réponse"
        ACCEPTED = "accepted", "Acceptée"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(JobSeeker, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind)
    about = models.CharField(max_length=10)
    wanted = models.CharField("Ce qui est juste", max_length=LONGEST_WANTED, default="")
    word = models.TextField("Pourquoi", default="")
    state = models.CharField(max_length=9, choices=State)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    due_rule = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answer = models.TextField("Votre réponse", default="")

    isolation = Isolation(
        "request",
        {
            Audience.AGENCY: Rows(("select", "update"), THEIRS),
            Audience.JOBSEEKER: Rows(WRITE, own_organisation("person_id")),
            Audience.SYSTEM: Rows(ALL),
        },
        policed=True,
        tracked=True,
    )
    retention = kept(
        "ended",
        60,
        plain="id person agency kind about state asked_at due_on due_rule ended_at answered_by",
        blank="wanted word answer",
        pseudonym="who",
    )

    class Meta:
        db_table = "data_request"
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "about"],
                condition=Q(state="asked"),
                name="one_open_request_about_the_same",
                violation_error_message="Vous avez déjà demandé cela : la réponse viendra. Retirez cette demande pour "
                "la faire autrement.",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", ended_at__isnull=True, answered_by__isnull=True)
                | Q(state="withdrawn", ended_at__isnull=False, answered_by__isnull=True)
                | Q(state="accepted", ended_at__isnull=False, answered_by__isnull=False)
                | Q(state="refused", ended_at__isnull=False, answered_by__isnull=False) & ~Q(answer=""),
                name="data_request_answered_once_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(kind="correction") & ~Q(wanted="") | Q(kind="objection", wanted="") & ~Q(word=""),
                name="data_request_says_what_it_asks",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="data_request_of_person"),
            models.Index(fields=["agency", "due_on"], name="data_request_waiting", condition=Q(state="asked")),
        ]
