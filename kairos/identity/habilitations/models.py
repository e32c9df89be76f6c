"""Who acts for which organisation, and what they may do there."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.retention import kept
from kairos.identity.accounts.models import User
from kairos.identity.organisations.models import Organisation


class Affiliation(models.Model):
    """A person in an organisation. rights: `area.grade` words, least by default.

    `file.fill`: the file before membership. `accounts.manage`: the account manager (RGC), given by acceptance.
    entered_at: the first sign-in to the portal for this organisation; before it the posted secret is still due.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="affiliations")
    rights = ArrayField(models.CharField(max_length=40), default=list)
    title = models.CharField("Fonction", max_length=120, default="")
    started_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    isolation = tenant()
    retention = kept("ended", 60, plain="id user organisation rights started_at entered_at ended_at", blank="title")

    class Meta:
        db_table = "affiliation"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at__isnull=True),
                name="one_live_affiliation",
                violation_error_message="Cette personne fait déjà partie de l’organisme.",
            ),
        ]
        indexes = [models.Index(fields=["organisation"], name="affiliation_of_organisation")]
