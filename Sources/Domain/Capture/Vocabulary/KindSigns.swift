// SPDX-License-Identifier: Apache-2.0

/// What speaks for a kind besides its headings one by one: what a file of it must have, what files are called, what ids begin with.
package enum KindSigns {
    /// A file of a kind has at least one field of each group. `#file`: the file's name says the kind; `#own`: a heading names the kind
    /// in its own id or name; `#people`: a first or last name, and an id or hardly anything unknown; `#priced`: an
    /// amount with a name or an owner; `#form`: a heading speaks of a form that was sent; `#across`: months or currencies across.
    static let needs: [RecordKind: [[String]]] = [
        .contacts: [
            ["name", "first_name", "last_name", "email", "emails"],
            ["email", "emails", "phone", "phones", "mobile", "title", "company", "account_id", "#own", "#people"],
        ],
        .leads: [
            ["email", "name", "first_name", "last_name", "company", "contact_id", "deal_name", "external_id"],
            ["status", "stage", "is_converted", "converted_at", "converted_contact_id", "mql_at", "sal_at", "sql_at", "#own", "#file"],
        ],
        .accounts: [
            ["name", "external_id"],
            ["domain", "industry", "employees", "account_number", "annual_revenue", "parent_id", "founded", "#own", "#file"],
        ],
        .deals: [
            ["name", "external_id", "account_id", "company", "contact_name", "email", "owner", "product"],
            ["amount", "stage", "stage_id", "status", "closed_at", "won_at", "lost_at", "is_won", "expected_at", "outcome", "pipeline"],
            // An amount alone is a payment, too, and a status alone is anybody's.
            ["#own", "#file", "#priced", "stage", "is_won", "won_at", "closed_at", "expected_at", "pipeline", "reason"],
        ],
        .members: [
            ["name", "email", "first_name", "username"],
            ["role", "role_id", "team", "team_id", "username", "user_id", "manager", "manager_id", "region", "active", "#strong"],
            ["#own", "#strong", "username", "role", "role_id", "team", "team_id"],
        ],
        .teams: [["name", "external_id"], ["#own", "#file"]],
        .teamMembers: [["member_id", "member"], ["team_id", "team"]],
        .products: [["name", "code"], ["#own", "#file", "code"], ["price", "code", "line", "external_id", "description", "active"]],
        .stages: [["stage", "external_id"], ["position", "probability", "is_won", "is_closed", "pipeline_id"]],
        .pipelines: [["external_id", "name"], ["#own", "#file"], ["name"]],
        .campaigns: [["name"], ["external_id", "#own"], ["#own", "#file"]],
        .rates: [["rate", "#across"], ["currency", "#across"], ["base", "day"]],
        .dealContacts: [["deal_id", "deal_name"], ["contact_id", "email", "contact_name"]],
        .dealAccounts: [["deal_id", "deal_name"], ["account_id", "company"]],
        .accountContacts: [["account_id", "company"], ["contact_id"]],
        .dealLines: [["deal_id", "deal_name"], ["product", "product_id", "name"], ["quantity", "unit_price", "amount"]],
        .activities: [
            ["kind", "subject", "body", "outcome", "duration", "direction"],
            ["at", "who_id", "what_id", "contact_id", "contact_name", "kind"],
            ["external_id", "who_id", "contact_id", "contact_name", "email", "deal_id", "deal_name", "contact_ids", "subject", "#own"],
        ],
        .activityLinks: [["activity_id"], ["contact_id", "account_id", "deal_id", "lead_id"]],
        .campaignMembers: [
            ["campaign_id", "campaign"], ["lead_id", "contact_id", "email"], ["status", "responded", "responded_at", "#own", "#file"],
        ],
        .emailEvents: [["email", "contact_id"], ["at"], ["kind"]],
        .pageViews: [["at"], ["url"], ["email", "contact_id", "visitor_id"]],
        .formSubmissions: [["at"], ["form_id", "content", "#form"], ["email", "contact_id", "visitor_id"]],
        .leadHistory: [["lead_id", "email"], ["field"], ["new_value"], ["at"]],
        .fieldHistory: [["contact_id", "account_id", "email"], ["field"], ["new_value"], ["at"]],
        .dealHistory: [["deal_id", "deal_name"], ["field", "stage"], ["new_value", "stage"], ["at"]],
        .stageHistory: [["deal_id", "deal_name"], ["new_value"], ["at"]],
        .spend: [["day", "#across"], ["amount", "#across"], ["source", "campaign", "channel", "campaign_id", "medium", "#file"]],
        .merges: [["into_id"], ["merged_id"]],
    ]

    /// Words of a file's name and what they say, all of them needed; the longest list that fits counts.
    static let fileWords: [([String], RecordKind)] = [
        (["lead"], .leads), (["leads"], .leads), (["interessenten"], .leads), (["prospects"], .leads),
        (["contact"], .contacts), (["contacts"], .contacts), (["person"], .contacts), (["persons"], .contacts), (["people"], .contacts),
        (["kontakte"], .contacts), (["subscribers"], .contacts),
        (["account"], .accounts), (["accounts"], .accounts), (["accts"], .accounts), (["company"], .accounts), (["companies"], .accounts),
        (["organization"], .accounts), (["organizations"], .accounts), (["firmen"], .accounts), (["unternehmen"], .accounts),
        (["deal"], .deals), (["deals"], .deals), (["opportunity"], .deals), (["opportunities"], .deals), (["pipeline", "sales"], .deals),
        (["opps"], .deals),
        (["user"], .members), (["users"], .members), (["owner"], .members), (["owners"], .members), (["reps"], .members), (["salespeople"], .members),
        (["sales", "teams"], .members), (["sales", "team"], .members), (["agents"], .members), (["members"], .members),
        (["team"], .teams), (["teams"], .teams), (["team", "user"], .teamMembers), (["owner", "team"], .teamMembers),
        (
            [
                "team",
                "members",
            ], .teamMembers
        ),
        (["product"], .products), (["products"], .products), (["produkte"], .products), (["price", "list"], .products),
        (["stages"], .stages), (["pipeline", "stage"], .stages), (["pipeline", "stages"], .stages), (["deal", "pipeline", "stage"], .stages),
        (["pipelines"], .pipelines), (["deal", "pipeline"], .pipelines),
        (["campaign"], .campaigns), (["campaigns"], .campaigns), (["campaign", "members"], .campaignMembers),
        (
            [
                "campaign",
                "member",
            ], .campaignMembers
        ),
        (["line", "item"], .dealLines), (["line", "items"], .dealLines), (["opportunity", "line", "item"], .dealLines),
        (["opportunity", "product"], .dealLines), (["opportunity", "products"], .dealLines), (["deal", "lines"], .dealLines),
        (["deal", "contact"], .dealContacts), (["contact", "roles"], .dealContacts), (["opportunity", "contact", "role"], .dealContacts),
        (["deal", "company"], .dealAccounts), (["account", "contact"], .accountContacts), (["contact", "company"], .accountContacts),
        (["task"], .activities), (["tasks"], .activities), (["event"], .activities), (["events"], .activities), (["activity"], .activities),
        (["activities"], .activities), (["calls"], .activities), (["call"], .activities), (["meetings"], .activities), (["meeting"], .activities),
        (["notes"], .activities), (["engagement"], .activities), (["engagements"], .activities), (["emails"], .activities), (["email"], .activities),
        (["email", "event"], .emailEvents), (["email", "events"], .emailEvents), (["email", "campaign"], .campaigns),
        (["page", "views"], .pageViews), (["pageviews"], .pageViews), (["visits"], .pageViews),
        (["form", "submission"], .formSubmissions), (["form", "submissions"], .formSubmissions), (["submissions"], .formSubmissions),
        (["lead", "history"], .leadHistory), (["contact", "history"], .fieldHistory), (["account", "history"], .fieldHistory),
        (["property", "history"], .fieldHistory), (["deal", "property", "history"], .dealHistory), (["opportunity", "history"], .dealHistory),
        (["opportunity", "field", "history"], .dealHistory), (["stage", "history"], .stageHistory), (["deal", "stage"], .stageHistory),
        (["spend"], .spend), (["cost"], .spend), (["costs"], .spend), (["budget"], .spend), (["kosten"], .spend), (["ad", "spend"], .spend),
        (["rates"], .rates), (["fx"], .rates), (["exchange", "rates"], .rates), (["wechselkurse"], .rates),
        (["merge"], .merges), (["merges"], .merges), (["merged"], .merges), (["merge", "audit"], .merges), (["merged", "deal"], .merges),
    ]

    /// Words that a heading has which names the kind itself.
    static let ownWords: [RecordKind: [String]] = [
        .contacts: ["contact", "person", "kontakt"], .leads: ["lead"],
        .accounts: ["account", "company", "organization", "organisation", "firma"],
        .deals: ["deal", "opportunity", "opp"], .members: ["agent", "rep", "owner", "salesperson", "user"], .teams: ["team"],
        .products: ["product", "produkt"], .pipelines: ["pipeline"], .campaigns: ["campaign", "kampagne"],
        .activities: ["engagement", "call", "task", "meeting", "activity"], .campaignMembers: ["member"],
    ]

    /// Headings of a day on which something was spent; a first day alone may be that of a campaign.
    static let dayWords: Set<String> = Set(
        "day date month week period tag datum monat woche jour mois semaine fecha dia mes reportingstarts reportdate".split(separator: " ").map(
            String.init))

    /// What advertisements did: columns of a report of their performance.
    package static let deliveryWords: Set<String> = Set(
        """
        impressions impr clicks linkclicks klicks clics clicsimpressionen impressionen ctr cpc avgcpc cpm cpmcostper1000impressions reach frequency \
        conversions konversionen costconv costperresult interactions viewablempressions videoviews reichweite impresiones
        """.split(separator: " ").map(String.init))

    /// Amounts that were converted into the currency of the company, whatever the row's own is.
    static let companyAmounts: Set<String> = [
        "amountincompanycurrency", "amountinhomecurrency", "dealamountincompanycurrency", "betraginunternehmenswahrung",
    ]

    /// File names that make colleagues of people without any other sign.
    static let strongMemberWords: Set<String> = ["owner", "owners", "reps", "salespeople", "agents", "teams"]

    /// The first three characters of Salesforce ids. Source: Salesforce, "Standard Field Record ID Prefix Decoder".
    static let prefixes: [String: RecordKind] = [
        "001": .accounts, "003": .contacts, "00Q": .leads, "006": .deals, "005": .members, "00T": .activities, "00U": .activities,
        "701": .campaigns, "00v": .campaignMembers, "01t": .products, "00k": .dealLines, "00K": .dealContacts, "07k": .accountContacts,
        "02Z": .accountContacts, "008": .dealHistory, "01J": .stages, "00G": .teams, "02s": .activities, "801": .orders, "800": .orders,
        "802": .orders, "0Q0": .orders, "500": .tickets, "00E": .roles, "00e": .roles, "00P": .attachments, "068": .attachments, "069": .attachments,
    ]

    /// Files that are known for what they are and not kept: all of the first keys, none of the second.
    static let notKept: [(RecordKind, all: [String], none: [String])] = [
        (.tickets, ["ticketid"], []), (.tickets, ["hsticketpriority"], []), (.tickets, ["casenumber"], []), (.tickets, ["ticketname"], []),
        (.tickets, ["ticketstatus"], []), (.tickets, ["ticketstate"], []),
        (.lists, ["contactlistid"], []), (.lists, ["processingtype", "listversion"], []), (.lists, ["listid", "contactid"], []),
        (.orders, ["ordernumber"], []), (.orders, ["invoicenumber"], []), (.orders, ["quotenumber"], []), (.orders, ["contractnumber"], []),
        (.orders, ["amountrefunded"], []), (.orders, ["transactionid"], []), (.orders, ["paymentid"], []), (.orders, ["chargeid"], []),
        (.definitions, ["fieldtype", "groupname"], []), (.definitions, ["hubspotobject", "displayorder"], []),
        (
            .definitions,
            [
                "guid",
                "formtype",
            ], []
        ),
        (.definitions, ["usestandardprice"], []),
        (.roles, ["requiresbillingwrite"], []), (.roles, ["parentroleid"], []), (.roles, ["permissionsname"], []),
        (.attachments, ["parentid", "body"], ["subject"]), (.attachments, ["contentdocumentid"], []), (.attachments, ["versiondata"], []),
        (.eventDetails, ["id", "useragent"], timed), (.eventDetails, ["id", "response"], timed), (.eventDetails, ["id", "bcc", "replyto"], timed),
        (.eventDetails, ["id", "portalsubscriptionstatus"], timed),
    ]

    private static let timed = ["created", "timestamp", "recipient", "email", "eventtime", "date", "createdat", "eventtimestamp"]
}
