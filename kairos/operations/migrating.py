"""Migrations without drawing every model again at each step.

After each operation Django makes anew the class of the model and of all that point to it: most of what an empty
database waits for, and nothing reads it (decision 21).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db.migrations.state import ModelState, ProjectState

OPTIONS = ("_append_option", "_remove_option", "_alter_option")
"""How an index or a constraint enters, leaves or changes the state."""
Change = Callable[..., None]


@contextmanager
def lightly() -> Iterator[None]:
    """In this block, migrations of this process."""
    ways = dict.fromkeys(OPTIONS, _undrawn)
    ways |= {"add_model": _drawn_alone, "add_field": _drawn_alone, "reload_model": _drawn_whole_after_delay}
    whole = {name: getattr(ProjectState, name) for name in ways}
    for name, way in ways.items():
        setattr(ProjectState, name, way(whole[name]))
    try:
        yield
    finally:
        for name, change in whole.items():
            setattr(ProjectState, name, change)


def _undrawn(change: Change) -> Change:
    @wraps(change)
    def changed(state: ProjectState, *values: Any) -> None:
        drawn = state.__dict__.pop("apps", None)
        change(state, *values)
        if drawn is not None:
            state.__dict__["apps"] = drawn

    return changed


def _drawn_alone(change: Change) -> Change:
    """What is added draws its own model, and leaves the others delayed: Django draws them all before it runs Python."""
    undrawn = _undrawn(change)

    @wraps(change)
    def changed(state: ProjectState, *values: Any) -> None:
        undrawn(state, *values)
        if "apps" in state.__dict__:
            state.is_delayed = True
            state._reload({_key(*values)})

    return changed


def _drawn_whole_after_delay(change: Change) -> Change:
    """What is changed or removed draws its relations: they are drawn whole first where some were left delayed."""

    @wraps(change)
    def changed(state: ProjectState, app_label: str, model_name: str, delay: bool = False) -> None:
        if not delay:
            state.clear_delayed_apps_cache()
        change(state, app_label, model_name, delay)

    return changed


def _key(first: ModelState | str, *rest: Any) -> tuple[str, str]:
    """Of the model that `add_model(model)` or `add_field(app_label, model_name, …)` is about."""
    return (first, rest[0]) if isinstance(first, str) else (first.app_label, first.name_lower)
