"""A mail server of a few lines, on the loopback interface: it takes every message and counts them."""

import asyncio
import threading
from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.policy import default
from types import TracebackType
from typing import Self

Verdict = Callable[[str], str]


def take_all(recipient: str) -> str:
    return "250 OK"


class Postbox:
    """`with Postbox() as box:` → `box.url` for EMAIL_URL, `box.taken` the messages acknowledged, in order.

    `verdict(recipient)`: the reply to RCPT TO. Acknowledged means that the reply 250 was written for its data.
    """

    def __init__(self, verdict: Verdict = take_all) -> None:
        self.taken: list[Message] = []
        self._verdict = verdict
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._opened = threading.Event()
        self._port = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self._port}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._opened.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join()

    def _run(self) -> None:
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        self._closing = asyncio.Event()
        server = await asyncio.start_server(self._talk, "127.0.0.1", 0)
        self._port = server.sockets[0].getsockname()[1]
        self._opened.set()
        async with server:
            await self._closing.wait()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 postbox\r\n")
        try:
            while line := await reader.readline():
                if not await self._answer(line.decode(errors="replace").strip(), reader, writer):
                    break
        except ConnectionError:
            return
        finally:
            writer.close()

    async def _answer(self, line: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Whether the conversation goes on."""
        verb = line.upper()
        if verb == "DATA":
            writer.write(b"354 go on\r\n")
            self.taken.append(message_from_bytes(await _data(reader), policy=default))
            writer.write(b"250 taken\r\n")
        elif verb.startswith("RCPT TO:"):
            writer.write(f"{self._verdict(line[8:].strip(' <>'))}\r\n".encode())
        else:
            writer.write(b"221 bye\r\n" if verb == "QUIT" else b"250 OK\r\n")
        await writer.drain()
        return verb != "QUIT"


async def _data(reader: asyncio.StreamReader) -> bytes:
    """The message, its leading dots doubled by the sender undone. Raises ConnectionError when it is cut short."""
    lines: list[bytes] = []
    while (line := await reader.readline()) != b".\r\n":
        if not line.endswith(b"\n"):
            raise ConnectionError
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)
