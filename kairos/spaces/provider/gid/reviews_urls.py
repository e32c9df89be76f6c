"""The reviews of accesses."""

from kairos.spaces.provider.doors import own_file
from kairos.spaces.provider.gid import reviews
from kairos.spaces.provider.gid.space import route

DECIDE, BOTH = "reviews.decide", ("GET", "POST")

urlpatterns = [
    route("revues/", reviews.home, name="reviews", permission=DECIDE, subject=own_file, methods=BOTH,
          personal_data=True),
    route("revues/<uuid:key>/", reviews.page, name="review", permission=DECIDE, subject=reviews.review, methods=BOTH,
          personal_data=True),
    route("revues/<uuid:key>/pdf/", reviews.pdf, name="review_pdf", permission=DECIDE, subject=reviews.review,
          personal_data=True),
]  # fmt: skip
