"""The lifecycle of an account."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.accounts import acts, admitting
from kairos.identity.accounts.models import User

State = User.State


class Account(Lifecycle):
    """One natural person. CREATED until the link of the mail is followed (`activate`), then ACTIVE.

    `open` writes to the mailbox; `resend` sends a fresh link; `reopen` is a second opening with an address not proved
    yet, `claim` one with an address that is. `name_manager` opens an account for whom an acceptance names: the posted
    secret alone opens it; `admit` gives a portal identifier to someone who has an account.
    """

    name = "account"
    model = User
    states = State

    open = Act(
        label="Créer mon compte",
        sources=None,
        target=State.CREATED,
        permission="accounts.open",
        body=acts.open_,
    )
    activate = Act(
        label="Activer mon compte",
        sources=(State.CREATED,),
        target=State.ACTIVE,
        permission="accounts.activate",
        body=acts.activate,
    )
    reopen = Act(
        label="Créer de nouveau mon compte", sources=(State.CREATED,), permission="accounts.open", body=acts.reopen
    )
    claim = Act(label="Prévenir le titulaire de l’adresse", permission="accounts.open", body=acts.claim)
    resend = Act(label="Renvoyer le lien", sources=(State.CREATED,), permission="accounts.open", body=acts.resend)
    name_manager = Act(
        label="Ouvrir l’accès du responsable désigné",
        sources=None,
        target=State.ACTIVE,
        permission="accounts.admit",
        body=admitting.name,
    )
    admit = Act(
        label="Donner l’identifiant du portail",
        permission="accounts.admit",
        body=admitting.admit,
        guards=(admitting.may_manage,),
    )
