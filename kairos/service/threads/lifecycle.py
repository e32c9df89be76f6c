"""The lifecycle of a conversation."""

from kairos.foundation.engine import Act, Lifecycle
from kairos.service.threads import acts, conditions
from kairos.service.threads.models import Thread

SAID = (conditions.is_plain_text, conditions.is_open, conditions.is_within_the_day)


class Talk(Lifecycle):
    """Opened by its first message, of either side: the person and the provider of a training that retained them, or the
    person and whoever follows them in their agency. Nobody chooses whom to write to: it is there or it is not, and one
    message goes into one conversation. Whether it is open is derived: that of a training closes some days after the
    exit, that of an agency when nobody follows the person; what was written stays readable and is never changed. The
    journal says who wrote and who read, never what."""

    name = "thread"
    model = Thread

    open = Act(label="Ouvrir une conversation", sources=None, permission="threads.write", body=acts.open_, guards=SAID)
    write = Act(label="Envoyer un message", permission="threads.write", body=acts.write, guards=SAID)
    read = Act(label="Lire ses messages", permission="threads.write", body=acts.read)
