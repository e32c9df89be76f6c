"""The lifecycle of the file of a session."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.bundles import acts, conditions
from kairos.path.bundles.models import SessionBundle

State = SessionBundle.State


class SessionFile(Lifecycle):
    """Asked with a reason, after a fresh proof, it is WAITING for the worker, which makes it with the rights its author
    has by then: READY, or FAILED with a note. Some days later its bytes are ERASED; who asked it, why, and its hash
    stay."""

    name = "session_bundle"
    model = SessionBundle
    states = State

    ask = Act(
        label="Préparer le dossier de contrôle",
        sources=None,
        target=State.WAITING,
        permission="bundles.export",
        body=acts.ask,
        guards=(conditions.says_why, conditions.names_somebody, conditions.nothing_is_being_made),
        records=("reason",),
    )
    finish = Act(
        label="Rendre le dossier de contrôle",
        sources=(State.WAITING,),
        target=State.READY,
        permission="bundles.compute",
        body=acts.finish,
    )
    fail = Act(
        label="Renoncer au dossier de contrôle",
        sources=(State.WAITING,),
        target=State.FAILED,
        permission="bundles.compute",
        body=acts.fail,
    )
    erase = Act(
        label="Effacer le dossier de contrôle",
        sources=(State.READY,),
        target=State.ERASED,
        permission="bundles.compute",
        body=acts.erase,
    )
