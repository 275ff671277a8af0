// SPDX-License-Identifier: Apache-2.0
package import ArgumentParser

/// The command line: `entente serve | import | funnel | audit | analyze | doctor | company | token | privacy | demo`.
package struct Entente: AsyncParsableCommand {
    package static let configuration = CommandConfiguration(
        commandName: "entente", abstract: "One ledger, one definition of a good lead, one funnel, for sales and marketing.", version: "0.1.0",
        subcommands: [
            Serve.self, ImportCommand.self, FunnelCommand.self, AuditCommand.self, AnalyzeCommand.self, DemoCommand.self, DoctorCommand.self,
            CompanyCommand.self,
            TokenCommand.self, PrivacyCommand.self,
        ])

    package init() {}

    package static func start() async { await main() }
}
