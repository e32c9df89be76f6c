"""Account managers (RGC): one names another, who accepts; the role is withdrawn, or handed over in one act."""

from uuid import UUID

from kairos.foundation.engine import Run
from kairos.foundation.engine.lifecycle import act_named
from kairos.foundation.messages import Recipient
from kairos.identity.accounts import people
from kairos.identity.habilitations import queries, team_messages
from kairos.identity.habilitations.leaving import not_asked
from kairos.identity.habilitations.models import Affiliation
from kairos.identity.habilitations.queries import MANAGE

HANDED_OVER = "A transmis la gestion des comptes et quitté l’organisme."


def ask(affiliation: Affiliation, run: Run, *, way: str) -> None:
    """`way`: see `Affiliation.AskedAs`. Nothing changes before they accept."""
    affiliation.manager_asked_as = way
    affiliation.manager_asked_by = run.actor.user
    affiliation.manager_asked_at = run.now
    run.tell(team_messages.manager_asked(affiliation, run.actor.name))


def take_back(affiliation: Affiliation, run: Run) -> None:
    not_asked(affiliation)


def accept(affiliation: Affiliation, run: Run) -> None:
    """Whoever handed the role over loses it in the same act: never are there none."""
    way, asker = affiliation.manager_asked_as, affiliation.manager_asked_by
    not_asked(affiliation)
    affiliation.rights = [*affiliation.rights, MANAGE]
    affiliation.rights_version += 1
    run.write_now()
    if way != Affiliation.AskedAs.BESIDE:
        run.perform(act_named("affiliation.hand_over"), _place(affiliation, asker), leaving=way == "leaving")
    for one in _told(asker):
        run.tell(team_messages.manager_accepted(one, affiliation))


def decline(affiliation: Affiliation, run: Run) -> None:
    for one in _told(affiliation.manager_asked_by):
        run.tell(team_messages.manager_declined(one, affiliation))
    not_asked(affiliation)


def hand_over(affiliation: Affiliation, run: Run, *, leaving: bool) -> None:
    """Of whoever named the next one; with `leaving`, their place ends too."""
    _no_more(affiliation)
    if leaving:
        run.write_now()
        run.perform(act_named("affiliation.remove"), affiliation, reason=HANDED_OVER)


def withdraw(affiliation: Affiliation, run: Run, *, reason: str) -> None:
    _no_more(affiliation)
    if affiliation.user_id != run.actor.user:
        run.tell(team_messages.manager_withdrawn(affiliation, reason))


def _no_more(affiliation: Affiliation) -> None:
    affiliation.rights = [right for right in affiliation.rights if right != MANAGE]
    affiliation.rights_version += 1


def _place(affiliation: Affiliation, user: UUID) -> Affiliation:
    return queries.people_of(affiliation.organisation_id).get(user=user)


def _told(user: UUID) -> list[Recipient]:
    return people.recipients_of([user])
