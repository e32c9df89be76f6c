"""A value of a setting, for the tests that go through all lifecycles."""

from kairos.foundation import clock
from kairos.foundation.dated_settings.lifecycle import change
from kairos.foundation.isolation import scope
from kairos.foundation.models import SettingValue
from tests.support.factories import factory
from tests.support.people import People


@factory("setting")
def setting(people: People) -> SettingValue:
    with scope(people.supervisor.actor) as who:
        change("membership.decision_days", 12, clock.today(), "Décision du comité", who)
        return SettingValue.objects.get(key="membership.decision_days")
