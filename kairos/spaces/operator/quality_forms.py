"""The forms of a quality request's page at the operator's."""

from typing import Any

from django import forms

from kairos.identity.quality import settings
from kairos.spaces.forms import Form, TextField


class ComplementForm(Form):
    reason = TextField(
        label="Ce qui manque",
        help_text="L’organisme le lira tel quel.",
        max_length=2000,
        multiline=True,
        empty="Dites ce qui manque : l’organisme le lira tel quel.",
    )


class RefusalForm(Form):
    motive = forms.ChoiceField(label="Motif", required=False, widget=forms.RadioSelect)
    reason = TextField(
        label="Explication",
        help_text="L’organisme la lira telle quelle : dites ce qui manque et ce qu’il peut faire.",
        max_length=2000,
        multiline=True,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        proposed = [(motive, motive) for motive in settings.REFUSAL_MOTIVES.value()]
        self.fields["motive"].choices = [*proposed, ("", "Un autre motif, écrit ci-dessous")]


class RevocationForm(Form):
    reason = TextField(
        label="Pourquoi ce certificat ne compte plus",
        help_text="L’organisme le lira tel quel.",
        max_length=2000,
        multiline=True,
        empty="Dites pourquoi : l’organisme le lira tel quel.",
    )
