"""Invented rows of one large member: its account manager, two hundred people, their rights, its journal."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kairos.foundation.clock import PARIS
from kairos.foundation.text import sort_key
from kairos.identity.accounts.models import User
from kairos.identity.habilitations.catalogue import PROFILES, in_order
from kairos.identity.habilitations.models import AccessGrant, Affiliation, RightUse, Team
from kairos.identity.organisations.models import Establishment, Organisation

MANAGER = "d.roux@grand-groupe.example"
NAME, SIRET = "Grand Groupe de Formation", "99999999900015"
FIRST_NAMES = ("Élise", "Mehdi", "Anne-Laure", "Kévin", "Zoé", "Baptiste", "Fatou", "Étienne", "Inès", "Loïc")
LAST_NAMES = ("Abel", "Ferrand", "Nguyen", "Le Bihan", "Ozanne", "Traoré", "Zimmer", "D’Almeida")

ENTRIES = f"""
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects,
                           fields, request_id, detail_hash)
SELECT gen_random_uuid(), pg_current_xact_id()::text::bigint, kairos_journal_era(), now() - make_interval(mins => n),
       said.kind, ARRAY[said.name], team.people[1 + n %% 40], 'provider', team.id, said.type,
       CASE said.many WHEN 0 THEN '{{}}' WHEN 1 THEN ARRAY[team.places[1 + n %% 200]]
                      ELSE team.places[1 + n %% 170:25 + n %% 170] END,
       said.fields, 'volume', ''
FROM generate_series(%s::int, %s::int) AS n
JOIN (VALUES (0, 'reading', 'affiliations.read', 'habilitations.affiliation', 25, '{{}}'::text[]),
             (1, 'act', 'affiliation.set_rights', 'habilitations.affiliation', 1, '{{access_grant.state}}'),
             (2, 'reading', 'habilitations.person', 'habilitations.affiliation', 1, '{{}}'),
             (3, 'event', 'session.opened', '', 0, '{{}}')) AS said(rank, kind, name, type, many, fields)
  ON said.rank = n %% 4
CROSS JOIN (SELECT organisation_id AS id, array_agg(id ORDER BY id) AS places, array_agg(user_id ORDER BY id) AS people
            FROM affiliation WHERE organisation_id = (SELECT id FROM organisation WHERE name = '{NAME}')
            GROUP BY organisation_id) AS team
"""
"""What two hundred people did and read, some of them in one list in eight."""


@dataclass(frozen=True, slots=True)
class Member:
    """Lists by table, in the order they are written."""

    organisation: Organisation
    users: list[User]
    establishment: Establishment
    team: Team
    places: list[Affiliation]
    grants: list[AccessGrant]
    uses: list[RightUse]

    def tables(self) -> tuple[list, ...]:
        one = [self.organisation], self.users, [self.establishment], [self.team]
        return *one, self.places, self.grants, self.uses


def member(people: int, now: datetime) -> Member:
    """A member since a year; its first person manages its accounts, the others have a profile each."""
    since = now - timedelta(days=365)
    organisation = Organisation(
        siren=SIRET[:9], nda="11939999999", name=NAME, sort_key=sort_key(NAME), phone="0199000000",
        email="contact@grand-groupe.example", created_at=since, modified_at=since,
        member_since=since.astimezone(PARIS).date(),
    )  # fmt: skip
    users = [_user(rank, since) for rank in range(people)]
    places = [_place(rank, user, organisation, since) for rank, user in enumerate(users)]
    grants = [grant for rank, place in enumerate(places) for grant in _grants(rank, place, since)]
    uses = [_use(rank, place, now) for rank, place in enumerate(places)]
    main = Establishment(organisation=organisation, siret=SIRET, name=NAME, address="1 rue du Volume", postcode="69003",
                         town="Lyon", main=True)  # fmt: skip
    return Member(organisation, users, main, Team(organisation=organisation), places, grants, uses)


def _user(rank: int, at: datetime) -> User:
    return User(
        email=MANAGER if not rank else f"p{rank}@grand-groupe.example", civility="mme", password="!",
        first_name=FIRST_NAMES[rank % len(FIRST_NAMES)], last_name=f"{LAST_NAMES[rank % len(LAST_NAMES)]} {rank}",
        state=User.State.ACTIVE, created_at=at, activated_at=at, email_verified_at=at, password_set_at=at,
        portal_entered_at=at,
    )  # fmt: skip


def _place(rank: int, user: User, organisation: Organisation, at: datetime) -> Affiliation:
    place = Affiliation(
        user=user, organisation=organisation, title=PROFILES[rank % len(PROFILES)].label, started_at=at, entered_at=at,
        rights=[] if rank else ["accounts.manage"], invited_at=at,
    )  # fmt: skip
    place.call(user.first_name, user.last_name)
    return place


def _grants(rank: int, place: Affiliation, at: datetime) -> list[AccessGrant]:
    rights = in_order(PROFILES[rank % len(PROFILES)].rights)
    return [
        AccessGrant(
            affiliation=place, organisation=place.organisation, right=right, starts_on=at.date(),
            state=AccessGrant.State.LIVE, given_by=place.user_id, given_at=at,
        )
        for right in rights
    ]  # fmt: skip


def _use(rank: int, place: Affiliation, now: datetime) -> RightUse:
    day = now.astimezone(PARIS).date() - timedelta(days=rank % 60)
    return RightUse(affiliation=place, organisation=place.organisation, last_on=day)
