"""A membership application in each state, each built from the one before, through acts alone."""

from uuid import UUID

from kairos.foundation import engine
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.memberships import applications, jobs
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import MembershipApplication
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations import queries as files
from kairos.identity.organisations.lifecycle import ProviderFile
from kairos.identity.organisations.models import Organisation
from tests.support.people import Someone

FILE = {
    "organisation-email": "ecrire@ateliers.example",
    "director-civility": "mme",
    "director-first_name": "Solène",
    "director-last_name": "Le Goff",
    "director-title": "Directrice",
    "director-email": "s.legoff@ateliers.example",
    "account_manager-civility": "mme",
    "account_manager-first_name": "Inès",
    "account_manager-last_name": "Marchetti",
    "account_manager-title": "Responsable administrative",
    "account_manager-email": "i.marchetti@ateliers.example",
    "account_manager-phone": "+33199004510",
}


def edit_file(provider: Someone, **changes: str) -> None:
    """Fields named as in the file, `_` doubled between section and column: `director__email="…"`."""
    typed = {name.replace("__", "-"): value for name, value in changes.items()}
    with scope(provider.actor):
        organisation = Organisation.objects.get(pk=provider.organisation)
        seen = files.content(organisation)
        engine.run(ProviderFile.edit, organisation, provider.actor, changes=typed, seen=seen)


def complete_file(provider: Someone) -> None:
    with scope(provider.actor):
        organisation = Organisation.objects.get(pk=provider.organisation)
        seen = files.content(organisation)
        engine.run(ProviderFile.edit, organisation, provider.actor, changes=FILE, seen=seen)


def saved(provider: Someone) -> MembershipApplication:
    """DRAFT, the file complete."""
    complete_file(provider)
    with scope(provider.actor):
        return applications.save(new_id(), provider.actor)


def submit(application: MembershipApplication, provider: Someone, token: UUID | None = None) -> MembershipApplication:
    with scope(provider.actor):
        terms = publishing.current().version
        applications.submit(application, provider.actor, terms=terms, token=token or new_id(), accepted=True)
    return fresh(application, provider)


def submitted(provider: Someone) -> MembershipApplication:
    """SUBMITTED, checked."""
    application = submit(saved(provider), provider)
    jobs.check(key=str(application.pk), version=application.version)
    return fresh(application, provider)


def in_review(provider: Someone, officer: Someone) -> MembershipApplication:
    return do(Application.take, submitted(provider), officer)


def awaiting(provider: Someone, officer: Someone) -> MembershipApplication:
    """COMPLEMENT."""
    return do(Application.ask_complement, in_review(provider, officer), officer, reason="Quel est le siège ?")


def refused(provider: Someone, officer: Someone) -> MembershipApplication:
    return do(Application.refuse, in_review(provider, officer), officer, motive="", reason="Établissement fermé.")


def accepted(provider: Someone, officer: Someone) -> MembershipApplication:
    return do(Application.accept, in_review(provider, officer), officer, reason="Pièces vues au guichet.")


def do(act: engine.Act, application: MembershipApplication, who: Someone, **details) -> MembershipApplication:
    with scope(who.actor):
        engine.run(act, application, who.actor, **details)
    return fresh(application, who)


def fresh(application: MembershipApplication, who: Someone) -> MembershipApplication:
    with scope(who.actor):
        return MembershipApplication.objects.get(pk=application.pk)
