"""Acts on several rows, each as `run` does it: its own checks, its own entry of the journal, its own messages. They are
locked, written and journaled together, so that thirty cost little more than one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from kairos.foundation import clock, journal, messages, permissions
from kairos.foundation.actor import Actor
from kairos.foundation.engine.lifecycle import Act
from kairos.foundation.engine.running import Run, Together, lock_all, obstacles, run
from kairos.foundation.guards import Reason, Refused

Said = Mapping[UUID, tuple[Act, Mapping[str, Any]]]
"""Row → the act, and its details. Rows of one lifecycle; no act that creates."""
Refusals = dict[UUID, list[Reason]]
Around = Callable[[Said], AbstractContextManager[Any]]
"""What guards and bodies know of all these rows while they are done together."""
Each = Callable[[Said, Actor, Refusals], None]
Asked = tuple[Run, models.Model | UUID, Mapping[str, Any]]


class _Undone(Exception):
    """What was done is taken back."""


def run_each(said: Said, actor: Actor, around: Around = nullcontext) -> Refusals:
    """Who was refused, and why; nobody: everything is done, else nothing. Raises Denied, and then nothing is done
    either.

    An act at a time, then by key; each finds the others in the state they have by then. What an entry says was changed
    is what changed in those of the same act.
    """
    try:
        with around(said):
            return _or_nothing(_together, said, actor)
    except (IntegrityError, Refused):
        return _or_nothing(_one_by_one, said, actor)


def run_within(this: Run, said: Said, around: Around = nullcontext) -> None:
    """Within an act under way, acts that have their own entries. Raises Refused with every reason."""
    refused = run_each(said, this.actor, around)
    if refused:
        raise Refused(*(reason for reasons in refused.values() for reason in reasons))
    journal.open_entry(this.entry)


def rehearse(turns: Sequence[Said], actor: Actor, around: Around = nullcontext, built_upon: int = 0) -> list[Refusals]:
    """Of each turn, who would be refused, and why, if they were done one after the other; nothing is. Whoever is
    refused is not asked again. built_upon: how many of the first turns the following ones find written; of the last
    ones guards alone are asked, not constraints."""
    found: list[Refusals] = []
    out: set[UUID] = set()
    with suppress(_Undone), transaction.atomic():
        for rank, turn in enumerate(turns):
            left = {key: asked for key, asked in turn.items() if key not in out}
            found.append(_rehearsed(left, actor, around, rank < built_upon))
            out |= found[-1].keys()
        raise _Undone
    return found


def _rehearsed(said: Said, actor: Actor, around: Around, writes: bool) -> Refusals:
    refused: Refusals = {}
    try:
        with around(said), transaction.atomic():
            _together(said, actor, refused, trial=True, writes=writes)
    except (IntegrityError, Refused):
        refused.clear()
        _one_by_one(said, actor, refused)
    return refused


def _or_nothing(each: Each, said: Said, actor: Actor) -> Refusals:
    refused: Refusals = {}
    with suppress(_Undone), transaction.atomic():
        each(said, actor, refused)
        if refused:
            raise _Undone
    return refused


def _one_by_one(said: Said, actor: Actor, refused: Refusals) -> None:
    """When what was written together is refused: by whom, and why."""
    for key in sorted(said):
        act, details = said[key]
        try:
            run(act, key, actor, **details)
        except Refused as found:
            refused[key] = list(found.reasons)


def _together(said: Said, actor: Actor, refused: Refusals, *, trial: bool = False, writes: bool = True) -> None:
    """trial: those who are not refused are done all the same, and nobody is told."""
    for act, keys in _by_act(said):
        rows = lock_all(act, keys)
        for row in rows:
            permissions.require(actor, act.permission, row)
        now = clock.now()
        runs = [(Run(act, actor, now, said[row.pk][1]), row) for row in rows]
        journal.open_entry(runs[0][0].entry)
        with suppress(_Undone), Together() as together:
            for this, row in runs:
                if reasons := obstacles(act, row, actor, **this.details):
                    refused[row.pk] = reasons
                else:
                    together.do(act, row, this, this.details)
            if not writes or (refused and not trial):
                raise _Undone
        if not trial:
            messages.store([one for this, _ in runs for one in this.outbox], now)
            journal.close_entries(runs)


def _by_act(said: Said) -> Iterator[tuple[Act, list[UUID]]]:
    order = {act: rank for rank, act in enumerate(dict.fromkeys(said[key][0] for key in sorted(said)))}
    for act, keys in groupby(sorted(said, key=lambda key: (order[said[key][0]], key)), key=lambda key: said[key][0]):
        yield act, list(keys)


def perform_each(act: Act, asked: Sequence[Asked]) -> None:
    """A nested act of each of these runs, on a row of its own. Raises Refused with every reason of all of them."""
    rows = {row.pk: row for row in (_new(asked) if act.creates else lock_all(act, [row for _, row, _ in asked]))}
    found = [(this, rows[row.pk if isinstance(row, models.Model) else row], details) for this, row, details in asked]
    if reasons := [one for this, row, details in found for one in obstacles(act, row, this.actor, **details)]:
        raise Refused(*reasons)
    with Together() as together:
        for this, row, details in found:
            together.do(act, row, this, details)


def _new(asked: Sequence[Asked]) -> list[models.Model]:
    return [row for _, row, _ in asked if isinstance(row, models.Model)]
