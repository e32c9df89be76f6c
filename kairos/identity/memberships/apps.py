from kairos.foundation.apps import DomainConfig


class MembershipsConfig(DomainConfig):
    name = "kairos.identity.memberships"
    label = "memberships"
    default = True
    declares = (
        *DomainConfig.declares,
        *(f"{folder}.{room}" for folder in ("letters", "life", "procedures") for room in DomainConfig.declares),
        "changes.lifecycle",
        "life.alerts",
        "takeover.kind",
    )
