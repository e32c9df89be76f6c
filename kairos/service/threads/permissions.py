"""Who reads and writes in a conversation: its two sides."""

from kairos.foundation.permissions import Permission
from kairos.identity.habilitations.permissions import RGC
from kairos.offer.catalogue.permissions import held_there
from kairos.path.enrolments.permissions import adviser, own, provider, reader
from kairos.people.access.permissions import APPROVE, ENTER
from kairos.people.agencies.permissions import HEAD

answers = provider & (held_there(ENTER) | held_there(APPROVE))

PERMISSIONS = {
    "threads.consult": Permission("Lire les messages des personnes de ses sessions", provider & reader, RGC),
    "threads.answer": Permission("Écrire aux personnes retenues ou en formation sur ses sessions", answers, RGC),
    "threads.follow": Permission("Lire les messages des personnes de son portefeuille", adviser, HEAD),
    "threads.own": Permission("Lire ses propres messages", own),
    "threads.write": Permission(
        "Écrire dans une conversation que l’on partage", answers | adviser | own, "Votre RGC ou votre responsable"
    ),
}
