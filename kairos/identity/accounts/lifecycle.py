"""The lifecycle of an account."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.identity.accounts import (
    acts,
    admitting,
    email_acts,
    factor_acts,
    guards,
    identity_acts,
    invited,
    lock_acts,
    password_acts,
    staff_acts,
)
from kairos.identity.accounts.models import OneUseToken, User

State, Kind = User.State, OneUseToken.Kind
OPEN = (State.ACTIVE, State.LOCKED)


class Account(Lifecycle):
    """One natural person. CREATED until the link of the mail is followed (`activate`), then ACTIVE.

    `open` writes to the mailbox; `resend` sends a fresh link; `reopen` is a second opening with an address not proved
    yet, `claim` one with an address that is. `name_manager` opens an account for whom an acceptance names: the posted
    secret alone opens it; `admit` gives a portal identifier to someone who has an account, `take_over` to whom nobody
    activated. `invite` opens one for whom an organisation invites: the link of the invitation chooses the password
    (`activate_invited`), then enters the portal (`enter_invited`) or declines; `open_followed` opens that of a job
    seeker, known to their agency. `open_staff` comes from the command line
    alone; its link leads to `enter_staff`, or the operator's identity provider to `link_identity`.
    Others are linked to an identity of theirs by an e-mail that both verified (`link_by_email`), or by what their
    agency knows of them (`link_known`), and take it back (`unlink_identity`).

    Ten failures `lock` an ACTIVE account; the link of a mail, the operator or a new password by mail unlock it. A
    supervisor may `stop` an account at once: no sign-in, every session over, until `restore`. `close` is the end.
    The others change how one proves who one is: by oneself (`change_…`, `add_…`, `remove_…`), by a link
    (`reset_password`, `confirm_email`, `disown_email`), at the first sign-in with the posted secret
    (`choose_password`, `enrol_totp`, `enter_portal`), or by the operator who proved the identity again
    (`reset_factors`). After an incident the operator, or an organisation
    of the person (see `affiliation.require_password`), may `require_password_change`: the next page of that person is
    the one where it is changed.
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
        guards=(guards.is_no_agent,),
    )
    reopen = Act(
        label="Créer de nouveau mon compte",
        sources=(State.CREATED,),
        permission="accounts.open",
        body=acts.reopen,
        guards=(guards.is_no_agent,),
    )
    claim = Act(label="Prévenir le titulaire de l’adresse", permission="accounts.open", body=acts.claim)
    resend = Act(
        label="Renvoyer le lien",
        sources=(State.CREATED,),
        permission="accounts.open",
        body=acts.resend,
        guards=(guards.is_no_agent,),
    )
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
    take_over = Act(
        label="Donner l’identifiant du portail d’un compte jamais activé",
        sources=(State.CREATED,),
        target=State.ACTIVE,
        permission="accounts.admit",
        body=admitting.take_over,
        guards=(admitting.may_manage,),
    )
    invite = Act(
        label="Ouvrir le compte d’une personne invitée",
        sources=None,
        target=State.CREATED,
        permission="accounts.invite",
        body=invited.open_,
    )
    activate_invited = Act(
        label="Ouvrir mon compte par l’invitation",
        sources=(State.CREATED,),
        target=State.ACTIVE,
        permission="accounts.follow_link",
        body=invited.activate,
        guards=(guards.is_no_agent, guards.link_opens(Kind.INVITATION), guards.password_is_good),
    )
    open_followed = Act(
        label="Ouvrir mon espace par le lien de mon agence",
        sources=(State.CREATED,),
        target=State.ACTIVE,
        permission="accounts.follow_link",
        body=invited.open_followed,
        guards=(guards.is_no_agent, guards.link_opens(Kind.INVITATION), guards.password_is_good),
    )
    enter_invited = Act(
        label="Entrer dans le portail par l’invitation",
        sources=(State.ACTIVE,),
        permission="accounts.own",
        body=invited.enter,
        guards=(invited.is_invitable, guards.link_opens(Kind.INVITATION)),
    )
    decline_invitation = Act(
        label="Décliner l’invitation",
        sources=(State.CREATED, *OPEN),
        permission="accounts.follow_link",
        body=invited.decline,
        guards=(guards.link_opens(Kind.INVITATION),),
    )
    open_staff = Act(
        label="Ouvrir un compte d’agent",
        sources=None,
        target=State.CREATED,
        permission="accounts.staff",
        body=staff_acts.open_,
    )
    reopen_staff = Act(
        label="Refaire l’ouverture d’un compte d’agent",
        sources=(State.CREATED, *OPEN),
        target=State.CREATED,
        permission="accounts.staff",
        body=staff_acts.reopen,
    )
    enter_staff = Act(
        label="Ouvrir mon compte d’agent",
        sources=(State.CREATED,),
        target=State.ACTIVE,
        permission="accounts.follow_link",
        body=staff_acts.enter,
        guards=(guards.link_opens(Kind.OPERATOR), guards.password_is_good),
    )
    link_identity = Act(
        label="Rattacher mon identité d’agent",
        sources=(State.CREATED, State.ACTIVE),
        target=State.ACTIVE,
        permission="accounts.link",
        body=identity_acts.link,
        guards=(guards.identity_is_the_agents,),
    )
    link_by_email = Act(
        label="Rattacher une identité vérifiée par courriel",
        sources=(State.ACTIVE,),
        permission="accounts.link",
        body=identity_acts.link_person,
        guards=(guards.identity_is_new, guards.email_is_the_accounts),
    )
    link_known = Act(
        label="Rattacher l’identité d’une personne que son agence connaît",
        sources=(State.ACTIVE,),
        permission="accounts.link",
        body=identity_acts.link_person,
        guards=(guards.identity_is_new,),
    )
    unlink_identity = Act(
        label="Retirer un service d’identité",
        sources=OPEN,
        permission="accounts.own",
        body=identity_acts.unlink,
        guards=(guards.is_no_agent, guards.identity_is_own, guards.password_stays),
    )

    change_password = Act(
        label="Changer mon mot de passe",
        sources=OPEN,
        permission="accounts.own",
        body=password_acts.change,
        guards=(guards.password_is_good, guards.password_is_another),
    )
    require_password_change = Act(
        label="Demander un nouveau mot de passe",
        sources=OPEN,
        permission="accounts.assist",
        body=password_acts.require,
        guards=(guards.has_a_reason, guards.has_a_password),
        records=("reason",),
    )
    send_password_link = Act(
        label="Envoyer un lien pour un nouveau mot de passe",
        sources=OPEN,
        permission="accounts.write",
        body=password_acts.send_link,
    )
    reset_password = Act(
        label="Choisir un nouveau mot de passe",
        sources=OPEN,
        target=State.ACTIVE,
        permission="accounts.follow_link",
        body=password_acts.reset,
        guards=(guards.link_opens(Kind.PASSWORD), guards.password_is_good),
    )
    send_identifiers = Act(
        label="Rappeler les identifiants",
        sources=OPEN,
        permission="accounts.write",
        body=password_acts.send_identifiers,
    )
    choose_password = Act(
        label="Choisir mon mot de passe",
        sources=(State.ACTIVE,),
        permission="accounts.begin",
        body=password_acts.choose_first,
        guards=(guards.letter_opens, guards.password_is_good, guards.password_is_not_the_posted_one),
    )
    enter_portal = Act(
        label="Entrer dans le portail",
        sources=(State.ACTIVE,),
        permission="accounts.own",
        body=factor_acts.enter_portal,
        guards=(guards.factor_is_proved, guards.letter_leads_in),
    )

    enrol_totp = Act(
        label="Confirmer mon application de codes",
        sources=OPEN,
        permission="accounts.begin",
        body=factor_acts.enrol_totp,
        guards=(guards.may_enrol, guards.code_is_right),
    )
    remove_totp = Act(
        label="Retirer mon application de codes",
        sources=OPEN,
        permission="accounts.own",
        body=factor_acts.remove_totp,
        guards=(guards.another_factor_stays,),
    )
    add_key = Act(
        label="Ajouter une clé de sécurité",
        sources=OPEN,
        permission="accounts.own",
        body=factor_acts.add_key,
        guards=(guards.key_is_free,),
        records=("label",),
    )
    rename_key = Act(
        label="Renommer une clé de sécurité",
        sources=OPEN,
        permission="accounts.own",
        body=factor_acts.rename_key,
        guards=(guards.key_is_own,),
        records=("label",),
    )
    remove_key = Act(
        label="Retirer une clé de sécurité",
        sources=OPEN,
        permission="accounts.own",
        body=factor_acts.remove_key,
        guards=(guards.key_is_own, guards.another_factor_stays),
    )
    new_recovery_codes = Act(
        label="Faire dix nouveaux codes de secours",
        sources=OPEN,
        permission="accounts.own",
        body=factor_acts.new_recovery_codes,
        guards=(guards.factor_is_proved,),
    )
    reset_factors = Act(
        label="Effacer les seconds facteurs et refaire le courrier",
        sources=OPEN,
        target=State.ACTIVE,
        permission="accounts.assist",
        body=factor_acts.reset,
        guards=(guards.is_no_agent, guards.identity_is_proved),
        records=("who", "how"),
    )

    change_email = Act(
        label="Changer mon adresse",
        sources=OPEN,
        permission="accounts.own",
        body=email_acts.change,
        guards=(guards.address_is_another,),
        records=("email",),
    )
    confirm_email = Act(
        label="Confirmer ma nouvelle adresse",
        sources=OPEN,
        permission="accounts.follow_link",
        body=email_acts.confirm,
        guards=(guards.link_opens(Kind.EMAIL),),
    )
    disown_email = Act(
        label="Ce n’était pas moi",
        sources=OPEN,
        permission="accounts.follow_link",
        body=email_acts.disown,
        guards=(guards.link_opens(Kind.DISOWN),),
    )

    lock = Act(
        label="Verrouiller le compte",
        sources=(State.ACTIVE,),
        target=State.LOCKED,
        permission="accounts.lock",
        body=lock_acts.lock,
        records=("failures", "network"),
    )
    send_unlock_link = Act(
        label="Envoyer un lien de déverrouillage",
        sources=(State.LOCKED,),
        permission="accounts.write",
        body=lock_acts.send_unlock_link,
    )
    unlock_by_link = Act(
        label="Déverrouiller mon compte",
        sources=(State.LOCKED,),
        target=State.ACTIVE,
        permission="accounts.follow_link",
        body=lock_acts.unlock_by_link,
        guards=(guards.link_opens(Kind.UNLOCK),),
    )
    unlock = Act(
        label="Déverrouiller le compte",
        sources=(State.LOCKED,),
        target=State.ACTIVE,
        permission="accounts.assist",
        body=lock_acts.unlock,
        guards=(guards.has_a_reason,),
        records=("reason",),
    )
    stop = Act(
        label="Arrêter le compte",
        sources=OPEN,
        target=State.STOPPED,
        permission="accounts.stop",
        body=lock_acts.stop,
        guards=(guards.has_a_reason, guards.is_another),
        records=("reason",),
    )
    restore = Act(
        label="Rétablir le compte",
        sources=(State.STOPPED,),
        target=State.ACTIVE,
        permission="accounts.stop",
        body=lock_acts.restore,
        guards=(guards.has_a_reason,),
        records=("reason",),
    )
    close = Act(
        label="Fermer le compte",
        sources=(State.CREATED, *OPEN, State.STOPPED),
        target=State.CLOSED,
        permission="accounts.close",
        body=lock_acts.close,
        guards=(guards.has_a_reason,),
        records=("reason",),
    )
