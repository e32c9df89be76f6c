"""The forms of « Mon adhésion »."""

from django import forms

from kairos.spaces.forms import DateField, Form, TextField, TokenField


class TermsForm(Form):
    """The box to tick. `terms`: the version that was on the page."""

    accepted = forms.BooleanField(label="J’ai lu et j’accepte les conditions générales d’utilisation", required=False)
    terms = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    token = TokenField()


class AnswerForm(Form):
    text = TextField(
        label="Votre réponse",
        help_text="L’opérateur la lit avant de décider. Elle ne se modifie plus une fois envoyée.",
        max_length=8000,
        multiline=True,
        empty="Écrivez votre réponse.",
    )


class LeaveForm(Form):
    on = DateField(
        label="Dernier jour", help_text="Compris : le portail se ferme le lendemain.", empty="Écrivez le dernier jour."
    )
    reason = TextField(label="Pourquoi", max_length=2000, multiline=True, empty="Dites pourquoi vous partez.")


class LossForm(Form):
    reason = TextField(
        label="Ce qui s’est passé",
        help_text="Depuis quand, pourquoi, et ce que vous faites pour régulariser.",
        max_length=2000,
        multiline=True,
        empty="Dites ce qui s’est passé.",
    )
