// SPDX-License-Identifier: Apache-2.0

/// Words that stand in dates: months in English, German and French, weekdays that are skipped, zones with a fixed offset.
enum DateWords {
    /// 1 to 12 for a month, `weekday` or `filler`; keyed as by `ByteCursor.word`.
    static let words: [UInt64: Int] = {
        var words: [UInt64: Int] = [:]
        let months = [
            "jan january januar janner janvier janv", "feb february februar fevrier fevr fev feber", "mar march marz maerz mrz mars mae",
            "apr april avril avr", "may mai", "jun june juni juin", "jul july juli juillet juil", "aug august aout",
            "sep sept september septembre", "oct october oktober okt octobre", "nov november novembre",
            "dec december dezember dez decembre",
        ]
        for (index, names) in months.enumerated() { for name in names.split(separator: " ") { words[ByteCursor.key(name)] = index + 1 } }
        let days = """
            mon tue tues wed thu thur thurs fri sat sun monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch \
            donnerstag freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche
            """
        for name in days.split(separator: " ") { words[ByteCursor.key(name)] = weekday }
        for name in ["at", "um"] { words[ByteCursor.key(name)] = filler }
        return words
    }()
    static let weekday = 20, filler = 21

    /// Seconds east of UTC. A name that several zones share (CST, IST, BST) has the meaning that CRM exports give it: North America, India, Britain.
    static let zones: [UInt64: Int] = {
        let hours: [(String, Double)] = [
            ("z", 0), ("utc", 0), ("gmt", 0), ("ut", 0), ("wet", 0), ("west", 1), ("bst", 1), ("cet", 1), ("mez", 1), ("cest", 2), ("mesz", 2),
            ("eet", 2), ("sast", 2), ("eest", 3), ("msk", 3), ("trt", 3), ("gst", 4), ("pkt", 5), ("ist", 5.5), ("wib", 7), ("sgt", 8), ("hkt", 8),
            ("awst", 8), ("jst", 9), ("kst", 9), ("acst", 9.5), ("aest", 10), ("acdt", 10.5), ("aedt", 11), ("nzst", 12), ("nzdt", 13),
            ("brt", -3), ("ndt", -2.5), ("nst", -3.5), ("adt", -3), ("ast", -4), ("edt", -4), ("est", -5), ("cdt", -5), ("cst", -6), ("mdt", -6),
            ("mst", -7), ("pdt", -7), ("pst", -8), ("akdt", -8), ("akst", -9), ("hst", -10),
        ]
        return Dictionary(hours.map { (ByteCursor.key($0), Int($1 * 3600)) }, uniquingKeysWith: { first, _ in first })
    }()
}
