# SPDX-License-Identifier: Apache-2.0
"""Pages of a sample company of BENCH_ROWS contacts and ten times as many touches: 8 clients with 1 s think time, each page another one."""

import http.client
import os
import random
import sqlite3
import sys
import threading
import time
import urllib.parse

from lib import measure, serving

CLIENTS, THINK, LIMIT_MS = 8, 1.0, 100
SECONDS = float(os.environ.get("BENCH_SECONDS", "150"))


def address(path, **query):
    return f"{path}?{urllib.parse.urlencode(query)}" if query else path


class Pages:
    """Draws addresses by kind, with values that the database really has."""

    def __init__(self, path):
        with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as db:
            one = lambda sql: [row[0] for row in db.execute(sql)]  # noqa: E731
            self.sources = one("select distinct value from code where kind = 'source'")
            self.campaigns = one("select distinct value from code where kind = 'campaign'")
            self.countries = one("select distinct value from code where kind = 'country'")
            self.industries = one("select distinct value from code where kind = 'industry'")
            self.owners = one("select id from member where role in ('sdr', 'sales')")
            self.personas = [name for name in one("select distinct json_extract(fields, '$.persona') from (select fields from contact limit 5000)") if name]
            self.sizes = one("select distinct json_extract(fields, '$.employees') from (select fields from contact limit 5000) where json_extract(fields, '$.employees') is not null")
            low, high = db.execute("select min(id), max(id) from contact").fetchone()
            draw = random.Random(11)
            self.contacts = [db.execute("select id from contact where id >= ? order by id limit 1", (draw.randint(low, high),)).fetchone()[0]
                             for _ in range(4000)]
            people = [db.execute("select first_name, last_name, email, company from contact where id = ?", (contact,)).fetchone() for contact in self.contacts[:300]]
            self.texts = [text for first, last, email, company in people for text in (last, f"{first} {last}", email[:12], company) if text]
        db.close()
        self.stages = ["inquiry", "mql", "sal", "sql", "opportunity", "won", "lost", "disqualified", "recycled"]
        behind = lambda by, value: address("/funnel/leads", by=by, show="volume", value=value)  # noqa: E731
        self.kinds = {
            "list": lambda draw: address("/leads"),
            "list, further on": lambda draw: address("/leads", after=f"{draw.choice(self.contacts)}.0.1"),
            "filter by stage": lambda draw: address("/leads", stage=draw.choice(self.stages)),
            "filter by state": lambda draw: address("/leads", state=draw.choice(["open", "ended"])),
            "filter by owner": lambda draw: address("/leads", owner=draw.choice(self.owners)),
            "filter by source": lambda draw: address("/leads", source=draw.choice(self.sources)),
            "filter by three": lambda draw: address("/leads", source=draw.choice(self.sources), stage=draw.choice(self.stages), owner=draw.choice(self.owners)),
            "leads of a campaign": lambda draw: behind("campaign", draw.choice(self.campaigns)),
            "leads of a country": lambda draw: behind("country", draw.choice(self.countries)),
            "leads of an industry": lambda draw: behind("industry", draw.choice(self.industries)),
            "leads of a persona": lambda draw: behind("persona", draw.choice(self.personas)),
            "filter by custom field": lambda draw: address("/leads", **{"field:employees": draw.choice(self.sizes)}),
            "leads behind a number": lambda draw: address("/funnel/leads", show="reached", stage=draw.choice(self.stages[:6]), value=draw.choice(self.sources)),
            "text search": lambda draw: address("/leads", q=draw.choice(self.texts)),
            "contact": lambda draw: f"/contacts/{draw.choice(self.contacts)}",
            "funnel": lambda draw: address("/funnel"),
            "funnel by": lambda draw: address("/funnel", by=draw.choice(["campaign", "owner", "team", "country", "industry", "persona", "field:employees"])),
            "funnel in time": lambda draw: address("/funnel", **{"from": f"2026-0{draw.randint(1, 3)}", "to": f"2026-0{draw.randint(4, 6)}", "every": "month"}),
        }


def client(number, server, cookie, pages, until, seen, lock):
    draw = random.Random(number)
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    kinds = list(pages.kinds)
    draw.shuffle(kinds)
    time.sleep(draw.random() * THINK)
    place = 0
    while time.perf_counter() < until:
        kind = kinds[place % len(kinds)]
        place += 1
        path = pages.kinds[kind](draw)
        begun = time.perf_counter()
        connection.request("GET", path, headers={"Cookie": cookie, "Accept": "text/html", "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        size = len(answer.read())
        took = (time.perf_counter() - begun) * 1000
        with lock:
            seen.setdefault(kind, []).append((took, answer.status, size, path))
        time.sleep(THINK)
    connection.close()


contacts = measure.rows()
touches = contacts * 10
path, made = serving.company(contacts, touches)
serving.warm(path)
pages = Pages(path)
server = serving.Server(path)
try:
    server.wait()
    cookie = server.sign_in()
    connection = server.connection()
    missing = set()
    for kind, draw in pages.kinds.items():
        connection.request("GET", draw(random.Random(1)), headers={"Cookie": cookie})
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            missing.add(f"{kind} ({answer.status})")
            if answer.status >= 500 or answer.status == 404:
                continue
    if missing:
        print(f"    left out, because they do not answer 200 here: {', '.join(sorted(missing))}")
        pages.kinds = {kind: draw for kind, draw in pages.kinds.items() if not any(one.startswith(kind + " (") for one in missing)}
    if not pages.kinds:
        measure.skip("None of the pages is there yet.")
    # The funnel's columns are loaded in the background; the clients come when it is there, as on any day but the first minute.
    loading = time.perf_counter()
    while time.perf_counter() - loading < 60:
        connection.request("GET", "/funnel", headers={"Cookie": cookie})
        body = connection.getresponse().read()
        if b'http-equiv="refresh"' not in body:
            break
        time.sleep(0.2)
    # The search index follows an import in the background; until it has, searches look through people, a part at a time.
    indexing = time.perf_counter()
    while time.perf_counter() - indexing < 300 and not serving.is_indexed(path):
        time.sleep(1)
    indexed = time.perf_counter() - indexing
    until = time.perf_counter() + SECONDS
    seen, lock = {}, threading.Lock()
    threads = [threading.Thread(target=client, args=(number, server, cookie, pages, until, seen, lock)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    peak = server.peak_mb()
finally:
    server.stop()

lines, kept, bad = [], {}, []
for kind in sorted(seen):
    times = [one[0] for one in seen[kind]]
    bad += [one for one in seen[kind] if one[1] != 200]
    kept[kind] = {"count": len(times), **{f"p{share}": round(measure.percentile(times, share), 2) for share in (50, 95, 99)}, "max": round(max(times), 2)}
    lines.append([kind, len(times), *(f"{kept[kind][key]:.1f}" for key in ("p50", "p95", "p99", "max")), max(one[2] for one in seen[kind]) // 1024])
every = [one[0] for times in seen.values() for one in times]
kept["all"] = {"count": len(every), **{f"p{share}": round(measure.percentile(every, share), 2) for share in (50, 95, 99)}, "max": round(max(every), 2)}
lines.append(["all", len(every), *(f"{kept['all'][key]:.1f}" for key in ("p50", "p95", "p99", "max")), ""])
print(f"    {contacts:,} contacts, {touches:,} touches, {CLIENTS} clients with {THINK:.0f} s think time for {SECONDS:.0f} s; index of words after {indexed:.0f} s; server's peak {peak:.0f} MB")
measure.table(["page", "count", "p50 ms", "p95 ms", "p99 ms", "max ms", "KB"], lines)
print(f"    p95 of all pages {kept['all']['p95']:.1f} ms (at most {LIMIT_MS})")
measure.keep("web", {"contacts": contacts, "touches": touches, "clients": CLIENTS, "think_seconds": THINK, "seconds": SECONDS, "kinds": kept,
                     "limit_ms": LIMIT_MS, "left_out": sorted(missing), "peak_mb": peak, "index_seconds": round(indexed, 1), "demo_seconds": made, "errors": len(bad)})
if bad:
    sys.exit(f"{len(bad)} answers were not 200, like {bad[0][3]}: {bad[0][1]}")
