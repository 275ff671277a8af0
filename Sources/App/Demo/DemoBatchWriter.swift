// SPDX-License-Identifier: Apache-2.0
import Domain
import Storage

/// Writes one told batch: gives its rows their ids and makes standings and columns equal to what a replay of them says.
struct DemoBatchWriter {
    private let batch: DemoBatch
    private let codes: DemoCodes
    private let bulk: LedgerBulk
    private let story: DemoStory
    private let contact, subject, fact, account, accountFact, lead, step, owner, deal, event: Int64

    static func write(_ batch: DemoBatch, _ codes: DemoCodes, _ story: DemoStory, into ledger: Ledger, first: Int64) throws {
        try batch.bytes.withUnsafeBytes { bytes in
            try DemoBatchWriter(batch, codes, story, try LedgerBulk(ledger, bytes: bytes), first: first).write()
        }
    }

    private init(_ batch: DemoBatch, _ codes: DemoCodes, _ story: DemoStory, _ bulk: LedgerBulk, first: Int64) {
        (self.batch, self.codes, self.story, self.bulk) = (batch, codes, story, bulk)
        var next = first
        func take(_ count: Int) -> Int64 {
            defer { next += Int64(count) }
            return next
        }
        contact = take(batch.people.count)
        subject = take(batch.people.count)
        fact = take(batch.people.count * 2)
        account = take(batch.companies.count)
        accountFact = take(batch.companies.count)
        lead = take(batch.leads.count)
        step = take(batch.steps.count)
        owner = take(batch.owners.count)
        deal = take(batch.deals.count)
        event = take(batch.events.count)
    }

    private func write() throws {
        try companies()
        try people()
        try leads()
        try touches()
        try deals()
        try bulk.finish(event + Int64(batch.events.count), contacts: contact..<contact + Int64(batch.people.count))
    }

    private func time(_ at: Int64, _ precision: Precision = .second) -> Timestamp { Timestamp(Moment(micros: at), precision) }
    private func id(_ base: Int64, _ position: Int32) -> Int64 { position < 0 ? 0 : base + Int64(position) }

    private func companies() throws {
        for (index, told) in batch.companies.enumerated() {
            var row = LedgerBulk.AccountRow()
            (row.name, row.domain, row.relationship, row.fields) = (told.name, told.domain, told.relationship, told.fields)
            row.owner = codes.members[told: told.owner]
            row.country = codes.countries[told: told.country]
            row.industry = codes.industries[told: told.industry]
            let id = account + Int64(index)
            try bulk.account(id, row)
            try bulk.accountFact(accountFact + Int64(index), of: id, at: time(told.since), origin: codes.sales, data: told.fields)
        }
    }

    private func people() throws {
        for (index, told) in batch.people.enumerated() {
            let (contact, subject, fact) = (contact + Int64(index), subject + Int64(index), fact + Int64(index) * 2)
            var row = LedgerBulk.Person()
            row.account = id(account, told.company)
            (row.email, row.firstName, row.lastName, row.title) = (told.email, told.firstName, told.lastName, told.title)
            (row.phone, row.company, row.fields) = (told.phone, told.companyName, told.fields)
            row.country = codes.countries[told: told.country]
            row.industry = codes.industries[told: told.industry]
            row.firstSource = codes.sources[told: told.firstSource]
            row.latestSource = codes.sources[told: told.latestSource]
            row.excluded = Int64(told.excluded)
            try bulk.contact(contact, row)
            try bulk.subject(subject, of: contact, line: Int64(batch.first + index + 1), hash: 0)
            try bulk.identity(codes.email, told.email, of: contact, subject: subject)
            if told.marketingKey.count > 0 { try bulk.identity(codes.marketingKey, told.marketingKey, of: contact, subject: subject) }
            if told.salesKey.count > 0 { try bulk.identity(codes.salesKey, told.salesKey, of: contact, subject: subject) }
            let first = told.marketingKey.count > 0 ? codes.marketing : codes.sales, second = told.isLaterSales ? codes.sales : first
            try bulk.fact(fact, of: contact, subject: subject, at: time(told.created), origin: first, data: told.data)
            guard told.later.count > 0 else { continue }
            try bulk.fact(fact + 1, of: contact, subject: subject, at: time(told.laterAt), origin: second, data: told.later)
        }
    }

    private func leads() throws {
        var (step, owner) = (0, 0)
        for (index, told) in batch.leads.enumerated() {
            let steps = batch.steps[step...].prefix { $0.lead == index }
            let owners = batch.owners[owner...].prefix { $0.lead == index }
            (step, owner) = (steps.endIndex, owners.endIndex)
            guard let first = steps.first, let last = steps.last else { continue }
            let (contact, subject, id) = (id(contact, told.person), id(subject, told.person), lead + Int64(index))
            var row = LedgerBulk.LeadRow(opened: time(first.at, first.precision), stage: last.to, since: Moment(micros: last.at))
            row.line = codes.line
            row.source = codes.sources[told: told.source]
            row.campaign = codes.campaigns[told: told.campaign]
            row.origin = told.origin
            row.owner = owners.last.map { codes.members[told: $0.member] } ?? 0
            row.firstOwner = owners.first.map { codes.members[told: $0.member] } ?? 0
            row.reason = codes.reasons[told: last.reason]
            try bulk.lead(id, of: contact, subject: subject, row)
            var from: Stage?
            for place in steps.indices {
                let one = steps[place]
                let draft = MoveDraft(to: one.to, time: time(one.at, one.precision), basis: one.deal >= 0 ? .derived : .observed)
                try bulk.move(
                    self.step + Int64(place), of: id, contact, from: from, draft, reason: codes.reasons[told: one.reason],
                    deal: self.id(deal, one.deal))
                from = one.to
            }
            for place in owners.indices {
                let one = owners[place]
                try bulk.assignment(self.owner + Int64(place), of: id, contact, owner: codes.members[told: one.member], from: time(one.at))
            }
        }
    }

    /// In the order of their key, which is a hash: a table that grows at its end only is smaller and faster to write.
    private func touches() throws {
        var order: [(id: Int64, place: Int)] = []
        var start = 0
        while start < batch.touches.count {
            let person = batch.touches[start].person
            let (contact, subject) = (id(contact, person), id(subject, person))
            order.removeAll(keepingCapacity: true)
            while start < batch.touches.count, batch.touches[start].person == person {
                var hash = RowHash()
                hash.add(subject)
                hash.add(Int64(order.count))
                order.append((hash.value, start))
                start += 1
            }
            order.sort { $0.id < $1.id }
            for entry in order {
                let told = batch.touches[entry.place]
                var row = LedgerBulk.TouchRow(time: time(told.at, told.precision), side: told.side, direction: told.direction, kind: told.kind)
                (row.outcome, row.evidence, row.title) = (told.outcome, told.evidence, told.title)
                row.channel = codes.channels[told: told.channel]
                row.campaign = codes.campaigns[told: told.campaign]
                row.content = codes.contents[told: told.content]
                row.member = codes.members[told: told.member]
                row.deal = id(deal, told.deal)
                try bulk.touch(entry.id, of: contact, subject: subject, row)
            }
        }
    }

    private func deals() throws {
        for (index, told) in batch.deals.enumerated() {
            var row = LedgerBulk.DealRow(opened: time(told.opened))
            row.account = id(account, told.company)
            (row.name, row.currency, row.outcome, row.amount) = (told.name, told.currency, told.outcome, told.amount)
            row.closed = told.outcome == .open ? nil : time(told.closes)
            row.expected = story.zone.day(of: Moment(micros: told.closes))
            row.pipeline = codes.pipelines[told: told.pipeline]
            row.stage = codes.stages[told: told.stage]
            row.product = codes.products[told: told.product]
            row.source = codes.sources[told: told.source]
            row.campaign = codes.campaigns[told: told.campaign]
            row.reason = codes.reasons[told: told.reason]
            row.owner = codes.members[told: told.owner]
            row.kind = told.pipeline == 1 ? .expansion : .new
            row.fields = batch.nothing
            try bulk.deal(deal + Int64(index), row)
        }
        for (index, told) in batch.events.enumerated() {
            try bulk.dealEvent(event + Int64(index), of: id(deal, told.deal), at: time(told.at), field: told.field, old: told.old, new: told.new)
        }
        for told in batch.dealPeople {
            try bulk.dealContact(
                id(contact, told.person), subject: id(subject, told.person), deal: id(deal, told.deal), lead: id(lead, told.lead),
                role: codes.roles[told: told.role], how: told.how)
        }
    }
}
