"""What an agent was shown before an account manager is replaced, kept as a file."""

from django.db import models

from kairos.foundation.actor import Audience
from kairos.foundation.ids import new_id
from kairos.foundation.isolation.declarations import ALL, Isolation, Rows
from kairos.foundation.retention import kept
from kairos.foundation.uploads.models import Upload


class ChangeProof(models.Model):
    """A paper joined by the agent who began the change. The organisation never sees it; among the operator's agents,
    `queries.proof` says who reads it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    change = models.ForeignKey("memberships.ChangeRequest", on_delete=models.PROTECT, related_name="proofs")
    upload = models.OneToOneField(Upload, on_delete=models.DO_NOTHING)
    """The foreign key protects it; Django would first look here, where an organisation deleting its own may not."""

    isolation = Isolation(
        "tenant",
        {Audience.OPERATOR: Rows(("select", "insert")), Audience.SYSTEM: Rows(ALL)},
        policed=True,
        tracked=True,
    )
    retention = kept("decided", 60, plain="id change upload")

    class Meta:
        db_table = "change_proof"
        indexes = [models.Index(fields=["change", "id"], name="change_proof_in_order")]
