"""The lifecycle of an account."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.accounts import acts
from kairos.identity.accounts.models import User

State = User.State


class Account(Lifecycle):
    """One natural person. CREATED until the link of the mail is followed (`activate`), then ACTIVE.

    `open` writes to the mailbox; `resend` sends a fresh link.
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
    resend = Act(label="Renvoyer le lien", sources=(State.CREATED,), permission="accounts.open", body=acts.resend)
