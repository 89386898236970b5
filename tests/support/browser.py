"""A real browser for tests: Chromium without a window, spoken to over its own pipe.

No driver and no library is needed: the browser reads commands of its DevTools protocol from file 3
and writes answers to file 4. A test says what a person does with the keyboard and the mouse.
"""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
)
_FLAGS = (
    "--headless=new",
    "--remote-debugging-pipe",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
_AS_3_AND_4 = (
    "import fcntl, os, sys; a, b = (fcntl.fcntl(int(n), fcntl.F_DUPFD, 10) for n in sys.argv[1:3]);"
    "os.dup2(a, 3); os.dup2(b, 4); os.execv(sys.argv[3], sys.argv[3:])"
)  # a shell knows no file above 9
_SECONDS = 150  # for an answer of the browser; reached only when it hangs
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}


class Browser:
    """One browser; `page` opens a page in it."""

    def __init__(self, into: int, out: int) -> None:
        self._into, self._out = into, out
        self._rest, self._count = b"", 0
        self.events: list[dict[str, Any]] = []

    def ask(self, method: str, session: str = "", **given: Any) -> dict[str, Any]:
        """What the browser answers to a command; events that come meanwhile are kept."""
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": given}
        if session:
            message["sessionId"] = session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._into, data) :]
        while True:
            told = self.read()
            if told.get("id") == self._count:
                assert "error" not in told, (method, told["error"])
                return told["result"]
            self.events.append(told)

    def read(self) -> dict[str, Any]:
        """The next thing that the browser tells."""
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._out], [], [], _SECONDS)
            assert ready, "the browser does not answer"
            more = os.read(self._out, 1 << 20)
            assert more, "the browser has ended"
            self._rest += more
        first, _, self._rest = self._rest.partition(b"\0")
        return json.loads(first)

    def page(self, address: str = "about:blank", width: int = 1280, height: int = 900) -> Page:
        """A new page of that size, opened at an address."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        made = Page(self, session)
        for each in ("Page", "Runtime", "Network", "Log"):
            made.ask(f"{each}.enable")
        made.size(width, height)
        if address != "about:blank":
            made.go(address)
        return made


class Page:
    """A page as a person uses it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser, self.session = browser, session

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        return self.browser.ask(method, self.session, **given)

    def size(self, width: int, height: int, phone: bool = False) -> None:
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=2 if phone else 1,
            mobile=phone,
        )

    def go(self, address: str) -> None:
        """Opens an address and waits until it has been read."""
        self.ask("Page.navigate", url=address)
        self.wait("document.readyState === 'complete' && location.href !== 'about:blank'")

    def run(self, script: str) -> Any:
        """What a script comes to in the page; a promise is awaited."""
        told = self.ask(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in told, told["exceptionDetails"]
        return told["result"].get("value")

    def wait(self, script: str) -> None:
        """Waits until a script is true, looking after every frame."""
        waiting = (
            f"new Promise((done) => {{ const look = () => ({script}) ? done(true)"
            " : setTimeout(look, 20); look(); })"
        )
        try:
            self.run(waiting)
        except AssertionError as gone:  # the page was another one meanwhile
            if "navigated" not in str(gone) and "destroyed" not in str(gone):
                raise
            self.run(waiting)

    def settled(self) -> None:
        """Waits until the page has been answered."""
        self.wait("!document.querySelector('#page[aria-busy]')")

    def text(self, selector: str) -> str:
        """The text of an element as a person sees it."""
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def there(self, selector: str) -> bool:
        return self.run(f"!!document.querySelector({json.dumps(selector)})")

    def click(self, selector: str, x: float = 0.5, y: float = 0.5) -> None:
        """Clicks an element at a share of its width and height."""
        name = json.dumps(selector)
        script = f"document.querySelector({name}).scrollIntoView({{block: 'center'}})"
        self.run(script)
        box = self.run(
            f"(() => {{ const b = document.querySelector({name}).getBoundingClientRect();"
            " return [b.x, b.y, b.width, b.height]; })()"
        )
        at = {"x": box[0] + box[2] * x, "y": box[1] + box[3] * y}
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **at)
        self.settled()

    def focus(self, selector: str) -> None:
        self.run(f"document.querySelector({json.dumps(selector)}).focus()")

    def type(self, text: str) -> None:
        """Types into what has the focus, in place of what is selected."""
        self.ask("Input.insertText", text=text)

    def press(self, key: str) -> None:
        code = KEYS[key]
        given = {"key": key, "code": key, "windowsVirtualKeyCode": code}
        if key == "Enter":
            given["text"] = "\r"
        self.ask("Input.dispatchKeyEvent", type="keyDown", **given)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **given)
        self.settled()

    def fill(self, selector: str, text: str) -> None:
        """Writes into a line of text and leaves it by the tabulator."""
        self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.focus(); e.select(); })()"
        )
        self.type(text)
        self.press("Tab")

    def choose(self, selector: str, value: str) -> None:
        """Chooses a value of a list."""
        self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)}); e.focus();"
            f" e.value = {json.dumps(value)};"
            " e.dispatchEvent(new Event('change', {bubbles: true})); })()"
        )
        self.settled()

    def active(self) -> str:
        """The id of what has the focus."""
        return self.run("document.activeElement.id")

    def picture(self, path: Path, whole: bool = False) -> None:
        """A picture of what is in view, or of the whole page."""
        made = self.ask("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(made["data"]))

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self.ask("Page.printToPDF", preferCSSPageSize=True)["data"])


@contextmanager
def browser(*flags: str) -> Iterator[Browser]:
    """A browser with a profile of its own, which ends with it."""
    assert CHROMIUM is not None
    theirs_in, into = os.pipe()
    out, theirs_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        own = f"--user-data-dir={profile}"
        ends = str(theirs_in), str(theirs_out)
        program = subprocess.Popen(
            [sys.executable, "-c", _AS_3_AND_4, *ends, CHROMIUM, *_FLAGS, *flags, own],
            pass_fds=(theirs_in, theirs_out),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs_in)
        os.close(theirs_out)
        try:
            yield Browser(into, out)
        finally:
            os.close(into)
            os.close(out)
            program.terminate()
            try:
                program.wait(10)
            except subprocess.TimeoutExpired:
                program.kill()
                program.wait()
