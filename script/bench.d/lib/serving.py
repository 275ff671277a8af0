# SPDX-License-Identifier: Apache-2.0
"""A big sample company, a server on it, and a signed-in browser of few words."""

import contextlib
import glob
import http.client
import os
import re
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse

from . import measure

EMAIL, PASSWORD = "bench@company.example", "a long password of the benchmark"


def company(contacts, touches):
    """The database of a sample company, kept between runs as long as the schema and the story stay the same. Returns (path, seconds or None)."""
    path = measure.data(f"demo-{contacts}-{touches}-{measure.code('Sources/App/Demo/*.swift')}.db")
    if os.path.exists(path):
        return path, None
    for old in glob.glob(measure.data(f"demo-{contacts}-{touches}-*.db*")):
        os.unlink(old)
    measure.remove(path + ".new")
    command = [measure.ENTENTE, "demo", "--contacts", str(contacts), "--touches", str(touches), "--until", "2026-06-30", "--database", path + ".new"]
    made = measure.run(command)
    print(f"    {made['out'].splitlines()[0] if made['out'] else ''}  peak {made['peak_mb']:.0f} MB")
    with sqlite3.connect(path + ".new") as db:
        db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    os.rename(path + ".new", path)
    measure.remove(path + ".new")
    return path, made["seconds"]


def is_indexed(path):
    """Whether the index of words has followed the whole feed of changes."""
    with contextlib.closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        place = db.execute("select place from consumer where name = 'words'").fetchone()
        return place is not None and place[0] >= (db.execute("select max(id) from change").fetchone()[0] or 0)


def warm(path):
    """Reads a file, so that it lies in the system's cache."""
    with open(path, "rb", buffering=0) as file:
        while file.read(1 << 24):
            pass


class Server:
    def __init__(self, database):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.log = measure.data("serve.log")
        self.begun = time.perf_counter()
        with open(self.log, "wb") as log:
            self.process = subprocess.Popen(
                [measure.ENTENTE, "serve", "--database", database, "--port", str(self.port)], stdout=log, stderr=log, stdin=subprocess.DEVNULL)

    def words(self):
        with open(self.log, errors="replace") as file:
            return file.read()

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def wait(self, path="/readyz", status=200, limit=120, cookie=None, without=None):
        """Seconds from the start of the process to the first answer of that kind, and without some bytes."""
        while time.perf_counter() - self.begun < limit:
            if self.process.poll() is not None:
                raise SystemExit(f"the server ended by itself: {self.words()[-1500:]}")
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = self.connection()
                connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
                answer = connection.getresponse()
                body = answer.read()
                connection.close()
                if answer.status == status and (without is None or without not in body):
                    return time.perf_counter() - self.begun
            time.sleep(0.005)
        raise SystemExit(f"{path} did not answer {status} within {limit} s: {self.words()[-500:]}")

    def sign_in(self):
        """The cookie of a leader: by the first visit where nobody has a login yet, else by the password of an earlier run."""
        code = re.search(r"code\s+([A-Z0-9-]+)", self.words())
        connection = self.connection()
        connection.request("GET", "/first-visit")
        answer = connection.getresponse()
        answer.read()
        if answer.status == 200 and code:
            path, form = "/first-visit", {
                "code": code.group(1), "company": "Bench", "zone": "Europe/Berlin", "currency": "EUR", "name": "Bench", "email": EMAIL, "password": PASSWORD}
        else:
            path, form = "/sign-in", {"email": EMAIL, "password": PASSWORD}
        connection.request("POST", path, urllib.parse.urlencode(form), {
            "Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://127.0.0.1:{self.port}", "Sec-Fetch-Site": "same-origin"})
        answer = connection.getresponse()
        text = answer.read().decode(errors="replace")
        cookies = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
        cookie = next((one for one in cookies if one.startswith("entente=")), None)
        if not cookie:
            problem = re.sub(r"<[^>]+>", " ", text)
            raise SystemExit(f"signing in at {path} failed with {answer.status}: {re.sub(chr(92) + 's+', ' ', problem)[:300]}")
        return cookie

    def peak_mb(self):
        with open(f"/proc/{self.process.pid}/status") as file:
            return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(20)
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
