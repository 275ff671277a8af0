// SPDX-License-Identifier: Apache-2.0

// Sources, reasons and activities; the form of the table is told in ValueWords.swift.
extension ValueWords {
    static let sources = """
        [source]
        Organic search, organic_search 0.98: organic_search | organic search | organic | seo | google organic | organische suche | \
        recherche organique | \
        google / organic | bing / organic | search engine | suchmaschine | natural search
        Organic search, organic_search 0.6: google | bing | duckduckgo
        Paid search, paid_search 0.98: paid_search | paid search | sem | ppc | cpc | google ads | adwords | google adwords | google / cpc | \
        bing ads | \
        bezahlte suche | recherche payante | google ppc | microsoft ads | search ads
        Email marketing, email 0.98: email_marketing | email marketing | e-mail-marketing | newsletter | email | e-mail | mailing | \
        marketing par e-mail | \
        email campaign | e-mail campaign | marketing email | emailing
        Social media, social 0.98: social_media | social media | social | organic social | soziale medien | reseaux sociaux | organic_social
        Social media, social 0.7: linkedin | facebook | twitter | x | instagram | xing | youtube | tiktok
        Paid social, paid_social 0.98: paid_social | paid social | facebook ads | linkedin ads | bezahlte soziale medien | social ads | meta ads | \
        social media payants | instagram ads | linkedin lead gen
        Referral, referral 0.95: referrals | referral | external referral | customer referral | empfehlung | recommandation | word of mouth | \
        mundpropaganda | \
        referral program | bouche a oreille | verweise | sites referents | referring site | referido | recomendacion | passaparola | indicacao
        Employee referral, referral 0.98: employee referral | mitarbeiterempfehlung | recommandation d'un employe
        Partner referral, partner 0.98: partner referral | partner | partners | partnerempfehlung | channel partner | reseller | partenaire | \
        partner channel
        Other campaigns, other 0.9: other_campaigns | other campaigns | andere kampagnen | autres campagnes
        Direct traffic, direct 0.98: direct_traffic | direct traffic | direct | direkter traffic | trafic direct | (direct) | (direct) / (none)
        Offline sources, offline 0.95: offline | offline sources | offline-quellen | sources hors ligne | import | crm import
        AI referrals, ai 0.95: ai_referrals | ai referrals | chatgpt | perplexity | ai assistant
        Website, web 0.95: web | website | web site | web form | webformular | site web | contact form | inbound web | kontaktformular | webform | \
        contact us | website form | formulaire web | sitio web | webseite | web download | download web | webforms | sito web | sito | pagina web
        Chat, web 0.95: chat | live chat | chatbot | website chat | intercom | drift
        Phone inquiry, phone 0.98: phone inquiry | phone | inbound call | telefonanfrage | telefon | call in | demande telephonique | telephone | \
        phone call | appel entrant | anruf
        Purchased list, purchased 0.98: purchased list | list purchase | list | bought list | gekaufte liste | liste achetee | data vendor | \
        zoominfo | apollo
        Trade show, event 0.98: trade show | tradeshow | messe | salon | exhibition | trade fair | fair | salon professionnel | feria | fiera
        Event, event 0.95: event | conference | customer event | veranstaltung | evenement | konferenz | events | user conference | roadshow
        Webinar, event 0.98: webinar | webinars | webcast | online seminar
        Seminar, event 0.95: seminar | seminar - internal | seminar - partner | workshop | training
        Advertisement, advertising 0.95: advertisement | advertising | ad | ads | anzeige | werbung | publicite | display | banner | print ad | \
        radio | tv
        Public relations, content 0.9: public relations | pr | press | presse | relations publiques | media
        Content, content 0.9: content | blog | whitepaper | white paper | ebook | content download | download | content syndication | inhalte | \
        contenu
        Cold call, outbound 0.98: cold call | cold calling | kaltakquise | demarchage | prospection telephonique | self-generated | outbound call
        Outbound, outbound 0.95: outbound | outreach | sdr | bdr | prospecting | cold email | sales prospecting | sales generated | linkedin outreach
        Direct mail, offline 0.95: direct mail | mail | post | postmailing | courrier
        Existing customer, referral 0.8: existing customer | bestandskunde | client existant | customer
        Other, other 0.9: other | sonstige | sonstiges | autre | andere | unknown | unbekannt | inconnu | misc | otro | otros
        """

    static let others = """
        [contact_outcome]
        reached 0.95: connected | reached | f240bbac-87c9-4f6e-bf70-924b57d47db7 | spoke | answered | talked | conversation | erreicht | joint | \
        verbunden | interested | not interested | contacted | call completed | reached - decision maker | successful | gatekeeper | replied
        attempt 0.95: no answer | 73a0d17f-1163-4015-bdd5-ec830791da20 | left voicemail | b2cf5968-551e-4856-9783-52b3da59a7d0 | busy | \
        9d9162e7-6cf3-4944-bf63-4dff82258764 | left live message | a4c4c377-d246-4b32-a13b-75a56a4cd0ff | wrong number | \
        17b47fee-58de-441e-a44c-c6300d46f273 | left message | voicemail | nicht erreicht | keine antwort | besetzt | pas de reponse | occupe | \
        falsche nummer | not reached | unreachable | mailbox | bad number | messagerie
        held 0.95: completed | held | meeting held | done | took place | attended | stattgefunden | termine | effectue | durchgefuhrt
        planned 0.95: scheduled | planned | to do | todo | zu erledigen | booked | geplant | planifie | not started | in progress | open | upcoming
        missed 0.95: no show | no-show | noshow | nicht erschienen | absent
        canceled 0.95: canceled | cancelled | rescheduled | abgesagt | annule | verschoben | reporte | deferred | declined

        [reason]
        price 0.95: price | price too high | prix trop eleve | preis zu hoch | zu hoher preis | too expensive | demasiado caro | precio | prezzo | preco | te duur | pricing | cost | preis | zu teuer | prix | trop cher | expensive | high price
        competitor 0.95: competitor | lost to competitor | competition | chose competitor | wettbewerber | konkurrenz | concurrent | concurrence | \
        went with competitor | mitbewerber
        timing 0.95: timing | bad timing | not now | zeitpunkt | falscher zeitpunkt | mauvais moment | postponed | delayed | too early | not ready
        no_budget 0.95: no budget | budget | lost funding | no budget / lost funding | kein budget | pas de budget | funding | lack of funds
        no_decision 0.95: no decision | no decision / non-responsive | keine entscheidung | pas de decision | status quo | project canceled | \
        indecision
        no_response 0.95: no response | unresponsive | non-responsive | keine antwort | keine ruckmeldung | sans reponse | went dark | ghosted | \
        lost contact
        no_need 0.95: no need | not interested | no interest | kein bedarf | kein interesse | pas interesse | pas de besoin | we don't need it | \
        no project
        no_fit 0.95: not a fit | bad fit | no fit | poor fit | too small | wrong industry | outside territory | wrong size | passt nicht | \
        hors cible | not qualified
        wrong_contact 0.95: wrong contact | wrong person | no authority | not decision maker | left company | falscher ansprechpartner | \
        mauvais contact | bad data
        feature 0.95: missing feature | features | feature gap | product gap | functionality | fehlende funktion | fonctionnalite manquante | \
        product fit
        duplicate 0.95: duplicate | dublette | doublon | doppelt
        spam 0.95: spam | junk | fake | test
        student 0.9: student | job seeker | applicant | bewerber | etudiant
        other 0.9: other | sonstiges | sonstige | autre | andere | unknown

        [activity_kind]
        call 0.98: call | calls | phone call | anruf | telefonat | appel | outbound call | inbound call | phone | telefon
        email 0.98: email | e-mail | incoming email | forwarded email | outbound email | listemail | list email | mail | courriel | email out | \
        email in
        meeting 0.98: meeting | event | termin | besprechung | rendez-vous | reunion | demo | appointment | lunch | conference | site visit | \
        video call | besuch
        task 0.98: task | to-do | todo | aufgabe | tache | deadline | reminder | cadence | other
        note 0.98: note | notiz | notes | comment | kommentar
        message 0.95: message | sms | text message | whatsapp | whats app | linkedin message | linkedin | communication | chat | \
        conversation session | \
        conversation | wechat
        letter 0.95: postal mail | letter | direct mail | brief | courrier | fax
        form 0.95: form | form submission | form submitted | web form | formular | formulaire
        page_view 0.95: page view | pageview | page visit | website visit | visit
        campaign 0.9: campaign | campaign response | campaign member
        sent 0.98: sent | send | email sent | sent email | processed
        delivered 0.98: delivered | delivery | email delivered
        open 0.98: open | opened | email open | email opened | opened email
        click 0.98: click | clicked | email click | email clicked | clicked link | link clicked
        bounce 0.98: bounce | bounced | hard bounce | soft bounce | email bounced
        dropped 0.98: dropped | drop | suppressed
        deferred 0.98: deferred | deferral | delayed
        complaint 0.98: spamreport | spam report | complaint | complained | marked as spam
        unsubscribe 0.95: unsubscribe | unsubscribed | optout | opt out | statuschange | subscription change
        forward 0.95: forward | forwarded
        print 0.95: print | printed
        reply 0.95: reply | replied | response

        [direction]
        inbound 0.98: inbound | incoming | eingehend | entrant | in | incoming email | incoming_email | received | internal inbound
        outbound 0.98: outbound | outgoing | ausgehend | sortant | out | email | sent | forwarded email
        """
}
