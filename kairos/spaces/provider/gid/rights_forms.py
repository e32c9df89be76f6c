"""The forms about rights."""

from django import forms

from kairos.identity.habilitations.catalogue import AREAS
from kairos.spaces.forms import Form, TextField

CHOICES = [
    (area.label, [(area.right(grade), f"{area.label}, {grade.label}") for grade in area.grades]) for area in AREAS
]
CHOOSE = "Choisissez le droit qu’il vous faut."


class AskForm(Form):
    right = forms.ChoiceField(
        label="Le droit",
        choices=[("", "Choisir"), *CHOICES],
        error_messages={"required": CHOOSE, "invalid_choice": CHOOSE},
    )
    why = TextField(
        label="Pourquoi",
        help_text="Ce que vous avez à faire, jusqu’à quand. Le RGC décide d’après cela.",
        max_length=300,
        multiline=True,
        empty="Dites pourquoi vous en avez besoin.",
    )


class NoForm(Form):
    reason = TextField(
        label="Pourquoi non",
        help_text="La personne le lira tel quel.",
        max_length=300,
        multiline=True,
        empty="Dites pourquoi : la personne le lira.",
    )
