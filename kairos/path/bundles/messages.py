"""What whoever asked for the file of a session is told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kairos.foundation.messages import EMAIL, IN_APP, Message
from kairos.foundation.messages.message import Link
from kairos.identity.accounts import tokens
from kairos.identity.accounts.people import recipients_of
from kairos.path.bundles import settings
from kairos.path.bundles.models import SessionBundle


@dataclass(frozen=True)
class BundleReady(Message):
    title_: str
    link: str
    days: int

    subject = "Votre dossier de contrôle est prêt"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le dossier de contrôle de « {self.title_} » est prêt : feuilles d’émargement, états mensuels, "
            f"certificats et manifeste scellé. Il reste à télécharger {self.days} jours.",
            Link("Le télécharger", self.link),
        ]


@dataclass(frozen=True)
class BundleFailed(Message):
    title_: str
    note: str
    link: str

    subject = "Votre dossier de contrôle n’a pas pu être préparé"
    channels = (EMAIL, IN_APP)

    def body(self) -> Sequence[str | Link]:
        return [
            "Bonjour,",
            f"Le dossier de contrôle de « {self.title_} » n’a pas pu être préparé. {self.note}",
            Link("Revenir à la session", self.link),
        ]


def ready(row: SessionBundle) -> Iterator[Message]:
    for one in recipients_of([row.asked_by]):
        yield BundleReady(one, row.title, _page(row), settings.KEPT_DAYS.value())


def failed(row: SessionBundle) -> Iterator[Message]:
    for one in recipients_of([row.asked_by]):
        yield BundleFailed(one, row.title, row.note, _page(row))


def _page(row: SessionBundle) -> str:
    return tokens.address(f"/organisme/candidats/sessions/{row.session_id}/controle/", "")
