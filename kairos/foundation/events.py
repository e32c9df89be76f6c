"""Typed events: declared by the package that emits them, listened to by packages above it."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_listeners: dict[type, list[Callable[..., None]]] = defaultdict(list)


def subscribe(event_type: type, listener: Callable[[Any, Any], None]) -> None:
    """`listener(event, run)` is called inside the emitter's transaction and journal entry; once per listener."""
    if listener not in _listeners[event_type]:
        _listeners[event_type].append(listener)


def publish(event: Any, run: Any) -> None:
    for listener in _listeners[type(event)]:
        listener(event, run)
