"""The forms of signing in and of one's own security."""

from typing import Any

from django import forms

from kairos.identity.accounts import passwords
from kairos.spaces.forms import EmailField, Form, TextField

LONGEST = 1024
"""What may be typed as a password: far more than one may be, so that a long one is wrong rather than cut."""
NEW_PASSWORD_HINT = (
    f"{passwords.MIN_LENGTH} caractères ou plus. Quatre mots sans rapport entre eux font un bon mot de passe."
)


class CodeInput(forms.TextInput):
    """A code is typed anew, never shown again."""

    render_value = False


def password_field(label: str, *, new: bool = False, **kwargs: Any) -> forms.CharField:
    attrs = {"autocomplete": "new-password" if new else "current-password"}
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST,
        help_text=NEW_PASSWORD_HINT if new else "",
        widget=forms.PasswordInput(attrs=attrs),
        error_messages={"required": "Choisissez un mot de passe." if new else "Écrivez votre mot de passe."},
        **kwargs,
    )


class SignInForm(Form):
    identifiant = TextField(
        label="Identifiant",
        help_text="Votre courriel, ou l’identifiant du portail reçu par la poste.",
        max_length=254,
        empty="Écrivez votre courriel ou votre identifiant.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    mot_de_passe = password_field("Mot de passe")
    suite = forms.CharField(required=False, widget=forms.HiddenInput)
    reprise = forms.CharField(required=False, widget=forms.HiddenInput)


class CodeForm(Form):
    """`cle`: what a security key answered, put there by script."""

    code = TextField(label="Code", max_length=20, empty="Écrivez le code.", widget=CodeInput(attrs={"class": "w2"}))
    cle = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)
    suite = forms.CharField(required=False, widget=forms.HiddenInput)
    reprise = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, recovery: bool = False, mailed: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        attrs = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
        if recovery:
            field.label, field.help_text = "Code de secours", "Dix lettres et chiffres, par exemple k7qf2-9xm4h."
        elif mailed:
            field.label, field.help_text = "Code reçu par courriel", "Six chiffres, espaces permis."
            attrs["inputmode"] = "numeric"
        else:
            field.label, field.help_text = "Code de votre application", "Six chiffres, espaces permis."
            attrs["inputmode"] = "numeric"
        field.widget.attrs |= attrs
        if self.data.get("cle"):
            field.required = False


class ProofForm(Form):
    """The password again, for who has no second factor."""

    mot_de_passe = password_field("Votre mot de passe")
    suite = forms.CharField(required=False, widget=forms.HiddenInput)
    reprise = forms.CharField(required=False, widget=forms.HiddenInput)


class IdentifierForm(Form):
    identifiant = TextField(
        label="Courriel ou identifiant du portail",
        max_length=254,
        empty="Écrivez votre courriel ou votre identifiant.",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class OwnEmailForm(Form):
    identifiant = EmailField(label="Votre courriel")


class NewPasswordForm(Form):
    password = password_field("Nouveau mot de passe", new=True)


class ChangePasswordForm(Form):
    mot_de_passe = password_field("Mot de passe actuel")
    password = password_field("Nouveau mot de passe", new=True)


class AgentForm(Form):
    first_name = TextField(label="Prénom", max_length=80, empty="Écrivez votre prénom.")
    last_name = TextField(label="Nom", max_length=80, empty="Écrivez votre nom.")
    password = password_field("Mot de passe", new=True)


class EnrolForm(Form):
    code = TextField(
        label="Code affiché par l’application",
        help_text="Six chiffres. Il change toutes les trente secondes.",
        max_length=20,
        empty="Écrivez le code que l’application affiche.",
        widget=CodeInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "w1"}),
    )


class NewEmailForm(Form):
    email = EmailField(label="Nouvelle adresse")


class KeyForm(Form):
    label = TextField(
        label="Nom de la clé",
        help_text="Pour la reconnaître, par exemple « clé du bureau ».",
        max_length=60,
        empty="Donnez un nom à la clé.",
    )
    cle = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


class KeyNameForm(Form):
    label = TextField(label="Nom de la clé", max_length=60, empty="Donnez un nom à la clé.")
