from kairos.foundation.apps import DomainConfig


class HabilitationsConfig(DomainConfig):
    name = "kairos.identity.habilitations"
    label = "habilitations"
    default = True
    declares = (
        *DomainConfig.declares,
        "asked.lifecycle",
        "takeover.people",
        "takeover.rights",
        *(
            f"{folder}.{room}"
            for folder in ("helping", "interventions", "reviews", "stops")
            for room in DomainConfig.declares
        ),
    )
