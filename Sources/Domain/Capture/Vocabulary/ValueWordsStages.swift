// SPDX-License-Identifier: Apache-2.0

// What stages, statuses and ends are called; the form of the table is told in ValueWords.swift.
// Sources: default picklists of HubSpot, Salesforce, Odoo, Pipedrive and Krayin in English, German and French.
extension ValueWords {
    static let stages = """
        [stage]
        inquiry 0.8: subscriber | abonnent | abonne
        inquiry 0.95: lead | inquiry | enquiry | raw lead | new lead | anfrage | interessent | piste | suspect | prospect | lead nuevo
        mql 0.99: marketingqualifiedlead | marketing qualified lead | mql | marketing qualified | marketing-qualified lead | \
        lead qualifie marketing | \
        marketing qualifizierter lead | lead marketing qualifie | automation qualified lead | aql
        sal 0.99: sales accepted lead | salesacceptedlead | sal | sales accepted | accepted | akzeptiert | vom vertrieb akzeptiert | accepte
        sql 0.99: salesqualifiedlead | sales qualified lead | sql | sales qualified | sales-qualified lead | lead qualifie vente | \
        vertriebsqualifizierter lead | lead qualifie commercial | sales ready lead
        opportunity 0.99: opportunity | opp | verkaufschance | opportunite | deal | open opportunity
        won 0.95: customer | client | kunde | cliente | closed won | won | gewonnen | gagne | active customer | bestandskunde
        won 0.8: evangelist | advocate | ambassadeur | promoter | furspreecher
        won 0.5: former customer | churned | ehemaliger kunde | ancien client | lost customer
        lost 0.95: lost | closed lost | verloren | perdu | lost opportunity
        disqualified 0.95: disqualified | disqualifiziert | disqualifie | rejected | unqualified
        recycled 0.95: recycled | nurture | nurturing | recycle | recycled lead

        [status]
        inquiry 0.6: open - not contacted | not contacted | open | untouched | offen | ouvert | offen - nicht kontaktiert | nicht kontaktiert | abierto | abierta | \
        ouvert - non contacte | uncontacted | to contact | a contacter | zu kontaktieren | pending
        inquiry 0.75: new | neu | nouveau | nuevo | nuova | nuovo | new lead | fresh | raw | inquiry | unworked | inbound
        mql 0.7: pre-qualified | prequalified
        mql 0.9: mql | marketing qualified | marketing qualified lead | assigned | zugewiesen | qualified by marketing
        sal 0.85: working - contacted | working | contacted | in bearbeitung | in progress | attempted to contact | connected | attempting | \
        attempted contact | attempting contact | kontaktiert | contacte | en cours | in arbeit | in bearbeitung - kontaktiert | verbunden | \
        engaged | \
        accepted | versuchte kontaktaufnahme | kontaktversuch | tentative de contact | sales accepted | follow up | follow-up | \
        contact made | interested | contactado | en proceso | en curso | in process | in lavorazione | \
        meeting scheduled | reached | responded | replied | connecte
        sql 0.9: qualified | sql | qualifiziert | qualifie | calificado | cualificado | qualificato | sales qualified | sales qualified lead | meeting held | meeting completed
        sql 0.8: closed - converted | converted | konvertiert | converti | geschlossen - konvertiert | ferme - converti | qualified - converted
        opportunity 0.9: open deal | opportunity | opportunity created | deal open | offener deal | transaction ouverte | opportunity open
        disqualified 0.95: unqualified | disqualified | junk | junk lead | not interested | bad data | invalid | duplicate | spam | \
        nicht qualifiziert | \
        unqualifiziert | non qualifie | kein interesse | not qualified | not a fit | bad fit | do not contact | archived | dead | wrong contact | \
        disqualifiziert | ungeeignet | bogus | no fit | rejected | no longer interested | cannot contact | garbage | no calificado | descartado | no cualificado
        disqualified 0.8: closed - not converted | not converted | geschlossen - nicht konvertiert | ferme - non converti | lost lead | closed
        recycled 0.9: bad timing | nurturing | nurture | recycled | recycle | schlechter zeitpunkt | falscher zeitpunkt | mauvais timing | \
        working - nurturing | on hold | later | zu spater | back to marketing | marketing nurture | snoozed | not now | returned to marketing | \
        mauvais moment | not ready | contact in future | contact later
        won 0.95: won | customer | gewonnen | gagne | closed won | ganado | ganada | vinto
        lost 0.95: lost | verloren | perdu | closed lost | perdido | perdida | perso

        [deal_stage]
        open 0.95 1: prospecting | appointmentscheduled | appointment scheduled | new | lead in | qualification | qualifizierung | prospektion | \
        neu | \
        nouveau | rendez-vous planifie | termin vereinbart | prospektierung | discovery | engaging | prospection | lead | qualified lead in | qualify
        open 0.9 2: qualified | qualifiedtobuy | qualified to buy | needs analysis | bedarfsanalyse | analyse des besoins | contact made | \
        kontakt hergestellt | \
        fur kauf qualifiziert | qualifie pour l'achat | qualifiziert | qualifie | follow up | follow-up | prospect | working | nurture | needs defined | develop
        open 0.9 3: presentationscheduled | presentation scheduled | value proposition | demo scheduled | demo | prasentation geplant | \
        presentation planifiee | nutzenversprechen | proposition de valeur | solution | evaluation | proof of concept | poc | trial | propose
        open 0.9 4: decisionmakerboughtin | decision maker bought-in | decision maker bought in | id. decision makers | identify decision makers | \
        perception analysis | entscheidungstrager uberzeugt | entscheider identifizieren | wahrnehmungsanalyse | decideur convaincu
        open 0.95 5: contractsent | contract sent | proposal/price quote | proposal | proposition | proposal made | proposal sent | quote | \
        quote sent | \
        vertrag gesendet | contrat envoye | angebot | angebot erstellt | angebot gesendet | proposition/devis | devis | offre | propuesta | propuesta enviada | proposal/quote | devis envoye | offre envoyee | preventivo inviato | preventivo | proposta enviada | proposta inviata | proposta | offerte | offerte verstuurd | presupuesto enviado | presupuesto | angebot versendet
        open 0.95 6: negotiation/review | negotiation | negotiations started | negotiating | verhandlung | verhandlung/prufung | negociation | negociacion | in trattativa | trattativa | negociacao | onderhandeling | \
        negociation/revue | contracting | legal | verbal commit | commit | verbal | review
        open 0.95: open | offen | ouvert | abierto | abierta | in progress | active | pipeline | en cours | not closed | in bearbeitung
        won 0.99: closed won | closedwon | won | gewonnen | gagne | ganado | ganada | cerrada ganada | cierre ganado | vinto | abgeschlossen und gewonnen | geschlossen gewonnen | fermee gagnee | conclu | \
        geschlossen und gewonnen | gagnee | abgeschlossen - gewonnen | closed - won | deal won | signed | win | vinta | ganho | ganha | fechado ganho | auftrag | auftrag erhalten | beauftragt | ferme gagne
        lost 0.99: closed lost | closedlost | lost | verloren | perdu | perdido | perdida | cerrada perdida | cierre perdido | perso | abgeschlossen und verloren | geschlossen verloren | fermee perdue | perdue | \
        geschlossen und verloren | abgeschlossen - verloren | closed - lost | deal lost | loss | abandoned | dead | canceled | cancelled | ferme perdu | persa | verloren deal | abgesagt | absage | abgelehnt | refuse
        lost 0.6: omitted | disqualified | no decision
        deleted 0.95: deleted | geloscht | supprime | eliminado

        [outcome]
        won 0.99: won | win | closed won | closedwon | gewonnen | gagne | gagnee | ganado | ganada | sale | sold | success | successful | customer
        lost 0.99: lost | loss | closed lost | closedlost | verloren | perdu | perdue | perdido | perdida | no sale | failed | unsuccessful
        open 0.99: open | offen | ouvert | ouverte | in progress | pending | active | pipeline
        disqualified 0.95: disqualified | unqualified | junk | rejected | invalid | spam | duplicate | disqualifiziert

        [deal_kind]
        new 0.95: new | new business | newbusiness | new customer | neugeschaft | neukunde | nouveau client | new logo | nouvelle affaire | \
        net new | initial
        expansion 0.95: existing business | existingbusiness | expansion | upsell | upgrade | cross-sell | cross sell | add-on | add on | \
        existing customer - upgrade | existing customer | existing customer - replacement | bestandskunde | bestandsgeschaft | client existant | \
        amendment
        expansion 0.6: existing customer - downgrade | downgrade | contraction
        renewal 0.95: renewal | renew | verlangerung | renouvellement | vertragsverlangerung
        winback 0.95: win-back | winback | win back | reactivation | ruckgewinnung | reconquete
        """
}
