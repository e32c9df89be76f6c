from kairos.foundation.apps import DomainConfig


class FollowingConfig(DomainConfig):
    name = "kairos.path.following"
    label = "following"
    default = True
