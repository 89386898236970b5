"""The page in a real browser: what a person does with keyboard and mouse, and what no byte can do.

Needs Chromium; the file version needs the folder of its interpreter as well (WORKBENCH_RUNTIME).
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.support.bench import HOUSEHOLD, full
from tests.support.browser import CHROMIUM, Browser, Page, browser
from tests.support.command import CASE
from welfare_rules.workbench.single import needed, single_file
from welfare_rules.workbench.transport import server

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
    pytest.mark.xdist_group("browser"),
]
RUNTIME = Path(os.environ.get("WORKBENCH_RUNTIME", "build/runtime"))
AXE = Path(os.environ.get("WORKBENCH_AXE", "build/axe.min.js"))
WAGE = "[id='f-members[p1].wage']"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as made:
        yield made


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server(full(), 0) as made:
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}/"
        made.shutdown()
        thread.join()


@pytest.fixture
def page(chromium: Browser, address: str) -> Page:
    chromium.events.clear()
    return chromium.page(address)


def complaints(chromium: Browser) -> list[str]:
    """What the browser had to complain of."""
    return [
        str(each["params"])
        for each in chromium.events
        if each.get("method") in ("Log.entryAdded", "Runtime.exceptionThrown")
    ]


def test_a_household_is_filled_in_by_keyboard(chromium: Browser, page: Page) -> None:
    page.fill(WAGE, "800")
    assert "2,111.50" in page.text("#headline")
    assert "+400.00" in page.text("#headline")
    assert page.active() == "f-members[p2].wage"  # the next cell, and it was not taken away
    page.type("5")
    page.press("Enter")
    assert page.active() == "f-members[p2].employment_cost"
    assert "5 元" in page.text("#moved")
    page.wait("document.querySelector('.columns')")
    page.fill(WAGE, "")
    assert page.text(".settled").startswith("还差 1 项")
    page.click("#b-undo-undo")
    assert page.run(f"document.querySelector({json.dumps(WAGE)}).value") == "800"
    assert complaints(chromium) == []


def test_what_is_typed_while_the_answer_comes_stays(page: Page) -> None:
    page.focus(WAGE)
    page.run(f"document.querySelector({json.dumps(WAGE)}).select()")
    page.type("700")
    for kind in ("keyDown", "keyUp"):
        page.ask(
            "Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
    page.type("33")  # the answer is not there yet
    page.wait("document.querySelector('#headline').innerText.includes('2,211.50')")
    page.settled()
    assert page.active() == "f-members[p2].wage"
    assert page.run("document.activeElement.value").endswith("33")


def test_the_interview_comes_to_its_end(page: Page) -> None:
    few = json.loads(json.dumps(HOUSEHOLD))
    del few["members"][1]["disability_kind"], few["vehicles"]
    text = json.dumps({"do": "open", "text": json.dumps(few)})
    page.run(f"send({text})")
    page.settled()
    page.click("#m-interview")
    page.wait("document.querySelector('#question')")
    assert "为什么问" in page.text("#why-asked")
    asked = 0
    while not page.run("document.querySelector('#headline').innerText.includes('结论已定')"):
        page.wait("document.querySelector('.question [name]')")
        path = page.run("document.querySelector('.question').dataset.path")
        if path == "vehicles":
            page.fill(".question [name]", "0")
        else:
            page.choose(".question [name]", "physical")
        page.wait(f"document.querySelector('.question')?.dataset.path !== {json.dumps(path)}")
        asked += 1
        assert asked <= 2
    assert "结论已定" in page.text("#form")
    assert "1,711.50" in page.text("#headline")


def test_a_cliff_is_clicked(page: Page) -> None:
    page.click("#t-curve")
    page.click("svg.curve .shade", x=0.0)
    assert "3,401.67" in page.text("#moved") or "3401.67" in page.text("#moved")
    assert page.run(f"document.querySelector({json.dumps(WAGE)}).value") == "3401.67"


def test_a_figure_is_edited_and_the_difference_saved(page: Page, tmp_path: Path) -> None:
    page.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.click("#t-figures")
    page.choose("#draft-notice", "cn.model.standards")
    page.fill("#draft-from", "2021-08-01")
    page.fill("#draft-announced", "2021-10-01")
    page.fill("#new-dibao_standard", "760")
    page.click("#b-try-try")
    assert "1,326.00 元 → 1,425.00 元" in page.text("#tried").replace("\n", " ")
    assert page.run("document.querySelectorAll('#tried .new').length") == 6
    page.click("#b-save-diff-save_diff")
    name = next(iter(_saved(page, tmp_path)))
    diff = name.read_text("utf-8")
    assert "+value = 760" in diff
    assert "\n-" not in diff.split("@@", 1)[1]


def _saved(page: Page, folder: Path) -> list[Path]:
    """The files that the page saved; the browser writes them when it has time."""
    for _ in range(200):
        found = [each for each in folder.iterdir() if each.suffix != ".crdownload"]
        if found:
            return found
        page.run("new Promise((done) => setTimeout(done, 20))")
    raise AssertionError("nothing was saved")


def test_a_case_is_saved_and_opened_again(page: Page, tmp_path: Path) -> None:
    page.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    page.click("#b-save-case-save_case")
    [file] = _saved(page, tmp_path)
    assert json.loads(file.read_text("utf-8")) == HOUSEHOLD
    page.click("#b-new-new")
    assert "1,711.50" not in page.text("#headline")
    root = page.ask("DOM.getDocument")["root"]["nodeId"]
    node = page.ask("DOM.querySelector", nodeId=root, selector="#file")["nodeId"]
    page.ask("DOM.setFileInputFiles", files=[str(CASE)], nodeId=node)
    page.wait("document.querySelector('#headline').innerText.includes('1,711.50')")


def test_it_is_printed_on_a4(page: Page, tmp_path: Path) -> None:
    page.run("window.print = () => undefined")
    page.click("#b-print-print")
    data = page.pdf()
    assert data.startswith(b"%PDF")
    assert b"/MediaBox [0 0 594.95" in data or b"/MediaBox [0 0 595" in data
    shown = page.run(
        "(() => { const s = document.querySelector('#sheet').textContent; return s; })()"
    )
    assert "1,711.50" in shown
    assert "《社会救助暂行办法》第9条" in shown


def test_the_language_and_the_size_change(page: Page) -> None:
    page.click("#b-lang")
    assert page.run("document.documentElement.lang") == "en"
    assert "each month" in page.text("#headline")
    page.click("#b-big")
    assert page.run("getComputedStyle(document.documentElement).fontSize") == "22px"
    assert page.run("document.documentElement.scrollWidth <= innerWidth")


def test_on_a_phone_nothing_runs_over(page: Page) -> None:
    page.size(390, 844, phone=True)
    page.wait("innerWidth === 390")
    assert page.run("document.documentElement.scrollWidth") <= 390
    assert page.run("document.querySelector('#headline').getBoundingClientRect().top < 844")


@pytest.mark.skipif(not AXE.is_file(), reason="needs axe-core (WORKBENCH_AXE)")
@pytest.mark.parametrize("state", ["table", "empty", "interview", "curve", "months", "figures"])
def test_axe_finds_nothing_serious(page: Page, state: str) -> None:
    if state in ("empty", "interview"):
        page.click("#b-new-new")
    if state == "interview":
        page.click("#m-interview")
        page.wait("document.querySelector('#question')")
    if state in ("curve", "months", "figures"):
        page.click(f"#t-{state}")
    page.settled()
    page.run(AXE.read_text("utf-8") + ";0")
    found = page.run(
        "axe.run().then((r) => r.violations.map((v) => [v.impact, v.id, v.nodes.map((n) => n.html).slice(0, 2)]))"
    )
    assert [each for each in found if each[0] in ("serious", "critical")] == []


def runtime_is_there() -> bool:
    try:
        return bool(needed(RUNTIME))
    except FileNotFoundError:
        return False


ATTEMPTS = {
    "fetch": "fetch(there)",
    "request": "(() => { const x = new XMLHttpRequest(); x.open('GET', there); x.send(); })()",
    "beacon": "navigator.sendBeacon(there, 'x')",
    "socket": "new WebSocket(there.replace('http', 'ws'))",
    "events": "new EventSource(there)",
    "image": "(() => { new Image().src = there; })()",
    "script": "put('script', {src: there})",
    "module": "import(there)",
    "style": "put('link', {rel: 'stylesheet', href: there})",
    "font": "new FontFace('x', `url(${there})`).load()",
    "sound": "put('audio', {src: there, autoplay: true})",
    "object": "put('object', {data: there})",
    "frame": "put('iframe', {src: there})",
    "worker": "new Worker(URL.createObjectURL(new Blob([`fetch('${there}')`])))",
    "form": "put('form', {action: there, target: 'elsewhere'}).submit()",
}
"""Ways out of a page, each to an address `there`."""
_PUT = """const put = (name, what) => {
  const e = Object.assign(document.createElement(name), what); document.body.append(e); return e; };"""


@pytest.fixture
def trap() -> Iterator[tuple[str, set[str]]]:
    """A server that notes who reaches it: its address, and the names of the ways."""
    came: set[str] = set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.add(self.path.partition("?")[0].strip("/"))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as made:
        made.daemon_threads = True
        thread = threading.Thread(target=made.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{made.server_address[1]}/", came
        made.shutdown()
        thread.join()


def try_to_leave(page: Page, address: str) -> None:
    for name, attempt in ATTEMPTS.items():
        there = json.dumps(f"{address}{name}")
        attempt = f"(() => {{ const there = {there}; {_PUT} return {attempt}; }})()"
        page.ask("Runtime.evaluate", expression=attempt)
    page.run("new Promise((done) => setTimeout(done, 1500))")


def test_the_ways_out_are_ways_out(
    chromium: Browser, trap: tuple[str, set[str]], tmp_path: Path
) -> None:
    """Without a policy nearly all of them get through, so the next test can fail."""
    address, came = trap
    file = tmp_path / "open.html"
    file.write_text("<!DOCTYPE html><title>open</title><body></body>", "utf-8")
    try_to_leave(chromium.page(file.as_uri()), address)
    assert len(came) > len(ATTEMPTS) // 2, came


@pytest.mark.skipif(not runtime_is_there(), reason="needs Pyodide (WORKBENCH_RUNTIME)")
def test_the_file_answers_and_no_byte_leaves_it(
    chromium: Browser, trap: tuple[str, set[str]], tmp_path: Path
) -> None:
    """Opened as a file it answers by itself; whatever tries to leave does not arrive."""
    address, came = trap
    file = tmp_path / "workbench.html"
    file.write_bytes(single_file(full(), RUNTIME))
    chromium.events.clear()
    page = chromium.page(file.as_uri())
    try_to_leave(page, address)
    page.fill(WAGE, "800")  # waits until the interpreter has answered
    page.wait("document.querySelector('#headline').innerText.includes('2,111.50')")
    try_to_leave(page, address)
    assert came == set()
    asked = {
        each["params"]["response"]["url"].partition(":")[0]
        for each in chromium.events
        if each.get("method") == "Network.responseReceived"
    }
    assert asked <= {"file", "blob", "data"}
