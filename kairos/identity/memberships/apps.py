from kairos.foundation.apps import DomainConfig


class MembershipsConfig(DomainConfig):
    name = "kairos.identity.memberships"
    label = "memberships"
    default = True
