"""The lifecycle of a job seeker's file."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.people.jobseekers import acts, guards
from kairos.people.jobseekers.models import JobSeeker

State = JobSeeker.State


class JobSeekerFile(Lifecycle):
    """WAITING when their agency brings them, by file (`import_run.take`) or by hand; ACTIVE once they opened their
    space: by the link sent to the e-mail of that file, with their identifier and their birth date. `assign` gives them
    another adviser. LEFT when the agency follows them no more: nobody reads them then, and their space is closed."""

    name = "job_seeker"
    model = JobSeeker
    states = State

    add = Act(
        label="Ajouter une personne",
        sources=None,
        target=State.WAITING,
        permission="jobseekers.load",
        body=acts.add,
        guards=(guards.adviser_follows,),
    )
    assign = Act(
        label="Confier à un conseiller",
        sources=(State.WAITING, State.ACTIVE),
        permission="jobseekers.assign",
        body=acts.assign,
        guards=(guards.adviser_follows,),
    )
    invite = Act(
        label="Envoyer le lien d’activation",
        sources=(State.WAITING,),
        permission="jobseekers.invite",
        body=acts.invite,
    )
    activate = Act(
        label="Ouvrir mon espace",
        sources=(State.WAITING,),
        target=State.ACTIVE,
        permission="jobseekers.activate",
        body=acts.activate,
        guards=(guards.is_who_the_agency_knows,),
    )
    link_identity = Act(
        label="Rattacher mon identité",
        sources=(State.ACTIVE,),
        permission="jobseekers.link",
        body=acts.link_identity,
        guards=(guards.identity_is_theirs,),
    )
    lock_activation = Act(
        label="Arrêter les essais d’activation",
        sources=(State.WAITING,),
        permission="jobseekers.guess",
        body=acts.lock_activation,
    )
    set_phone = Act(
        label="Changer mon téléphone",
        sources=(State.ACTIVE,),
        permission="jobseekers.own",
        body=acts.set_phone,
    )
    leave = Act(
        label="Ne plus suivre",
        sources=(State.WAITING, State.ACTIVE),
        target=State.LEFT,
        permission="jobseekers.assign",
        body=acts.leave,
        guards=(guards.has_a_reason,),
        records=("reason",),
    )
