// SPDX-License-Identifier: Apache-2.0

/// Mailboxes that name nobody, and mail providers that name no company.
package enum Mailboxes {
    /// Whether an address with this local part (UTF-8, lower case) is read by several people or by nobody. Exact local parts only.
    package static func isShared(local: UnsafeRawBufferPointer) -> Bool { shared.contains(local) }

    /// Whether a mail domain (UTF-8, lower case) is a provider's, open to everybody.
    package static func isFree(domain: UnsafeRawBufferPointer) -> Bool {
        if free.contains(domain) { return true }
        // yahoo.co.jp, hotmail.fr, gmx.ch: the same provider under each country's ending.
        guard let dot = domain.firstIndex(of: 46), brands.contains(UnsafeRawBufferPointer(rebasing: domain[..<dot])) else { return false }
        let ending = domain[(dot + 1)...]
        guard let second = ending.firstIndex(of: 46) else { return ending.count <= 3 }
        return ending.count <= 6 && !ending[(second + 1)...].contains(46)
    }

    private static let brands = NameSet("yahoo ymail rocketmail hotmail outlook live msn gmx googlemail yandex")

    private static let free = NameSet(
        """
        gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com windowslive.com yahoo.com ymail.com rocketmail.com myyahoo.com
        icloud.com me.com mac.com aol.com aim.com gmx.com gmx.net gmx.de gmx.at gmx.ch web.de freenet.de t-online.de arcor.de online.de email.de
        mail.de posteo.de mailbox.org 1und1.de vodafone.de o2online.de kabelbw.de unitybox.de bluewin.ch hispeed.ch sunrise.ch aon.at chello.at
        proton.me protonmail.com protonmail.ch pm.me tutanota.com tutanota.de tuta.io tuta.com keemail.me hushmail.com fastmail.com fastmail.fm
        hey.com zoho.com zohomail.com mail.com email.com usa.com consultant.com engineer.com inbox.com lycos.com excite.com juno.com netzero.net
        comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net frontier.com windstream.net
        centurylink.net roadrunner.com rr.com shaw.ca rogers.com sympatico.ca bell.net telus.net videotron.ca btinternet.com btopenworld.com
        virginmedia.com ntlworld.com sky.com talktalk.net blueyonder.co.uk tiscali.co.uk orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr
        bbox.fr numericable.fr club-internet.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it inwind.it poste.it telefonica.net terra.es
        ya.com sapo.pt skynet.be telenet.be proximus.be scarlet.be ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl xs4all.nl upcmail.nl chello.nl
        telia.com spray.se bredband.net online.no getmail.no mail.dk jubii.dk luukku.com kolumbus.fi wp.pl o2.pl onet.pl onet.eu interia.pl
        interia.eu op.pl tlen.pl gazeta.pl seznam.cz centrum.cz email.cz volny.cz azet.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg
        mail.ru inbox.ru list.ru bk.ru internet.ru rambler.ru ya.ru yandex.ru yandex.com ukr.net i.ua bigmir.net walla.co.il walla.com
        qq.com foxmail.com vip.qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com tom.com 21cn.com naver.com
        hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp nifty.com biglobe.ne.jp rediffmail.com sify.com indiatimes.com
        bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au xtra.co.nz uol.com.br bol.com.br terra.com.br ig.com.br globo.com
        prodigy.net.mx mweb.co.za telkomsa.net vodamail.co.za simplelogin.com duck.com mozmail.com privaterelay.appleid.com mailinator.com
        guerrillamail.com yopmail.com 10minutemail.com temp-mail.org trashmail.com sharklasers.com
        """)

    private static let shared = NameSet(
        """
        info information hello hallo hi contact contacts contacto kontakt contatti office buero büro mail email post postmaster hostmaster webmaster
        admin administrator root abuse noc security privacy datenschutz legal compliance gdpr dpo support help helpdesk service customerservice
        customercare care kundenservice kundendienst sales vertrieb ventas vente ventes verkauf commercial einkauf purchasing procurement orders order
        bestellung billing invoice invoices invoicing rechnung rechnungen buchhaltung accounting accounts accountspayable ap finance payments
        marketing press presse media pr news newsletter events team staff all everyone hr jobs job career careers karriere recruiting recruitment
        bewerbung personal reception empfang zentrale secretariat sekretariat enquiries enquiry inquiries inquiry feedback it edv
        noreply no-reply no_reply donotreply do-not-reply nicht-antworten mailer-daemon bounce bounces notifications notification alerts
        partners partner partnerships business web website shop store booking bookings reservations members membership subscribe unsubscribe
        """)
}
