"""What must hold before an organisation's words are kept, published, sent."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from kairos.foundation import clock
from kairos.foundation.actor import Actor
from kairos.foundation.clock import PARIS
from kairos.foundation.guards import Guard, Reason
from kairos.foundation.text import contains_nir
from kairos.identity.guidance import queries, settings, template
from kairos.identity.guidance.models import AwarenessNote, HelpEntry, NoteReading, TeamMessage, WrittenProcedure
from kairos.identity.habilitations import catalogue
from kairos.identity.habilitations.guards import Details

NIR = "Ce texte contient un numéro de sécurité sociale : retirez-le."
APART = timedelta(hours=24)


def words(name: str, empty: str, longest: int) -> Guard:
    """The detail of that name is a text that can be kept."""

    def are_kept(subject: object, actor: Actor, details: Details) -> Iterator[Reason]:
        text = str(details.get(name) or "").strip()
        if not text:
            yield Reason(empty, field=name)
        elif len(text) > longest:
            yield Reason(f"Ce texte est trop long : {longest} caractères au plus.", field=name)
        elif contains_nir(text):
            yield Reason(NIR, field=name)

    return are_kept


# --- Procedure ------------------------------------------------------------------------------------------


def no_draft_yet(procedure: WrittenProcedure, actor: Actor, details: Details) -> Iterator[Reason]:
    if queries.draft(procedure.organisation_id):
        yield Reason("Un brouillon existe déjà : reprenez-le.")


def sections_are_known(procedure: WrittenProcedure, actor: Actor, details: Details) -> Iterator[Reason]:
    for key, text in details["sections"].items():
        if key not in template.BY_KEY:
            yield Reason("Cette rubrique n’existe pas.")
        elif len(text) > template.LONGEST:
            yield Reason(f"{template.BY_KEY[key].title} : {template.LONGEST} caractères au plus.", field=key)
        elif contains_nir(text):
            yield Reason(NIR, field=key)


def is_as_shown(subject: WrittenProcedure | HelpEntry, actor: Actor, details: Details) -> Iterator[Reason]:
    """`seen`: the version that the page showed."""
    if details.get("seen") not in (None, subject.version):
        yield Reason("Quelqu’un d’autre vient de changer ce texte. Copiez le vôtre, puis relisez la page.")


def every_section_is_written(procedure: WrittenProcedure, actor: Actor, details: Details) -> Iterator[Reason]:
    for section, text in template.named(procedure.sections):
        if not text.strip():
            yield Reason(f"« {section.title} » est vide : écrivez-la avant de publier.", field=section.key)


# --- Note -----------------------------------------------------------------------------------------------


def is_in_force(reading: NoteReading, actor: Actor, details: Details) -> Iterator[Reason]:
    if reading.note.state != AwarenessNote.State.PUBLISHED:
        yield Reason("Une note plus récente la remplace : lisez celle-là.")


def by_oneself(reading: NoteReading, actor: Actor, details: Details) -> Iterator[Reason]:
    """Nobody says for another that they have read."""
    if reading.affiliation_id != actor.affiliation or reading.note.organisation_id != reading.organisation_id:
        yield Reason("On ne dit « J’ai lu » que pour soi.")


def somebody_did_not_read(note: AwarenessNote, actor: Actor, details: Details) -> Iterator[Reason]:
    if not queries.not_read(note).exists():
        yield Reason("Tout le monde l’a lue.")


def not_just_reminded(note: AwarenessNote, actor: Actor, details: Details) -> Iterator[Reason]:
    since = note.reminded_at or note.published_at
    if clock.now() < since + APART:
        yield Reason("Un message est parti il y a moins d’un jour : laissez le temps de lire.")


def is_due_again(note: AwarenessNote, actor: Actor, details: Details) -> Iterator[Reason]:
    if note.called_at or clock.today() < note.again_on:
        yield Reason("La note n’est pas encore à publier de nouveau, ou c’est déjà dit.")


# --- Message --------------------------------------------------------------------------------------------


def goes_to_somebody(message: TeamMessage, actor: Actor, details: Details) -> Iterator[Reason]:
    kinds = TeamMessage.Audience
    if message.audience not in kinds.values:
        yield Reason("Choisissez à qui vous écrivez.", field="audience")
    elif message.audience == kinds.RIGHT and message.right not in catalogue.known_rights():
        yield Reason("Choisissez le droit.", field="right")
    elif not details["people"]:
        field = {kinds.RIGHT: "right", kinds.CHOSEN: "chosen"}.get(message.audience, "audience")
        yield Reason("Personne ne recevrait ce message : choisissez à qui vous écrivez.", field=field)


def people_are_ours(message: TeamMessage, actor: Actor, details: Details) -> Iterator[Reason]:
    if any(one.organisation_id != message.organisation_id for one in details["people"]):
        yield Reason("Une de ces personnes n’est pas, ou n’est plus, de l’organisme.", field="chosen")


def not_too_many_today(message: TeamMessage, actor: Actor, details: Details) -> Iterator[Reason]:
    most, since = settings.MESSAGES_A_DAY.value(), datetime.combine(clock.today(), time.min, PARIS)
    if TeamMessage.objects.filter(organisation=message.organisation_id, sent_at__gte=since).count() >= most:
        yield Reason(f"{most} messages sont déjà partis aujourd’hui : regroupez, ou attendez demain.")
