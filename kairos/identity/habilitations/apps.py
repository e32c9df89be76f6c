from kairos.foundation.apps import DomainConfig


class HabilitationsConfig(DomainConfig):
    name = "kairos.identity.habilitations"
    label = "habilitations"
    default = True
    declares = (
        *DomainConfig.declares,
        "asked.lifecycle",
        *(f"reviews.{room}" for room in DomainConfig.declares),
        *(f"stops.{room}" for room in DomainConfig.declares),
    )
