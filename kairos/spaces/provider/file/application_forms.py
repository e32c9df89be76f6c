"""The forms of « Demande d’adhésion »."""

from django import forms

from kairos.foundation.guards import Refused
from kairos.spaces.forms import Form, TextField, TokenField


class SubmissionForm(Form):
    """The box to tick. `terms`: the version that was on the page; what is missing elsewhere goes to `elsewhere`."""

    accepted = forms.BooleanField(label="J’ai lu et j’accepte les conditions générales d’utilisation", required=False)
    terms = forms.CharField(widget=forms.HiddenInput, max_length=20, required=False)
    token = TokenField()
    elsewhere: tuple[tuple[str, str | None], ...] = ()

    def take(self, refused: Refused) -> None:
        """A reason about another page leads there; the others as in every form."""
        super().take(Refused(*(reason for reason in refused.reasons if not reason.link)))
        self.elsewhere = tuple((reason.message, reason.link) for reason in refused.reasons if reason.link)


class MessageForm(Form):
    text = TextField(label="Écrire à l’opérateur", max_length=4000, multiline=True, empty="Écrivez votre message.")
    token = TokenField()
