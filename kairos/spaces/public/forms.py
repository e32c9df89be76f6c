"""The forms of a visitor: « Créer votre compte », another activation link."""

from typing import Any

from django import forms

from kairos.foundation import verifying
from kairos.foundation.text import contains_nir
from kairos.identity.accounts import passwords
from kairos.identity.accounts.models import Civility
from kairos.identity.organisations.opening import Opener
from kairos.spaces.forms import NIR, EmailField, Form, TextField
from kairos.spaces.provider.file.forms import ProviderForm

PERSON = ("civility", "first_name", "last_name", "email", "password")


class PasswordField(forms.CharField):
    """A password to choose: nothing stripped, nothing composed."""

    def __init__(self, **kwargs: Any):
        super().__init__(
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
            error_messages={"required": "Choisissez un mot de passe de 12 caractères ou plus."},
            **kwargs,
        )

    def to_python(self, value: Any) -> str:
        password = super().to_python(value)
        if contains_nir(password):
            raise forms.ValidationError(NIR)
        return password


class OpeningForm(ProviderForm):
    field_order = (*ProviderForm.field_order, "civility", "first_name", "last_name", "title")
    civility = forms.ChoiceField(
        label="Civilité",
        choices=Civility,
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez une civilité.", "invalid_choice": "Choisissez dans la liste."},
    )
    first_name = TextField(label="Prénom", max_length=80, empty="Écrivez votre prénom.")
    last_name = TextField(label="Nom", max_length=80, empty="Écrivez votre nom.")
    email = EmailField(
        label="Courriel",
        help_text="Le vôtre, pas une boîte partagée : il sera votre nom d’utilisateur.",
    )
    password = PasswordField(
        label="Mot de passe",
        help_text="12 caractères ou plus. Quatre mots sans rapport entre eux font un bon mot de passe.",
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["first_name"].widget.attrs["autocomplete"] = "given-name"
        self.fields["last_name"].widget.attrs["autocomplete"] = "family-name"
        self.fields["title"].widget.attrs["autocomplete"] = "organization-title"

    def clean(self) -> dict[str, Any]:
        known = self.cleaned_data
        words = [known.get(name, "") for name in ("first_name", "last_name", "email", "name", "siret", "town")]
        for problem in passwords.problems(known["password"], words) if known.get("password") else ():
            self.add_error("password", problem)
        return known

    def opener(self) -> Opener:
        return Opener(**{name: self.cleaned_data[name] for name in PERSON})


class LinkForm(Form):
    email = EmailField(label="Courriel", help_text="Celui que vous avez donné en créant le compte.")


class CodeForm(Form):
    code = TextField(
        label="Code du document",
        help_text="16 signes, à côté du QR du document. Espaces, tirets et minuscules sont permis.",
        max_length=60,
        empty="Écrivez le code du document.",
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )

    def clean_code(self) -> str:
        code = verifying.cleaned(self.cleaned_data["code"])
        if not verifying.is_possible(code):
            raise forms.ValidationError(
                "Un code a 16 signes, des lettres et des chiffres, sans I, O, 0 ni 1 : relisez-le sur le document."
            )
        return code
