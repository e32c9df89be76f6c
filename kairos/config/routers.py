"""Which connection does what."""


class OwnerMigrates:
    """Tables are made and changed by the owner alone; the application's role could not."""

    def allow_migrate(self, db: str, *_: object, **__: object) -> bool:
        return db == "owner"
