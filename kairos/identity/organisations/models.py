"""A training provider's file: the legal entity, its establishments, its people.

Anyone may open a file for any SIRET; only acceptance is exclusive (see memberships). Two files of one SIREN are
two rows here until the operator decides: the first liar blocks nobody.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kairos.foundation.ids import new_id
from kairos.foundation.isolation import tenant
from kairos.foundation.isolation.declarations import ALL
from kairos.foundation.retention import kept


class Organisation(models.Model):
    """The legal entity as its file says it. member_since: set by the acceptance of a membership.

    portal_closed_at, portal_closed_why: set and cleared by the acts of the membership, both or neither.
    """

    class PortalClosed(models.TextChoices):
        EXPIRED = "expired", "Adhésion échue"
        SUSPENDED = "suspended", "Adhésion suspendue"
        WITHDRAWN = "withdrawn", "Accès retiré"
        LEFT = "left", "Départ de l’organisme"

    id = models.UUIDField(primary_key=True, default=new_id)
    siren = models.CharField(max_length=9)
    nda = models.CharField("Numéro de déclaration d’activité", max_length=11)
    name = models.CharField("Nom", max_length=200)
    sort_key = models.CharField(max_length=200, db_collation="C")
    phone = models.CharField("Téléphone", max_length=20, default="")
    email = models.CharField("Courriel", max_length=254, default="")
    website = models.CharField("Site", max_length=200, default="")
    created_at = models.DateTimeField()
    modified_at = models.DateTimeField()
    member_since = models.DateField(null=True)
    portal_closed_at = models.DateTimeField(
        null=True, help_text="Since when the organisation's people cannot enter the portal; null: it is open"
    )
    portal_closed_why = models.CharField(max_length=10, choices=PortalClosed, default="")

    isolation = tenant("id")
    retention = kept(
        "membership_ended",
        60,
        plain="id siren nda name sort_key created_at modified_at member_since portal_closed_at portal_closed_why "
        "website",
        blank="phone email",
    )

    class Meta:
        db_table = "organisation"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(portal_closed_at__isnull=True, portal_closed_why="")
                | models.Q(portal_closed_at__isnull=False) & ~models.Q(portal_closed_why=""),
                name="closed_portal_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["siren"], name="organisation_siren"),
            models.Index(fields=["sort_key", "id"], name="organisation_by_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Establishment(models.Model):
    """A SIRET of the organisation. The main one asks for the membership; others of the same SIREN may be listed."""

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="establishments")
    siret = models.CharField("SIRET", max_length=14)
    name = models.CharField("Nom", max_length=200)
    address = models.CharField("Adresse", max_length=200)
    address_more = models.CharField("Complément", max_length=200, default="")
    postcode = models.CharField("Code postal", max_length=5)
    town = models.CharField("Commune", max_length=100)
    main = models.BooleanField(default=False)

    isolation = tenant(operator=ALL)
    retention = kept("membership_ended", 60, plain="id organisation siret name address address_more postcode town main")

    class Meta:
        db_table = "establishment"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "siret"],
                name="establishment_once_in_file",
                violation_error_message="Cet établissement est déjà dans votre fiche.",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(main=True),
                name="one_main_establishment",
                violation_error_message="La fiche a déjà un établissement principal.",
            ),
        ]
        indexes = [models.Index(fields=["siret"], name="establishment_siret")]

    @property
    def postal_lines(self) -> list[str]:
        return [line for line in (self.address, self.address_more, f"{self.postcode} {self.town}") if line]


class Person(models.Model):
    """Someone the file names: who directs, who will manage the accounts (RGC), whom to call. Not an account."""

    class Role(models.TextChoices):
        DIRECTOR = "director", "Dirigeant"
        ACCOUNT_MANAGER = "account_manager", "Responsable de gestion des comptes (RGC)"
        CONTACT = "contact", "Contact"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")
    role = models.CharField(max_length=16, choices=Role)
    civility = models.CharField(max_length=3, default="")
    first_name = models.CharField("Prénom", max_length=80, default="")
    last_name = models.CharField("Nom", max_length=80, default="")
    title = models.CharField("Fonction", max_length=120, default="")
    email = models.CharField("Courriel", max_length=254, default="")
    phone = models.CharField("Téléphone", max_length=20, default="")

    isolation = tenant()
    retention = kept(
        "membership_ended",
        60,
        plain="id organisation role civility",
        pseudonym="first_name last_name",
        blank="title email phone",
    )

    class Meta:
        db_table = "organisation_person"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "role"],
                condition=~models.Q(role="contact"),
                name="one_director_one_account_manager",
                violation_error_message="La fiche nomme déjà cette personne.",
            ),
        ]

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class MaintainedDoubt(models.Model):
    """What a register contradicts and the applicant maintains, with the reason the operator reads."""

    class Kind(models.TextChoices):
        SIRET_UNKNOWN = "siret_unknown", "SIRET absent du répertoire"
        SIRET_CLOSED = "siret_closed", "Établissement fermé"
        NDA_UNKNOWN = "nda_unknown", "Déclaration d’activité absente de la liste publique"
        NDA_OTHER = "nda_other", "Déclaration d’activité d’une autre entreprise"
        REGISTER_SILENT = "register_silent", "Répertoire injoignable"

    id = models.UUIDField(primary_key=True, default=new_id)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="doubts")
    kinds = ArrayField(models.CharField(max_length=16, choices=Kind))
    reason = models.TextField()
    said_at = models.DateTimeField()

    isolation = tenant(operator=("select",))
    retention = kept("membership_ended", 60, plain="id organisation kinds said_at", blank="reason")

    class Meta:
        db_table = "organisation_doubt"
