# SPDX-License-Identifier: Apache-2.0
import csv
import io
import re

from harness import BrowserTest, Server

STATUSES = ["New", "Attempted to Contact", "Working", "Qualified", "Waiting for spring", "Bad Timing"]
SOURCES = ["ORGANIC_SEARCH", "PAID_SEARCH", "EMAIL_MARKETING", "Trade fair Hamburg"]


def table(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def contacts(count=120):
    """As HubSpot exports them; the days of the dates are at most 12, so that nobody can tell them from months."""
    rows = [["Record ID", "First Name", "Last Name", "Email", "Company Name", "Job Title", "Lifecycle Stage", "Lead Status", "Original Source", "Create Date", "Country/Region", "Tier"]]
    for number in range(count):
        day, month = number % 12 + 1, (number * 5) % 12 + 1
        rows.append([
            str(9000 + number), f"Ada{number}", "Okafor", f"ada{number}@kunde{number % 40}.example", f"Kunde {number % 40}", "Head of logistics",
            ["lead", "marketingqualifiedlead", "salesqualifiedlead", "customer"][number % 4], STATUSES[number % len(STATUSES)],
            SOURCES[number % len(SOURCES)], f"{day:02}/{month:02}/2026 09:{number % 60:02}", ["Germany", "France", "Chile"][number % 3], "AB"[number % 2],
        ])
    rows.append(["99000001", "Test", "Test", "test@test.com", "test", "", "lead", "New", "ORGANIC_SEARCH", "01/02/2026 09:00", "Germany", "B"])
    rows.append(["99000002", "Odd", "Row", "odd@kunde1.example", "", "", "lead", "New", "ORGANIC_SEARCH", "yesterday", "Germany", "B", "too", "many", "cells"])
    return table(rows)


def deals(count=30):
    rows = [["Record ID", "Deal Name", "Deal Stage", "Pipeline", "Amount", "Create Date", "Close Date", "Associated Contact IDs", "Deal owner"]]
    for number in range(count):
        rows.append([
            str(500 + number), f"Fleet {number}", ["closedwon", "closedlost", "appointmentscheduled", "Legal review"][number % 4], "Sales Pipeline",
            str(1000 + number * 10), "2026-03-02", "2026-06-30", str(9000 + number * 3), "Ben Osei",
        ])
    return table(rows)


FILES = [
    {"name": "hubspot-contacts.csv", "mimeType": "text/csv", "buffer": contacts()},
    {"name": "hubspot-deals.csv", "mimeType": "text/csv", "buffer": deals()},
]


class ImportTests(BrowserTest):
    def signed_in(self, **options):
        page = self.page(**options)
        if not hasattr(type(self), "began"):
            type(self).began = True
            self.first_visit(page, self.server)
        else:
            page.goto(self.server.url("/sign-in?next=/imports"))
            page.fill("[name=email]", "ana@nordwind.example")
            page.fill("[name=password]", "correct horse battery")
            page.click("button.go")
        page.wait_for_url(lambda url: "sign-in" not in url and "first-visit" not in url)
        return page

    def first_visit(self, page, server):
        code = server.wait_for(r"code (\S+)").group(1)
        page.goto(server.url("/first-visit"))
        for name, text in [("code", code), ("company", "Nordwind"), ("name", "Ana Duarte"), ("email", "ana@nordwind.example"), ("password", "correct horse battery")]:
            page.fill(f"[name={name}]", text)
        page.click("button.go")
        page.wait_for_url(lambda url: "first-visit" not in url)

    def looks_well(self, page, name):
        self.assertEqual(self.overflow(page), 0, f"{name} must not be scrolled sideways")
        self.picture(page, name)

    def wizard(self, page, look=None):
        """All four steps, to the page of the import when it is done."""
        def seen(name):
            if look:
                self.looks_well(page, f"import-{name}-{look}")

        page.goto(self.server.url("/imports/new"))
        page.set_input_files("input[type=file]", FILES)
        seen("1-files")
        page.click("button.go")
        self.assertIn("Both files were recognized. One column needs your word.", page.inner_text("h1"))
        seen("2-columns")
        page.click("button.go")
        self.assertIn("Say how the marked columns are to be read.", page.inner_text("[role=alert]"))
        page.select_option("select[name=d0]", "day_first")
        page.click("button.go")
        self.assertIn("/values", page.url)
        seen("3-values")
        page.select_option('select[name="hubspot|status|waiting for spring"]', "recycled")
        page.click("button.go")
        self.assertIn("would be read", page.inner_text("h1"))
        self.assertTrue(page.locator("input[name=exclude][value=test]").is_checked())
        seen("4-start")
        page.click("button.go[value=import]")
        page.wait_for_selector("h2:has-text('What became of the rows')", timeout=60_000)
        seen("5-done")

    def test_two_files_come_in_and_go_again(self):
        page = self.signed_in()
        self.wizard(page, look="1440")
        self.assertIn("rows are new", page.inner_text("h1"))
        path = page.url
        with page.expect_download() as download:
            page.click("a.button:has-text('rejected')")
        with open(download.value.path(), newline="") as text:
            rejected = list(csv.reader(text))
        self.assertEqual(len(rejected), 2)
        self.assertIn("hubspot-contacts.csv", rejected[1][0])
        page.goto(self.server.url("/imports"))
        self.looks_well(page, "import-list-1440")
        page.goto(path)
        page.click("summary:has-text('Take this import back')")
        page.click("button.danger")
        page.wait_for_selector("h1:has-text('Taken back')")
        self.looks_well(page, "import-undone-1440")

    def test_without_javascript_on_a_narrow_screen(self):
        page = self.signed_in(width=360, height=740, javascript=False)
        self.wizard(page, look="360")

    def test_a_killed_server_begins_the_import_again(self):
        server = Server()
        self.addCleanup(server.folder.cleanup)
        server.start()
        self.addCleanup(lambda: server.process.poll() is None and server.process.kill())
        page = self.page()
        self.first_visit(page, server)
        page.goto(server.url("/imports/new"))
        page.set_input_files("input[type=file]", [{"name": "hubspot-contacts.csv", "mimeType": "text/csv", "buffer": contacts(60_000)}])
        page.click("button.go")
        page.select_option("select[name=d0]", "day_first")
        page.click("button.go")
        page.click("button.go")
        page.click("button.go[value=import]")
        # The page asks by itself every second; that may be too seldom to see a fast import in its middle.
        for _ in range(200):
            if "rows are in" in page.inner_text("h1"):
                break
            page.goto(page.url)
        self.looks_well(page, "import-5-running-1440")
        self.assertTrue(page.locator("progress").is_visible(), page.inner_text("h1"))
        address = page.url
        page.goto("about:blank")
        server.process.kill()
        server.process.wait()
        server.start()
        page.goto(address)
        page.wait_for_selector("h2:has-text('What became of the rows')", timeout=120_000)
        self.assertIn("60,001 rows are new, 1 could not be used.", page.inner_text("h1"))

    def test_in_the_dark(self):
        page = self.signed_in(dark=True)
        page.goto(self.server.url("/imports/new"))
        page.set_input_files("input[type=file]", FILES)
        page.click("button.go")
        self.looks_well(page, "import-2-columns-dark")
        page.click("text=Discard these files")
        self.assertTrue(re.search(r"/imports$", page.url))

    def test_what_is_no_export_says_what_to_do(self):
        page = self.signed_in()
        page.goto(self.server.url("/imports/new"))
        page.set_input_files("input[type=file]", [{"name": "book.csv", "mimeType": "text/csv", "buffer": b"PK\x03\x04nothing"}])
        page.click("button.go")
        page.wait_for_selector("[role=alert], .talk.bad")
        self.looks_well(page, "import-refused-1440")

    expected_console_errors = (r"422", r"ERR_CONNECTION", r"ERR_EMPTY")
    """A form that is sent back; a server that was killed."""
