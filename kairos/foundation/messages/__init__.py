"""What Kairos tells people: a class per message, stored with the act, delivered after it, once.

A package's `messages.py` subclasses `Message`; an act's body says `run.tell(Welcome(to=…, …))`.
"""

from kairos.foundation.messages.message import EMAIL, IN_APP, LETTER, SMS, Attachment, Link, Message, Paper, Recipient
from kairos.foundation.messages.outbox import store

__all__ = ["EMAIL", "IN_APP", "LETTER", "SMS", "Attachment", "Link", "Message", "Paper", "Recipient", "store"]
