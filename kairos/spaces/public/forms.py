"""The form of « Créer votre compte »."""

from django import forms

from kairos.identity.accounts import passwords
from kairos.identity.accounts.models import Civility
from kairos.identity.organisations.opening import Opening
from kairos.spaces.forms import (
    EmailField,
    Form,
    TextField,
    nda_field,
    phone_field,
    postcode_field,
    siret_field,
)


class OpeningForm(Form):
    token = forms.UUIDField(widget=forms.HiddenInput)
    siret = siret_field()
    nda = nda_field()
    name = TextField(label="Nom de l’organisme", max_length=200, empty="Écrivez le nom de l’organisme.")
    address = TextField(label="Adresse", max_length=200, empty="Écrivez le numéro et la voie.")
    postcode = postcode_field()
    town = TextField(label="Commune", max_length=100, empty="Écrivez la commune.")
    phone = phone_field(empty="Écrivez un numéro de téléphone.")
    civility = forms.ChoiceField(label="Civilité", choices=Civility, widget=forms.RadioSelect)
    first_name = TextField(label="Prénom", max_length=80, empty="Écrivez votre prénom.")
    last_name = TextField(label="Nom", max_length=80, empty="Écrivez votre nom.")
    title = TextField(label="Fonction", max_length=120, empty="Écrivez votre fonction dans l’organisme.")
    email = EmailField(label="Courriel", help_text="Le vôtre : il servira de nom d’utilisateur.")
    password = forms.CharField(
        label="Mot de passe",
        help_text="12 caractères ou plus. Quatre mots sans rapport entre eux font un bon mot de passe.",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Choisissez un mot de passe de 12 caractères ou plus."},
    )

    def clean(self):
        known = self.cleaned_data
        words = [known.get(name, "") for name in ("first_name", "last_name", "email", "name", "siret", "town")]
        for problem in passwords.problems(known["password"], words) if known.get("password") else ():
            self.add_error("password", problem)
        return known

    def opening(self) -> Opening:
        return Opening(**self.cleaned_data)
