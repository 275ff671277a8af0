// SPDX-License-Identifier: Apache-2.0

/// What somebody decides, as far as a title says it: English, German, French and Spanish.
package enum Seniority: String, CaseIterable, Sendable {
    case executive, director, manager, specialist, learner = "student or intern"

    package init(title: String) {
        let words = Set(title.lowercased().split { !$0.isLetter }.map(String.init))
        func has(_ some: Set<String>) -> Bool { !words.isDisjoint(with: some) }
        self =
            if has(Self.learners) {
                .learner
            } else if has(Self.assistants) {
                .specialist
            } else if has(Self.executives) {
                .executive
            } else if has(Self.directors) {
                .director
            } else if has(Self.managers) {
                .manager
            } else {
                .specialist
            }
    }

    private static let learners: Set<String> = [
        "student", "studentin", "intern", "trainee", "apprentice", "praktikant", "praktikantin", "werkstudent", "werkstudentin", "azubi", "stagiaire",
        "becario", "becaria", "estudiante", "etudiant", "étudiant", "étudiante",
    ]
    private static let assistants: Set<String> = ["assistant", "assistentin", "assistenz", "assistante", "asistente", "secretary", "sekretärin"]
    private static let executives: Set<String> = [
        "ceo", "cfo", "coo", "cto", "cio", "cmo", "cro", "cso", "chief", "founder", "cofounder", "owner", "president", "geschäftsführer",
        "geschäftsführerin", "vorstand", "inhaber", "inhaberin", "gründer", "pdg", "gérant", "gérante", "fondateur", "fondatrice", "gerente",
        "fundador", "fundadora", "partner", "managing",
    ]
    private static let directors: Set<String> = [
        "vp", "svp", "evp", "vice", "director", "directeur", "directrice", "directora", "head", "leiter", "leiterin", "bereichsleiter",
        "bereichsleiterin",
        "direktor", "direktorin", "responsable", "jefe", "jefa",
    ]
    private static let managers: Set<String> = [
        "manager", "managerin", "lead", "teamleiter", "teamleiterin", "supervisor", "coordinator", "koordinator", "koordinatorin", "chef",
        "encargado",
    ]
}
