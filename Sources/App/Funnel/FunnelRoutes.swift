// SPDX-License-Identifier: Apache-2.0
import Analytics
import Domain
import Storage

/// The funnel and the lists behind its numbers.
package struct FunnelRoutes: Sendable {
    let store: JournalStore

    package init(store: JournalStore) { self.store = store }

    package var routes: [Route] {
        [
            .get("/funnel", .signedIn, funnel), .get("/funnel/table.csv", .signedIn, table), .get("/funnel/leads", .signedIn, leads),
            .get("/funnel/leads.csv", .signedIn, leads), .get("/funnel/deals", .signedIn, deals), .get("/funnel/deals.csv", .signedIn, deals),
        ]
    }

    private func funnel(_ visit: Visit) async throws -> Answer {
        let role = try visit.signedIn().role
        switch try await FunnelReading.read(store, FunnelAddress(visit.query), periods: true, now: visit.now) {
        case .loading(let share): return .page(Waiting.page(share))
        case .reading(let reading):
            if reading.loaded.journal.leads.count == 0, reading.loaded.journal.deals.count == 0, reading.loaded.excluded.isEmpty {
                return .page(Waiting.nothing(role))
            }
            return .page(FunnelPageMaking(reading, try await reading.answer(), role: role).page)
        }
    }

    private func table(_ visit: Visit) async throws -> Answer {
        guard case .reading(let reading) = try await FunnelReading.read(store, FunnelAddress(visit.query), periods: false, now: visit.now) else {
            throw Problem.loading
        }
        return .bytes(
            Array(FunnelCSV.text(try await reading.answer()).utf8), type: "text/csv; charset=utf-8",
            download: "funnel by \(reading.address.request.by.label).csv"
        )
    }

    private func leads(_ visit: Visit) async throws -> Answer {
        let query = visit.query, address = try FunnelAddress(query)
        let because = query["reason"], number = try LeadNumber(query)
        switch try await FunnelReading.read(store, address, periods: number.period != nil, now: visit.now) {
        case .loading(let share): return .page(Waiting.page(share))
        case .reading(let reading):
            let places: [Int32], said: String
            if let because, let stage = query["stage"].flatMap({ Stage(name: $0) }) {
                places = reading.leads(because: because, at: stage)
                said = "\(stage == .recycled ? "handed back" : stage.label.lowercased()) because: \(because)"
            } else {
                places = try await reading.leads(behind: number)
                said = number.sentence(places.count)
            }
            let list = LeadList(held: reading.held, scope: try visit.scope(), all: places)
            if visit.path.hasSuffix(".csv") { return try await list.csv(store.database, name: "leads.csv") }
            let of = number.measure == .timed || number.measure == .untimed ? "stay" : "lead"
            return .page(
                try await list.page(
                    store.database, visit, headline: { "\($0) \(said)." }, unit: of, basis: Self.basis(reading, number.group, number.period),
                    back: Link("Funnel", reading.asked.href("/funnel"))))
        }
    }

    private func deals(_ visit: Visit) async throws -> Answer {
        let number = try DealNumber(visit.query)
        switch try await FunnelReading.read(store, FunnelAddress(visit.query), periods: false, now: visit.now) {
        case .loading(let share): return .page(Waiting.page(share))
        case .reading(let reading):
            let list = DealList(held: reading.held, scope: try visit.scope(), all: try await reading.deals(behind: number))
            if visit.path.hasSuffix(".csv") { return try await list.csv(store.database, name: "deals.csv") }
            return .page(
                try await list.page(
                    store.database, visit, headline: { "\($0) \(number.sentence(list.all.count))." },
                    basis: Self.basis(reading, number.group, nil, own: !number.isOfLeads), back: Link("Funnel", reading.asked.href("/funnel"))))
        }
    }

    /// Which rows: the group and the time.
    private static func basis(_ reading: FunnelReading, _ group: ListedGroup, _ period: Int?, own: Bool = false) -> String {
        var parts: [String] = []
        let by = (own ? "the deal's own " : "") + reading.address.request.by.label
        switch group {
        case .total: break
        case .none: parts.append("\(by): not known")
        case .noLead: parts.append("no lead is known for them")
        case .label(let label): parts.append("\(by): \(label)")
        }
        let from = reading.address.request.from.map(Format.day) ?? "", to = reading.address.request.to.map(Format.day) ?? ""
        parts.append(reading.address.request.activity ? "what happened from \(from) to \(to)" : "leads opened from \(from) to \(to)")
        if let period, reading.prepared.periods.indices.contains(period) { parts.append("in \(reading.prepared.periods[period].label)") }
        let text = parts.joined(separator: " · ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension Problem {
    static let loading = Problem("not_ready", "The funnel is still being loaded.", remedy: "Try again in a few seconds.", fault: .machine)
}

/// What stands where the funnel will be.
enum Waiting {
    static func page(_ share: Double, title: String = "Funnel") -> WaitingPage {
        let percent = Int((min(1, max(0, share)) * 100).rounded())
        return WaitingPage(
            title: title, headline: "Reading the ledger into memory.",
            text: "From then on every question is answered at once. This page asks again by itself.",
            progress: Progress(done: percent, total: 100, text: "\(percent) %"), refresh: 1)
    }

    static func nothing(_ role: Role, title: String = "Funnel") -> WaitingPage {
        let mayImport = role != .sales && role != .sdr
        return WaitingPage(
            title: title, headline: "There are no leads yet.",
            text: "Bring the exports of the CRM or marketing system that you have: people, leads, deals, activities. Order does not matter. "
                + (mayImport ? "" : "A colleague in marketing or operations can import them. ")
                + (mayImport ? "To explore first, take a sample company; it can be taken back." : ""),
            link: mayImport ? Link("Import your files", "/imports/new") : nil, sample: mayImport ? SampleRoutes.address : nil)
    }
}

/// The table of groups as a file.
enum FunnelCSV {
    static func text(_ answer: FunnelAnswer) -> String {
        let stages: [Stage] = [.mql, .sal, .sql, .opportunity, .won]
        var text =
            CSVFile.mark
            + CSVFile.line(
                [answer.funnel.by, "leads", "contacts", "accounts"] + stages.map(\.name)
                    + ["quality", "quality_low", "quality_high", "deals", "deals_open", "deals_won", "deals_lost", "won_revenue", "currency"])
        let none = answer.funnel.noLeadKnown
        for row in answer.funnel.rows + [answer.funnel.total] {
            let counts = [row.volume, row.contacts, row.accounts] + stages.map { stage in row.stages.first { $0.stage == stage.name }?.reached ?? 0 }
            let quality = row.quality.share.map { [$0.value, $0.low, $0.high].map { Format.fixed($0, 3) } } ?? ["", "", ""]
            text += CSVFile.line([row.label] + counts.map(String.init) + quality + deals(row.deals))
        }
        if none.deals + none.won > 0 { text += CSVFile.line(["no lead known"] + Array(repeating: "", count: stages.count + 6) + deals(none)) }
        return text
    }

    private static func deals(_ deals: FunnelReport.Deals) -> [String] {
        let scale = (0..<(deals.revenue?.currency.exponent ?? 2)).reduce(1) { result, _ in result * 10 }
        return [deals.deals, deals.open, deals.won, deals.lost].map(String.init)
            + [deals.revenue.map { "\($0.minor / Int64(scale))" } ?? "", deals.revenue?.currency.code ?? ""]
    }
}
