# SPDX-License-Identifier: Apache-2.0
"""A server of its own and a browser for each class of tests.

class FunnelTests(BrowserTest):
    def test_every_number_links_to_its_rows(self):
        page = self.page()
        page.goto(self.server.url("/funnel"))

A test that leaves a page with errors on its console fails, and leaves its picture in var/test/pictures.
"""

import importlib.resources
import os
import re
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"
"""Real data that is not part of the repository; a test that reads it skips itself where it is absent."""
PICTURES = ROOT / "var" / "test" / "pictures"
BINARY = os.environ.get("ENTENTE") or str(ROOT / ".build" / "debug" / "entente")
CHROMIUM = "/usr/bin/chromium"


def subcommands():
    """The subcommands that the binary has, from its own help."""
    result = subprocess.run([BINARY, "--help"], capture_output=True, text=True, timeout=60)
    listed = result.stdout.partition("SUBCOMMANDS:")[2]
    return re.findall(r"^  ([a-z][a-z-]*)\b", listed, re.MULTILINE)


def why_no_server():
    """A reason to skip every browser test, or None."""
    if not os.access(BINARY, os.X_OK):
        return f"{BINARY} has not been built"
    if "serve" not in subcommands():
        return "this version has no `entente serve` yet"
    return None


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Server:
    """`entente serve` on a free port with a database in a folder of its own."""

    def __init__(self, *arguments, database=None, prepare=()):
        """prepare: command lines of `entente` to run on the database first, each a list without the program's name."""
        self.folder = tempfile.TemporaryDirectory(prefix="entente-browser-")
        self.database = database or str(Path(self.folder.name) / "entente.db")
        self.port = free_port()
        self.arguments = list(arguments)
        self.prepare = prepare
        self.lines = []
        self.process = None

    def url(self, path="/"):
        return f"http://127.0.0.1:{self.port}{path}"

    def run(self, *arguments, input=None):
        """Runs another subcommand on the same database."""
        return subprocess.run(
            [BINARY, *arguments, "--database", self.database], cwd=self.folder.name, input=input, capture_output=True, text=True, timeout=600
        )

    def start(self, seconds=60):
        for arguments in self.prepare:
            done = self.run(*arguments)
            if done.returncode != 0:
                raise AssertionError(f"entente {' '.join(arguments)} ended with {done.returncode}: {done.stderr}")
        self.process = subprocess.Popen(
            [BINARY, "serve", "--database", self.database, "--port", str(self.port), *self.arguments],
            cwd=self.folder.name, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )
        # A pipe that nobody reads fills up and then stalls the server.
        threading.Thread(target=self._read, daemon=True).start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise AssertionError(f"entente serve ended with {self.process.returncode}:\n{self.log()}")
            try:
                with urllib.request.urlopen(self.url("/readyz"), timeout=5) as answer:
                    if answer.status == 200:
                        return self
            except (urllib.error.URLError, OSError):
                pass
            time.sleep(0.05)
        self.stop()
        raise AssertionError(f"entente serve was not ready after {seconds} s:\n{self.log()}")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        self.folder.cleanup()

    def log(self):
        return "".join(self.lines)

    def wait_for(self, pattern, seconds=20):
        """The match of a regular expression in what the server has printed, for instance the one-time code."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            match = re.search(pattern, self.log())
            if match:
                return match
            time.sleep(0.05)
        raise AssertionError(f"the server never printed {pattern!r}:\n{self.log()}")

    def _read(self):
        for line in self.process.stdout:
            self.lines.append(line)


class BrowserTest(unittest.TestCase):
    """One server and one browser per class; a fresh context (no cookies) per page()."""

    maxDiff = None
    serve_arguments = ()
    prepare = ()
    expected_console_errors = ()
    """Regular expressions of errors that a class provokes on purpose."""

    def violations(self, page):
        """Rules of axe-core that the page breaks, with the first place of each. The wheel that carries them needs nothing else of its package."""
        page.evaluate(importlib.resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8"))
        return page.evaluate("async () => (await axe.run(document)).violations.map((v) => `${v.id}: ${v.nodes[0].html}`)")

    @classmethod
    def setUpClass(cls):
        reason = why_no_server()
        if reason:
            raise unittest.SkipTest(reason)
        from playwright.sync_api import sync_playwright

        cls.server = Server(*cls.serve_arguments, prepare=cls.prepare)
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        playwright = sync_playwright().start()
        cls.addClassCleanup(playwright.stop)
        # Root has no sandbox of Chromium's; the only pages that it sees here are ours.
        cls.browser = playwright.chromium.launch(
            executable_path=CHROMIUM, headless=True, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
        )
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        self.console_errors = []
        self.contexts = []
        self.addCleanup(self._close)

    def page(self, width=1440, height=900, dark=False, javascript=True):
        """A page in a context of its own: 1440 x 900, light, with JavaScript unless told otherwise."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", java_script_enabled=javascript
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.console_errors.append(str(error)))
        page.on("console", lambda line: self.console_errors.append(line.text) if line.type == "error" else None)
        return page

    def picture(self, page, name):
        """Keeps the whole page as var/test/pictures/NAME.png, to be looked at."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(PICTURES / f"{name}.png"), full_page=True)

    def overflow(self, page):
        """By how many CSS pixels the page is wider than its window; above 0 it must be scrolled sideways."""
        return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")

    def _close(self):
        unexpected = [text for text in self.console_errors if not any(re.search(known, text) for known in self.expected_console_errors)]
        if unexpected or not self._outcome.success:
            for number, page in enumerate(page for context in self.contexts for page in context.pages):
                try:
                    self.picture(page, f"failed-{self.id()}-{number}")
                except Exception as error:  # the test's own failure is the one to read
                    print(f"no picture: {error}")
            print(self.server.log()[-4000:])
        for context in self.contexts:
            context.close()
        self.assertEqual(unexpected, [], "errors on the browser's console")
