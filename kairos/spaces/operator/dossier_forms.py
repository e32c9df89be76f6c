"""The forms of an application's page at the operator's."""

from typing import Any

from django import forms

from kairos.identity.accounts import people
from kairos.identity.memberships import settings
from kairos.identity.memberships.models import MembershipApplication
from kairos.spaces.forms import Form, TextField, TokenField


class ReasonForm(Form):
    """Why: of an acceptance in spite of a check, for the journal; of a complement or refusal, for the provider."""

    reason = TextField(
        label="Motif",
        help_text="Lu par l’organisme si vous demandez un complément ; gardé au journal si vous acceptez.",
        max_length=2000,
        multiline=True,
        empty="Un contrôle n’est pas conforme : dites pourquoi vous passez outre, ou ce que vous demandez.",
    )

    def __init__(self, application: MembershipApplication, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = application.checks_warn + application.checks_bad > 0


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


class MessageForm(Form):
    text = TextField(label="Écrire à l’organisme", max_length=4000, multiline=True, empty="Écrivez votre message.")
    token = TokenField()


class ColleagueForm(Form):
    officer = forms.TypedChoiceField(
        label="À qui",
        choices=(),
        error_messages={"required": "Choisissez un agent.", "invalid_choice": "Choisissez un agent dans la liste."},
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        staff = people.staff()
        self.fields["officer"].choices = [("", "Choisir…"), *((str(key), name) for key, name in staff)]
        self.fields["officer"].coerce = {str(key): key for key, _ in staff}.get
