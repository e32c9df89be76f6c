"""The forms that open a provider's file, or add an establishment to it."""

from typing import Any

from django import forms

from kairos.identity.organisations.opening import Opening
from kairos.spaces.forms import Form, TextField, TokenField, nda_field, phone_field, postcode_field, siret_field

LOOKED_UP = "siret,nda,name,address,postcode,town,reason,found,chercher,csrfmiddlewaretoken"
"""What leaves the page when a number is looked up: nothing of the person."""
LOOK_UP = {
    "hx-post": "",
    "hx-trigger": "change",
    "hx-params": LOOKED_UP,
    "hx-vals": '{"chercher": "1"}',
}


class NameField(TextField):
    """A name alone: it goes into mails, where an address of a site would be an advertisement."""

    def to_python(self, value: Any) -> str:
        name = super().to_python(value)
        if "://" in name or "www." in name.lower():
            raise forms.ValidationError("Écrivez le nom seul, sans adresse de site.")
        return name


class EstablishmentForm(Form):
    """One establishment: its number, and what the register says of it, kept editable."""

    token = TokenField()
    found = forms.CharField(widget=forms.HiddenInput, required=False, max_length=14)
    siret = siret_field()
    name = NameField(label="Nom de l’établissement", max_length=200, empty="Écrivez le nom de l’établissement.")
    address = TextField(label="Adresse", max_length=200, empty="Écrivez le numéro et la voie.")
    postcode = postcode_field()
    town = TextField(label="Commune", max_length=100, empty="Écrivez la commune.")
    reason = TextField(
        label="Pourquoi ces numéros sont-ils exacts ?",
        help_text="L’opérateur lira votre explication avec la demande.",
        max_length=1000,
        multiline=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["siret"].widget.attrs |= LOOK_UP | {"hx-target": "#trouve"}

    def ask_reason(self) -> None:
        """Say on the page that the explanation is needed; the act asks for it, beside the numbers in doubt."""
        self.fields["reason"].required = True


class ProviderForm(EstablishmentForm):
    """The organisation whose file is opened, and the function there of who opens it."""

    field_order = ("siret", "nda", "name", "address", "postcode", "town", "reason", "phone")
    nda = nda_field()
    name = NameField(label="Nom de l’organisme", max_length=200, empty="Écrivez le nom de l’organisme.")
    phone = phone_field(label="Téléphone de l’organisme", empty="Écrivez un numéro de téléphone.")
    title = TextField(
        label="Votre fonction",
        help_text="Par exemple : directrice, assistant administratif.",
        max_length=120,
        empty="Écrivez votre fonction dans l’organisme.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["nda"].widget.attrs |= LOOK_UP | {"hx-swap": "none"}

    def opening(self) -> Opening:
        return Opening(**{name: self.cleaned_data[name] for name in Opening.__slots__})
