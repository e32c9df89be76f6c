"""Writing entries: one statement each."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

from kairos.foundation import clock
from kairos.foundation.actor import Actor, Audience
from kairos.foundation.ids import as_array, new_id

OPEN = "SELECT set_config('kairos.entry', %s, true), set_config('kairos.changes', '', true)"

CLOSE = """
WITH given AS (
  SELECT * FROM jsonb_to_recordset(%(entries)s::jsonb)
    AS e(uid uuid, at timestamptz, kind text, acts text[], "user" uuid, audience text, organisation uuid,
         subject_type text, subjects uuid[], request_id text, helped uuid, body jsonb)
), detail AS (
  INSERT INTO journal_detail (entry, organisation, body)
  SELECT uid, organisation, body FROM given WHERE body IS NOT NULL
), entry AS (
  INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type,
                             subjects, fields, request_id, detail_hash, helped)
  SELECT uid, pg_current_xact_id()::text::bigint, kairos_journal_era(), at, kind, acts, "user", audience, organisation,
         subject_type, subjects,
         CASE WHEN kind = 'act' AND current_setting('kairos.changes') <> ''
              THEN string_to_array(current_setting('kairos.changes'), ' ') ELSE '{}' END,
         request_id, coalesce(sha256(convert_to(body::text, 'UTF8')), ''), helped
  FROM given ORDER BY uid
)
SELECT CASE WHEN current_setting('kairos.entry', true) IN (SELECT uid::text FROM given)
            THEN set_config('kairos.entry', '', true) END,
       CASE WHEN EXISTS (SELECT FROM given WHERE kind <> 'reading') AND current_setting('synchronous_commit') = 'off'
            THEN set_config('synchronous_commit', 'on', true) END
"""
"""Of a page, what was read alone may reach the disk after the answer (decision 25)."""
READ = """
INSERT INTO journal_entry (uid, tx, era, at, kind, acts, actor_user, audience, organisation, subject_type,
                           subjects, fields, request_id, detail_hash, helped)
VALUES (%(uid)s, pg_current_xact_id()::text::bigint, kairos_journal_era(), %(at)s, %(kind)s, %(acts)s, %(user)s,
        %(audience)s, %(organisation)s, %(subject_type)s, %(subjects)s, '{}', %(request_id)s, {hash}, %(helped)s)
"""
BARE = READ.replace("{hash}", "''")
"""What nearly every page writes: a reading without a word of detail, in two thirds of the time."""
SAID = f"""
WITH detail AS (
  INSERT INTO journal_detail (entry, organisation, body) VALUES (%(uid)s, %(organisation)s, %(body)s::jsonb)
)
{READ.replace("{hash}", "sha256(convert_to((%(body)s::jsonb)::text, 'UTF8'))")}
"""
Entry = dict[str, Any]


def open_entry(entry: UUID) -> None:
    """From here to `close_entry` the tracked tables accept writes and note the columns that change."""
    with connection.cursor() as cursor:
        cursor.execute(OPEN, [str(entry)])


def close_entry(run: Any, subject: models.Model) -> None:
    close_entries([(run, subject)])


def close_entries(done: Iterable[tuple[Any, models.Model]]) -> None:
    """Of runs that were opened by the entry of one of them, each with its subject."""
    _write([_of_run(run, subject) for run, subject in done])


def _of_run(run: Any, subject: models.Model) -> Entry:
    return _entry(
        run.actor,
        kind="act",
        acts=run.acts,
        subjects=run.subjects,
        subject_type=subject._meta.label_lower,
        organisation=_organisation_of(run.actor, subject),
        detail={name: run.details[name] for name in run.act.records if run.details.get(name) not in (None, "")},
        uid=run.entry,
        at=run.now,
    )


def reading(
    actor: Actor,
    name: str,
    subjects: Iterable[UUID],
    subject_type: str,
    organisation: UUID | None = None,
    reason: str = "",
    summary: str = "",
) -> None:
    """Personal data was shown: ONE entry per page, with the ids it showed, or a summary where ids would say nothing."""
    entry = _entry(
        actor,
        kind="reading",
        acts=[name],
        subjects=list(subjects),
        subject_type=subject_type,
        organisation=organisation,
        detail={name: said for name, said in (("reason", reason), ("summary", summary)) if said},
    )
    said = {"body": json.dumps(entry["body"], cls=DjangoJSONEncoder, ensure_ascii=False)} if "body" in entry else {}
    with connection.cursor() as cursor:
        cursor.execute(SAID if said else BARE, entry | said | {"subjects": as_array(entry["subjects"])})


def happened(actor: Actor, name: str, *, organisation: UUID | None = None, **detail: Any) -> None:
    """Something worth a trace that is no act: a refused sign-in, a denied page."""
    entry = _entry(
        actor,
        kind="event",
        acts=[name],
        subjects=[],
        subject_type="",
        organisation=organisation,
        detail=detail,
    )
    _write([entry])


def _entry(
    actor: Actor,
    *,
    organisation: UUID | None,
    detail: Mapping[str, Any],
    uid: UUID | None = None,
    at: datetime | None = None,
    **values: Any,
) -> Entry:
    return (
        values
        | {
            "uid": uid or new_id(),
            "at": (at or clock.now()).isoformat(),
            "user": actor.scope_user,
            "audience": actor.audience.value,
            "helped": actor.helped,
            "organisation": organisation or actor.scope_organisation,
            "request_id": actor.request_id,
        }
        | ({"body": dict(detail)} if detail else {})
    )


def _write(entries: list[Entry]) -> None:
    body = json.dumps(entries, cls=DjangoJSONEncoder, ensure_ascii=False)
    with connection.cursor() as cursor:
        cursor.execute(CLOSE, {"entries": body})


def _organisation_of(actor: Actor, subject: models.Model) -> UUID | None:
    """Whose journal it stands in. An adviser or a job seeker acts on rows of organisations too: in their own place."""
    if actor.audience in (Audience.AGENCY, Audience.JOBSEEKER):
        return actor.place
    if subject._meta.model_name == "organisation":
        return subject.pk
    return getattr(subject, "organisation_id", None)
