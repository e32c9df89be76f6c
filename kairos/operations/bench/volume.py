"""A national volume of invented rows, written by the owner at once: what pages must stay fast in front of.

Not through the acts, which nobody could wait for: nothing here is looked at, only passed over.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import connections, models, transaction

from kairos.foundation import clock
from kairos.identity.accounts.models import User
from kairos.identity.memberships.models import MembershipApplication, TermsVersion
from kairos.identity.registers.models import RegisteredEstablishment
from kairos.operations.bench import group, meetings, offer, portfolio, rows, team, trained
from kairos.operations.bench.rows import File

State = MembershipApplication.State
_BATCH = 20_000

_READINGS = """
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type, subjects,
                           fields, request_id, detail_hash)
SELECT gen_random_uuid(), pg_current_xact_id()::text::bigint, kairos_journal_era(), now() - make_interval(mins => n),
       'reading', '{operator:application}', officer.id, 'operator', shown.organisation_id,
       'memberships.membershipapplication', ARRAY[shown.id], '{}', 'volume', ''
FROM generate_series(%s::int, %s::int) AS n
JOIN (SELECT id, organisation_id, row_number() OVER (ORDER BY id) - 1 AS rank FROM membership_application) AS shown
  ON shown.rank = n %% (SELECT count(*) FROM membership_application)
CROSS JOIN (SELECT id FROM account WHERE staff_role <> '' LIMIT 1) AS officer
"""
_MESSAGES = """
INSERT INTO outbox_message (id, kind, channel, recipient, address, sealed, state, created_at, sent_at, attempts, error)
SELECT gen_random_uuid(), 'Submitted', CASE WHEN n %% 2 = 0 THEN 'app' ELSE 'email' END, person.id, person.email,
       ''::bytea, 'sent', now() - make_interval(mins => n), now() - make_interval(mins => n), 1, ''
FROM generate_series(%s::int, %s::int) AS n
JOIN (SELECT id, email, row_number() OVER (ORDER BY id) - 1 AS rank FROM account WHERE staff_role = '') AS person
  ON person.rank = n %% (SELECT count(*) FROM account WHERE staff_role = '')
"""


@dataclass(frozen=True, slots=True)
class Volume:
    """How many rows. Each request belongs to an organisation: open_requests + decided ≤ organisations.

    team: the people of one large member; team_entries: of its journal. slots: of one member, a full week of them ahead.
    """

    organisations: int = 20_000
    open_requests: int = 5_000
    decided: int = 13_000
    readings: int = 300_000
    messages: int = 100_000
    team: int = 200
    team_entries: int = 100_000
    published: int = 100_000
    slots: int = 20_000


def pour(volume: Volume) -> None:
    """Into a database that has terms of use and agents of the operator."""
    taken = set(RegisteredEstablishment.objects.using("owner").values_list("siren", flat=True))
    made = sorted(rows.files(volume.organisations, clock.now(), taken), key=lambda file: file.organisation.created_at)
    with transaction.atomic(using="owner"):
        for part in (
            [file.organisation for file in made],
            [file.user for file in made],
            [file.establishment for file in made],
            [person for file in made for person in file.people],
            [file.affiliation for file in made],
        ):
            copy(part)
        _pour_requests(iter(made), volume)
        member = team.member(volume.team, clock.now())
        for part in (*member.tables(), *group.group(member, clock.now()).parts):
            copy(part)
        followed = portfolio.of(clock.now())
        met = meetings.of(volume.slots, followed.people, clock.now())
        taught = trained.of(followed.people, member, clock.now())
        for part in (*followed.tables(), met.slots, met.enrolments, met.bookings, *taught):
            copy(part)
    _in_batches(_READINGS, volume.readings)
    _in_batches(_MESSAGES, volume.messages)
    _in_batches(team.ENTRIES, volume.team_entries)
    _in_batches(offer.PUBLISHED, volume.published)


def _pour_requests(files: Iterator[File], volume: Volume) -> None:
    terms = TermsVersion.objects.using("owner").latest("effective_from").pk
    officers = list(User.objects.using("owner").exclude(staff_role="").values_list("pk", flat=True))
    known = MembershipApplication.objects.using("owner").count()
    states = [*_alternating(volume.decided, State.ACCEPTED, State.ACCEPTED, State.ACCEPTED, State.REFUSED)]
    states += _alternating(volume.open_requests, State.SUBMITTED, State.IN_REVIEW)
    made = [
        rows.application(file, known + rank, state, terms, officers)
        for rank, (file, state) in enumerate(zip(files, states, strict=False), start=10_000)
    ]
    copy([row for row, _ in made])
    copy([version for _, version in made])
    copy([rows.membership(row) for row, _ in made if row.state == State.ACCEPTED])


def _alternating(count: int, *states: str) -> Iterator[str]:
    return (states[rank % len(states)] for rank in range(count))


def copy(objects: Sequence[models.Model]) -> None:
    """COPY rows of one table as the owner: each value as Django would have saved it."""
    if not objects:
        return
    owner = connections["owner"]
    fields = objects[0]._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    with owner.cursor() as cursor, cursor.copy(f"COPY {objects[0]._meta.db_table} ({columns}) FROM STDIN") as out:
        for row in objects:
            out.write_row([field.get_db_prep_save(field.pre_save(row, add=True), owner) for field in fields])


def _in_batches(statement: str, count: int) -> None:
    """A transaction each, so that the journal's chain has links of a natural size."""
    for start in range(0, count, _BATCH):
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute(statement, [start + 1, min(start + _BATCH, count)])


def tell_the_planner() -> None:
    """What the database does by itself within minutes of so many rows."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
