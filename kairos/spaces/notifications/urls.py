"""The address of « Mes notifications », the same for everybody."""

from kairos.spaces.notifications import page
from kairos.spaces.routes import space

route = space("notifications", "compte/notifications/")

urlpatterns = [
    route("", page.choose, name="choose", permission="notifications.choose", methods=("GET", "POST")),
]
