# SPDX-License-Identifier: Apache-2.0
"""From an empty server and two teams' files to a definition that both leaders look at; by keyboard alone, at every width, light and dark."""

import tempfile
import unittest

import two_teams
from harness import BrowserTest

LOOKS = [(360, True), (1440, False), (360, False), (1440, True)]


class TreatyTests(BrowserTest):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="entente-treaty-")
        cls.addClassCleanup(folder.cleanup)
        cls.files = two_teams.write(folder.name)
        super().setUpClass()

    def go_to(self, page, name):
        """Tabs to what bears this name, from wherever the focus is."""
        for _ in range(400):
            page.keyboard.press("Tab")
            found = page.evaluate(
                "(() => { const e = document.activeElement; return [e.name || '', (e.labels?.[0]?.textContent || e.textContent || '').trim()] })()")
            if name in found or len(name) > 8 and found[1].startswith(name):
                return
        self.fail(f"Tab never comes to “{name}”")

    def press(self, page, name):
        self.go_to(page, name)
        page.keyboard.press("Enter")

    def fill(self, page, values):
        for name, value in values:
            self.go_to(page, name)
            page.keyboard.press("Control+A")
            page.keyboard.type(value)

    def looks_well(self, page, name):
        self.assertEqual(self.violations(page), [], name)
        self.assertLessEqual(self.overflow(page), 0, name)
        self.picture(page, f"treaty-{name}")

    def first_visit(self, page):
        code = self.server.wait_for(r"code ([A-Z0-9-]+)").group(1)
        page.goto(self.server.url("/"))
        self.looks_well(page, "first-visit")
        self.fill(page, [
            ("code", code), ("company", "Northlight Systems"), ("name", "Ana Duarte"), ("email", "ana@northlight.example"),
            ("password", "correct horse battery"),
        ])
        page.keyboard.press("Enter")
        page.get_by_role("heading", name="Bring the exports that you have.").wait_for()

    def wizard(self, page):
        self.looks_well(page, "upload")
        # The dialog that chooses files belongs to the browser.
        self.go_to(page, "Choose files")
        page.set_input_files("input[type=file]", self.files)
        self.press(page, "Read the files")
        page.wait_for_url("**/columns")
        self.looks_well(page, "columns")
        self.press(page, "Next: values")
        page.wait_for_url("**/values")
        self.looks_well(page, "values")
        self.press(page, "Next: see")
        page.wait_for_url("**/start")
        page.get_by_text("Tried on a copy of the ledger:").wait_for(timeout=60_000)
        self.assertIn("new leads", page.inner_text("#trial"))
        self.looks_well(page, "start")
        self.press(page, "Import")
        page.get_by_role("link", name="See what to talk about").wait_for(timeout=60_000)
        self.looks_well(page, "imported")
        self.press(page, "See what to talk about")

    def test_two_teams_files_become_a_treaty(self):
        cookies = None
        for width, dark in LOOKS:
            with self.subTest(width=width, dark=dark):
                page, name = self.page(width=width, dark=dark), f"{width}-{'dark' if dark else 'light'}"
                if cookies:
                    page.context.add_cookies(cookies)
                    page.goto(self.server.url("/audit"))
                else:
                    self.first_visit(page)
                    self.wizard(page)
                    cookies = page.context.cookies()
                page.get_by_role("heading", name="What to talk about").wait_for(timeout=60_000)
                self.treaty(page, name, width, dark)

    def treaty(self, page, name, width, dark):
        self.assertRegex(page.inner_text("h1"), r"things to talk about, and a first agreement")
        self.assertIn("people in common", page.inner_text("main"))
        self.assertIn("Paid social brings", page.inner_text(".talks"))
        self.go_to(page, "Leads a week to sales")
        slider, before = page.locator("#at"), page.inner_text(".slider output")
        page.keyboard.press("Home")
        self.assertNotEqual(page.inner_text(".slider output"), before)
        self.assertEqual(slider.get_attribute("aria-valuetext"), page.inner_text(".slider output"))
        self.assertEqual(page.locator(".point:visible").count(), 1)
        chosen = page.locator(".point:visible .clauses").inner_text()
        self.press(page, "Send to your counterpart")
        page.locator(".invitation input").wait_for()
        self.assertEqual(page.locator(".point:visible .clauses").inner_text(), chosen, "the sender sees what was sent")
        self.looks_well(page, f"audit-{name}")
        link = page.input_value(".invitation input")
        self.assertRegex(link, r"/shared/audit/[\w-]{22}$")
        # The counterpart has no account, and sees the place that was chosen.
        other = self.page(width=width, dark=dark)
        other.goto(link)
        self.assertIn("Ana Duarte sent this on", other.inner_text(".notice"))
        self.assertEqual(other.locator(".point:visible .clauses").inner_text(), chosen)
        self.assertEqual(other.locator("nav.side").count(), 0)
        self.assertEqual(other.locator("a[href^='/audit']").count(), 0)
        self.looks_well(other, f"counterpart-{name}")


class SampleTests(BrowserTest):
    """What the sample company shows, page by page."""

    def signed_in(self):
        page = self.page()
        code = self.server.wait_for(r"code ([A-Z0-9-]+)").group(1)
        page.goto(self.server.url("/"))
        for name, value in (
            ("code", code), ("company", "Northlight"), ("name", "Ana Duarte"), ("email", "ana@northlight.example"),
            ("password", "correct horse battery"),
        ):
            page.fill(f"input[name={name}]", value)
        page.locator("form button.go").click()
        page.wait_for_load_state()
        return page

    def test_one_click_makes_it_and_every_page_breaks_no_rule(self):
        page = self.signed_in()
        for address in ("/today", "/leads", "/funnel", "/audit", "/imports"):
            page.goto(self.server.url(address))
            self.assertEqual(self.violations(page), [], f"{address} with nothing in it")
        page.goto(self.server.url("/funnel"))
        page.get_by_role("button", name="Explore a sample company").click()
        page.get_by_role("heading", name="What to talk about").wait_for(timeout=60_000)
        page.goto(self.server.url("/leads"))
        person = page.locator("tbody th a").first.get_attribute("href")
        for address in (
            "/today", "/today/overdue", "/funnel", "/funnel?as=activity&by=owner", "/leads?stage=mql&state=open&by=persona", "/leads?q=zzz", "/leads?q=a",
            "/leads/repairs", "/leads/repair?adrift=orphaned&do=recycle&why=Stalled", "/audit/people?of=field:source", "/audit/named", person,
            f"{person.split('#')[0]}/erase", "/imports", "/imports/1", "/imports/new", "/members", "/settings", "/nowhere",
        ):
            page.goto(self.server.url(address))
            page.wait_for_load_state()
            for width in (1440, 360):
                page.set_viewport_size({"width": width, "height": 900})
                self.assertEqual(self.violations(page), [], f"{address} at {width}")
                self.assertLessEqual(self.overflow(page), 0, f"{address} at {width}")
        self.segments_and_repair(page)
        page.context.clear_cookies()
        page.goto(self.server.url("/sign-in"))
        self.assertEqual(self.violations(page), [], "/sign-in")

    expected_console_errors = (r"404",)

    def segments_and_repair(self, page):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(self.server.url("/leads?adrift=orphaned"))
        headline = page.inner_text("h1")
        page.locator("summary:has-text('Keep as a segment')").click()
        page.get_by_label("Name", exact=True).fill("Left behind")
        page.get_by_role("button", name="Keep", exact=True).click()
        page.locator(".segments a[aria-current]:has-text('Left behind')").wait_for()
        page.locator("summary:has-text('Repair')").click()
        page.get_by_label("Give them to a colleague").select_option(label="Elena Prada, Sales")
        page.get_by_role("button", name="Give …").click()
        page.locator("button.danger").click()
        page.get_by_role("heading", name="given to Elena Prada").wait_for()
        self.picture(page, "repair")
        page.locator(".segments, .crumb a").first.wait_for()
        page.get_by_role("button", name="Take it back").click()
        page.get_by_text("as before").wait_for()
        page.goto(self.server.url("/leads?adrift=orphaned"))
        self.assertEqual(page.inner_text("h1"), headline)
        # A word explains itself, by keyboard.
        word = page.locator("button.word").first
        word.focus()
        page.keyboard.press("Enter")
        meaning = page.locator(f"#{word.get_attribute('popovertarget')}")
        meaning.wait_for()
        page.keyboard.press("Escape")
        self.assertFalse(meaning.is_visible())

if __name__ == "__main__":
    unittest.main()
