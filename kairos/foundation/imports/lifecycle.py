"""The lifecycle of a file of lines."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.foundation.imports import acts, conditions
from kairos.foundation.imports.models import ImportRun

State = ImportRun.State


class ImportFile(Lifecycle):
    """A file is RECEIVED once it can be read; its titles are matched with the columns wanted, by themselves or by hand.
    Every line is checked without writing anything: CHECKED when something can be taken, REFUSED when nothing can.
    Taking it (TAKEN) judges every line again and writes the good ones, all in this one act.

    A large file is read by the worker (`ask_check`, `ask_take`), which gives it back when it cannot. With other titles
    it is RECEIVED again. What waits too long is abandoned, what has ended is forgotten: the bytes go, the counts stay.
    """

    name = "import_run"
    model = ImportRun
    states = State

    receive = Act(
        label="Envoyer le fichier",
        sources=None,
        target=State.RECEIVED,
        permission="imports.run",
        body=acts.receive,
    )
    match = Act(
        label="Lire le fichier avec ces correspondances",
        sources=(State.RECEIVED, State.CHECKED, State.REFUSED),
        target=State.RECEIVED,
        permission="imports.run",
        body=acts.match,
        guards=(conditions.still_there, conditions.nothing_asked),
    )
    ask_check = Act(
        label="Vérifier un grand fichier",
        sources=(State.RECEIVED,),
        permission="imports.run",
        body=acts.ask_check,
        guards=(conditions.still_there, conditions.titles_are_matched, conditions.nothing_asked),
    )
    note = Act(
        label="Noter le résultat de la vérification",
        sources=(State.RECEIVED,),
        target=State.CHECKED,
        permission="imports.run",
        body=acts.note,
        guards=(conditions.still_there, conditions.titles_are_matched),
    )
    refuse = Act(
        label="Refuser le fichier",
        sources=(State.RECEIVED,),
        target=State.REFUSED,
        permission="imports.run",
        body=acts.refuse,
    )
    ask_take = Act(
        label="Prendre en compte un grand fichier",
        sources=(State.CHECKED,),
        permission="imports.run",
        body=acts.ask_take,
        guards=(conditions.still_there, conditions.changes_something, conditions.nothing_asked),
    )
    take = Act(
        label="Prendre en compte",
        sources=(State.CHECKED,),
        target=State.TAKEN,
        permission="imports.run",
        body=acts.take,
        guards=(conditions.still_there, conditions.changes_something, conditions.nothing_asked),
    )
    give_back = Act(
        label="Rendre le fichier",
        sources=(State.RECEIVED, State.CHECKED),
        permission="imports.tidy",
        body=acts.give_back,
        records=("reason",),
    )
    abandon = Act(
        label="Abandonner ce fichier",
        sources=(State.RECEIVED, State.CHECKED),
        target=State.ABANDONED,
        permission="imports.run",
        body=acts.abandon,
    )
    expire = Act(
        label="Abandonner un fichier laissé en attente",
        sources=(State.RECEIVED, State.CHECKED),
        target=State.ABANDONED,
        permission="imports.tidy",
        body=acts.abandon,
    )
    forget = Act(
        label="Effacer un fichier terminé",
        sources=(State.TAKEN, State.REFUSED, State.ABANDONED),
        permission="imports.tidy",
        body=acts.forget,
    )
