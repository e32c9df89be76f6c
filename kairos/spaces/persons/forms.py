"""The forms that name a person exactly."""

from datetime import date
from typing import Any

from django import forms

from kairos.foundation import clock
from kairos.foundation.ids import new_id
from kairos.people.access.lookup import Asked
from kairos.people.jobseekers import rules
from kairos.spaces.forms import DateField, Form, TextField, TokenField

REASON = "La personne le lira tel quel, dans « Qui me lit »."


class IdentifierField(TextField):
    def __init__(self, **kwargs: Any):
        attrs = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "w2"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        try:
            return rules.identifier(typed) if typed else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class BirthField(DateField):
    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        try:
            return rules.birth_date(day, clock.today()) if day else None
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def reason_field(label: str = "Pourquoi", hint: str = REASON) -> TextField:
    return TextField(label=label, help_text=hint, max_length=300, multiline=True, empty="Dites pourquoi.")


class LookupForm(Form):
    identifier = IdentifierField(
        label="Identifiant du demandeur d’emploi",
        help_text="7 chiffres puis une lettre ou un chiffre, ou 11 chiffres.",
        empty="Écrivez son identifiant.",
    )
    birth_date = BirthField(label="Date de naissance", empty="Écrivez sa date de naissance.")
    reason = reason_field()
    token = TokenField(initial=new_id)

    def asked(self) -> Asked:
        typed = self.cleaned_data
        return Asked(typed["birth_date"], typed["reason"], identifier=typed["identifier"])


class EmergencyForm(Form):
    who = TextField(
        label="Identifiant, ou nom et prénom",
        help_text="Exacts : l’identifiant, ou le nom suivi du prénom.",
        max_length=160,
        empty="Écrivez son identifiant, ou ses nom et prénom.",
    )
    birth_date = BirthField(label="Date de naissance", empty="Écrivez sa date de naissance.")
    reason = reason_field("Motif de l’urgence")
    token = TokenField(initial=new_id)

    def asked(self) -> Asked:
        typed = self.cleaned_data
        try:
            named = {"identifier": rules.identifier(typed["who"])}
        except ValueError:
            named = {"name": typed["who"]}
        return Asked(typed["birth_date"], typed["reason"], **named)


class WhyForm(Form):
    reason = reason_field(hint="C’est gardé au journal.")
