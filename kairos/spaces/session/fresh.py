"""Asking for the second factor again (the password, for who has none) before something grave.

    def remove(request):
        require_fresh(request)      # answers by itself with the page that asks, which then comes back here

A POST that arrives stale is not done: what it carried comes back like that of a lost session (see `resuming`).
"""

from datetime import timedelta

from django.http import HttpRequest

from kairos.foundation import clock
from kairos.identity.accounts import settings


class FreshProofRequired(Exception):
    """The last proof of this session is too old for what is asked."""


def require_fresh(request: HttpRequest, minutes: int | None = None) -> None:
    """Raises FreshProofRequired when nothing was proved in the last `minutes` (a setting when not said)."""
    limit = timedelta(minutes=minutes or settings.FRESH_MINUTES.value())
    proved = request.actor.proved_at
    if proved is None or clock.now() - proved > limit:
        raise FreshProofRequired
