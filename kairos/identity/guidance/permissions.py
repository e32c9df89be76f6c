"""Who reads and writes what an organisation says to its own people."""

from kairos.foundation.permissions import Permission
from kairos.foundation.predicates import has, the_system
from kairos.identity.habilitations.permissions import OPERATOR, RGC, approver, in_portal, manager
from kairos.identity.habilitations.queries import MANAGE

PERMISSIONS = {
    "guidance.read": Permission("Lire ce que son organisme écrit à ses personnes", approver, RGC, while_helping=True),
    "guidance.acknowledge": Permission("Dire que l’on a lu la note de son organisme", approver, RGC),
    "guidance.write": Permission("Publier la procédure et la note, écrire à l’équipe", manager, OPERATOR),
    "guidance.answer": Permission(
        "Écrire l’aide de son organisme", in_portal & (has(MANAGE) | has("organisation.enter")), RGC
    ),
    "guidance.remind": Permission("Relancer les personnes qui n’ont pas lu la note", manager | the_system, OPERATOR),
    "guidance.follow": Permission("Rappeler que la note est à publier de nouveau", the_system),
}
