"""What other packages do that opens or closes a reading."""

from kairos.foundation import events
from kairos.people.access.portfolio_acts import on_adviser_left, on_portfolio_changed
from kairos.people.agencies.events import AdviserLeft
from kairos.people.jobseekers.events import PortfolioChanged

events.subscribe(PortfolioChanged, on_portfolio_changed)
events.subscribe(AdviserLeft, on_adviser_left)
