"""The page that explores the graph, in a browser: search, filters, links, the map and the keyboard."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from sutra.reports.explorer import render_explorer

pytestmark = pytest.mark.skipif(shutil.which("chromium") is None, reason="there is no chromium here")
QUIET = "--disable-gpu --disable-background-networking --disable-component-update --disable-sync --no-first-run"
START = """import fcntl, os, sys
one, other = (fcntl.fcntl(int(fd), fcntl.F_DUPFD, 10) for fd in sys.argv[1:3])
os.dup2(one, 3), os.dup2(other, 4)
os.execvp(sys.argv[3], sys.argv[3:])
"""  # Chromium reads commands from 3 and answers on 4
KEYS = {"ArrowDown": 40, "ArrowUp": 38, "Enter": 13, "Escape": 27, "/": 191}


class Browser:
    """A headless Chromium, spoken to through the DevTools protocol over two pipes."""

    def __init__(self, profile: Path) -> None:
        theirs, self.into = os.pipe()
        self.out, answers = os.pipe()
        wide = ["--headless", "--no-sandbox", "--window-size=1440,900", "--remote-debugging-pipe"]
        start = [sys.executable, "-c", START, str(theirs), str(answers), "chromium", *wide, *QUIET.split()]
        self.process = subprocess.Popen(
            [*start, f"--user-data-dir={profile}"],
            pass_fds=(theirs, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(answers)
        self.number, self.rest, self.events, self.session = 0, b"", [], {}
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = {"sessionId": self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]}
        for domain in ("Runtime", "Page", "Log", "Network"):
            self.call(f"{domain}.enable")

    def read(self) -> dict:
        while b"\0" not in self.rest:
            more = os.read(self.out, 1 << 16)
            assert more, "the browser is gone"
            self.rest += more
        message, _, self.rest = self.rest.partition(b"\0")
        return json.loads(message)

    def call(self, method: str, **params) -> dict:
        self.number += 1
        message = {"id": self.number, "method": method, "params": params} | self.session
        os.write(self.into, json.dumps(message).encode() + b"\0")
        while (said := self.read()).get("id") != self.number:
            self.events.append(said)
        assert "error" not in said, said
        return said["result"]

    def open(self, address: str) -> None:
        self.events.clear()
        self.call("Page.navigate", url="about:blank")
        self.events.clear()
        self.call("Page.navigate", url=address)
        while not self.told("Page.loadEventFired"):
            self.events.append(self.read())
        self.settle()

    def told(self, *methods: str) -> list[dict]:
        return [event["params"] for event in self.events if event.get("method") in methods]

    def ask(self, script: str):
        """The value of an expression in the page."""
        said = self.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in said, said
        return said["result"].get("value")

    def settle(self) -> None:
        self.ask(
            "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 20))))"
        )

    def press(self, key: str) -> None:
        text = {"text": "\r"} if key == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=KEYS[key], **text)
        self.settle()

    def type(self, text: str) -> None:
        self.call("Input.insertText", text=text)
        self.settle()

    def mouse(self, x: float, y: float, *kinds: str) -> None:
        for kind in kinds:
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def click(self, selector: str) -> None:
        place = f"document.querySelector({json.dumps(selector)})"
        self.ask(f"{place}.scrollIntoView({{block: 'center'}})")
        x, y = self.ask(
            f"(() => {{ const b = {place}.getBoundingClientRect(); return [b.x + b.width / 2, b.y + b.height / 2]; }})()"
        )
        self.mouse(x, y, "mouseMoved", "mousePressed", "mouseReleased")
        self.settle()

    def size(self, width: int, height: int, **more) -> None:
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 500
        )

    def close(self) -> None:
        self.process.terminate()
        self.process.wait()
        os.close(self.into)
        os.close(self.out)


@pytest.fixture(scope="module")
def browser():
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        made = Browser(Path(profile))
        yield made
        made.close()


@pytest.fixture(scope="module")
def address(wide_graph, tmp_path_factory):
    path = tmp_path_factory.mktemp("wide") / "graph.html"
    path.write_text(render_explorer(wide_graph), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def page(browser, address):
    """The page of 2,100 concepts, just opened; it must end without an error, and without having asked for anything."""
    browser.size(1440, 900)
    browser.open(address)
    yield browser
    assert browser.told("Runtime.exceptionThrown", "Log.entryAdded") == []
    asked = {event["request"]["url"].partition("#")[0] for event in browser.told("Network.requestWillBeSent")}
    assert asked == {address}
    assert browser.ask("document.body.dataset.ran ?? null") is None


def names(page) -> list[str]:
    return page.ask("[...document.querySelectorAll('#list a > span:nth-child(2)')].map((e) => e.textContent)")


def test_the_list_holds_a_page_of_rows_and_says_how_many_more(page):
    assert page.ask("document.getElementById('found').textContent") == "2,100 concepts"
    assert len(names(page)) == 200
    assert "1,900 more are not shown" in page.ask("document.querySelector('.rest').textContent")
    page.click("#rest")
    assert len(names(page)) == 400


def test_search_by_name_alias_id_and_text_with_the_keyboard_alone(page):
    page.press("/")
    page.type("concept number 77")
    assert names(page)[0] == "Concept number 77"
    page.press("Escape")
    page.type("anejo 1005")  # the alias without its tilde
    assert names(page) == ["Concept number 1005"]
    assert "Añejo 1005" in page.ask("document.querySelector('#list small').textContent")
    page.press("Escape")
    page.type("c00123")
    assert names(page) == ["Concept number 123"]
    page.press("Escape")
    page.type("has 246 halves")
    assert names(page)[0] == "Concept number 123"
    page.press("ArrowDown")
    page.press("Enter")
    assert page.ask("location.hash") == "#concept=c00123"
    assert page.ask("document.getElementById('name').textContent") == "Concept number 123"
    assert "2 * 123 = 246" in page.ask("document.querySelector('.facts').textContent")
    page.press("Escape")
    page.press("Escape")
    page.press("Escape")
    assert page.ask("document.getElementById('concept').hidden")
    assert page.ask("document.activeElement.id") == "find"


def test_filters_narrow_the_list(page):
    page.click(".chip.d2")
    page.click(".chip.d5")
    count = sum(i % 9 in (2, 5) for i in range(2100))
    assert page.ask("document.getElementById('found').textContent") == f"{count} of 2,100 concepts"
    choose = "((name, value) => {{ const f = document.querySelector(`[name=${{name}}]`); f.value = value; f.dispatchEvent(new Event('input', {{bubbles: true}})); }})('{}', '{}')"
    page.ask(choose.format("low", "4"))
    page.ask(choose.format("high", "6"))
    page.ask(choose.format("role", "withheld"))
    expected = sum(i % 9 in (2, 5) and 4 <= 1 + i * 7 % 10 <= 6 and i % 40 == 3 for i in range(2100))
    found = page.ask("document.getElementById('found').textContent")
    assert found.startswith(f"{expected} of" if expected else "No concept")
    page.click("[type=reset]")
    assert page.ask("document.getElementById('found').textContent") == "2,100 concepts"
    page.ask(choose.format("place", "0"))
    assert page.ask("document.querySelectorAll('#list h3').length") == 1


def test_links_lead_on_and_the_back_button_back(page, address):
    page.open(f"{address}#concept=c00040")
    assert page.ask("document.title").startswith("Concept number 40")
    page.click(".columns .links a")
    assert page.ask("location.hash") == "#concept=c00022"
    assert page.ask("document.getElementById('name').textContent") == "Concept number 22"
    assert page.ask("document.activeElement.id") == "name"
    page.ask("history.back()")
    page.settle()
    page.settle()
    assert page.ask("document.getElementById('name').textContent") == "Concept number 40"
    assert page.ask("[...document.querySelectorAll('.path a')].map((a) => a.hash)") == [
        "#concept=c00004",
        "#concept=c00022",
    ]


def test_a_hostile_concept_is_only_text(page, address):
    page.open(f"{address}#concept=c00007")
    assert "<img src=x onerror=" in page.ask("document.getElementById('name').textContent")
    assert page.ask("document.querySelectorAll('img, #concept script').length") == 0
    page.press("/")
    page.type("<img")
    assert len(names(page)) == 1


def test_an_unknown_concept_is_said(page, address):
    page.open(f"{address}#concept=nothing")
    assert page.ask("document.getElementById('found').textContent") == "There is no concept nothing."


def test_the_map_names_what_is_under_the_pointer_and_a_click_chooses_it(page):
    left, top, width, height = page.ask(
        "(() => { const b = document.querySelector('canvas').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]; })()"
    )
    x, y = left + width / 2, top + height / 2
    while page.ask("document.getElementById('tip').hidden"):
        x += 5
        assert x < left + width, "no dot on the way from the hub to the rim"
        page.mouse(x, y, "mouseMoved")
    page.settle()
    target = page.ask("document.getElementById('tip').hash")
    page.mouse(x, y, "mousePressed", "mouseReleased")
    page.settle()
    assert page.ask("location.hash") == target != ""
    assert "rests on" in page.ask("document.getElementById('legend').textContent")


def test_on_a_phone_the_list_gives_way_to_the_concept(page, address):
    page.size(390, 844)
    page.open(address)
    shown = "((id) => document.getElementById(id).getClientRects().length > 0)('{}')"
    assert page.ask(shown.format("side"))
    assert not page.ask(shown.format("map"))
    page.click("[data-view=map]")
    assert page.ask(shown.format("map"))
    page.ask("location.hash = '#concept=c00500'")
    page.settle()
    assert page.ask(shown.format("concept"))
    assert not page.ask(shown.format("map"))
    assert page.ask("document.documentElement.scrollWidth") <= 390
    page.click(".back")
    assert page.ask(shown.format("map"))
    page.click("[data-view=list]")
    assert page.ask("document.documentElement.scrollWidth") <= 390


def test_it_is_quick(page):
    load = page.ask("performance.getEntriesByType('navigation')[0].loadEventEnd")
    typed = page.ask(
        "(() => { const f = document.getElementById('find'), took = []; for (const text of ['n', 'nu', 'number 7', 'halves', 'zz', '']) {"
        " const at = performance.now(); f.value = text; f.dispatchEvent(new Event('input', {bubbles: true})); document.body.offsetHeight;"
        " took.push(Math.round(performance.now() - at)); } return took; })()"
    )
    print(f"load {load:.0f} ms, searches {typed} ms")
    assert load < 8000
    assert max(typed) < 1500


def test_every_real_concept_opens(browser, real_graph, tmp_path):
    path = tmp_path / "graph.html"
    path.write_text(render_explorer(real_graph), encoding="utf-8")
    browser.size(1440, 900)
    browser.open(path.as_uri())
    for node in real_graph["nodes"][::97]:
        browser.ask(f"location.hash = '#concept={node['id']}'")
        browser.settle()
        assert browser.ask("document.getElementById('name').textContent") == node["name"]
        links = browser.ask("[...document.querySelectorAll('.columns .links a')].map((a) => a.hash.slice(9))")
        assert sorted(links) == sorted([*node["prerequisites"], *node["builds_to"]])
    assert browser.told("Runtime.exceptionThrown", "Log.entryAdded") == []
