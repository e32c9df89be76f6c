"""Running an act: transaction, lock, permission, state, ALL guards, body, journal, messages. Nothing else writes.

A body changes rows, so it runs between `open_entry` and `close_entry` of the journal: outside, tracked tables refuse.
"""

import copy
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from kairos.foundation import clock, events, journal, messages, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine import writing
from kairos.foundation.engine.lifecycle import Act, lifecycle_of
from kairos.foundation.guards import AlreadyDone, Reason, Refused
from kairos.foundation.ids import new_id
from kairos.foundation.prepared import prepared

Gathered = dict[Callable[[list[tuple["Run", Any]]], None], list[tuple["Run", Any]]]
"""What waits for the bodies of several acts that are done together: by what will be done of it, once."""


class Doing:
    """One act under way on one row, and what of the row is written already. gathered: of several done together."""

    def __init__(self, act: Act, subject: models.Model, gathered: Gathered | None = None):
        self._act = act
        self._subject = subject
        self._written = _values(subject)
        self.gathered = gathered

    def write(self) -> None:
        """The row in its target state, and of it what changed; with the others, when several are done together."""
        self.reach()
        if self.gathered is None and (changed := self.changed()):
            if self._subject._state.adding:
                self._subject.save(force_insert=True)
            else:
                writing.change(self._subject, changed)
            self._written = _values(self._subject)

    def reach(self) -> None:
        if self._act.target is not None:
            self._subject.state = self._act.target

    def changed(self) -> list[str]:
        creating, now = self._subject._state.adding, _values(self._subject)
        return [name for name, value in now.items() if creating or value != self._written[name]]


@dataclass(slots=True)
class Run:
    """What an act's body is given: who, when, under which journal entry, and the ways to do more in it.

    The body changes its subject in memory; the engine writes it afterwards, created rows too (a child row may be
    written before it: foreign keys are checked at commit).
    """

    act: Act
    actor: Actor
    now: datetime
    details: Mapping[str, Any]
    entry: UUID = field(default_factory=new_id)
    acts: list[str] = field(default_factory=list)
    subjects: list[UUID] = field(default_factory=list)
    outbox: list[Any] = field(default_factory=list)
    doing: list[Doing] = field(default_factory=list)

    def write_now(self) -> None:
        """Write the subject before the body goes on: a constraint or a later statement needs it in its new state. Of
        several acts done together, it is in its new state, and written with the others after the bodies."""
        self.doing[-1].write()

    def gather(self, all_of_them: Callable[[list[tuple["Run", Any]]], None], one: Any) -> None:
        """`all_of_them([(run, one), …])` is called at once, or, of several acts done together, a single time with what
        each of them gave, once their rows are written."""
        waiting = self.doing[-1].gathered
        if waiting is None:
            all_of_them([(self, one)])
        else:
            waiting.setdefault(all_of_them, []).append((self, one))

    def perform(self, act: Act, subject: models.Model | UUID, **details: Any) -> models.Model:
        """A nested act: same transaction, same journal entry, its own checks except the permission already given."""
        return _perform(act, subject, self, details)

    def perform_all(self, act: Act, subjects: Iterable[models.Model | UUID], **details: Any) -> list[models.Model]:
        """The same nested act on several rows: locked by one statement, every reason of all of them at once, written by
        one. In the order of their keys; no body finds the row of another written (`write_now`, `gather`)."""
        return _perform_all(act, list(subjects), self, details)

    def tell(self, message: messages.Message) -> None:
        """Queue a message; it leaves after the transaction."""
        self.outbox.append(message)

    def publish(self, event: Any) -> None:
        events.publish(event, self)


def run(act: Act, subject: models.Model | UUID, actor: Actor, **details: Any) -> models.Model:
    """Do `act` on `subject` (a row, its id, or a new unsaved row for a creating act) and return it as it became.

    Raises Denied (permission), Refused (state, guards, constraints: every reason at once), AlreadyDone (the same
    creation sent twice), and the model's DoesNotExist when the actor cannot see the subject.
    """
    try:
        with transaction.atomic():
            return _run(act, _lock(act, subject), actor, details)
    except IntegrityError as error:
        if _already_there(act, subject):
            raise _already_done() from error
        raise _as_refusal(error) from error


def _run(act: Act, subject: models.Model, actor: Actor, details: Mapping[str, Any]) -> models.Model:
    permissions.require(actor, act.permission, subject)
    this = Run(act, actor, clock.now(), details)
    reasons = _reasons(act, subject, actor, details)
    if reasons and _already_there(act, subject):
        raise _already_done()
    _refuse(reasons)
    journal.open_entry(this.entry)
    _do(act, subject, this, details)
    messages.store(this.outbox, this.now)
    journal.close_entry(this, subject)
    return subject


def _already_there(act: Act, subject: models.Model | UUID) -> bool:
    """Whether this creation was done before: asked only when it fails, since its own success may be the reason."""
    return act.creates and act.lifecycle.model._default_manager.filter(pk=subject.pk).exists()


def _already_done() -> AlreadyDone:
    return AlreadyDone("C’est déjà fait : rien n’a été enregistré deux fois.")


def obstacles(act: Act, subject: models.Model, actor: Actor, **details: Any) -> list[Reason]:
    """Why the act would be refused now; empty when the button may be pressed. Locks nothing."""
    return _reasons(act, subject, actor, details)


def available(subject: models.Model, actor: Actor) -> list[Act]:
    """The acts this actor may press on this row in its present state, in the table's order."""
    state = getattr(subject, "state", None)
    return [
        act
        for act in lifecycle_of(subject).acts()
        if act.starts_from(state) and permissions.holds(actor, act.permission, subject)
    ]


def _lock(act: Act, subject: models.Model | UUID) -> models.Model:
    if act.creates:
        return subject
    model = act.lifecycle.model
    key = subject.pk if isinstance(subject, models.Model) else subject
    if isinstance(key, UUID):
        return _held.get(model, key)
    return model._default_manager.select_for_update(of=("self",)).get(pk=key)


@prepared
def _held(model: type[models.Model], key: UUID) -> models.QuerySet[Any]:
    return model._default_manager.select_for_update(of=("self",)).filter(pk=key)


def _reasons(act: Act, subject: models.Model, actor: Actor, details: Mapping[str, Any]) -> list[Reason]:
    """Too late is one reason and the only one: guards may rely on the state."""
    if not act.creates and not act.starts_from(getattr(subject, "state", None)):
        return [Reason(_too_late(act, subject, actor))]
    return [reason for guard in act.guards for reason in guard(subject, actor, details)]


def _too_late(act: Act, subject: models.Model, actor: Actor) -> str:
    """« Accepter » n’est plus possible : l’état est maintenant « refusée » depuis le 3/3/2026 à 10 h 12."""
    state = subject.get_state_display().lower()
    since = journal.since(subject, actor)
    return f"« {act.label} » n’est plus possible : l’état est maintenant « {state} »{since}. Relisez la page."


def _refuse(reasons: list[Reason]) -> None:
    if reasons:
        raise Refused(*reasons)


def _do(act: Act, subject: models.Model, this: Run, details: Mapping[str, Any]) -> None:
    this.acts.append(act.name)
    if isinstance(subject.pk, UUID):
        this.subjects.append(subject.pk)
    this.doing.append(Doing(act, subject))
    act.body(subject, this, **details)
    this.doing.pop().write()


def _perform(act: Act, subject: models.Model | UUID, this: Run, details: Mapping[str, Any]) -> models.Model:
    locked = _lock(act, subject)
    _refuse(_reasons(act, locked, this.actor, details))
    _do(act, locked, this, details)
    return locked


def _perform_all(
    act: Act, subjects: list[models.Model | UUID], this: Run, details: Mapping[str, Any]
) -> list[models.Model]:
    rows = subjects if act.creates else list(lock_all(act, subjects))
    _refuse([reason for row in rows for reason in _reasons(act, row, this.actor, details)])
    with Together() as together:
        for row in rows:
            together.do(act, row, this, details)
    return rows


def lock_all(act: Act, subjects: Iterable[models.Model | UUID]) -> list[models.Model]:
    """In the order of their keys. Raises DoesNotExist when one of them is not seen."""
    keys = {one.pk if isinstance(one, models.Model) else one for one in subjects}
    model = act.lifecycle.model
    rows = list(model._default_manager.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    if len(rows) != len(keys):
        raise model.DoesNotExist
    return rows


class Together:
    """Acts on rows of one model, each of them done once: in memory until the end, then written by one statement, then
    what they gathered. Left by an exception, nothing is."""

    def __init__(self) -> None:
        self._done: list[tuple[models.Model, Doing]] = []
        self._gathered: Gathered = {}

    def do(self, act: Act, subject: models.Model, this: Run, details: Mapping[str, Any]) -> None:
        """Its reasons were asked. The next one finds it in its new state, in memory."""
        if this.acts[-1:] != [act.name]:
            this.acts.append(act.name)
        this.subjects.append(subject.pk)
        this.doing.append(Doing(act, subject, self._gathered))
        try:
            act.body(subject, this, **details)
            this.doing[-1].reach()
        finally:
            self._done.append((subject, this.doing.pop()))

    def __enter__(self) -> "Together":
        return self

    def __exit__(self, kind: type | None, *_: Any) -> None:
        if kind is None:
            self._write()

    def _write(self) -> None:
        for creating in (True, False):
            some = [(row, doing) for row, doing in self._done if row._state.adding == creating]
            changed = {name for _, doing in some for name in doing.changed()}
            writing.write([row for row, _ in some], creating, changed)
        for all_of_them, what in self._gathered.items():
            all_of_them(what)


def _values(subject: models.Model) -> dict[str, Any]:
    return {f.attname: _snapshot(getattr(subject, f.attname)) for f in subject._meta.concrete_fields}


def _snapshot(value: Any) -> Any:
    """A list or a dict may be changed in place."""
    return copy.deepcopy(value) if isinstance(value, list | dict) else value


def _as_refusal(error: IntegrityError) -> Refused:
    """The database said no: its constraint's own sentence, or a neutral one that tells of no other row."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None) or ""
    if name.endswith("_pkey"):
        return _already_done()
    return Refused(_own_sentence(name) or NEUTRAL)


NEUTRAL = "Ces informations ne peuvent pas être enregistrées telles quelles. Vérifiez-les et recommencez."


def _own_sentence(name: str) -> str:
    """What the constraint of this name says of itself, nothing when it says nothing."""
    constraints = (c for model in apps.get_models() for c in model._meta.constraints if c.name == name)
    for constraint in constraints:
        if constraint.violation_error_message != constraint.default_violation_error_message:
            return str(constraint.get_violation_error_message())
    return ""
