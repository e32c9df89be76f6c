"""The forms of the team's pages."""

from datetime import date
from typing import Any

from django import forms

from kairos.foundation import clock
from kairos.identity.accounts.models import Civility
from kairos.identity.habilitations.catalogue import PROFILES
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.rules import Wanted
from kairos.spaces.forms import DateField, EmailField, Form, TextField, TokenField

NONE = "aucun"
BY_KEY = {profile.key: profile for profile in PROFILES}


def _first_name() -> TextField:
    return TextField(label="Prénom", max_length=80, empty="Écrivez le prénom.")


def _last_name() -> TextField:
    return TextField(label="Nom", max_length=80, empty="Écrivez le nom.")


def _title() -> TextField:
    return TextField(
        label="Fonction", help_text="Par exemple « Formatrice, numérique ».", max_length=120, empty="Dites sa fonction."
    )


class InviteForm(Form):
    email = EmailField(label="Courriel", help_text="L’invitation y part ; la personne seule choisit son mot de passe.")
    civility = forms.ChoiceField(label="Civilité", required=False, choices=[("", "Sans"), *Civility.choices])
    first_name = _first_name()
    last_name = _last_name()
    title = _title()
    profile = forms.ChoiceField(
        label="Droits de départ",
        widget=forms.RadioSelect,
        initial=NONE,
        choices=[
            (NONE, "Aucun pour l’instant"),
            *((profile.key, f"{profile.label} : {profile.text[0].lower()}{profile.text[1:]}") for profile in PROFILES),
        ],
        error_messages={"required": "Choisissez un profil, ou aucun droit."},
    )
    until = DateField(
        label="Droits jusqu’au", help_text="Compris. Laissez vide pour des droits sans fin.", required=False
    )
    token = TokenField()

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < clock.today():
            raise forms.ValidationError("Ce jour est passé : écrivez aujourd’hui ou plus tard.")
        return until

    def asked(self) -> dict[str, Any]:
        """As `inviting.invite` takes it."""
        typed = dict(self.cleaned_data)
        profile, until = BY_KEY.get(typed.pop("profile")), typed.pop("until")
        typed.pop("token")
        rights = sorted(profile.rights) if profile else []
        return typed | {"wanted": [Wanted(right, ends_on=until) for right in rights]}


class DescribeForm(Form):
    first_name = _first_name()
    last_name = _last_name()
    title = _title()
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def clean_seen(self) -> int:
        """One that was damaged is taken for old: the page is read again."""
        seen = self.cleaned_data["seen"]
        return -1 if seen is None else seen


class ReasonForm(Form):
    reason = TextField(
        label="Pourquoi",
        help_text="La personne le lira tel quel.",
        max_length=300,
        multiline=True,
        empty="Dites pourquoi : la personne le lira.",
    )


class NameManagerForm(Form):
    way = forms.ChoiceField(
        label="Comment",
        widget=forms.RadioSelect,
        choices=Affiliation.AskedAs.choices,
        error_messages={"required": "Choisissez comment.", "invalid_choice": "Choisissez comment."},
    )
