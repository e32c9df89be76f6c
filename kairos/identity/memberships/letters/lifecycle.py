"""The lifecycle of a posted letter."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.memberships.letters import acts, guards
from kairos.identity.memberships.models import AccessLetter

State = AccessLetter.State


class PostedLetter(Lifecycle):
    """A letter is prepared by an acceptance (TO_PRINT), printed as often as needed (PRINTED), then posted (POSTED).

    Posting erases its secret. `readdress` sends it elsewhere, with a proof, and back to the print queue. `reissue`
    answers a lost letter: identity proved again, the old one is VOID, its secret dies at once, a new one is prepared.
    `withdraw` goes with a change of account manager.
    """

    name = "access_letter"
    model = AccessLetter
    states = State

    prepare = Act(
        label="Préparer le courrier",
        sources=None,
        target=State.TO_PRINT,
        permission="letters.prepare",
        body=acts.prepare,
    )
    print = Act(
        label="Imprimer",
        sources=(State.TO_PRINT, State.PRINTED),
        target=State.PRINTED,
        permission="letters.handle",
        body=acts.print_,
        guards=(guards.has_an_address, guards.secret_opens_something),
        records=("batch",),
    )
    post = Act(
        label="Marquer comme posté",
        sources=(State.PRINTED,),
        target=State.POSTED,
        permission="letters.handle",
        body=acts.post,
    )
    readdress = Act(
        label="Envoyer à une autre adresse",
        sources=(State.TO_PRINT, State.PRINTED),
        target=State.TO_PRINT,
        permission="letters.handle",
        body=acts.readdress,
        guards=(guards.destination_is_known,),
    )
    reissue = Act(
        label="Refaire le courrier",
        sources=(State.TO_PRINT, State.PRINTED, State.POSTED),
        target=State.VOID,
        permission="letters.handle",
        body=acts.reissue,
        guards=(guards.still_needed, guards.identity_is_proved),
        records=("reason", "identity", "both"),
    )
    withdraw = Act(
        label="Annuler le courrier",
        sources=(State.TO_PRINT, State.PRINTED, State.POSTED),
        target=State.VOID,
        permission="letters.prepare",
        body=acts.withdraw,
        records=("reason",),
    )
    alarm = Act(
        label="Signaler le retard",
        sources=(State.TO_PRINT, State.PRINTED),
        permission="letters.alarm",
        body=acts.alarm,
    )
