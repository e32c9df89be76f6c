"""The one act on settings: a new value from a day on. What was in force is never rewritten."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from kairos.foundation import clock, engine
from kairos.foundation.actor import Actor
from kairos.foundation.dated_settings.register import declared
from kairos.foundation.engine import Act, Lifecycle, Run
from kairos.foundation.guards import Reason
from kairos.foundation.models import SettingValue


def change(key: str, value: Any, valid_from: date, source: str, actor: Actor) -> None:
    """Give a setting another value from a day on. Raises Refused, LookupError for a setting that is not declared."""
    row = SettingValue(key=declared()[key].key, value=value, valid_from=valid_from, source=source)
    engine.run(Setting.set, row, actor, change=f"{key} = {value} dès le {valid_from.isoformat()}")


def history(key: str) -> list[SettingValue]:
    """Every value set, by day; of two for one day the last one set counts."""
    return list(SettingValue.objects.filter(key=key).order_by("valid_from", "number"))


def _set(row: SettingValue, run: Run, *, change: str) -> None:
    """`change`: in words, for the journal."""
    row.set_by = run.actor.scope_user
    row.set_at = run.now


def is_acceptable(row: SettingValue, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if problem := declared()[row.key].problem(row.value):
        yield Reason(problem, field="value")


def is_not_in_the_past(row: SettingValue, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    """What was computed with a rule was computed rightly."""
    if row.valid_from < clock.today():
        yield Reason(
            "Un réglage ne change pas le passé : choisissez aujourd’hui ou un jour à venir.", field="valid_from"
        )


def is_new(row: SettingValue, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    first = declared()[row.key].first
    values = [list(first) if isinstance(first, tuple) else first]
    values += [value.value for value in history(row.key) if value.valid_from <= row.valid_from]
    if values[-1] == row.value:
        yield Reason("C’est déjà la valeur à cette date.", field="value")


def says_its_source(row: SettingValue, actor: Actor, details: Mapping[str, Any]) -> Iterator[Reason]:
    if not row.source:
        yield Reason("Dites d’où vient cette règle : un texte, une décision.", field="source")


class Setting(Lifecycle):
    """A dated value of a declared setting. It has no states: the last one whose day has come is in force."""

    name = "setting"
    model = SettingValue

    set = Act(
        label="Changer ce réglage",
        sources=None,
        permission="settings.set",
        body=_set,
        guards=(is_acceptable, is_not_in_the_past, is_new, says_its_source),
        records=("change",),
    )
