"""The lifecycles of an agency and of the people who work there."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.people.agencies import acts, guards
from kairos.people.agencies.models import Adviser, Agency

State = Adviser.State


class AgencyFile(Lifecycle):
    """Opened by the operator, on its screen or by `kairos agency create`; changed by the operator alone."""

    name = "agency"
    model = Agency

    open = Act(
        label="Ouvrir l’agence",
        sources=None,
        permission="agencies.open",
        body=acts.open_,
        guards=(guards.is_named,),
    )
    change = Act(
        label="Modifier l’agence",
        permission="agencies.open",
        body=acts.change,
        guards=(guards.is_named,),
        records=("name", "town"),
    )


class AgencyMember(Lifecycle):
    """INVITED by the operator (the manager of an agency) or by a manager; ACTIVE once they accept by the link, with a
    second factor; LEFT when they decline, are invited no more, or leave: whoever follows job seekers hands them to
    colleagues first. There is always a manager."""

    name = "adviser"
    model = Adviser
    states = State

    invite = Act(
        label="Inviter",
        sources=None,
        target=State.INVITED,
        permission="agencies.invite",
        body=acts.invite,
        guards=(guards.is_named, guards.has_a_title, guards.has_rights, guards.account_may_be_invited),
        records=("title", "rights"),
    )
    invite_again = Act(
        label="Envoyer un nouveau lien",
        sources=(State.INVITED,),
        permission="agencies.invite",
        body=acts.invite_again,
    )
    accept = Act(
        label="Rejoindre l’agence",
        sources=(State.INVITED,),
        target=State.ACTIVE,
        permission="agencies.join",
        body=acts.accept,
    )
    decline = Act(
        label="Décliner l’invitation",
        sources=(State.INVITED,),
        target=State.LEFT,
        permission="agencies.answer",
        body=acts.decline,
    )
    cancel = Act(
        label="Annuler l’invitation",
        sources=(State.INVITED,),
        target=State.LEFT,
        permission="agencies.invite",
        body=acts.cancel,
    )
    set_rights = Act(
        label="Changer ce que la personne peut faire",
        sources=(State.INVITED, State.ACTIVE),
        permission="agencies.manage",
        body=acts.set_rights,
        guards=(guards.has_rights, guards.a_manager_stays, guards.portfolio_is_empty_or_followed),
        records=("rights",),
    )
    leave = Act(
        label="Constater le départ",
        sources=(State.ACTIVE,),
        target=State.LEFT,
        permission="agencies.manage",
        body=acts.leave,
        guards=(guards.has_a_reason, guards.a_manager_stays, guards.portfolio_is_handed_on),
        records=("reason",),
    )
