"""What is asked for an AIS, a movement, a correction: only what that act needs, and more once it says so."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms

from kairos.design import french
from kairos.foundation import clock
from kairos.foundation.guards import Refused
from kairos.offer.catalogue.models import SessionModule, TrainingSession
from kairos.path.enrolments.models import Enrolment, Interruption
from kairos.path.enrolments.plans import periods, plan_of
from kairos.path.enrolments.training import settings
from kairos.spaces.forms import DateField, Form, TextField

ASKS: Mapping[str, tuple[str, ...]] = {
    "register": ("starts_on", "ends_on", "hours"),
    "enter": ("on",),
    "no_show": ("comment",),
    "interrupt": ("on", "reason"),
    "resume": ("on",),
    "complete": ("on",),
    "leave": ("on", "exit", "comment"),
    "keep": ("comment",),
    "correct_plan": ("starts_on", "ends_on", "hours", "reason"),
    "correct_entry": ("on", "reason"),
    "correct_exit": ("on", "reason"),
    "correct_interruption": ("interruption", "on", "until", "reason"),
    "undo_entry": ("reason",),
    "restore_registration": ("reason",),
    "restore_training": ("reason",),
    "restore_interruption": ("reason",),
}
ON = {
    "enter": "Premier jour en formation",
    "interrupt": "Premier jour d’absence",
    "resume": "Premier jour du retour",
    "complete": "Dernier jour en formation",
    "leave": "Dernier jour en formation",
    "correct_entry": "La bonne date d’entrée",
    "correct_exit": "Le bon dernier jour",
    "correct_interruption": "Son premier jour d’absence",
}
DAYS = {
    "starts_on": "Premier jour du plan",
    "ends_on": "Dernier jour du plan",
    "until": "Son dernier jour d’absence, vide tant qu’elle dure",
}
TEXTS: Mapping[str, Mapping[str, Any]] = {
    "reason": {"label": "Motif", "empty": "Dites pourquoi : la personne le lira."},
    "late_reason": {"label": "Pourquoi c’est déclaré tard", "required": False},
    "maintained": {"label": "Pourquoi deux formations à la fois", "required": False},
    "comment": {"label": "Précisions", "required": False},
    "keep.comment": {"label": "Ce que vous avez appris", "empty": "Dites ce que vous avez appris."},
}
LATER = ("late_reason", "maintained")
"""Asked once the act says that they are needed."""


def _field(name: str, act: str) -> forms.Field:
    match name:
        case "on":
            return DateField(label=ON[act])
        case "starts_on" | "ends_on" | "until":
            return DateField(label=DAYS[name], required=name != "until")
        case "hours":
            return forms.IntegerField(
                label="Heures prévues",
                min_value=1,
                max_value=9999,
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "w1"}),
                error_messages={"required": "Écrivez le nombre d’heures.", "invalid": "Écrivez un nombre d’heures."},
            )
        case "exit":
            listed = [("", "Choisir"), *((one, one) for one in settings.EXIT_REASONS.value())]
            return forms.ChoiceField(
                label="Motif de la sortie",
                choices=listed,
                error_messages={"required": "Choisissez pourquoi.", "invalid_choice": "Choisissez dans la liste."},
            )
    return TextField(max_length=300, **(TEXTS.get(f"{act}.{name}") or TEXTS[name]))


def _which(outs: Sequence[Interruption]) -> forms.Field:
    return forms.TypedChoiceField(
        label="Interruption à corriger",
        coerce=UUID,
        choices=[(str(one.pk), _days(one)) for one in outs],
        error_messages={"required": "Choisissez une interruption.", "invalid_choice": "Choisissez dans la liste."},
    )


def _days(one: Interruption) -> str:
    since = french.numeric_day(one.starts_on)
    return f"du {since} au {french.numeric_day(one.ends_on)}" if one.ends_on else f"depuis le {since}"


class MoveForm(Form):
    """Of one act; what it is refused for is asked beside the rest. outs: the interruptions of this person."""

    def __init__(self, act: str, *args: Any, outs: Sequence[Interruption] = (), **kwargs: Any):
        super().__init__(*args, **{"prefix": act} | kwargs)
        for name in ASKS[act]:
            self.fields[name] = _which(outs) if name == "interruption" else _field(name, act)
        self.act = act
        self._ask(name for name in LATER if self.add_prefix(name) in self.data)

    def _ask(self, names: Any) -> None:
        for name in names:
            self.fields[name] = _field(name, self.act)

    def take(self, refused: Refused) -> None:
        asked = [one.field for one in refused.reasons if one.field in LATER and one.field not in self.fields]
        self._ask(asked)
        named = {"modules": "starts_on", "reason": "exit" if "exit" in self.fields else "reason"}
        for reason in refused.reasons:
            field = named.get(reason.field, reason.field)
            self.add_error(field if field in self.fields else None, reason.message)

    def details(self, modules: Sequence[SessionModule]) -> dict[str, Any]:
        """As the act takes them."""
        found = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if "exit" in found:
            found["reason"] = found.pop("exit")
        if "starts_on" in found:
            found["modules"] = periods(modules, found.pop("starts_on"), found.pop("ends_on"))
        return found


def initial(act: str, row: Enrolment, session: TrainingSession, outs: Sequence[Interruption] = ()) -> dict[str, Any]:
    """What is most likely, to be corrected."""
    match act:
        case "register":
            return plan_of(session)
        case "correct_plan":
            return {"starts_on": row.plan_starts_on, "ends_on": row.plan_ends_on, "hours": row.planned_hours}
        case "enter":
            return {"on": row.plan_starts_on}
        case "complete":
            return {"on": min(filter(None, (row.plan_ends_on, clock.today())))}
        case "correct_entry":
            return {"on": row.entered_on}
        case "correct_exit":
            return {"on": row.left_on}
        case "correct_interruption" if outs:
            return {"interruption": str(outs[0].pk), "on": outs[0].starts_on, "until": outs[0].ends_on}
    return {}
