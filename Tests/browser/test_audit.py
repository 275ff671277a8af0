# SPDX-License-Identifier: Apache-2.0
"""The page of the audit: its rows, its file, its widths, and what it needs."""

import re
import tempfile
import unittest

import two_teams
from harness import BrowserTest

PASSWORD = "correct horse battery"


class AuditTests(BrowserTest):
    cookies = None

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="entente-teams-")
        cls.addClassCleanup(folder.cleanup)
        cls.prepare = (["import", *two_teams.write(folder.name)],)
        super().setUpClass()

    def signed_in(self, **options):
        page = self.page(**options)
        if AuditTests.cookies:
            page.context.add_cookies(AuditTests.cookies)
            return page
        code = self.server.wait_for(r"code ([A-Z0-9-]+)").group(1)
        page.goto(self.server.url("/"))
        for name, value in (
            ("code", code), ("company", "Northlight Systems"), ("name", "Ana Duarte"), ("email", "ana@northlight.example"), ("password", PASSWORD)
        ):
            page.fill(f"input[name={name}]", value)
        page.locator("form button.go").click()
        page.wait_for_load_state()
        AuditTests.cookies = page.context.cookies()
        return page

    def opened(self, address="/audit", **options):
        page = self.signed_in(**options)
        page.goto(self.server.url(address))
        page.get_by_role("heading", name="What to talk about").wait_for(timeout=60_000)
        return page

    def test_a_finding_opens_as_many_rows_as_it_says(self):
        page = self.opened()
        links = page.locator(".talks a")
        self.assertGreater(links.count(), 2)
        for href, text in [(one.get_attribute("href"), one.inner_text()) for one in links.all()]:
            number = int(re.search(r"[0-9,]+", text).group(0).replace(",", ""))
            answer = page.request.get(self.server.url(href.replace("/rows?", "/rows.csv?")))
            self.assertEqual(len(answer.text().strip().splitlines()) - 1, number, href)

    def test_a_link_that_nobody_made_opens_nothing(self):
        page = self.page()
        answer = page.request.get(self.server.url("/shared/audit/AAAAAAAAAAAAAAAAAAAAAA"))
        self.assertEqual(answer.status, 404)
        self.assertEqual(page.request.get(self.server.url("/audit"), max_redirects=0).status, 303)

    def test_the_file_needs_nothing_else(self):
        page = self.opened()
        text = page.request.get(self.server.url("/audit/file.html")).text()
        self.assertNotRegex(text, r'(src|href)="(?!#)')
        alone = self.page()
        alone.set_content(text)
        self.assertIn("What to talk about", alone.inner_text("main"))
        alone.locator("#at").focus()
        alone.keyboard.press("End")
        self.assertEqual(alone.locator(".point:visible").count(), 1)

    def test_it_breaks_no_rule_of_accessibility_at_any_width(self):
        for width in (360, 1440):
            for dark in (False, True):
                with self.subTest(width=width, dark=dark):
                    page = self.opened(width=width, dark=dark)
                    self.assertEqual(self.violations(page), [])
                    self.assertLessEqual(self.overflow(page), 0)
                    self.picture(page, f"audit-{width}-{'dark' if dark else 'light'}")

    def test_a_page_that_waits_comes_by_itself(self):
        page = self.signed_in()
        asked = []

        def wait_once(route):
            asked.append(route.request.url)
            if len(asked) > 1:
                return route.continue_()
            answer = route.fetch()
            body = re.sub(r"<main.*</main>", "<main id=main><h1>Soon.</h1><progress></progress></main>", answer.text(), flags=re.DOTALL)
            route.fulfill(response=answer, body=body)

        page.route("**/audit", wait_once)
        page.goto(self.server.url("/audit"))
        page.get_by_role("heading", name="What to talk about").wait_for(timeout=60_000)
        self.assertEqual(len(asked), 2)

    def test_it_reads_without_a_script(self):
        page = self.opened(javascript=False)
        self.assertEqual(page.locator(".point:visible").count(), 1)
        self.assertFalse(page.locator(".slider").is_visible())
        page.locator("details.all summary").click()
        self.assertGreater(page.locator("details.all tbody tr").count(), 1)


if __name__ == "__main__":
    unittest.main()
