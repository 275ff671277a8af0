// SPDX-License-Identifier: Apache-2.0

/// Words that carry grammar and no matter, as we list them.
enum StopWords {
    static let english = list(
        """
        a about after again all also am an and any are as at be because been before being between both but by can cannot could did do does doing
        don down during each few for from further get had has have having he her here him his how i if in into is isn it its just let ll may me
        might more most must my no nor not now of off on once only or other our out over own re same shall she should so some such than that the
        their them then there these they this those through to too under until up us ve very was we were what when where which while who whom
        whose why will with without would you your yours
        """)

    static let german = list(
        """
        ab aber alle allem allen aller alles als also am an auch auf aus bei beim bin bis bist da dabei damit dann das dass dein deine dem den denn
        der des dich die dies diese diesem diesen dieser dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer für
        gegen hab habe haben hat hatte hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in indem ins ist ja jede jedem jeden jeder
        jedes jetzt kann kein keine keinen können man mehr mein meine mich mir mit muss müssen nach nicht noch nun nur ob oder ohne sehr sein seine
        seit sich sie sind so soll sollte sondern um und uns unser unsere unter viel vom von vor war waren warum was weil wenn wer werden wie wieder
        wir wird wo wurde zu zum zur zwischen über
        """)

    /// In one of the lists only: what tells the languages apart.
    static let onlyEnglish = english.subtracting(german)
    static let onlyGerman = german.subtracting(english)

    private static func list(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
