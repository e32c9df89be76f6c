"""An acceptance, as the operator does it: what the letters and the portal stand on."""

from dataclasses import dataclass

from kairos.foundation import clock, engine
from kairos.foundation.actor import system
from kairos.foundation.ids import new_id
from kairos.foundation.isolation import scope
from kairos.identity.accounts.models import User
from kairos.identity.memberships.lifecycle import Application
from kairos.identity.memberships.models import AccessLetter, Membership, MembershipApplication, TermsVersion
from kairos.identity.memberships.terms import publishing
from kairos.identity.organisations.models import Establishment, Organisation, Person
from kairos.identity.registers.models import RegisteredEstablishment, RegisterImport
from tests.support.people import People, Someone

RGC = {
    "civility": "mme",
    "first_name": "Inès",
    "last_name": "Marchetti",
    "title": "Responsable administrative",
    "email": "ines.marchetti@ateliers.example",
    "phone": "+33199000000",
}


@dataclass(frozen=True, slots=True)
class Accepted:
    """letters: (identifier, password), as the acceptance left them."""

    membership: Membership
    letters: tuple[AccessLetter, AccessLetter]

    @property
    def identifier(self) -> AccessLetter:
        return self.letters[0]

    @property
    def password(self) -> AccessLetter:
        return self.letters[1]

    @property
    def user(self) -> User:
        return self.letters[0].user


def register(siret: str, postcode: str = "93500", town: str = "PANTIN", **more) -> None:
    """The register knows this establishment."""
    RegisterImport.objects.using("owner").create(
        kind="establishments", sha256="", rows=1, refused=0, added=1, changed=0, imported_at=clock.now()
    )
    known = {"name": "", "street": "12 QUAI DE L’OURCQ", "complement": "", "head_office": True, "active": True}
    RegisteredEstablishment.objects.using("owner").create(
        siret=siret, siren=siret[:9], postcode=postcode, town=town, **known | more
    )


def in_review(
    people: People, organisation: Organisation, owner: Someone, rgc: dict | None = None
) -> MembershipApplication:
    """A request that the operator only has to accept; its RGC is `rgc`, or somebody without an account."""
    named = RGC | (rgc or {})
    persons = Person.objects.using("owner")
    persons.update_or_create(organisation_id=organisation.pk, role="account_manager", defaults=named)
    with scope(system("tests")):
        if not TermsVersion.objects.exists():
            publishing.publish()
        terms = publishing.current()
    main = Establishment.objects.using("owner").get(organisation_id=organisation.pk, main=True)
    now = clock.now()
    application = MembershipApplication(
        id=new_id(), number=f"AD-TEST-{organisation.siren[-5:]}", organisation_id=organisation.pk,
        state="in_review", version=1, name=organisation.name, sort_key=organisation.sort_key,
        siret=main.siret, postcode=main.postcode,
        town=main.town, created_at=now, created_by_id=owner.user.pk, modified_at=now, submitted_at=now, due_at=now,
        due_rule="test", officer_id=people.instructor.user.pk, terms_id=terms.pk, terms_accepted_at=now,
        terms_accepted_by_id=owner.user.pk, checks_ok=1,
    )  # fmt: skip
    application.save(using="owner", force_insert=True)
    return application


def accept(people: People, application: MembershipApplication) -> Accepted:
    actor = people.instructor.actor
    with scope(actor):
        engine.run(Application.accept, application.pk, actor)
        membership = Membership.objects.select_related("organisation").get(application=application.pk)
        letters = AccessLetter.objects.select_related("user", "organisation", "membership")
        return Accepted(membership, tuple(letters.filter(membership=membership).order_by("kind")))


def accepted(people: People, *, known: bool = True, rgc: dict | None = None, owner: Someone | None = None) -> Accepted:
    """An organisation is accepted (A, or the one of `owner`); the register knows it, unless `known` is False."""
    owner = owner or people.owner_a
    organisation = Organisation.objects.using("owner").get(pk=owner.organisation)
    if known:
        main = Establishment.objects.using("owner").get(organisation_id=organisation.pk, main=True)
        register(main.siret)
    return accept(people, in_review(people, organisation, owner, rgc))
