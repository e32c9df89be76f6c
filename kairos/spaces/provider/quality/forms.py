"""The form of a quality request: saved as it is, complete or not; what a sending needs is said by its guards."""

from datetime import datetime
from typing import Any

from django import forms

from kairos.foundation.ids import new_id
from kairos.identity.quality.facts import LABELS, Facts
from kairos.identity.quality.models import Category, QualityDocument, QualityRequest
from kairos.spaces.forms import DateField, Form, TextField, TokenField
from kairos.spaces.uploads import DocumentsField, what_is_taken

FACTS = tuple(Facts.__dataclass_fields__)


class RequestForm(Form):
    """seen: when the page last knew the request changed; token: of the sending; files: see DocumentsField."""

    certificate_number = TextField(
        label=LABELS["certificate_number"], help_text="Tel qu’il figure sur le certificat.", max_length=40
    )
    certifier = TextField(label=LABELS["certifier"], help_text="Qui a délivré le certificat.", max_length=120)
    categories = forms.MultipleChoiceField(
        label=LABELS["categories"],
        help_text="Celles que le certificat énumère, et elles seules.",
        choices=Category,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choisissez dans la liste."},
    )
    valid_from = DateField(label=LABELS["valid_from"], help_text="Premier jour, par exemple 3/9/2026.")
    valid_until = DateField(label=LABELS["valid_until"], help_text="Dernier jour de validité, compris.")
    certificate = DocumentsField(label=QualityDocument.Kind.CERTIFICATE.label)
    audit = DocumentsField(label="Attestation ou rapport d’audit de surveillance")
    other = DocumentsField(label="Autres pièces")
    comment = TextField(
        label=LABELS["comment"],
        help_text="Ce que l’opérateur doit savoir. Aucune donnée sur la santé, aucun numéro de sécurité sociale.",
        max_length=2000,
        multiline=True,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    token = TokenField()

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = False
        self.fields["certificate_number"].widget.attrs |= {"class": "w3", "autocomplete": "off"}
        for kind in QualityDocument.Kind.values:
            self.fields[kind].help_text = what_is_taken()

    def full_clean(self) -> None:
        """What is missing is no error while one writes: only a sending asks for it."""
        asked = [field for field in self.fields.values() if field.required]
        for field in asked:
            field.required = False
        super().full_clean()
        for field in asked:
            field.required = True

    def ask_certificate(self) -> None:
        """Not joined yet: drawn as needed."""
        self.fields["certificate"].required = True

    @property
    def facts(self) -> Facts:
        known = {name: self.cleaned_data[name] for name in FACTS}
        return Facts(**known | {"categories": tuple(known["categories"])})

    def write_readable_on(self, request: QualityRequest) -> None:
        """On a row that is not saved: what was typed and could be read."""
        for name in FACTS:
            if name in self.cleaned_data:
                setattr(request, name, self.cleaned_data[name])

    @property
    def seen_at(self) -> datetime | None:
        """None for an altered one, which matches no change."""
        try:
            return datetime.fromisoformat(self.cleaned_data["seen"])
        except ValueError:
            return None

    def now_seen(self, request: QualityRequest) -> None:
        """The page shown again knows of the last change."""
        self.data = self.data.copy()
        self.data["seen"] = request.modified_at.isoformat()


def of(request: QualityRequest) -> RequestForm:
    """The request as it stands."""
    initial = {name: getattr(request, name) for name in FACTS}
    return RequestForm(initial=initial | {"seen": request.modified_at.isoformat(), "token": new_id()})
