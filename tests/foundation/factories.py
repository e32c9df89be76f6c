"""A dated value of a setting, which has no states."""

from datetime import timedelta

from kairos.foundation import clock
from kairos.foundation.dated_settings import lifecycle
from kairos.foundation.isolation import scope
from kairos.foundation.models import SettingValue
from kairos.identity.accounts.settings import LINK_HOURS
from tests.support.factories import factory
from tests.support.people import People


@factory("setting")
def value(people: People) -> SettingValue:
    with scope(people.supervisor.actor) as who:
        lifecycle.change(LINK_HOURS.key, 24, clock.today() + timedelta(days=1), "Décision d’essai", who)
        return lifecycle.history(LINK_HOURS.key)[-1]
