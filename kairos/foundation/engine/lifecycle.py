"""A lifecycle: the states of a thing and the one table of its acts, shared by screens, API, documentation, tests."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any, ClassVar

from django.db import models

from kairos.foundation.guards import Guard


class _Any(Enum):
    ANY = "any"


ANY = _Any.ANY
"""As `sources`: an act open in every state (editing). `sources=None` is creation."""


class Act:
    """One row of the table.

    label: the French words of its button. sources: states it starts from, None to create, ANY in every state.
    target: the state it leads to, None to leave it. permission: who may. guards: what must hold, all reported.
    body(subject, run, **details): what changes when it is done; the engine saves the subject itself.
    records: the details worth keeping in the journal's erasable part.
    """

    name: str
    lifecycle: type["Lifecycle"]

    def __init__(
        self,
        *,
        label: str,
        permission: str,
        body: Callable[..., None],
        sources: Iterable[str] | _Any | None = ANY,
        target: str | None = None,
        guards: Iterable[Guard] = (),
        records: Iterable[str] = (),
    ):
        self.label = label
        self.permission = permission
        self.body = body
        self.sources = sources if sources is None or sources is ANY else frozenset(sources)
        self.target = target
        self.guards = tuple(guards)
        self.records = tuple(records)

    def __set_name__(self, owner: type["Lifecycle"], name: str) -> None:
        self.lifecycle = owner
        self.short_name = name
        self.name = f"{owner.__dict__['name']}.{name}"

    def __repr__(self) -> str:
        return f"<Act {self.name}>"

    @property
    def creates(self) -> bool:
        return self.sources is None

    def starts_from(self, state: str | None) -> bool:
        return self.sources is ANY or (self.sources is not None and state in self.sources)


_lifecycles: dict[str, type["Lifecycle"]] = {}


class Lifecycle:
    """Subclass it: docstring = the state chart in prose; `name`, `model`, `states` (None without states), acts."""

    name: ClassVar[str]
    model: ClassVar[type[models.Model]]
    states: ClassVar[type[models.TextChoices] | None] = None

    def __init_subclass__(cls) -> None:
        if cls.name in _lifecycles:
            raise ValueError(f"lifecycle declared twice: {cls.name}")
        _lifecycles[cls.name] = cls

    @classmethod
    def acts(cls) -> list[Act]:
        return [value for value in cls.__dict__.values() if isinstance(value, Act)]


def lifecycles() -> dict[str, type[Lifecycle]]:
    return dict(sorted(_lifecycles.items()))


def lifecycle_of(subject: models.Model) -> type[Lifecycle]:
    """The lifecycle of a row; raises LookupError for a model that has none."""
    for lifecycle in _lifecycles.values():
        if lifecycle.model is type(subject):
            return lifecycle
    raise LookupError(f"no lifecycle for {type(subject).__name__}")


def act_named(name: str) -> Act:
    """`membership_application.submit` → its row; raises LookupError."""
    lifecycle, _, short = name.partition(".")
    act: Any = getattr(_lifecycles.get(lifecycle), short, None)
    if not isinstance(act, Act):
        raise LookupError(f"no act named {name}")
    return act
