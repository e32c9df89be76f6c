"""The forms of those referred to one's sessions."""

from django import forms

from kairos.spaces.persons.forms import WhyForm

KINDS = (("csv", "CSV"), ("xlsx", "Classeur (XLSX)"))


class ExportForm(WhyForm):
    kind = forms.ChoiceField(
        label="Format",
        choices=KINDS,
        initial="csv",
        widget=forms.RadioSelect,
        error_messages={"required": "Choisissez un format.", "invalid_choice": "Choisissez un format."},
    )
