"""A small client of the language server protocol, over the two ends of pipes."""

from __future__ import annotations

import json
import os
import queue
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from welfare_rules.editor.server import server_of

PATIENCE = 60  # seconds after which a test gives up


class Client:
    """Speaks to a server: one in a thread of this process, or one whose streams are given."""

    def __init__(self, streams: tuple[BinaryIO, BinaryIO] | None = None, lang: Any = None) -> None:
        self.thread: threading.Thread | None = None
        self.files: list[BinaryIO] = []
        if streams is None:
            (read, to), (there, write) = os.pipe(), os.pipe()
            server = server_of(lang)
            given, taken = os.fdopen(read, "rb"), os.fdopen(write, "wb")
            self.thread = threading.Thread(target=server.start_io, args=(given, taken), daemon=True)
            self.thread.start()
            streams = os.fdopen(there, "rb"), os.fdopen(to, "wb")
            self.files = [given, taken, *streams]
        self.reading, self.writing = streams
        self.answers: queue.Queue[Any] = queue.Queue()
        self.told: dict[str, queue.Queue[Any]] = {}
        self.ids = 0
        self.versions: dict[str, int] = {}
        self.listening = threading.Thread(target=self._listen, daemon=True)
        self.listening.start()

    def _listen(self) -> None:
        while head := self.reading.readline():
            size = int(head.split(b":")[1])
            while self.reading.readline().strip():
                pass
            message = json.loads(self.reading.read(size))
            if message.get("method") == "textDocument/publishDiagnostics":
                uri = message["params"]["uri"]
                self.told.setdefault(uri, queue.Queue()).put(message["params"])
            elif "id" in message and "method" not in message:
                self.answers.put(message)

    def send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.writing.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.writing.flush()

    def tell(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def ask(self, method: str, params: Any = None) -> Any:
        self.ids += 1
        self.send({"id": self.ids, "method": method, "params": params})
        made = self.answers.get(timeout=PATIENCE)
        assert made["id"] == self.ids
        assert "error" not in made, made
        return made["result"]

    def begin(self, **more: Any) -> Any:
        made = self.ask(
            "initialize", {"processId": None, "rootUri": None, "capabilities": {}, **more}
        )
        self.tell("initialized", {})
        return made

    def open(self, path: Path, text: str | None = None) -> list[Any]:
        """Opens a file; what is found in it."""
        uri, written = path.as_uri(), path.read_text("utf-8") if text is None else text
        self.versions[uri] = 1
        item = {"uri": uri, "languageId": "toml", "version": 1, "text": written}
        self.tell("textDocument/didOpen", {"textDocument": item})
        return self.found(path)

    def change(self, path: Path, text: str) -> list[Any]:
        """Changes a file without saving it; what is found in it."""
        uri = path.as_uri()
        self.versions[uri] += 1
        named = {"uri": uri, "version": self.versions[uri]}
        changes = [{"text": text}]
        self.tell("textDocument/didChange", {"textDocument": named, "contentChanges": changes})
        return self.found(path)

    def found(self, path: Path) -> list[Any]:
        """What is told of the text of a file as it stands: everything but notices."""
        uri = path.as_uri()
        while True:
            told = self.told.setdefault(uri, queue.Queue()).get(timeout=PATIENCE)
            if told.get("version") == self.versions.get(uri):
                return [each for each in told["diagnostics"] if each["severity"] < 3]

    def at(self, what: str, path: Path, line: int, character: int, **more: Any) -> Any:
        place = {"line": line, "character": character}
        document = {"uri": path.as_uri()}
        return self.ask(
            f"textDocument/{what}", {"textDocument": document, "position": place, **more}
        )

    def fixes(self, path: Path, diagnostic: Any) -> list[Any]:
        given = {"textDocument": {"uri": path.as_uri()}, "range": diagnostic["range"]}
        return self.ask("textDocument/codeAction", {**given, "context": {"diagnostics": []}})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self.ask("shutdown")
        self.tell("exit")
        self.writing.close()
        if self.thread is not None:
            self.thread.join(PATIENCE)
            self.listening.join(PATIENCE)
            assert not self.thread.is_alive()
            for each in self.files:
                each.close()


def edited(text: str, edits: list[Any]) -> str:
    """The text after edits whose places are in UTF-16."""
    lines = [each.encode("utf-16-le") for each in text.split("\n")]
    starts = [0]
    for each in lines:
        starts.append(starts[-1] + len(each) + 2)
    data = text.encode("utf-16-le")

    def at(place: Any) -> int:
        return starts[place["line"]] + 2 * place["character"]

    for each in sorted(edits, key=lambda each: at(each["range"]["start"]), reverse=True):
        start, end = at(each["range"]["start"]), at(each["range"]["end"])
        data = data[:start] + each["newText"].encode("utf-16-le") + data[end:]
    return data.decode("utf-16-le")
