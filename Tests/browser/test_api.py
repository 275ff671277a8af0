# SPDX-License-Identifier: Apache-2.0
"""The read API of a real server: its document is valid, a fuzzer finds nothing that breaks it, tokens come and go in the terminal."""

import http.client
import http.server
import json
import os
import re
import subprocess
import sys
import threading
import unittest
import urllib.error
import urllib.parse
import urllib.request

from harness import Server, why_no_server

SEED = os.environ.get("ENTENTE_SEED", "1")
SECONDS = 45
"""How long the fuzzer may go on."""
EXPECTED = ["positive_data_acceptance"]
"""Checks that can't hold: no schema says which moment has come or which `after` was ever handed out, and those are refused."""


def fuzz(url, token, folder, *more):
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json", "--url", url, "--header", f"Authorization: Bearer {token}",
        "--seed", SEED, "--exclude-checks", ",".join(EXPECTED), "--warnings", "off", "--continue-on-failure", *more,
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)


class ApiTests(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        reason = why_no_server()
        if reason:
            raise unittest.SkipTest(reason)
        cls.server = Server(prepare=[["demo", "--contacts", "400", "--touches", "3000", "--seed", "5"]])
        cls.addClassCleanup(cls.server.stop)
        cls.server.start()
        form = {
            "code": cls.server.wait_for(r"enter the code (\S+)").group(1), "company": "Nordwind", "zone": "Europe/Berlin", "currency": "EUR",
            "name": "Ana Duarte", "email": "ana@nordwind.example", "password": "correct horse battery",
        }
        visit = urllib.request.Request(
            cls.server.url("/first-visit"), urllib.parse.urlencode(form).encode(), headers={"Sec-Fetch-Site": "same-origin"})
        urllib.request.urlopen(visit, timeout=60).read()
        # The server has the file: the command is handed over to it.
        cls.token = cls.made("fuzzer")
        cls.ask("/api/v1/funnel")

    @classmethod
    def made(cls, name):
        made = cls.server.run("token", "create", name, "--for", "ana@nordwind.example")
        if made.returncode != 0 or not re.fullmatch(r"ent_[A-Za-z0-9_-]{43}\n", made.stdout):
            raise AssertionError(f"no token: {made.stdout} {made.stderr}")
        return made.stdout.strip()

    @classmethod
    def ask(cls, path, token=None, **headers):
        """Status, headers and body of an answer, whatever the status."""
        request = urllib.request.Request(cls.server.url(path), headers={"Authorization": f"Bearer {token or cls.token}", **headers})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def test_the_document_is_valid(self):
        from openapi_spec_validator import OpenAPIV31SpecValidator

        document = json.loads(self.ask("/openapi.json")[2])
        self.assertEqual([error.message for error in OpenAPIV31SpecValidator(document).iter_errors()], [])
        self.assertNotIn("ent_", json.dumps(document))
        del document["info"]["title"]
        self.assertNotEqual(list(OpenAPIV31SpecValidator(document).iter_errors()), [], "the validator finds what is missing")

    def test_a_fuzzer_breaks_nothing(self):
        print(f"seed {SEED}")
        done = fuzz(
            self.server.url("").rstrip("/"), self.token, self.server.folder.name, "--phases", "examples,coverage,fuzzing", "--max-examples", "30",
            "--max-time", str(SECONDS), "--workers", "2")
        self.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-2000:])
        self.assertRegex(done.stdout, r"Tested: 12\b")
        cases = int(re.search(r"(\d+) generated", done.stdout).group(1))
        self.assertGreater(cases, 300)
        failed = [line for line in self.server.log().splitlines() if re.search(r" 500 | failed [0-9a-f]{8}:", line)]
        self.assertEqual(failed, [])
        self.assertEqual(self.ask("/api/v1/contacts?limit=1")[0], 200)

    def test_the_fuzzer_sees_an_answer_that_is_wrong(self):
        document = self.ask("/openapi.json")[2]
        for status, body, said in [(500, b"{}", "Server error"), (200, b'{"data": [{"id": "one"}]}', "schema"), (200, b"<html>", "JSON")]:
            with self.subTest(body=body):
                liar = Liar(document, status, body)
                self.addCleanup(liar.stop)
                done = fuzz(liar.url, self.token, self.server.folder.name, "--phases", "examples", "--include-path", "/api/v1/contacts")
                self.assertEqual(done.returncode, 1, done.stdout[-3000:])
                self.assertIn(said, done.stdout.partition("FAILURES")[2])

    def test_whatever_comes_in_the_address_is_answered(self):
        nasty = [
            b"/api/v1/contacts?email=%00%ff%fe", b"/api/v1/contacts?\xff=\xfe", b"/api/v1/contacts?" + b"a" * 30_000, b"/api/v1/leads/%00",
            b"/api/v1/contacts?limit=" + b"9" * 9_000, b"/api/v1/contacts?%%%&&==&;", b"/api/v1/../../etc/passwd", b"/api/v1/funnel?from=0000",
            b"/api/v1/funnel?from=9999-12-31&to=9999-12-31&period=week", b"/api/v1/moves?from=0001-01-01T00:00:00Z&to=9999-12-31T23:59:59Z",
            b"/api/v1/contacts?" + b"&".join([b"limit=1"] * 5_000), b"/api/v1/contacts?email=" + b"x" * 100_000,
        ]
        for path in nasty:
            with self.subTest(path=path[:60]):
                connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
                self.addCleanup(connection.close)
                try:
                    connection.connect()
                    connection.sock.sendall(
                        b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: Bearer " + self.token.encode() + b"\r\n\r\n")
                    answer = http.client.HTTPResponse(connection.sock)
                    answer.begin()
                    status = answer.status
                except (ConnectionError, http.client.BadStatusLine):
                    status = 0  # more than HTTP may bring is hung up on
                self.assertIn(status, [0, 200, 400, 404, 414, 431])
        self.assertEqual(self.ask("/api/v1/contacts?limit=1")[0], 200)
        self.assertIsNone(self.server.process.poll())

    def test_a_list_comes_as_lines(self):
        status, headers, body = self.ask("/api/v1/touches", Accept="application/x-ndjson")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/x-ndjson"))
        self.assertEqual(len([json.loads(line) for line in body.splitlines()]), 3000)

    def test_the_funnel_is_the_terminals(self):
        answers = [json.loads(self.ask("/api/v1/funnel?by=owner&period=month")[2]), None]
        done = self.server.run("funnel", "--by", "owner", "--period", "month", "--json")
        answers[1] = json.loads(done.stdout)
        for answer in answers:
            del answer["funnel"]["as_of"]
            for row in [answer["funnel"]["total"], *answer["funnel"]["rows"]]:
                for stage in row["stages"]:
                    stage.pop("stuck", None)  # counted until now, which is not the same
        self.assertEqual(answers[0], answers[1])

    def test_a_token_is_revoked_while_the_server_runs(self):
        token = self.made("for a while")
        self.assertEqual(self.ask("/api/v1/leads?limit=1", token)[0], 200)
        listed = json.loads(self.server.run("token", "list", "--json").stdout)["tokens"]
        self.assertIn("for a while", [one["name"] for one in listed])
        self.assertNotIn(token, json.dumps(listed))
        self.assertEqual(self.server.run("token", "revoke", "for a while").returncode, 0)
        status, headers, body = self.ask("/api/v1/leads?limit=1", token)
        self.assertEqual((status, headers["Content-Type"]), (401, "application/problem+json"))
        self.assertIn("Bearer", headers["WWW-Authenticate"])
        self.assertEqual(json.loads(body)["code"], "bad_token")
        self.assertEqual(self.server.run("token", "revoke", "for a while").returncode, 1)
        self.assertNotIn("ent_", self.server.log())


class Liar:
    """Serves the document of the API and answers everything else with one thing."""

    def __init__(self, document, status, body):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                is_document = self.path == "/openapi.json"
                self.send_response(200 if is_document else status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(document if is_document else body)

            def log_message(self, *arguments):
                pass

        self.listener = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.listener.server_port}"
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def stop(self):
        self.listener.shutdown()
        self.listener.server_close()
