"""The forms of a session: all of it, a reason, a copy."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms

from kairos.identity.organisations import rules as organisations
from kairos.offer.catalogue import codes, rules, settings
from kairos.offer.catalogue.content import EMPTY, Content, Module
from kairos.offer.catalogue.importing.columns import COLUMNS
from kairos.spaces.forms import DateField, Form, TextField, parse_day

PARSE = {column.key: column.parse for column in COLUMNS} | {
    "postcode": organisations.parse_postcode,
    "responsible_siret": organisations.parse_siret,
    "delivering_siret": organisations.parse_siret,
}
"""As files are read, but for figures that a spreadsheet loses and a person does not."""
HALVES = tuple(
    (f"t{2 * day + half}", f"{name}, {half.label}") for day, name in enumerate(rules.DAYS) for half in rules.Half
)
MODULE = ("title", "from", "to", "room", "trainer")
SPARE = 2
"""Empty lines for modules that come next."""


class Parsed(TextField):
    """A text read by a function that raises ValueError with a French sentence; nothing typed is `empty_value`."""

    def __init__(self, parse: Callable[[str], Any], empty_value: Any = "", **kwargs: Any):
        self.parse, self.nothing = parse, empty_value
        super().__init__(**{"max_length": 255, "required": False} | kwargs)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return self.nothing
        try:
            return self.parse(text)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


def _text(key: str, label: str, **more: Any) -> Parsed:
    attrs = more.pop("attrs", {})
    return Parsed(PARSE[key], EMPTY[key], label=label, widget=forms.TextInput(attrs=attrs), **more)


def _number(key: str, label: str, **more: Any) -> Parsed:
    return _text(key, label, attrs={"inputmode": "numeric", "class": "w1"}, **more)


def closures(text: str) -> list[list[str]]:
    """« 24/12/2026 - 03/01/2027 », a line each; one day alone is a closure of a day. Raises ValueError."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        days = [parse_day(part) for part in _parts(line)]
        if not 1 <= len(days) <= 2 or None in days:
            raise ValueError(f"« {line} » n’est pas une période : écrivez par exemple 24/12/2026 au 03/01/2027.")
        if days[-1] < days[0]:
            raise ValueError(f"« {line} » finit avant d’avoir commencé.")
        found.append([days[0].isoformat(), days[-1].isoformat()])
    return found


def _parts(line: str) -> list[str]:
    """A dash also separates figures of a day: only one with spaces around, or a word, separates two days."""
    return re.split(r"\s+(?:-|–|au|à|jusqu’au)\s+", line, flags=re.IGNORECASE)


def closures_shown(stored: list[list[str]]) -> str:
    return "\n".join(
        f"{first:%d/%m/%Y}" if first == last else f"{first:%d/%m/%Y} au {last:%d/%m/%Y}"
        for first, last in rules.clean_periods(stored)
    )


class SessionForm(Form):
    """All of a session; what a file gave is taken out of it (`imported`)."""

    title = _text("title", "Intitulé de la formation")
    starts_on = DateField(label="Premier jour", required=False)
    ends_on = DateField(label="Dernier jour", help_text="Vide si les entrées sont permanentes.", required=False)
    entry = forms.ChoiceField(label="Entrées", choices=codes.ENTRY.items(), required=False)
    capacity = _number("capacity", "Places")
    teaching = forms.ChoiceField(label="Modalité", choices=codes.TEACHING.items(), required=False)
    place_name = _text("place_name", "Nom du lieu")
    address = _text("address", "Adresse")
    postcode = _text("postcode", "Code postal", attrs={"inputmode": "numeric", "class": "w1"})
    town = _text("town", "Commune")
    access = _text("access", "Accueil des personnes handicapées", help_text="Accès, aménagements, référent.")
    hours_centre = _number("hours_centre", "Heures en centre")
    hours_company = _number("hours_company", "Heures en entreprise")
    hours_remote = _number("hours_remote", "Heures à distance")
    closures = Parsed(
        closures, [], label="Fermetures", max_length=2000, multiline=True,
        help_text="Une par ligne : 24/12/2026 au 03/01/2027. Les jours fériés du lieu sont déjà déduits.",
    )  # fmt: skip
    room = TextField(label="Salle", max_length=80, required=False)
    trainer = TextField(label="Formateur ou formatrice", max_length=120, required=False)
    objective = Parsed(PARSE["objective"], "", label="Objectif", max_length=3000, multiline=True)
    goal = forms.ChoiceField(label="Objectif général", choices=[("", "Choisir"), *codes.GOALS.items()], required=False)
    rncp = _text("rncp", "RNCP", help_text="Par exemple RNCP37121.", attrs={"class": "w2"})
    rs = _text("rs", "RS", help_text="Par exemple RS6203.", attrs={"class": "w2"})
    formacodes = _text("formacodes", "Formacode", help_text="Cinq chiffres, cinq codes au plus.")
    romes = _text("romes", "ROME", help_text="Une lettre et quatre chiffres, cinq codes au plus.")
    funders = forms.MultipleChoiceField(
        label="Financeurs", choices=codes.FUNDERS.items(), required=False, widget=forms.CheckboxSelectMultiple
    )
    course_number = _text("course_number", "Numéro de la formation", help_text="Intercarif, si vous l’avez.")
    delivery_number = _text("delivery_number", "Numéro de l’action", help_text="Intercarif, si vous l’avez.")
    responsible_siret = _text("responsible_siret", "SIRET de l’organisme responsable")
    delivering_siret = _text(
        "delivering_siret", "SIRET de l’organisme formateur", help_text="S’il n’est pas celui du responsable."
    )
    delivering_name = _text("delivering_name", "Nom de l’organisme formateur")
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, base: Content, imported: list[str], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.base, self.imported = base, imported
        for name in imported:
            del self.fields[name]
        for name, label in HALVES:
            widget = forms.TextInput(attrs={"class": "w1", "placeholder": "0"})
            self.fields[name] = Parsed(_half_day, 0, label=label, widget=widget, max_length=8)
        self.lines = self._count()
        for at in range(self.lines):
            self._add_module(at)

    def _count(self) -> int:
        """Lines of modules: those that are there or were sent, and some to fill."""
        sent = [int(found[1]) + 1 for name in self.data if (found := re.fullmatch(r"m(\d{1,2})_title", name))]
        return min(max(sent, default=len(self.base.modules) + SPARE), settings.MOST_MODULES.value() + SPARE)

    def _add_module(self, at: int) -> None:
        number = at + 1
        self.fields[f"m{at}_title"] = TextField(label=f"Module {number}", max_length=200, required=False)
        self.fields[f"m{at}_from"] = DateField(label=f"Module {number}, du", required=False)
        self.fields[f"m{at}_to"] = DateField(label=f"Module {number}, au", required=False)
        self.fields[f"m{at}_room"] = TextField(label=f"Module {number}, salle", max_length=80, required=False)
        self.fields[f"m{at}_trainer"] = TextField(label=f"Module {number}, formateur", max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for at in range(self.lines):
            typed = [given.get(f"m{at}_{name}") for name in MODULE]
            if any(typed):
                for name, sentence in (("title", "Nommez ce module."), ("from", "Écrivez son premier jour."),
                                       ("to", "Écrivez son dernier jour.")):  # fmt: skip
                    if not given.get(f"m{at}_{name}") and f"m{at}_{name}" not in self.errors:
                        self.add_error(f"m{at}_{name}", sentence)
        return given

    @property
    def halves(self) -> list[tuple[str, Any, Any]]:
        """Each day with the fields of its morning and its afternoon."""
        return [(name, self[f"t{2 * day}"], self[f"t{2 * day + 1}"]) for day, name in enumerate(rules.DAYS)]

    @property
    def modules(self) -> list[list[Any]]:
        return [[self[f"m{at}_{name}"] for name in MODULE] for at in range(self.lines)]

    def content(self) -> Content:
        """What was typed and can be read; what cannot is as it was."""
        given = self.cleaned_data
        values = {name: given.get(name, self.base.values[name]) for name in EMPTY}
        values |= {name: values[name] or EMPTY[name] for name in ("teaching", "entry")}
        week = [given.get(name) or 0 for name, _ in HALVES]
        own = {
            "timetable": week if any(week) else [],
            "closures": given.get("closures", self.base.own["closures"]),
            "room": given.get("room", ""),
            "trainer": given.get("trainer", ""),
        }
        return Content(values, own, tuple(self._modules(given)))

    def _modules(self, given: Mapping[str, Any]) -> Iterator[Module]:
        for at in range(self.lines):
            title, first, last, room, trainer = (given.get(f"m{at}_{name}") for name in MODULE)
            if title and first and last:
                yield Module(title, first, last, room or "", trainer or "")


def _half_day(text: str) -> int:
    minutes = rules.parse_duration(text)
    if minutes > rules.LONGEST_HALF_DAY:
        raise ValueError("Une demi-journée compte six heures au plus.")
    return minutes


def initial(content: Content) -> dict[str, Any]:
    """As the form shows it."""
    week = content.own["timetable"] or [0] * rules.HALF_DAYS
    shown = {name: rules.duration(minutes) if minutes else "" for (name, _), minutes in zip(HALVES, week, strict=True)}
    for at, module in enumerate(content.modules):
        shown |= {f"m{at}_{name}": value for name, value in zip(MODULE, module, strict=True)}
    closed = closures_shown(content.own["closures"])
    return {**content.values, **shown, "closures": closed, "room": content.own["room"],
            "trainer": content.own["trainer"]}  # fmt: skip


class ReasonForm(Form):
    reason = TextField(
        label="Pourquoi",
        help_text="Les personnes concernées le liront tel quel.",
        max_length=2000,
        multiline=True,
        empty="Dites pourquoi.",
    )


class CopyForm(Form):
    starts_on = DateField(
        label="Premier jour de la nouvelle session",
        help_text="Les autres dates suivent. Les fermetures ne sont pas reprises.",
        empty="Écrivez le premier jour de la nouvelle session.",
    )
    token = forms.UUIDField(widget=forms.HiddenInput)


def month(text: str, today: date) -> tuple[int, int]:
    """« 2027-01 » of an address; this month for anything else."""
    found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", text)
    return (int(found[1]), int(found[2])) if found else (today.year, today.month)
