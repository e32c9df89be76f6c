"""The table of uploads."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.retention import kept


class Upload(models.Model):
    """A document somebody sent: what it is called and what it is. Its bytes are kept once, under their SHA-256.

    Written in the act that attaches it to something; never changed. remarks: what the examination could not see.
    """

    class Type(models.TextChoices):
        PDF = "application/pdf", "PDF"
        PNG = "image/png", "PNG"
        JPEG = "image/jpeg", "JPEG"

    class Remark(models.TextChoices):
        PROTECTED = "protected", "PDF protégé : une partie de son contenu n’a pas pu être examinée"
        UNEXAMINED = "unexamined", "PDF examiné en partie seulement : trop d’éléments compressés"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.UUIDField(help_text="Whose document it is")
    name = models.CharField(max_length=120, help_text="As shown: cleaned, with the ending of its true type")
    media_type = models.CharField(max_length=20, choices=Type)
    size = models.IntegerField(help_text="Bytes")
    sha256 = models.CharField(max_length=64)
    remarks = ArrayField(models.CharField(max_length=12, choices=Remark), default=list)
    uploaded_at = models.DateTimeField()
    uploaded_by = models.UUIDField()

    isolation = tenant("organisation", operator=("select", "insert"), provider=("select", "insert", "delete"))
    retention = kept(
        "decided",
        60,
        plain="id organisation media_type size sha256 remarks uploaded_at uploaded_by",
        deleted="name",
    )

    class Meta:
        db_table = "upload"
        constraints = [
            models.CheckConstraint(condition=Q(size__gt=0), name="upload_is_not_empty"),
            models.CheckConstraint(condition=Q(sha256__regex="^[0-9a-f]{64}$"), name="upload_has_its_hash"),
        ]
        indexes = [
            models.Index(fields=["sha256"], name="upload_by_hash"),
            models.Index(fields=["organisation", "id"], name="upload_of_organisation"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def remark_labels(self) -> list[str]:
        return [Upload.Remark(remark).label for remark in self.remarks]
