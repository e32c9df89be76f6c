"""The dated rules of the service: what is in force, since when, from what source; a new value from a day on."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kairos.design.page import render
from kairos.foundation import clock
from kairos.foundation.dated_settings import DatedSetting, declared
from kairos.foundation.dated_settings.lifecycle import change, history
from kairos.foundation.guards import Refused
from kairos.foundation.models import SettingValue
from kairos.identity.accounts import people
from kairos.spaces.forms import DateField, Form, TextField
from kairos.spaces.operator import chrome

GROUPS = {
    "membership": "Adhésions",
    "letters": "Courriers d’accès",
    "quality": "Qualité",
    "uploads": "Documents joints",
    "imports": "Fichiers de lignes",
    "account": "Comptes",
    "session": "Sessions",
    "journal": "Journal",
    "operator": "Opérateur",
}
OTHERS = "Autres"


@dataclass(frozen=True, slots=True)
class InForce:
    """A setting as it stands; `since` None: its first value. `coming`: the next day it changes."""

    setting: DatedSetting
    value: str
    since: date | None
    source: str
    coming: date | None


class LinesField(TextField):
    """One value a line."""

    def __init__(self, **kwargs: Any):
        super().__init__(max_length=4000, multiline=True, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: Any) -> list[str]:
        return [line for line in super().to_python(value).split("\n") if line]


class IntegerField(TextField):
    def __init__(self, **kwargs: Any):
        attrs = {"inputmode": "numeric", "autocomplete": "off", "class": "w1"}
        super().__init__(
            max_length=20, widget=forms.TextInput(attrs=attrs), empty="Écrivez un nombre entier.", **kwargs
        )

    def to_python(self, value: Any) -> int | None:
        text = super().to_python(str(value) if value is not None else "").replace(" ", "")
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            raise forms.ValidationError("Écrivez un nombre entier, en chiffres.") from None


class ChangeForm(Form):
    """A new value. The field of the value is that of the setting's kind."""

    valid_from = DateField(label="À partir du", help_text="Aujourd’hui, ou un jour à venir.")
    source = TextField(
        label="D’où vient cette règle",
        help_text="Un texte, une décision, sa date.",
        max_length=300,
        empty="Dites d’où vient cette règle : un texte, une décision.",
    )

    def __init__(self, setting: DatedSetting, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields = {"value": _field(setting)} | self.fields


def _initial(setting: DatedSetting) -> Any:
    value = setting.value()
    return ("oui" if value else "non") if setting.kind == "boolean" else value


def _field(setting: DatedSetting) -> forms.Field:
    label = f"Nouvelle valeur{f', en {setting.unit}' if setting.unit else ''}"
    match setting.kind:
        case "integer":
            bounds = f"De {setting.minimum} à {setting.maximum}." if setting.minimum is not None else ""
            return IntegerField(label=label, help_text=bounds)
        case "boolean":
            return forms.TypedChoiceField(label=label, choices=(("oui", "Oui"), ("non", "Non")), coerce="oui".__eq__,
                                          widget=forms.RadioSelect)  # fmt: skip
        case "choice":
            return forms.ChoiceField(label=label, choices=setting.choices)
        case "lines":
            return LinesField(label=label, help_text="Une par ligne.")
    return TextField(label=label, max_length=500, empty="Écrivez une valeur.")


def all_settings(request: HttpRequest) -> HttpResponse:
    """Every declared setting, by subject. One statement."""
    values: dict[str, list[SettingValue]] = {}
    for row in SettingValue.objects.order_by("valid_from", "number"):
        values.setdefault(row.key, []).append(row)
    groups: dict[str, list[InForce]] = {label: [] for label in (*GROUPS.values(), OTHERS)}
    for key, setting in declared().items():
        groups[GROUPS.get(key.partition(".")[0], OTHERS)].append(_in_force(setting, values.get(key, [])))
    return render(
        request,
        "operator/settings.html",
        chrome.of(request),
        groups={label: rows for label, rows in groups.items() if rows},
    )


def one(request: HttpRequest, name: str) -> HttpResponse:
    setting = declared().get(name)
    if setting is None:
        raise Http404
    form = ChangeForm.of(request, setting, initial={"valid_from": clock.today(), "value": _initial(setting)})
    if request.method == "POST" and form.is_valid():
        try:
            change(name, actor=request.actor, **form.cleaned_data)
            return HttpResponseRedirect(reverse("operator:setting", args=[name]))
        except Refused as refused:
            form.take(refused)
    rows = history(name)
    names = people.names_of(row.set_by for row in rows)
    return render(
        request,
        "operator/setting.html",
        chrome.of(request),
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        setting=setting,
        now=_in_force(setting, rows),
        first=shown(setting, setting.first),
        rows=[(row, shown(setting, row.value), names.get(row.set_by, "Installation")) for row in reversed(rows)],
        form=form,
    )


def _in_force(setting: DatedSetting, rows: list[SettingValue]) -> InForce:
    today = clock.today()
    past = [row for row in rows if row.valid_from <= today]
    coming = next((row.valid_from for row in rows if row.valid_from > today), None)
    if not past:
        return InForce(setting, shown(setting, setting.first), None, setting.source, coming)
    return InForce(setting, shown(setting, past[-1].value), past[-1].valid_from, past[-1].source, coming)


def shown(setting: DatedSetting, value: Any) -> str:
    """« 10 jours ouvrés », « oui », the lines one after the other."""
    match setting.kind:
        case "boolean":
            return "oui" if value else "non"
        case "choice":
            return dict(setting.choices).get(value, str(value))
        case "lines":
            return " · ".join(value) or "rien"
    return f"{value} {setting.unit}".strip()
