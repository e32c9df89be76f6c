"""The forms of an agency's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kairos.foundation.ids import new_id
from kairos.people.agencies import rights
from kairos.people.agencies.models import Adviser
from kairos.spaces.forms import DateField, EmailField, Form, TextField, TokenField
from kairos.spaces.persons.forms import reason_field


def _rights() -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label="Ce que la personne pourra faire",
        choices=[(right, f"{label} : {rights.ALLOWS[right]}") for right, label in rights.LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez au moins une chose."},
    )


class InviteForm(Form):
    email = EmailField(label="Courriel", help_text="L’invitation y part ; la personne seule choisit son mot de passe.")
    first_name = TextField(label="Prénom", max_length=80, empty="Écrivez le prénom.")
    last_name = TextField(label="Nom", max_length=80, empty="Écrivez le nom.")
    title = TextField(
        label="Fonction",
        help_text="Telle que les personnes suivies la liront, par exemple « Conseillère référente ».",
        max_length=120,
        empty="Dites sa fonction.",
    )
    rights = _rights()
    token = TokenField(initial=new_id)


class RightsForm(Form):
    rights = _rights()
    name = "droits"


class HandOnForm(Form):
    heirs = forms.MultipleChoiceField(
        label="À qui",
        help_text="Plusieurs : chacun en reçoit autant.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choisissez un ou plusieurs collègues."},
    )
    reason = reason_field(hint="C’est gardé au journal.")
    token = TokenField(initial=new_id)
    name = "portefeuille"

    def __init__(self, choices: Sequence[tuple[str, str]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["heirs"].choices = choices


class CoverForm(Form):
    absent = forms.ChoiceField(label="Qui est absent", error_messages={"required": "Choisissez."})
    by = forms.ChoiceField(label="Qui remplace", error_messages={"required": "Choisissez."})
    starts_on = DateField(label="Du", empty="Écrivez le premier jour.")
    ends_on = DateField(label="Au (compris)", empty="Écrivez le dernier jour.")
    reason = reason_field(hint="C’est gardé au journal.")
    token = TokenField(initial=new_id)

    def __init__(self, absents: Sequence[Adviser], followers: Sequence[Adviser], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["absent"].choices = [(str(row.pk), row.shown_name) for row in absents]
        alone = absents[0].pk if len(absents) == 1 else None
        self.fields["by"].choices = [(str(row.pk), row.shown_name) for row in followers if row.pk != alone]
