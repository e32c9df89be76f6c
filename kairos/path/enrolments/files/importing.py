"""Taking a file of movements: the acts of the screens, rehearsed when it is checked, done when it is taken."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby
from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.actor import Actor
from kairos.foundation.engine import Run
from kairos.foundation.engine.several import Said
from kairos.foundation.imports.checking import batched
from kairos.foundation.imports.kinds import Context, ImportKind, Line, declare
from kairos.path.enrolments import together
from kairos.path.enrolments.files.columns import COLUMNS, OF_FIELD
from kairos.path.enrolments.files.declared import Declared, Known, read

AT_ONCE = 300
"""Lines that a page takes itself: each is an act, with its messages."""
PART = 1000
AT_A_TIME = 100_000
"""Of one person, what comes next is judged as if what comes before were done: a file is one batch."""


def judge(lines: Sequence[Line], context: Context) -> None:
    """As if they were done: the same conditions as on screen, and nothing is kept."""
    turns = [list(_parts(turn)) for turn in _turns(lines, context.actor)]
    parts = [part for turn in turns for part in turn]
    before = sum(map(len, turns[:-1]))
    found = engine.rehearse(list(map(_said, parts)), context.actor, together.around, before)
    for part, refused in zip(parts, found, strict=True):
        for one in part:
            for reason in refused.get(one.row.pk, ()):
                one.line.refuse(reason.message, OF_FIELD.get(reason.field, ""))


def take(lines: Sequence[Line], run: Run, context: Context) -> None:
    for turn in _turns(lines, run.actor):
        for part in _parts(turn):
            engine.run_within(run, _said(part), together.around)


def _said(part: Sequence[Declared]) -> Said:
    return {one.row.pk: (one.act, one.details) for one in part}


def _turns(lines: Sequence[Line], actor: Actor) -> list[list[Declared]]:
    """The first thing that happens to each person, then the second: two trainings of one person see each other."""
    of_person: dict[UUID, list[Declared]] = defaultdict(list)
    for one in read(lines, Known.of(lines, actor)):
        of_person[one.row.person_id].append(one)
    turns: list[list[Declared]] = []
    for several in of_person.values():
        for rank, one in enumerate(_possible(sorted(several, key=lambda one: one.order))):
            if rank == len(turns):
                turns.append([])
            turns[rank].append(one)
    return turns


def _parts(turn: Sequence[Declared]) -> Iterator[list[Declared]]:
    """A thousand at a time, those of a session in one part unless they are more: its places are counted among them."""
    part: list[Declared] = []
    for _, group in groupby(sorted(turn, key=_session), _session):
        for some in batched(group, PART):
            if part and len(part) + len(some) > PART:
                yield part
                part = []
            part = [*part, *some]
    if part:
        yield part


def _session(one: Declared) -> UUID:
    return one.row.session_id


def _possible(several: Sequence[Declared]) -> Iterator[Declared]:
    """Of one person: nothing more is asked of a dossier whose first line starts from another state."""
    first: dict[UUID, bool] = {}
    for one in several:
        if one.row.pk not in first:
            first[one.row.pk] = one.act.starts_from(one.row.state)
            if not first[one.row.pk]:
                state = one.row.get_state_display().lower()
                one.line.refuse(f"Son dossier dit « {state} » : « {one.act.label} » n’est pas possible.", "kind")
        if first[one.row.pk]:
            yield one


KIND = declare(
    ImportKind(
        name="movements",
        title="Inscriptions, entrées et sorties",
        permission="enrolments.import",
        columns=COLUMNS,
        judge=judge,
        take=take,
        identity=("session", "person", "kind", "day"),
        whole=True,
        at_once=AT_ONCE,
        at_a_time=AT_A_TIME,
        explanation="Une ligne par mouvement : inscription (AIS), entrée (AES), interruption, reprise, sortie, ou qui "
        "n’est jamais venu. Les conditions sont celles de l’écran. Tout est pris, ou rien : une ligne fausse refuse le "
        "fichier, avec sa raison.",
    )
)
