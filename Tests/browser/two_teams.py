# SPDX-License-Identifier: Apache-2.0
"""Marketing's list of contacts and sales' lists of leads and deals, invented: the same people in two records that do not quite agree."""

import csv
import datetime
import random
from pathlib import Path

SOURCES = (("Paid Social", 0.35, 0.02), ("Organic Search", 0.4, 0.2), ("Referrals", 0.25, 0.45))
TITLES = (("Head of Operations", 1.3), ("Operations Manager", 1.0), ("Student", 0.1))


def write(folder, people=3000, seed=5):
    """Writes hubspot-contacts.csv, salesforce-leads.csv and salesforce-deals.csv; returns their paths."""
    dice, start = random.Random(seed), datetime.datetime(2025, 1, 6, 9)
    contacts, leads, deals = [], [], []
    for number in range(people):
        source, _, chance = dice.choices(SOURCES, [weight for _, weight, _ in SOURCES])[0]
        title, factor = dice.choice(TITLES)
        opened = start + datetime.timedelta(days=dice.randrange(400), minutes=dice.randrange(480))
        email, company = f"p{number}@c{number // 2}.example", f"Company {number // 2}"
        qualified = opened + datetime.timedelta(days=2)
        is_mql, is_good = dice.random() < 0.6, dice.random() < chance * factor
        is_known = is_mql or is_good
        contacts.append([
            number + 1, email, f"Given{number}", f"Family{number}", company, title, "Marketing Qualified Lead" if is_known else "Lead",
            f"{opened:%Y-%m-%d %H:%M}", f"{qualified:%Y-%m-%d %H:%M}" if is_known else "", source,
        ])
        if is_known:
            handed = qualified + datetime.timedelta(hours=1)
            leads.append([
                f"00Q5e0000{number:06d}AAA", f"Given{number}", f"Family{number}", company if dice.random() < 0.9 else f"{company} Holding", email,
                "Qualified" if is_good else dice.choice(["Open - Not Contacted", "Working - Contacted", "Closed - Not Converted"]), source,
                f"{handed:%Y-%m-%dT%H:%M:%S.000Z}", f"{handed:%Y-%m-%dT%H:%M:%S.000Z}",
            ])
        if is_good:
            begun, won = qualified + datetime.timedelta(days=dice.randrange(5, 25)), dice.random() < 0.4
            deals.append([
                f"0065e0000{number:06d}AAA", f"Deal {number}", "Closed Won" if won else "Closed Lost", dice.randrange(20, 200) * 100,
                f"{begun:%Y-%m-%d}", f"{begun + datetime.timedelta(days=30):%Y-%m-%d}", email,
            ])
    files = {
        "hubspot-contacts.csv": (
            "Record ID,Email,First Name,Last Name,Company Name,Job Title,Lifecycle Stage,Create Date,"
            "Became a Marketing Qualified Lead Date,Original Traffic Source", contacts),
        "salesforce-leads.csv": ("ID,FIRSTNAME,LASTNAME,COMPANY,EMAIL,STATUS,LEADSOURCE,CREATEDDATE,LASTMODIFIEDDATE", leads),
        "salesforce-deals.csv": ("Opportunity ID,Opportunity Name,Stage,Amount,Created Date,Close Date,Contact Email", deals),
    }
    paths = []
    for name, (heading, rows) in files.items():
        path = Path(folder) / name
        with path.open("w", newline="") as file:
            csv.writer(file).writerows([heading.split(","), *rows])
        paths.append(str(path))
    return paths
