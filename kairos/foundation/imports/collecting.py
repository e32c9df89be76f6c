"""Reading many lines without Python looking for circles among them again and again: a third of the time, and lines make
none. What circles there are wait until the end of the file."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
