"""What ends a command."""


class CannotRun(Exception):
    """The command could not do its work (exit 2). Its text is one French sentence for who typed it."""
