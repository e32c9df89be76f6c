"""Migrations without drawing every model again for what draws nothing.

After each operation Django makes anew the class of the model and of all that point to it: for an index or a constraint
this is most of what an empty database waits for, and nothing reads it (decision 21).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

from django.db.migrations.state import ProjectState

OPTIONS = ("_append_option", "_remove_option", "_alter_option")
"""How an index or a constraint enters, leaves or changes the state."""
Change = Callable[..., None]


@contextmanager
def lightly() -> Iterator[None]:
    """In this block, migrations of this process."""
    whole = {name: getattr(ProjectState, name) for name in OPTIONS}
    for name, change in whole.items():
        setattr(ProjectState, name, _undrawn(change))
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
