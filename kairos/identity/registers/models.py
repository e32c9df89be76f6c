"""Copies of public registers: what the State says of training providers and establishments. Nobody edits them.

Written by imports alone, on the owner's connection: the application can only read.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import public
from kairos.foundation.retention import kept
from kairos.identity.registers.records import Kind


class RegisteredLegalUnit(models.Model):
    """A company, association or sole trader of SIRENE. No name: its owner refused publication."""

    siren = models.CharField(max_length=9, primary_key=True)
    name = models.TextField()
    active = models.BooleanField()
    sole_trader = models.BooleanField()

    isolation = public()
    retention = kept("left_register", None, plain="siren active sole_trader", deleted="name")

    class Meta:
        db_table = "registered_legal_unit"

    def __str__(self) -> str:
        return self.name


class RegisteredEstablishment(models.Model):
    """An establishment of SIRENE. `name` is the one on its door, often empty; see its legal unit."""

    siret = models.CharField(max_length=14, primary_key=True)
    siren = models.CharField(max_length=9)
    name = models.TextField()
    street = models.TextField()
    complement = models.TextField()
    postcode = models.CharField(max_length=10)
    town = models.TextField()
    head_office = models.BooleanField()
    active = models.BooleanField()
    opened_on = models.DateField(null=True)
    closed_on = models.DateField(null=True)

    isolation = public()
    retention = kept(
        "left_register",
        None,
        plain="siret siren postcode town head_office active opened_on closed_on",
        deleted="name street complement",
    )

    class Meta:
        db_table = "registered_establishment"
        indexes = [models.Index(fields=["siren"], name="registered_estab_siren")]

    def __str__(self) -> str:
        return self.siret


class RegisteredProvider(models.Model):
    """A training provider of the State's public list. A Qualiopi flag is null when the list did not say."""

    nda = models.CharField(max_length=11, primary_key=True)
    previous_ndas = ArrayField(models.CharField(max_length=11))
    name = models.TextField()
    siren = models.CharField(max_length=9)
    siret = models.CharField(max_length=14)
    street = models.TextField()
    postcode = models.CharField(max_length=10)
    town = models.TextField()
    qualiopi_training = models.BooleanField(null=True)
    qualiopi_skills_review = models.BooleanField(null=True)
    qualiopi_experience = models.BooleanField(null=True)
    qualiopi_apprenticeship = models.BooleanField(null=True)
    last_declared_on = models.DateField(null=True)

    isolation = public()
    retention = kept(
        "left_register",
        None,
        plain="nda previous_ndas siren siret postcode town qualiopi_training qualiopi_skills_review "
        "qualiopi_experience qualiopi_apprenticeship last_declared_on",
        deleted="name street",
    )

    class Meta:
        db_table = "registered_provider"
        indexes = [
            models.Index(fields=["siren"], name="registered_provider_siren"),
            GinIndex(fields=["previous_ndas"], name="registered_provider_previous"),
        ]

    def __str__(self) -> str:
        return self.name


class RegisterImport(models.Model):
    """One file taken in: how old our copy is, and what it changed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.label) for kind in Kind])
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    imported_at = models.DateTimeField()

    isolation = public()
    retention = kept("imported", None, plain="id kind sha256 rows refused added changed imported_at")

    class Meta:
        db_table = "register_import"
        indexes = [models.Index(fields=["kind", "-imported_at"], name="register_import_latest")]

    def __str__(self) -> str:
        return f"{self.kind} {self.imported_at:%Y-%m-%d}"
