"""The addresses of one's own months."""

from kairos.path.attendance.queries import own_statement
from kairos.spaces.attendance import own
from kairos.spaces.routes import space

route = space("attendance_own", "candidat/assiduite/")
ONE = {"subject": own_statement, "methods": ("POST",), "permission": "attendance.answer", "personal_data": True}

urlpatterns = [
    route("", own.home, name="home", permission="attendance.own", personal_data=True),
    route("<uuid:key>/confirmer/", own.confirm, name="confirm", **ONE),
    route("<uuid:key>/contester/", own.contest, name="contest", **ONE),
]
