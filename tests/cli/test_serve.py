"""`fuyu serve`: the same dashboard in a browser, for one who has the address, once, and for nobody else."""

import asyncio
import base64
import json
import os
import re
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pyte
import pytest

from tests.builders import adding
from tests.cli.conftest import Shell
from tests.pty.conftest import PEOPLE

aiohttp = pytest.importorskip("aiohttp", reason="the extra `web` is not installed")
pytest.importorskip("textual_serve", reason="the extra `web` is not installed")

from fuyu.care import open_book  # noqa: E402 - the same
from fuyu.extras import how_to_add  # noqa: E402 - after what may skip all of it

pytestmark = pytest.mark.pty
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ONE_COLOUR = 20_000
"""Bytes of a picture on which there may be nothing yet."""
PICTURE = Path(__file__).parent.parent.parent / "screenshots" / "browser.png"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a book with three overdue and two today."""
    path = tmp_path / "fuyu.json"
    store = open_book(path)
    store.apply(adding(*PEOPLE))
    store.close()
    return path


def serving(book: Path, home: Path) -> "subprocess.Popen[str]":
    """Start to serve a book; the first line of what it prints is the address."""
    env = os.environ | {"FUYU_NOW": "2026-03-18T09:30", "FUYU_TZ": "Europe/London", "HOME": str(home)}
    argv = [sys.executable, "-m", "fuyu", "serve", "--db", str(book)]
    return subprocess.Popen(argv, env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def end_of_page(server: int) -> int:
    """Return what can be read once the only page of a server has ended."""
    (dashboard,) = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    return os.pidfd_open(int(dashboard))


@pytest.fixture
def address(book: Path, tmp_path: Path) -> Iterator[str]:
    """Serve the book, and return the address that lets in once."""
    with serving(book, tmp_path) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().strip()
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    assert server.returncode == 0


async def test_only_who_has_the_address_is_let_in_and_once(address: str) -> None:
    origin = address.partition("/?")[0]
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{43}", address)
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as anybody:
        for path in ("/", "/?token=x", "/ws", "/static/js/textual.js"):
            async with anybody.get(origin + path) as answer:
                assert answer.status == 403, path
        async with anybody.get(address, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 403
        async with anybody.get(address, headers={"Origin": "https://evil.example"}) as answer:
            assert answer.status == 403
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as me:
        async with me.get(address) as answer:
            assert (answer.status, str(answer.url)) == (200, f"{origin}/")
            page = await answer.text()
            assert not re.findall(r"https?://(?!127\.0\.0\.1)", page), "nothing comes from anywhere else"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
        async with me.get(f"{origin}/static/js/textual.js") as answer:
            assert answer.status == 200
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await me.ws_connect(f"{origin}/ws", origin="https://evil.example")
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as later, later.get(address) as answer:
        assert answer.status == 403


class Page:
    """What the dashboard paints into a page, as one reads it."""

    def __init__(self, websocket: Any) -> None:
        self._websocket = websocket
        self._screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self._screen)

    async def until(self, words: str) -> None:
        """Read until the words are there."""
        async with asyncio.timeout(30):
            while not any(words in line for line in self._screen.display):
                message = await self._websocket.receive()
                assert message.type in {aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT}, self._screen.display
                self._stream.feed(message.data if isinstance(message.data, bytes) else b"")

    async def type(self, keys: str) -> None:
        """Press keys all at once."""
        await self._websocket.send_json(["stdin", keys])

    async def resize(self, width: object, height: object) -> None:
        """Say another size, whatever that is."""
        await self._websocket.send_json(["resize", {"width": width, "height": height}])


@asynccontextmanager
async def opened(address: str, size: str = "width=80&height=24") -> AsyncIterator[Page]:
    """Open the page at an address, as its one browser does; it is closed at the end."""
    origin = address.partition("/?")[0]
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as me:
        async with me.get(address) as answer:
            assert answer.status == 200
        async with me.ws_connect(f"{origin}/ws?{size}", origin=origin) as websocket:
            yield Page(websocket)


async def test_the_same_dashboard_works_and_a_closed_page_keeps_what_was_typed(address: str, book: Path) -> None:
    async with opened(address) as page:
        await page.until("Overdue · 3")
        await page.type("ln\r")
        await page.until("no answer, Sakura")
        await page.type("nhalf a thought")
        await page.until("half a thought")
    late = time.monotonic() + 20
    while (draft := open_book(book).draft(2)) is None or draft.text != "half a thought":
        assert time.monotonic() < late
        await asyncio.sleep(0.05)
    assert open_book(book).history(1)


class Browser:
    """A page in Chromium, by its debugging protocol."""

    def __init__(self, websocket: Any) -> None:
        self._websocket = websocket
        self._number = 0

    async def __call__(self, method: str, **parameters: Any) -> Any:
        """Call a method, and return what it answers."""
        self._number += 1
        await self._websocket.send_json({"id": self._number, "method": method, "params": parameters})
        while True:
            answer = json.loads((await self._websocket.receive()).data)
            if answer.get("id") == self._number:
                return answer["result"]

    async def value(self, expression: str) -> Any:
        """Return what an expression is in the page."""
        return (await self("Runtime.evaluate", expression=expression))["result"].get("value")

    async def until(self, expression: str) -> None:
        """Wait until an expression is true in the page."""
        async with asyncio.timeout(30):
            while not await self.value(expression):  # noqa: ASYNC110 - the page tells nothing by itself
                await asyncio.sleep(0.1)

    async def picture(self) -> bytes:
        """Return a picture of the page once it is whole: more than one colour, and the same twice."""
        before, now = b"", b""
        async with asyncio.timeout(30):
            while now != before or len(now) < ONE_COLOUR:
                before, now = now, base64.b64decode((await self("Page.captureScreenshot", format="png"))["data"])
        return now


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
async def test_a_browser_shows_it_and_q_leaves(address: str, request: pytest.FixtureRequest) -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        argv = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-quic"]
        argv += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
        argv += ["--remote-debugging-port=0", f"--user-data-dir={profile}", "--window-size=1200,720", "about:blank"]
        chromium = await asyncio.create_subprocess_exec(*argv, stderr=asyncio.subprocess.DEVNULL)
        try:
            port = Path(profile) / "DevToolsActivePort"
            async with asyncio.timeout(30):
                while not (port.exists() and port.read_text().count("\n")):  # noqa: ASYNC110 - a test waits
                    await asyncio.sleep(0.05)
            number = port.read_text().split("\n")[0]
            async with aiohttp.ClientSession() as session:
                async with session.get(f"http://127.0.0.1:{number}/json/list") as answer:
                    pages = [page for page in await answer.json() if page["type"] == "page"]
                async with session.ws_connect(pages[0]["webSocketDebuggerUrl"], max_msg_size=0) as websocket:
                    browser = Browser(websocket)
                    await browser("Page.navigate", url=address)
                    await browser.until("document.body && document.body.className.includes('-first-byte')")
                    assert not await browser.value("location.search"), "the token is in nobody's history"
                    picture = await browser.picture()
                    if request.config.getoption("--redraw"):
                        PICTURE.write_bytes(picture)
                    await browser.value("document.querySelector('textarea').focus()")
                    await browser("Input.dispatchKeyEvent", type="keyDown", key="q", text="q", code="KeyQ")
                    await browser("Input.dispatchKeyEvent", type="keyUp", key="q", code="KeyQ")
                    await browser.until("document.body.className.includes('-closed')")
        finally:
            chromium.terminate()
            await chromium.wait()


@pytest.mark.parametrize(
    "size", ["width=99999999&height=99999999", "width=-1&height=0x", f"width={'9' * 5_000}&height=24"]
)
async def test_a_page_of_any_size_shows_the_day(address: str, size: str) -> None:
    async with opened(address, size) as page:
        await page.resize(10**9, "x")
        await page.resize(80, 24)
        await page.until("Overdue · 3")


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are not files here")
async def test_a_page_whose_server_is_killed_keeps_what_was_typed_and_ends(book: Path, tmp_path: Path) -> None:
    with serving(book, tmp_path) as server:
        assert server.stdout is not None
        async with opened(server.stdout.readline().strip()) as page:
            await page.until("Overdue · 3")
            await page.type("nbudget is in")
            await page.until("budget is in")
            ends = end_of_page(server.pid)
            server.kill()
    ended, _, _ = await asyncio.to_thread(select.select, [ends], [], [], 60)
    os.close(ends)
    assert ended, "it goes on without anybody"
    store = open_book(book)
    assert [draft.text for draft in store.drafts()] == ["budget is in"]
    store.close()


def test_without_the_extra_it_says_what_to_install(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "textual_serve.server", None)
    monkeypatch.delitem(sys.modules, "fuyu.cli.serve", raising=False)
    said = fuyu("serve")
    assert said.code == 2
    assert said.err == f"fuyu: fuyu serve needs the library textual-serve: {how_to_add('web')}\n"


def test_a_port_that_is_taken_is_said(fuyu: Shell) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = fuyu("serve", "--port", str(taken.getsockname()[1]))
        assert said.code == 2
        assert "cannot be used: Address already in use" in said.err
    assert "a number up to 65535" in fuyu("serve", "--port", "1000000").err
