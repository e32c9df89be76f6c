"""The address where a job seeker signs."""

from kairos.spaces.routes import space
from kairos.spaces.signing import own

route = space("signing_own", "candidat/emarger/")

urlpatterns = [
    route("", own.page, name="sign", permission="signing.sign", methods=("GET", "POST"), personal_data=True),
]
