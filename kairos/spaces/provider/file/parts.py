"""The parts of « Ma fiche »: a small form for each section. A draft may lack anything; what is there must be right."""

from typing import Any

from django import forms

from kairos.identity.accounts.models import Civility
from kairos.identity.organisations import content, rules
from kairos.identity.organisations.completeness import REQUIRED
from kairos.spaces.forms import EmailField, Form, TextField, nda_field, phone_field, postcode_field, siret_field
from kairos.spaces.provider.file.forms import NameField

SHOWN_AS = {"nda": rules.format_nda, "siret": rules.format_siret, "phone": rules.format_phone}


class Part(Form):
    """One section of the sheet. `stored`: its columns as kept; they are shown as people write them."""

    def __init__(self, section: str, stored: dict[str, str], data: Any = None):
        shown = {column: SHOWN_AS[column](value) if column in SHOWN_AS and value else value
                 for column, value in stored.items()}  # fmt: skip
        super().__init__(data, prefix=section, initial=shown)
        self.section = section
        labels = content.LABELS[content.kind_of(section)]
        for column, field in self.fields.items():
            field.label = labels.get(column, field.label)

    def typed(self) -> content.Content:
        """The fields that were sent; one that was not is left alone."""
        sent = [column for column in self.fields if self.add_prefix(column) in self.data]
        return {f"{self.section}-{column}": self.cleaned_data.get(column, "") for column in sent}

    def mark_wanted(self) -> None:
        """Say on the page which fields a request for membership needs; a draft goes without."""
        for column in REQUIRED[content.kind_of(self.section)]:
            if column in self.fields:
                self.fields[column].required = True


class OrganisationPart(Part):
    name = NameField(max_length=200, required=False)
    nda = nda_field(required=False)
    phone = phone_field(required=False)
    email = EmailField(required=False, help_text="Celui où l’opérateur écrit à l’organisme.")
    website = TextField(max_length=200, required=False)


class EstablishmentPart(Part):
    address = TextField(max_length=200, required=False)
    address_more = TextField(max_length=200, required=False, help_text="Bâtiment, étage, boîte postale.")
    postcode = postcode_field(required=False)
    town = TextField(max_length=100, required=False)


class MovePart(EstablishmentPart):
    """The establishment one moves to."""

    siret = siret_field()
    field_order = ("siret",)


class PersonPart(Part):
    civility = forms.ChoiceField(
        choices=Civility,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    first_name = TextField(max_length=80, required=False)
    last_name = TextField(max_length=80, required=False)
    title = TextField(max_length=120, required=False)
    email = EmailField(required=False)
    phone = phone_field(required=False)


class DirectorPart(PersonPart):
    title = TextField(max_length=120, required=False, help_text="Par exemple : gérante, président, directeur.")


class ManagerPart(PersonPart):
    email = EmailField(required=False, help_text="Personnel et nominatif : pas de boîte partagée.")


class ReasonForm(Form):
    """Why a number that a register contradicts is maintained."""

    reason = TextField(
        label="Pourquoi ce numéro est-il exact ?",
        help_text="L’opérateur lira votre explication avec la demande.",
        max_length=1000,
        multiline=True,
        required=False,
    )


PARTS: dict[str, type[Part]] = {
    "organisation": OrganisationPart,
    "establishment": EstablishmentPart,
    "director": DirectorPart,
    "account_manager": ManagerPart,
    "contact": PersonPart,
}
