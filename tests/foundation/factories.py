"""A value of a setting, somebody's notifications, for the tests that go through all lifecycles."""

from kairos.foundation import clock
from kairos.foundation.dated_settings.lifecycle import change
from kairos.foundation.isolation import scope
from kairos.foundation.messages import choosing
from kairos.foundation.models import NotificationChoice, SettingValue
from tests.support.factories import factory
from tests.support.people import People


@factory("setting")
def setting(people: People) -> SettingValue:
    with scope(people.supervisor.actor) as who:
        change("membership.decision_days", 12, clock.today(), "Décision du comité", who)
        return SettingValue.objects.get(key="membership.decision_days")


@factory("notification_choice")
def notifications(people: People) -> NotificationChoice:
    with scope(people.owner_a.actor) as who:
        choosing.choose(who, {"guidance.team:email": False})
        return NotificationChoice.objects.get(pk=who.user)
