"""The people of the kill-switch drill and where they are signed in, in a scratch installation: see `kill_switch`.

Imported once Django is ready, in the environment of the installation. Their rows are written as the owner would.
"""

import json
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import RequestFactory

from kairos.foundation import clock
from kairos.foundation.actor import Strength, system
from kairos.foundation.ids import new_id
from kairos.foundation.imports import runs, writing
from kairos.foundation.isolation import scope
from kairos.foundation.text import sort_key
from kairos.identity.accounts import device, sessions
from kairos.identity.accounts.models import User
from kairos.identity.habilitations import later
from kairos.identity.habilitations.models import AccessGrant, Affiliation
from kairos.identity.memberships.takeover.columns import COLUMNS
from kairos.identity.memberships.takeover.kind import KIND
from kairos.identity.organisations.models import Establishment, Organisation
from kairos.operations.drills.visitors import siret

AROUND = 4
"""Sessions of the person; people of each organisation."""
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
RIGHT = "organisation.consult"


def tell() -> None:
    """Make them, and say as JSON what the drill needs to know of them."""
    chief, agent = _person("ada", "supervisor"), _person("basile", "supervisor")
    shut, frozen = _organisation(1), _organisation(2)
    told = {
        "cookie": settings.SESSION_COOKIE_NAME,
        "browser": BROWSER,
        "chief": _sessions([chief])[0],
        "person": {"id": str(agent.pk), "tokens": _sessions([agent] * AROUND)},
        "organisation": {"id": str(shut.pk), "tokens": _sessions(_people(shut, right="accounts.manage"))},
        "right": {"word": RIGHT, "siret": siret(2), "tokens": _sessions(_people(frozen, granted=RIGHT))},
        "file": str(_file(agent)),
    }
    print(json.dumps(told))


def _save(row: Model) -> None:
    row.save(using="owner", force_insert=True)


def _person(name: str, role: str = "") -> User:
    now = clock.now()
    user = User(
        email=f"{name}@epreuve.example",
        first_name=name.capitalize(),
        last_name="Épreuve",
        state=User.State.ACTIVE,
        staff_role=role,
        created_at=now,
        activated_at=now,
        portal_entered_at=now,
    )
    user.set_unusable_password()
    _save(user)
    return user


def _organisation(number: int) -> Organisation:
    now, where, name = clock.now(), siret(number), f"Organisme d’épreuve {number}"
    row = Organisation(
        siren=where[:9],
        nda="11750000001",
        name=name,
        sort_key=sort_key(name),
        created_at=now,
        modified_at=now,
        member_since=clock.today(),
    )
    _save(row)
    place = {"name": name, "address": "1 rue du Test", "postcode": "75011", "town": "Paris"}
    _save(Establishment(organisation=row, siret=where, main=True, **place))
    return row


def _people(organisation: Organisation, *, right: str = "", granted: str = "") -> list[User]:
    """Each holds the right that belongs to no area, or the one granted."""
    people = [_person(f"{organisation.siren}.{number}") for number in range(AROUND)]
    for user in people:
        now, rights = clock.now(), [right] if right else []
        place = Affiliation(user=user, organisation=organisation, rights=rights, started_at=now, entered_at=now)
        _save(place)
        if granted:
            given = {"right": granted, "starts_on": clock.today(), "state": AccessGrant.State.LIVE}
            _save(AccessGrant(affiliation=place, organisation=organisation, given_by=user.pk, given_at=now, **given))
    return people


def _sessions(people: list[User]) -> list[str]:
    where = device.of(RequestFactory().get("/", headers={"user-agent": BROWSER}))
    with scope(system("drill")):
        return [sessions.open_session(user, Strength.SECOND_FACTOR, where) for user in people]


def _file(agent: User) -> UUID:
    """A file of members that this agent sent: what the jobs of the drill read, each from a copy of its row."""
    content = writing.table(COLUMNS, [{column.key: column.example for column in COLUMNS}], raw=True)
    with scope(system("drill")):
        actor = later.actor_of(agent.pk, None)
    with scope(actor):
        return runs.receive(KIND, SimpleUploadedFile("adherents.csv", content), actor, new_id(), {}).pk
