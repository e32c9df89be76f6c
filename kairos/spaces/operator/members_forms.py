"""The forms of a member's page at the operator's."""

from typing import Any

from django import forms

from kairos.identity.memberships.models import TermsVersion
from kairos.spaces.forms import DateField, Form, TextField, TokenField


class ReasonForm(Form):
    """`help_text`: who reads it."""

    reason = TextField(label="Pourquoi", max_length=2000, multiline=True, empty="Dites pourquoi.")

    def __init__(self, *args: Any, label: str = "", help_text: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = label or "Pourquoi"
        self.fields["reason"].help_text = help_text or "L’organisme le lira tel quel."


class EndForm(ReasonForm):
    on = DateField(label="Dernier jour", help_text="Compris.", empty="Écrivez le dernier jour.")
    field_order = ("on", "reason")


class ProcedureForm(Form):
    clause = forms.ChoiceField(
        label="Clause des conditions", error_messages={"required": "Choisissez la clause des conditions."}
    )
    reason = TextField(
        label="Ce qui est reproché",
        help_text="Les faits, leurs dates, comment vous les savez. L’organisme le lira, pour répondre.",
        max_length=4000,
        multiline=True,
        empty="Dites ce qui est reproché.",
    )
    urgent = forms.BooleanField(label="Suspendre l’accès dès maintenant", required=False)
    urgent_reason = TextField(
        label="Pourquoi sans attendre",
        help_text="Seulement si vous suspendez : ce qui arriverait pendant le délai de réponse.",
        max_length=2000,
        multiline=True,
        required=False,
    )

    def __init__(self, *args: Any, terms: TermsVersion, **kwargs: Any):
        super().__init__(*args, **kwargs)
        clauses = [f"Article {clause['number']}, {clause['heading']}" for clause in terms.clauses]
        self.fields["clause"].choices = [("", "Choisir"), *((clause, clause) for clause in clauses)]


class MessageForm(Form):
    text = TextField(label="Écrire à l’organisme", max_length=4000, multiline=True, empty="Écrivez votre message.")
    token = TokenField()
