"""The lifecycles of a person in an organisation, of one right, and of the team."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.habilitations import acts, guards, inviting_acts, manager_acts, password_acts, returning
from kairos.identity.habilitations.models import AccessGrant, Affiliation, Team

Place, Granted = Affiliation.State, AccessGrant.State
HERE = (Place.INVITED, Place.ACTIVE, Place.SUSPENDED)


class TeamMember(Lifecycle):
    """A person in an organisation: INVITED, then ACTIVE; SUSPENDED and back; ENDED for good, the trace stays.

    Who opens a file, and whom an acceptance names, is ACTIVE from the start (see `subscriptions`); others are invited
    and `accept` themselves, with their own password and second factor, or `decline`. An invitation is sent again
    (`invite_again`) or given up (`cancel`). Whoever lost the second factor is invited anew (`rejoin`); whom the
    operator's file brings (`bring`) waits for an invitation.
    `set_rights` says all that the person holds in the areas, with dates and places: what is the same stays. What an
    account manager gives himself waits for a second person. The last account manager is neither suspended nor removed.

    An account manager names another (`ask_to_manage`), who accepts (`manage`) or not (`decline_to_manage`); asked in
    place of who names, the role passes in that one act (`hand_over`). `withdraw_manager` takes it from one of several.

    After an incident `require_password` asks of the person a new password, the one that serves everywhere.
    """

    name = "affiliation"
    model = Affiliation
    states = Place

    invite = Act(
        label="Inviter une personne",
        sources=None,
        target=Place.INVITED,
        permission="habilitations.give",
        body=inviting_acts.invite,
        guards=(guards.may_be_invited, guards.has_a_title),
        records=("title",),
    )
    bring = Act(
        label="Reprendre une personne d’avant Kairos",
        sources=None,
        target=Place.INVITED,
        permission="memberships.take_over",
        body=inviting_acts.bring,
        guards=(guards.may_be_invited, guards.has_a_title),
        records=("title",),
    )
    invite_again = Act(
        label="Inviter de nouveau",
        sources=(Place.INVITED,),
        permission="habilitations.give",
        body=inviting_acts.invite_again,
        guards=(guards.may_be_invited, guards.not_just_invited),
    )
    rejoin = Act(
        label="Attendre une nouvelle invitation, second facteur perdu",
        sources=(Place.ACTIVE, Place.SUSPENDED),
        target=Place.INVITED,
        permission="habilitations.watch",
        body=returning.rejoin,
    )
    accept = Act(
        label="Rejoindre l’organisme",
        sources=(Place.INVITED,),
        target=Place.ACTIVE,
        permission="habilitations.join",
        body=inviting_acts.accept,
        guards=(guards.link_is_of_this_place,),
    )
    decline = Act(
        label="Décliner l’invitation",
        sources=(Place.INVITED,),
        target=Place.ENDED,
        permission="habilitations.answer",
        body=inviting_acts.decline,
        guards=(guards.link_is_of_this_place,),
    )
    cancel = Act(
        label="Annuler l’invitation",
        sources=(Place.INVITED,),
        target=Place.ENDED,
        permission="habilitations.give",
        body=inviting_acts.cancel,
    )
    describe = Act(
        label="Enregistrer son nom et sa fonction",
        sources=HERE,
        permission="habilitations.give",
        body=acts.describe,
        guards=(guards.unchanged, guards.has_a_title),
        records=("title",),
    )
    set_rights = Act(
        label="Enregistrer ses droits",
        sources=HERE,
        permission="habilitations.give",
        body=acts.set_rights,
        guards=(
            guards.unchanged,
            guards.rights_are_known,
            guards.dates_are_in_order,
            guards.places_are_ours,
        ),
    )
    suspend = Act(
        label="Suspendre son accès",
        sources=(Place.ACTIVE,),
        target=Place.SUSPENDED,
        permission="habilitations.suspend",
        body=acts.suspend,
        guards=(guards.has_a_reason, guards.not_oneself, guards.not_the_last_manager),
        records=("reason",),
    )
    prevent = Act(
        label="Suspendre un RGC empêché",
        sources=(Place.ACTIVE,),
        target=Place.SUSPENDED,
        permission="habilitations.prevent",
        body=acts.suspend,
        guards=(guards.has_a_reason,),
    )
    resume = Act(
        label="Rétablir son accès",
        sources=(Place.SUSPENDED,),
        target=Place.ACTIVE,
        permission="habilitations.suspend",
        body=acts.resume,
        guards=(guards.not_oneself,),
    )
    warn_idle = Act(
        label="Prévenir d’une suspension pour inactivité",
        sources=(Place.ACTIVE,),
        permission="habilitations.watch",
        body=acts.warn_idle,
    )
    suspend_idle = Act(
        label="Suspendre un accès inactif",
        sources=(Place.ACTIVE,),
        target=Place.SUSPENDED,
        permission="habilitations.watch",
        body=acts.suspend,
        guards=(guards.not_the_last_manager,),
        records=("reason",),
    )
    require_password = Act(
        label="Demander un nouveau mot de passe",
        sources=(Place.ACTIVE,),
        permission="habilitations.give",
        body=password_acts.require,
        guards=(guards.has_a_reason, guards.not_asked_already),
        records=("reason",),
    )
    warn_password = Act(
        label="Prévenir d’un mot de passe bientôt à changer",
        sources=(Place.ACTIVE,),
        permission="habilitations.watch",
        body=password_acts.warn,
    )
    remove = Act(
        label="Retirer de l’organisme",
        sources=(Place.ACTIVE, Place.SUSPENDED),
        target=Place.ENDED,
        permission="habilitations.suspend",
        body=acts.remove,
        guards=(guards.has_a_reason, guards.not_oneself, guards.not_the_last_manager),
        records=("reason",),
    )
    ask_to_manage = Act(
        label="Proposer d’être RGC",
        sources=(Place.ACTIVE,),
        permission="habilitations.give",
        body=manager_acts.ask,
        guards=(guards.can_become_manager, guards.way_is_known),
        records=("way",),
    )
    unask_to_manage = Act(
        label="Annuler cette proposition",
        sources=(Place.ACTIVE,),
        permission="habilitations.give",
        body=manager_acts.take_back,
        guards=(guards.is_asked,),
    )
    manage = Act(
        label="Accepter d’être RGC",
        sources=(Place.ACTIVE,),
        permission="habilitations.join",
        body=manager_acts.accept,
        guards=(guards.is_asked, guards.asker_still_manages),
    )
    decline_to_manage = Act(
        label="Refuser d’être RGC",
        sources=(Place.ACTIVE,),
        permission="habilitations.answer",
        body=manager_acts.decline,
        guards=(guards.is_asked,),
    )
    hand_over = Act(
        label="Transmettre la gestion des comptes",
        sources=(Place.ACTIVE,),
        permission="habilitations.give",
        body=manager_acts.hand_over,
        guards=(guards.is_a_manager, guards.not_the_last_manager),
    )
    withdraw_manager = Act(
        label="Retirer le rôle de RGC",
        sources=(Place.ACTIVE,),
        permission="habilitations.give",
        body=manager_acts.withdraw,
        guards=(guards.has_a_reason, guards.is_a_manager, guards.not_the_last_manager),
        records=("reason",),
    )


class Grant(Lifecycle):
    """One right of one person. Given by another it is LIVE at once; proposed for oneself it waits (PROPOSED) until a
    second person agrees (LIVE) or refuses (REFUSED), or its author withdraws it. It ends (ENDED) when it is withdrawn,
    when its last day is over, when the person leaves."""

    name = "access_grant"
    model = AccessGrant
    states = Granted

    give = Act(
        label="Accorder ce droit",
        sources=None,
        target=Granted.LIVE,
        permission="habilitations.give",
        body=acts.given,
    )
    propose = Act(
        label="Demander ce droit pour soi",
        sources=None,
        target=Granted.PROPOSED,
        permission="habilitations.give",
        body=acts.given,
    )
    agree = Act(
        label="Approuver ce droit",
        sources=(Granted.PROPOSED,),
        target=Granted.LIVE,
        permission="habilitations.agree",
        body=acts.agree,
        guards=(guards.by_another,),
    )
    refuse = Act(
        label="Refuser ce droit",
        sources=(Granted.PROPOSED,),
        target=Granted.REFUSED,
        permission="habilitations.agree",
        body=acts.refuse,
        guards=(guards.by_another, guards.has_a_reason),
        records=("reason",),
    )
    take_back = Act(
        label="Retirer ma demande",
        sources=(Granted.PROPOSED,),
        target=Granted.ENDED,
        permission="habilitations.give",
        body=acts.end,
        guards=(guards.by_its_author,),
    )
    end = Act(
        label="Retirer ce droit",
        sources=(Granted.PROPOSED, Granted.LIVE),
        target=Granted.ENDED,
        permission="habilitations.end",
        body=acts.end,
        records=("reason",),
    )


class TeamPolicy(Lifecycle):
    """What holds for all the people of an organisation. It has no states of its own."""

    name = "team"
    model = Team

    open = Act(
        label="Ouvrir l’équipe",
        sources=None,
        permission="organisations.open_file",
        body=acts.open_team,
    )
    allow_alone = Act(
        label="Reconnaître un organisme unipersonnel",
        permission="habilitations.allow_alone",
        body=acts.allow_alone,
        guards=(guards.has_one_person,),
    )
    end_alone = Act(
        label="Mettre fin à l’organisme unipersonnel",
        permission="habilitations.allow_alone",
        body=acts.end_alone,
    )
    set_rights = Act(
        label="Enregistrer les habilitations",
        permission="habilitations.give",
        body=acts.set_many,
        guards=(guards.people_are_here,),
    )
    suspend_many = Act(
        label="Suspendre plusieurs accès",
        permission="habilitations.suspend",
        body=acts.suspend_many,
        guards=(guards.has_a_reason, guards.all_can_be_suspended),
        records=("reason",),
    )
    set_limits = Act(
        label="Enregistrer les limites",
        permission="habilitations.give",
        body=acts.set_limits,
        guards=(guards.limits_are_stricter,),
        records=("idle_minutes", "session_hours", "inactivity_days"),
    )
    require_passwords = Act(
        label="Demander un nouveau mot de passe à tous",
        permission="habilitations.give",
        body=password_acts.require_all,
        guards=(guards.has_a_reason, guards.somebody_has_a_password),
        records=("reason",),
    )
    set_password_days = Act(
        label="Enregistrer la règle des mots de passe",
        permission="habilitations.give",
        body=password_acts.set_days,
        guards=(guards.password_days_are_allowed,),
        records=("password_days",),
    )
