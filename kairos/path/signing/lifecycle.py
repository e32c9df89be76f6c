"""The lifecycles of a sheet and of a signature."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.path.signing import acts, conditions
from kairos.path.signing.models import Signature, SigningSheet

State = SigningSheet.State


class HalfDaySheet(Lifecycle):
    """OPEN from the moment the trainer opens the half-day, that day or a few days later, never before it (an
    afternoon: not in the morning). Trainees sign
    while it is open, each in their own way. COUNTERSIGNED by the trainer, nobody signs any more: its content has its
    hash, and whoever signed is complete in the month; the others stay to be completed. CANCELLED with a reason while
    nobody has signed."""

    name = "signing_sheet"
    model = SigningSheet
    states = State

    open = Act(
        label="Ouvrir l’émargement",
        sources=None,
        target=State.OPEN,
        permission="signing.open",
        body=acts.open_,
        guards=(conditions.is_not_to_come, conditions.is_not_too_old, conditions.somebody_is_expected),
    )
    note_paper = Act(
        label="Enregistrer la feuille papier",
        sources=(State.OPEN,),
        permission="signing.open",
        body=acts.note_paper,
        guards=(conditions.names_who_signed,),
    )
    countersign = Act(
        label="Contresigner",
        sources=(State.OPEN,),
        target=State.COUNTERSIGNED,
        permission="signing.countersign",
        body=acts.countersign,
        guards=(conditions.somebody_signed, conditions.declares_it),
    )
    cancel = Act(
        label="Retirer la feuille",
        sources=(State.OPEN,),
        target=State.CANCELLED,
        permission="signing.open",
        body=acts.cancel,
        guards=(conditions.nobody_signed, conditions.says_why),
        records=("reason",),
    )


class Signing(Lifecycle):
    """SIGNED on one's own telephone with the code of the moment, on the trainer's screen, or on paper. What the trainer
    noted is WITHDRAWN with a reason while the sheet is open; what a person signed is not."""

    name = "signature"
    model = Signature
    states = Signature.State

    sign = Act(
        label="Signer ma présence",
        sources=None,
        target=Signature.State.SIGNED,
        permission="signing.sign",
        body=acts.sign,
        guards=(conditions.code_is_of_the_moment,),
    )
    sign_here = Act(
        label="Signer sur cet écran",
        sources=None,
        target=Signature.State.SIGNED,
        permission="signing.open",
        body=acts.sign_here,
        guards=(conditions.sheet_is_open, conditions.is_expected),
    )
    note = Act(
        label="Noter une signature sur papier",
        sources=None,
        target=Signature.State.SIGNED,
        permission="signing.open",
        body=acts.note,
        guards=(conditions.sheet_is_open, conditions.is_expected),
    )
    withdraw = Act(
        label="Retirer cette signature",
        sources=(Signature.State.SIGNED,),
        target=Signature.State.WITHDRAWN,
        permission="signing.open",
        body=acts.withdraw,
        guards=(conditions.sheet_is_open, conditions.was_noted_by_the_trainer, conditions.says_why),
        records=("reason",),
    )
