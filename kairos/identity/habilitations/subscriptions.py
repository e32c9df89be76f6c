"""What other packages do that opens or closes a right."""

from django.db.models import QuerySet

from kairos.foundation import events
from kairos.foundation.engine import Run
from kairos.foundation.guards import Refused
from kairos.identity.accounts.events import FactorsReset, FirstSignIn
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import jobs, queries, returning
from kairos.identity.habilitations.lifecycle import TeamMember, TeamPolicy
from kairos.identity.habilitations.models import Affiliation, Team
from kairos.identity.habilitations.queries import MANAGE
from kairos.identity.memberships.events import ManagerNotPrevented, ManagerPrevented
from kairos.identity.memberships.letters.events import ManagerAdmitted, ManagerReplaced
from kairos.identity.organisations.events import FileOpened
from kairos.identity.organisations.permissions import FILL

PREVENTED = "RGC empêché : "
REPLACED = "L’organisme a un autre responsable de gestion des comptes."


def on_file_opened(event: FileOpened, run: Run) -> None:
    """Whoever opens a file fills it; nothing more until the operator accepts. Who holds its SIRET is told."""
    _open(event, FILL, run)
    run.perform(TeamPolicy.open, Team(organisation=event.organisation))
    jobs.tell_holders.defer(organisation=str(event.organisation.pk))


def on_manager_admitted(event: ManagerAdmitted, run: Run) -> None:
    """The right of the account manager, beside those the person has there already. It counts from the first sign-in."""
    mine = _live(event.user).filter(organisation=event.organisation).first()
    _alone_or_not(event, run)
    if mine is None:
        _open(event, MANAGE, run)
    elif MANAGE not in mine.rights:
        mine.rights = [*mine.rights, MANAGE]
        mine.save(update_fields=["rights"])


def _open(event: FileOpened | ManagerAdmitted, right: str, run: Run) -> None:
    row = Affiliation(user=event.user, organisation=event.organisation, rights=[right], title=event.title)
    row.call(event.user.first_name, event.user.last_name)
    row.started_at = run.now
    row.save(force_insert=True)


def _alone_or_not(event: ManagerAdmitted, run: Run) -> None:
    """An acceptance that names the one person of the organisation makes it « unipersonnel »; a second one ends it."""
    people = set(queries.members_of(event.organisation)) | {event.user.pk}
    team = Team.objects.filter(pk=event.organisation.pk).first()
    if team is None:
        team = run.perform(TeamPolicy.open, Team(organisation=event.organisation))
    if len(people) == 1 and team.alone_since is None:
        run.perform(TeamPolicy.allow_alone, team)
    elif len(people) > 1 and team.alone_since is not None:
        run.perform(TeamPolicy.end_alone, team)


def on_manager_replaced(event: ManagerReplaced, run: Run) -> None:
    """Whoever keeps another right stays in the organisation."""
    for row in _live(event.user).filter(organisation=event.organisation, rights__contains=[MANAGE]):
        row.rights = [right for right in row.rights if right != MANAGE]
        row.save(update_fields=["rights"])
        if not row.rights and not queries.open_grants(row):
            run.perform(TeamMember.remove, row, reason=REPLACED)


def on_manager_prevented(event: ManagerPrevented, run: Run) -> None:
    """Suspended at once, even the last one: the operator is replacing them."""
    here = Affiliation.objects.filter(user=event.user, organisation=event.organisation, rights__contains=[MANAGE])
    row = here.filter(state=Affiliation.State.ACTIVE).first()
    if row is None:
        raise Refused("Cette personne n’est plus RGC active de l’organisme : relisez la page.")
    run.perform(TeamMember.prevent, row, reason=f"{PREVENTED}{event.why}"[:300])


def on_manager_not_prevented(event: ManagerNotPrevented, run: Run) -> None:
    rows = Affiliation.objects.filter(organisation=event.organisation, state=Affiliation.State.SUSPENDED)
    for row in rows.filter(suspended_why__startswith=PREVENTED).order_by("pk"):
        run.perform(TeamMember.resume, row)


def on_first_sign_in(event: FirstSignIn, run: Run) -> None:
    """From now on the rights count. Raises Refused when they were withdrawn meanwhile."""
    if not _live(event.user).filter(organisation=event.organisation).update(entered_at=run.now):
        raise Refused("Vous n’avez plus d’accès pour cet organisme. Demandez à son responsable.")


def on_factors_reset(event: FactorsReset, run: Run) -> None:
    """The portal is to be entered anew: see `returning`."""
    for row in _live(event.user).filter(entered_at__isnull=False).order_by("pk"):
        returning.after_reset(row, run)


def _live(user: User) -> QuerySet[Affiliation]:
    return Affiliation.objects.filter(user=user, ended_at__isnull=True)


events.subscribe(FileOpened, on_file_opened)
events.subscribe(ManagerAdmitted, on_manager_admitted)
events.subscribe(ManagerReplaced, on_manager_replaced)
events.subscribe(ManagerPrevented, on_manager_prevented)
events.subscribe(ManagerNotPrevented, on_manager_not_prevented)
events.subscribe(FirstSignIn, on_first_sign_in)
events.subscribe(FactorsReset, on_factors_reset)
