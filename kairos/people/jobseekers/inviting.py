"""The link of a space, sent to the address that the agency knows."""

from uuid import UUID

from kairos.foundation import engine, permissions
from kairos.foundation.actor import Actor, system
from kairos.foundation.guards import Refused
from kairos.foundation.isolation import scope
from kairos.identity.accounts import admission
from kairos.people.jobseekers.lifecycle import JobSeekerFile
from kairos.people.jobseekers.models import JobSeeker

NO_ADDRESS = "L’agence ne connaît pas l’adresse de courriel de cette personne."


def invite(person: UUID, actor: Actor) -> JobSeeker:
    """The link of their space, to the address in the agency's file, whose account is found or opened. Raises Refused,
    Denied."""
    with scope(system("portfolios", actor.request_id)):
        row = JobSeeker.objects.get(pk=person)
        permissions.require(actor, JobSeekerFile.invite.permission, row)
        if not row.email:
            raise Refused(NO_ADDRESS)
        names = {"first_name": row.first_name, "last_name": row.last_name}
        user = admission.invitee(actor, email=row.email, civility="", **names)
        return engine.run(JobSeekerFile.invite, row, actor, user=user)
