"""What the component sheet shows: a form with its errors, invented values, one instant that does not move."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms


class SheetForm(forms.Form):
    """Every kind of field; bound in `context` so that some are right and some refused."""

    name = forms.CharField(
        label="Prénom et nom",
        help_text="Comme sur la pièce d’identité.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    entry = forms.DateField(
        label="Date d’entrée effective",
        help_text="3/9/2026, 03-09-2026 ou 3 sept.",
        widget=forms.TextInput(attrs={"class": "w2", "inputmode": "numeric"}),
    )
    siret = forms.CharField(
        label="SIRET",
        help_text="14 chiffres, espaces permis.",
        widget=forms.TextInput(attrs={"class": "w3", "inputmode": "numeric", "autocomplete": "off"}),
    )
    email = forms.EmailField(label="Courriel professionnel", widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = forms.CharField(
        label="Téléphone",
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "class": "w2", "autocomplete": "tel"}),
    )
    password = forms.CharField(
        label="Mot de passe",
        help_text="12 caractères au moins.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    reason = forms.ChoiceField(
        label="Motif",
        choices=[
            ("", "Choisir…"),
            ("Prévu", [("ill", "Maladie"), ("call", "Convocation")]),
            ("other", "Autre"),
        ],
        widget=forms.Select(attrs={"class": "w3"}),
    )
    comment = forms.CharField(label="Commentaire", required=False, widget=forms.Textarea)
    paper = forms.FileField(label="Justificatif", help_text="PDF ou photo, 10 Mo au plus.")

    def clean_entry(self) -> date:
        entry = self.cleaned_data["entry"]
        if entry > date(2026, 11, 27):
            raise forms.ValidationError("La formation finit le 27 novembre. Écrivez une date d’ici là.")
        return entry


class SheetChoices(forms.Form):
    """The choices: one among several, several among several, one box."""

    decision = forms.ChoiceField(
        label="Décision", choices=[("grant", "Accorder"), ("refuse", "Refuser")], widget=forms.RadioSelect
    )
    areas = forms.MultipleChoiceField(
        label="Domaines",
        help_text="Ceux que la personne pourra consulter.",
        required=False,
        choices=[("sessions", "Sessions"), ("quotes", "Devis")],
        widget=forms.CheckboxSelectMultiple,
    )
    accepted = forms.BooleanField(
        label="J’ai lu et j’accepte les conditions",
        help_text="Version 4, en vigueur depuis le 1er juin 2026",
        error_messages={"required": "Cochez la case si vous acceptez les conditions."},
    )


def context() -> dict[str, Any]:
    """What "design/components_sheet.html" asks of its view, beside the chrome."""
    form = SheetForm(
        {
            "name": "Élodie Marchand",
            "entry": "3/12/2026",
            "siret": "999 842 117 00014",
            "email": "e.marchand@ateliers",
            "password": "ab",
            "reason": "call",
        },
        {},
        auto_id="x_%s",
    )
    choices = SheetChoices({"decision": "grant", "areas": ["quotes"]}, auto_id="c_%s")
    return {"form": form, "choices": choices, "instant": datetime(2026, 9, 28, 7, 12, tzinfo=UTC)}
