from kairos.foundation.apps import DomainConfig


class MembershipsConfig(DomainConfig):
    name = "kairos.identity.memberships"
    label = "memberships"
    default = True
    declares = (
        *DomainConfig.declares,
        *(f"letters.{room}" for room in DomainConfig.declares),
        "takeover.kind",
    )
