"""Who answers for whoever read too many people, and how both are called."""

from uuid import UUID

from kairos.identity.accounts import people
from kairos.identity.habilitations import queries as habilitations
from kairos.identity.organisations.models import Organisation
from kairos.people.access.models import ReadingStop
from kairos.people.agencies import queries as agencies
from kairos.people.agencies.models import Agency


def responsible_for(row: ReadingStop) -> list[UUID]:
    """Account managers of an organisation, heads of an agency; nobody for the operator's own agents."""
    heads = agencies.managers_of(row.place_id).values_list("user_id", flat=True)
    return list(heads) or habilitations.managers_of(row.place_id)


def described(row: ReadingStop) -> tuple[str, str, str]:
    """(the place, who, the address of the page where it is lifted)."""
    agency = Agency.objects.filter(pk=row.place_id).values_list("name", flat=True).first()
    place = agency or Organisation.objects.filter(pk=row.place_id).values_list("name", flat=True).first() or "Opérateur"
    who = people.names_of([row.holder_id]).get(row.holder_id) or "tous ses comptes"
    return place, who, "/conseiller/lectures/" if agency else "/organisme/candidats/arrets/"
