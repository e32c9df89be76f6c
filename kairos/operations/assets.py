"""The static files, gathered once under the names that let browsers keep them for ever."""

import hashlib
from pathlib import Path


def gather() -> None:
    """Collect, fingerprint and compress the static files into STATIC_ROOT, unless nothing changed."""
    from django.conf import settings
    from django.core.management import call_command

    folder = Path(settings.STATIC_ROOT)
    stamp = folder.with_name(f"{folder.name}.sources")  # beside it: what is inside is served
    wanted = _state_of_sources()
    if (folder / "staticfiles.json").exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(wanted)


def _state_of_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    state = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            seen = Path(storage.path(name)).stat()
            state.update(f"{name}\0{seen.st_size}\0{seen.st_mtime_ns}\n".encode())
    return state.hexdigest()
