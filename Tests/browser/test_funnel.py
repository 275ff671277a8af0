# SPDX-License-Identifier: Apache-2.0
"""A sample company from the first visit to the funnel; every number of the funnel leads to exactly as many rows as it says."""

import csv
import html
import io
import os
import re
import unittest
from pathlib import Path

from harness import ROOT, BrowserTest

PASSWORD = "correct horse battery"


class FunnelTests(BrowserTest):
    prepare = (("demo", "--contacts", "1500", "--touches", "9000", "--seed", "7", "--until", "2026-06-30"),)
    cookies = None

    def signed_in(self, **options):
        """A page of the first member; the first visit is made once for the class."""
        page = self.page(**options)
        if FunnelTests.cookies:
            page.context.add_cookies(FunnelTests.cookies)
            return page
        code = self.server.wait_for(r"code ([A-Z0-9-]+)").group(1)
        page.goto(self.server.url("/"))
        self.assertIn("/first-visit", page.url)
        page.fill("input[name=code]", code)
        page.fill("input[name=company]", "Northlight Systems")
        page.fill("input[name=name]", "Ana Duarte")
        page.fill("input[name=email]", "ana@northlight.example")
        page.fill("input[name=password]", PASSWORD)
        page.locator("form button.go").click()
        page.wait_for_load_state()
        FunnelTests.cookies = page.context.cookies()
        return page

    def numbers(self, text):
        """(number, address) of every link of a page whose text is a number, and whose list it names."""
        found = []
        for address, inner in re.findall(r'<a href="(/(?:funnel/leads|funnel/deals)[^"]*)"[^>]*>(.*?)</a>', text, re.DOTALL):
            plain = re.sub(r"<title>.*?</title>", "", inner, flags=re.DOTALL)
            plain = re.sub(r"<[^>]*>", " ", plain).strip().split("  ")[0].strip()
            hint = re.search(r"<title>[^:]*: ([0-9,]+)", inner)
            number = hint.group(1) if hint else re.match(r"[0-9,]+", plain).group(0) if re.match(r"[0-9,]+", plain) else None
            self.assertIsNotNone(number, f"a link without a number: {inner}")
            found.append((int(number.replace(",", "")), html.unescape(address)))
        return found

    def rows(self, page, address):
        """Rows of the list as a file, and the number that its headline begins with."""
        text = page.request.get(self.server.url(address)).text()
        said = re.search(r"<h1>([0-9,]+) ", text)
        self.assertIsNotNone(said, f"{address} does not begin with its number")
        path, _, query = address.partition("?")
        answer = page.request.get(self.server.url(f"{path}.csv?{query}"))
        self.assertEqual(answer.status, 200)
        lines = list(csv.reader(io.StringIO(answer.text().lstrip("\ufeff"))))
        return int(said.group(1).replace(",", "")), len(lines) - 1, text

    def crawl(self, page, address):
        text = page.request.get(self.server.url(address)).text()
        numbers = self.numbers(text)
        for number, target in dict.fromkeys(numbers):
            with self.subTest(page=address, list=target):
                said, rows, listed = self.rows(page, target)
                self.assertEqual((said, rows), (number, number))
                shown = listed.count("<tr") - 1
                self.assertEqual(shown, min(100, number), "rows of the first page")
        return len(set(numbers))

    def test_every_number_has_exactly_as_many_rows(self):
        page = self.signed_in()
        self.assertGreater(self.crawl(page, "/funnel"), 150)

    def test_also_in_another_time_by_another_dimension_and_as_activity(self):
        page = self.signed_in()
        for address in (
            "/funnel?by=owner&from=2025-10-01&to=2026-03-31&every=quarter", "/funnel?by=team&as=activity&from=2026-01-01&every=month",
            "/funnel?by=industry&from=2026-04", "/funnel?by=field:employees&from=2026-03&to=2026-03",
        ):
            self.assertGreater(self.crawl(page, address), 20, address)

    def test_pages_of_a_list_add_up_to_its_number(self):
        page = self.signed_in()
        page.goto(self.server.url("/funnel"))
        page.locator(".figure a").first.click()
        number = int(re.match(r"[0-9,]+", page.locator("h1").inner_text()).group(0).replace(",", ""))
        seen = []
        while True:
            seen += page.locator("tbody th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
            following = page.locator(".pager a[rel=next]")
            if following.count() == 0:
                break
            following.click()
            page.wait_for_load_state()
        self.assertEqual(len(seen), number)
        self.assertEqual(len(set(seen)), number, "no lead is listed twice")

    def test_people_who_are_counted_apart_are_listed(self):
        page = self.signed_in()
        page.goto(self.server.url("/funnel"))
        note = page.locator(".talk", has_text="counted apart")
        number = int(note.inner_text().split()[0])
        note.locator("a").click()
        page.wait_for_load_state()
        self.assertEqual(page.locator("h1").inner_text().split()[0], str(number))

    def test_a_filter_is_applied_as_soon_as_it_is_chosen(self):
        page = self.signed_in()
        page.goto(self.server.url("/funnel"))
        page.select_option("select[name=by]", "campaign")
        page.wait_for_url("**by=campaign**")
        self.assertEqual(page.locator("h2", has_text="By campaign").count(), 1)

    def test_a_person_is_found_and_has_a_timeline(self):
        page = self.signed_in()
        page.goto(self.server.url("/funnel/deals?show=won"))
        page.locator("tbody th a").first.click()
        page.wait_for_load_state()
        self.assertGreater(page.locator(".leadcard").count(), 0)
        self.assertGreater(page.locator(".line li.move").count(), 0)
        name = page.locator("h1").inner_text()
        page.goto(self.server.url("/leads"))
        page.fill("input[type=search]", name)
        page.keyboard.press("Enter")
        page.wait_for_url("**/leads?**q=**")
        self.assertGreater(page.locator("tbody tr", has_text=name).count(), 0)

    def test_z_a_person_is_forgotten_after_a_question(self):
        """Last of all, since it changes the funnel's numbers."""
        page = self.signed_in(width=360)
        page.goto(self.server.url("/leads?stage=inquiry"))
        page.locator("tbody th a").first.click()
        page.wait_for_load_state()
        place, name = page.url.split("#")[0], page.locator("h1").inner_text()
        page.locator("a", has_text="Forget this person").click()
        page.wait_for_load_state()
        self.assertIn(name, page.locator("h1").inner_text())
        self.assertEqual(self.overflow(page), 0)
        self.picture(page, "forget-360-light")
        wide = self.signed_in(width=1440, dark=True)
        wide.goto(page.url)
        self.picture(wide, "forget-1440-dark")
        page.locator("button.danger").click()
        page.wait_for_url("**/leads**")
        self.assertIn("The person is forgotten.", page.content())
        self.assertEqual(page.request.get(place).status, 404)

    def test_the_pages_fit_every_width(self):
        page = self.signed_in()
        page.goto(self.server.url("/funnel/deals?show=won"))
        person = page.locator("tbody th a").first.get_attribute("href")
        places = {"funnel": "/funnel", "list": "/funnel/leads?show=reached&stage=mql", "leads": "/leads", "deals": "/funnel/deals?show=won", "contact": person}
        for width in (360, 1440):
            for dark in (False, True):
                page = self.signed_in(width=width, dark=dark)
                for name, place in places.items():
                    page.goto(self.server.url(place))
                    self.assertEqual(self.overflow(page), 0, f"{name} at {width} pixels")
                    self.picture(page, f"funnel-{name}-{width}-{'dark' if dark else 'light'}")

    def test_without_javascript_the_funnel_and_its_filters_work(self):
        page = self.signed_in(javascript=False)
        page.goto(self.server.url("/funnel"))
        page.select_option("select[name=by]", "country")
        page.locator("form.bar button").click()
        page.wait_for_load_state()
        self.assertEqual(page.locator("h2", has_text="By country").count(), 1)

    @unittest.skipUnless(os.environ.get("ENTENTE_SCREENSHOT"), "ENTENTE_SCREENSHOT is not set")
    def test_the_screenshot_of_the_readme_is_made(self):
        page = self.signed_in(width=1440, height=900)
        page.goto(self.server.url("/funnel"))
        page.screenshot(path=str(Path(ROOT) / "docs" / "screenshots" / "funnel.png"))
