# SPDX-License-Identifier: Apache-2.0
"""Invented data, the same for the same size."""

import csv
import glob
import os
import random
import shutil
import sqlite3
import subprocess

from . import measure

SOURCES = ["Organic search", "Paid search", "Paid social", "Webinar", "Trade show", "Referral", "Partner referral", "Purchased list", "Outbound"]
STAGES = ["Inquiry", "MQL", "SAL", "SQL", "Opportunity", "Won", "Lost", "Disqualified", "Recycled"]
COLUMNS = ["lead_id", "email", "first_name", "last_name", "company", "country", "source", "stage", "created_at", "score", "budget", "notes"]


def leads_csv(count):
    """count leads x 12 columns as a CRM writes them: all quoted, CRLF, UTF-8 with accents, commas and doubled quotes, 1 % with a line break."""
    path = measure.data(f"leads-{count}.csv")
    if os.path.exists(path):
        return path
    draw = random.Random(20260701)
    given = ["Maja", "Íñigo", "Zoë", "Per-Åke", "Anne Marie", "Дарья", "陽菜", "Jens", "Céline", "Rui"]
    family = ["Holmström", "d'Arcy", "Pérez", "Okafor", "Dvořák", "Соколов", "佐藤", "Meyer", "Ångman", "Costa"]
    firms = ["Harbour, Ltd.", 'The "North" Group', "Läkkä Oy", "Stone & Sons", "Brightline", "Kestrel", "Oakworks, LLC", "Quay", "株式会社見本", "Tern"]
    countries = ["Germany", "France", "United States", "Brazil", "Japan", "Czechia"]
    with open(path + ".new", "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        out.writerow(COLUMNS)
        for i in range(count):
            note = "first line\nsecond line" if i % 100 == 50 else 'Wants a demo; said "soon", ring again' if i % 3 else ""
            out.writerow([
                f"L-{i:08d}", f"person{i}@firm{i % 40000}.example", given[draw.randrange(10)], family[draw.randrange(10)],
                f"{firms[draw.randrange(10)]} {i % 40000}", countries[draw.randrange(6)], SOURCES[draw.randrange(9)], STAGES[draw.randrange(9)],
                f"2025-{1 + i % 12:02d}-{1 + i % 28:02d}T{i % 24:02d}:{i % 60:02d}:00Z", draw.randrange(101), f"{draw.random() * 50000:.2f}", note])
    os.rename(path + ".new", path)
    return path


# Chances of the next step, per stage inquiry … opportunity: on, past one stage, handed back and tried again, out, else it rests.
STEPS = [(0.88, 0.03, 0.03, 0.03), (0.75, 0.03, 0.08, 0.06), (0.76, 0.03, 0.08, 0.05), (0.72, 0.0, 0.07, 0.08), (0.55, 0.0, 0.04, 0.30)]


def journey(draw, opened, end):
    """The moves of one lead: (stage, seconds since 1970), times strictly ascending, all before `end`."""
    moves, stage, at = [(1, opened)], 1, opened
    while stage <= 5 and len(moves) < 12:
        on, past, back, out = STEPS[stage - 1]
        chance = draw.random()
        at += 60 + int(draw.expovariate(1 / (1.5 * 86_400)))
        if chance < on:
            stage += 1
        elif chance < on + past:
            stage += 2
        elif chance < on + past + back:
            moves.append((9, at))
            at += 60 + int(draw.expovariate(1 / (10 * 86_400)))
            stage = 2
        elif chance < on + past + back + out:
            moves.append((7 if stage == 5 else 8, at))
            break
        else:
            break
        moves.append((stage, at))
    return [move for move in moves if move[1] < end]


def funnel(count):
    """The same leads and moves twice: as a ledger, and as two files for the other. Returns (ledger, leads.csv, moves.csv, number of moves)."""
    folder = measure.data(f"funnel-{count}-{measure.code()}")
    for old in glob.glob(measure.data(f"funnel-{count}-*")):
        if old != folder:
            shutil.rmtree(old)
    ledger, leads, moves, note = (os.path.join(folder, name) for name in ("entente.db", "leads.csv", "moves.csv", "moves.txt"))
    if os.path.exists(note):
        with open(note) as file:
            return ledger, leads, moves, int(file.read())
    os.makedirs(folder, exist_ok=True)
    measure.remove(ledger)
    subprocess.run([measure.ENTENTE, "import", "list", "--database", ledger], check=True, stdout=subprocess.DEVNULL)
    draw, written = random.Random(5), 0
    db = sqlite3.connect(ledger, isolation_level=None)
    db.execute("pragma synchronous = off")
    db.execute("begin")
    put = {table: Inserts(db, table) for table in ("code", "import", "contact", "lead", "move")}
    put["import"].row(id=1, name="benchmark", state="done", actor="system", owner="", report="{}", started_at=0, finished_at=0)
    for place, name in enumerate(SOURCES):
        put["code"].row(id=10 + place, kind="source", value=name)
    begin, end = 1_735_689_600, 1_782_864_000
    first = 1000
    with open(leads, "w") as leads_out, open(moves, "w") as moves_out:
        for i in range(count):
            contact, lead = first + i, first + count + i
            opened = begin + draw.randrange(400 * 86_400)
            source = draw.randrange(len(SOURCES))
            path = journey(draw, opened, end)
            leads_out.write(f"{lead},{contact},{opened},{SOURCES[source]}\n")
            put["contact"].row(id=contact, known=1, first_source=10 + source, latest_source=10 + source, created_at=0, import_id=1,
                               email=f"person{i}@firm{i % 40000}.example", first_name="Maja", last_name="Costa", fields="{}")
            last, since = path[-1]
            put["lead"].row(contact_id=contact, id=lead, subject_id=contact, source=10 + source, opened_at=opened * 1_000_000, opened_precision=5,
                            ended_at=since * 1_000_000 if last in (6, 7, 8) else None, stage=last, stage_at=since * 1_000_000, import_id=1)
            before = 0
            for stage, at in path:
                written += 1
                moves_out.write(f"{lead},{at},{stage}\n")
                put["move"].row(contact_id=contact, lead_id=lead, id=first + 2 * count + written, at=at * 1_000_000, precision=5,
                                recorded_at=end * 1_000_000, from_stage=before, to_stage=stage, basis=3, import_id=1)
                before = stage
    for inserts in put.values():
        inserts.flush()
    db.execute("insert or replace into id_block (name, next) values ('id', ?)", (first + 2 * count + written + 1_000_000,))
    db.execute("commit")
    db.execute("pragma wal_checkpoint(truncate)")
    db.close()
    with open(note, "w") as file:
        file.write(str(written))
    return ledger, leads, moves, written


class Inserts:
    """Rows of one table, in the order in which they come; a column that is not named is 0, empty, or null where it may be."""

    def __init__(self, db, table):
        self.db, self.waiting = db, []
        columns = db.execute(f"pragma table_info({table})").fetchall()
        self.names = [column[1] for column in columns]
        self.blank = {name: None if not strict and not key else "" if kind.lower() == "text" else 0 for _, name, kind, strict, _, key in columns}
        self.sql = f"insert into {table} ({', '.join(self.names)}) values ({', '.join('?' * len(self.names))})"

    def row(self, **values):
        blank = self.blank
        self.waiting.append([values[name] if name in values else blank[name] for name in self.names])
        if len(self.waiting) >= 20_000:
            self.flush()

    def flush(self):
        self.db.executemany(self.sql, self.waiting)
        self.waiting.clear()
