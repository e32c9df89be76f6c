"""The forms of a slot: opening one or several, correcting, moving, a reason."""

import re
from datetime import datetime, time
from typing import Any

from django import forms

from kairos.foundation.ids import new_id
from kairos.foundation.working_days import Place, place_of
from kairos.path.appointments import rules
from kairos.path.appointments.models import Slot
from kairos.path.appointments.rules import Rule
from kairos.path.appointments.wording import DAYS
from kairos.spaces.forms import DateField, Form, TextField, TokenField, postcode_field

WHERE = "Où l’on vient, si c’est sur place."
NUMBER = {"inputmode": "numeric", "class": "w1"}


class HourField(TextField):
    """« 9 », « 9h30 », « 9 h 30 », « 09:30 »."""

    def __init__(self, **kwargs: Any):
        widget = forms.TextInput(attrs={"class": "w1", "autocomplete": "off", "placeholder": "9 h 30"})
        super().__init__(max_length=10, widget=widget, empty="Écrivez une heure, par exemple 9 h 30.", **kwargs)

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, time):
            return value
        text = super().to_python(value)
        if not text:
            return None
        found = re.fullmatch(r"(\d{1,2})\s*(?:[h:]\s*(\d{2})?)?", text.lower())
        if not found or int(found[1]) > 23 or int(found[2] or 0) > 59:
            raise forms.ValidationError("Écrivez une heure qui existe, par exemple 9 h 30.")
        return time(int(found[1]), int(found[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value.hour} h {value.minute:02}" if isinstance(value, time) else value


def _number(label: str, least: int, most: int, **more: Any) -> forms.IntegerField:
    said = f"Écrivez un nombre de {least} à {most}."
    errors = dict.fromkeys(("required", "invalid", "min_value", "max_value"), said)
    return forms.IntegerField(
        label=label, min_value=least, max_value=most, error_messages=errors,
        widget=forms.TextInput(attrs=NUMBER), **more,
    )  # fmt: skip


def _choice(label: str, choices: Any, **more: Any) -> forms.ChoiceField:
    said = "Choisissez dans la liste."
    return forms.ChoiceField(label=label, choices=choices, error_messages={"invalid_choice": said}, **more)


class DetailsForm(Form):
    """What may be corrected without moving anybody."""

    capacity = _number("Places", 1, 500)
    where = TextField(label="Adresse", max_length=300, required=False, help_text=WHERE)
    postcode = postcode_field(required=False)
    link = forms.URLField(
        label="Lien de la visioconférence", max_length=300, required=False, assume_scheme="https",
        error_messages={"invalid": "Écrivez une adresse complète, par exemple https://visio.exemple.fr/salle."},
    )  # fmt: skip
    contact = TextField(label="Qui joindre", max_length=120, required=False)
    comment = TextField(label="À savoir", max_length=500, required=False, multiline=True,
                        help_text="Ce qu’il faut apporter, par où entrer.")  # fmt: skip
    who = _choice("Qui réserve", Slot.Who.choices)


class OpeningForm(DetailsForm):
    """One slot, or several when a last day is written."""

    session = _choice("Session", ())
    kind = _choice("Nature", Slot.Kind.choices)
    mode = _choice("Modalité", Slot.Mode.choices)
    day = DateField(label="Jour")
    begins = HourField(label="De")
    ends = HourField(label="À")
    until = DateField(label="Répéter jusqu’au", required=False, help_text="Vide pour un seul rendez-vous.")
    weekdays = forms.MultipleChoiceField(
        label="Les jours de la répétition", choices=[(str(at), name) for at, name in enumerate(DAYS[:6])],
        required=False, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    minutes = _number("Durée de chacun, en minutes", 5, 600, required=False,
                      help_text="Vide : un seul par jour, de l’heure de début à l’heure de fin.")  # fmt: skip
    token = TokenField(initial=new_id)
    field_order = ("session", "kind", "mode", "day", "begins", "ends", "until", "weekdays", "minutes", "capacity")

    def __init__(self, sessions: list[tuple[str, str]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["session"].choices = sessions
        self.fields["where"].help_text = f"{WHERE} Vide, avec le code postal : le lieu de la session."

    def place_at(self, where: str, postcode: str) -> None:
        """What was left empty is the place of the session: its address, and its clock for who calls from there."""
        data = self.cleaned_data
        if not data["postcode"] and not data["where"]:
            data["postcode"] = postcode
            data["where"] = where if data["mode"] == Slot.Mode.ON_SITE else ""

    @property
    def place(self) -> Place:
        return place_of(self.cleaned_data["postcode"])

    def hours(self) -> list[tuple[datetime, datetime]]:
        """Raises ValueError with a French sentence."""
        data = self.cleaned_data
        if data["until"]:
            return rules.slots(self._rule(), self.place)
        first, last = (rules.at_minute(data["day"], rules.minute_of(data[at]), self.place) for at in ("begins", "ends"))
        return [(first, last)]

    def _rule(self) -> Rule:
        data = self.cleaned_data
        length = data["minutes"] or rules.minute_of(data["ends"]) - rules.minute_of(data["begins"])
        days = frozenset(map(int, data["weekdays"])) or frozenset({data["day"].weekday()})
        return Rule(data["day"], data["until"], days, data["begins"], data["ends"], length, length)


class CorrectingForm(DetailsForm):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)


class MovingForm(Form):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    day = DateField(label="Nouveau jour")
    begins = HourField(label="De")
    ends = HourField(label="À")
    reason = TextField(label="Motif", max_length=300, empty="Dites pourquoi : les personnes le liront tel quel.")

    def hours(self, place: Place) -> dict[str, datetime]:
        data = self.cleaned_data
        first, last = (rules.at_minute(data["day"], rules.minute_of(data[at]), place) for at in ("begins", "ends"))
        return {"starts_at": first, "ends_at": last}


class ReasonForm(Form):
    reason = TextField(label="Motif", max_length=300, empty="Dites pourquoi : les personnes le liront tel quel.")


def initial_hours(slot: Slot) -> dict[str, Any]:
    first, last = (at.astimezone(slot.place.zone) for at in (slot.starts_at, slot.ends_at))
    return {"day": first.date(), "begins": first.time(), "ends": last.time()}
