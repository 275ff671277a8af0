# SPDX-License-Identifier: Apache-2.0
import os

from harness import BrowserTest

HTMX = os.path.join(os.path.dirname(__file__), "../../Sources/CAssets/assets/vendor/htmx-2.min.js")


class FirstPageTests(BrowserTest):
    def test_the_first_page_answers_and_fits_every_width(self):
        for width in (360, 1440):
            for dark in (False, True):
                page = self.page(width=width, dark=dark)
                answer = page.goto(self.server.url("/"))
                self.assertLess(answer.status, 400)
                self.assertIn("Entente", page.title())
                self.assertEqual(self.overflow(page), 0, f"at {width} pixels")
                self.picture(page, f"first-{width}-{'dark' if dark else 'light'}")

    def test_the_first_page_allows_no_foreign_and_no_inline_script(self):
        answer = self.page().goto(self.server.url("/"))
        policy = answer.headers.get("content-security-policy", "")
        self.assertIn("default-src", policy)
        self.assertNotIn("unsafe-", policy)
        self.assertEqual(answer.headers.get("x-content-type-options"), "nosniff")

    def test_what_was_fetched_is_served(self):
        if not os.path.exists(HTMX):
            self.skipTest("htmx could not be fetched; the pages work without it")
        page = self.page()
        page.goto(self.server.url("/"))
        self.assertEqual(page.evaluate("typeof htmx"), "object")

    def test_without_javascript_the_first_page_still_says_what_it_is(self):
        page = self.page(javascript=False)
        page.goto(self.server.url("/"))
        self.assertTrue(page.locator("h1").first.is_visible())
