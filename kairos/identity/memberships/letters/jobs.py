"""What time makes due among letters."""

from datetime import datetime

from kairos.foundation import engine, messages
from kairos.foundation.actor import Actor
from kairos.foundation.jobs import sweep
from kairos.identity.accounts import people
from kairos.identity.memberships.letters import queries
from kairos.identity.memberships.letters.lifecycle import PostedLetter
from kairos.identity.memberships.letters.messages import Late


@sweep("letters.late")
def alarm(actor: Actor, now: datetime) -> None:
    """A letter past its deadline rings once; the operator's people get one message for all that ring together."""
    late = queries.visible_to(actor).filter(state__in=queries.WAITING, due_at__lt=now, alarmed_at__isnull=True)
    letters = list(late.order_by("due_at", "pk"))
    for letter in letters:
        engine.run(PostedLetter.alarm, letter, actor)
    if letters:
        agents = people.recipients_of(key for key, _ in people.staff())
        messages.store([Late(to=agent, count=len(letters), oldest=letters[0].due_at) for agent in agents], now)
