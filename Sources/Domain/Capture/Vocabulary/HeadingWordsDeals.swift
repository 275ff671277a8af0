// SPDX-License-Identifier: Apache-2.0

// Headings of deals and what hangs on them; the form of the table is told in HeadingWordsPeople.swift.
extension HeadingWords {
    static let deals = """
        [deals]
        external_id: record id | id | deal id | do not modify opportunity | opportunity id | opportunity id 18 | opportunityid | external id | deal number | opp id | \
        opportunity number
        name: deal name | dealname | opportunity name | name | deal title | opportunity | deal | topic | deal-name | opportunity-name | \
        nom de la transaction | nom de l'opportunite | bezeichnung | potential name | nombre del negocio | nombre de la oportunidad | verkaufschance | opportunite | auftrag | title | titel | titre | vorhaben | affaire | negocio | naam | namn | nazwa | trattativa | opportunita | oportunidade
        account_id: account id | account name.id | company id | associated company id | organization id | org id | accountid | customer id
        account_ids: associated company ids
        company: account name | account | company | company name | organization | organization name | associated company | customer | \
        primary associated company | account name: account name | org name | firma | unternehmen | accountname | nom du compte | entreprise | \
        kunde | client | societe | unternehmensname | empresa | nombre de la cuenta | nom de l'entreprise | accounts | sales account | potential customer | raison sociale | party | organisation | organisation name | ragione sociale | azienda | bedrijf | bedrijfsnaam | klant
        contact_id: contact id | contact name.id | primary contact id | person id | contactid | main contact id
        contact_ids: associated contact ids
        lead_id: lead id | originating lead id
        email: contact email | email | person email | primary contact email | person email (work) | person email work | customer email | email address | e-mail | contact work e-mail | contact e-mail | work email | main contact email | mail | e-mail-adresse | adresse e-mail | courriel | correo electronico | correo | e-mailadres | indirizzo email
        contact_name: contact name | primary contact | contact | person name | contact person | associated contact | contact: full name | person | main contact name | related contacts | ansprechpartner | kontakt | kontaktperson | interlocuteur | nom du contact | contacto | referente | contatto | contato | contactpersoon
        first_name: contact first name | person first name | first name
        last_name: contact last name | person last name | last name
        phone: person phone | contact phone | phone | phone number | telefon | telephone | telefono | tel
        title: contact title | contact job title
        amount: amount | deal value | est. value | est. revenue | actual revenue | estimated revenue | value | deal amount | close value | closed value | opportunity amount | total amount | tcv | \
        total contract value | betrag | deal-wert | montant | valeur | contract value | revenue | auftragswert | importe | valor | erwarteter umsatz | deal size | umsatz | amount in company currency | \
        amount in home currency | betrag in unternehmenswahrung | auftragssumme | auftragsvolumen | montant ht | montant ttc | opportunity value | estimated value | importo | valore | bedrag
        recurring_amount: arr | annual recurring revenue | mrr | monthly recurring revenue | recurring revenue | acv | annual contract value
        currency: currency | deal currency | value currency | currency iso code | deal currency code | currency of value | opportunity currency | amount currency | \
        wahrung | wahrungscode | devise | moneda | currency code
        stage: deal stage | stage | status label | dealstage | stage name | opportunity stage | sales stage | pipeline stage | phase | deal-phase | \
        verkaufsphase | \
        etape | phase de la transaction | etape de la transaction | etapa | fase | etapa del negocio | verkaufsstufe | stato | fase della trattativa | milestone
        stage_id: stage id | deal pipeline stage id | pipeline stage id
        pipeline: pipeline | deal pipeline | pipeline name | sales pipeline
        pipeline_id: pipeline id | deal pipeline id
        status: status | deal status | status reason | status type | opportunity status | estado | statut
        outcome: outcome | result | won/lost | stage category
        is_won: is won | won | hs is closed won | is closed won | is deal closed won | gewonnen
        is_closed: is closed | closed | hs is closed | is deal closed? | is deal closed | geschlossen
        created_at: create date | created date | createdate | created at | created on | engage date | open date | date created | deal created | \
        opened | opened at | opportunity created date | add time | deal created on | created | erstellt am | erstelldatum | date de creation | \
        engaged at | created time | fecha de creacion | angelegt am | added on | date added | eingang | eingegangen am | anfragedatum | date de la demande | date created utc | added | data creazione | data di creazione | data de criacao | aangemaakt op | creato il
        closed_at: close date | closed date | closedate | closed at | closed on | deal closed on | date closed | close time | actual close date | \
        abschlussdatum | schlusstermin | date de cloture | date de fermeture | closing date | fecha de cierre | geschlossen am | data chiusura | data di chiusura | data de fechamento | afgesloten op
        expected_at: expected close date | est. close date | expected close | estimated close date | expected closing | forecast close date | \
        voraussichtliches abschlussdatum | erwarteter abschluss | fecha de cierre prevista
        won_at: won time | won date | won at | date won | closed won date | deal won on | auftrag am | auftragsdatum | beauftragt am | date de commande | date de signature
        lost_at: lost time | lost date | lost at | date lost | closed lost date | deal lost on
        stage_changed_at: last stage change | last stage change date | last stage change at | stage change date | stage changed at
        reason: closed lost reason | lost reason | loss reason | reason | reason lost | closed won reason | win reason | win/loss reason | \
        reason won/lost | verlustgrund | grund fur verlust | raison de la perte | motif de perte | reason for loss | motivo de perdida | absagegrund | ablehnungsgrund | motif de refus | motivo perdita | motivo della perdita | motivo da perda | reden verlies
        owner: deal owner | opportunity owner | owner | user name | sales agent | salesperson | sales rep | rep | owner name | account executive | \
        assigned to | \
        deal-inhaber | opportunity-inhaber | owner full name | owner email | vertriebler | proprietaire | proprietaire de la transaction | agent | sales owner | sales person | propietario | \
        propietario del negocio | vertriebsmitarbeiter | zustandig | inhaber | commercial | responsible | responsible person | owned by | responsable | betreuer | verantwortlich | suivi par | responsible user | account owner | venditore | commerciale | comercial | vendedor | verkoper | responsavel | vertrieb | eigenaar | assigned user | bearbeiter
        owner_id: owner id | deal owner.id | hubspot owner id | ownerid | sales agent id | user id
        team: team | sales team | verkaufsteam | hubspot team | owner role
        team_id: hubspot team id | team id
        kind: deal type | type | opportunity type | dealtype | typ | opportunity record type | record type | business type
        source: lead source | source | deal source | opportunity source | leadquelle | quelle | herkunft | source channel | fuente | origen | \
        utm source | origine | lead-quelle | fonte | bron | origem
        medium: utm medium | medium
        active: active | is active | aktiv | actif | activo
        first_source: original source | original source type | original traffic source | first source | hs analytics source
        latest_source: latest source | latest traffic source | hs analytics latest source
        source_detail: original source data 1 | original traffic source drill-down 1 | hs analytics source data 1 | source origin id
        campaign: primary campaign source | campaign | campaign name | utm campaign | kampagne | campagne
        campaign_id: campaign id
        channel: channel
        probability: probability | deal probability | probability (%) | hs deal stage probability | win probability | wahrscheinlichkeit | \
        wahrscheinlichkeit (%) | probabilite | probabilidad
        forecast: forecast category | forecast category name | hs manual forecast category | forecast
        product: product | product name | products | produkt | produit | product interest
        product_id: product id | product2id
        line: line | product line | line of business | produktlinie
        recurring: recurring | is recurring
        industry: industry | sector | branche
        country: country | billing country | land | pays | pais
        territory: territory | region
        description: description | deal description | next step
        modified_at: last modified date | updated at | do not modify modified on | modified on | date updated | hs lastmodifieddate | update time | last modified | system modstamp | modified time | updated date | date modified | last updated
        last_activity_at: last activity date | last activity | notes last updated | last activity time
        merged_ids: hs merged object ids | merged deal ids
        is_deleted: is deleted | deleted | archived | fivetran deleted

        [deals @hubspot]
        external_id: record id - deal | hs object id
        amount: hs deal amount
        closed_at: hs closedate
        kind: dealtype

        [deals @salesforce]
        company: account name
        status: fiscal status

        [deals @pipedrive]
        external_id: id
        name: title
        amount: value
        company: organization
        contact_name: contact person
        closed_at: deal closed on
        email: person email work | person email (work) | person email home
        phone: person phone work | person phone (work)

        [deal_contacts]
        external_id: id
        deal_id: deal id | opportunity id | associated deal id | deal record id
        contact_id: contact id | associated contact id | person id | contact record id
        deal_name: deal name | opportunity name | opportunity
        contact_name: contact name | contact | full name | name
        email: email | contact email
        account_id: account id
        company: account name
        role: role | contact role | label | association label | rolle | title
        is_primary: is primary | primary
        created_at: created date | create date

        [deal_accounts]
        external_id: id
        deal_id: deal id | opportunity id | associated deal id
        account_id: company id | account id | associated company id | partner id
        deal_name: deal name | opportunity name
        company: company | account name | company name

        [account_contacts]
        external_id: id
        account_id: account id | company id | associated company id | organization id
        contact_id: contact id | associated contact id | person id
        contact_name: contact name
        email: email | contact email
        company: account name | company name | company
        role: roles | role | label | association label
        is_primary: is direct | is primary | primary
        starts_at: start date
        ends_at: end date
        created_at: created date

        [deal_lines]
        external_id: id | line item id | opportunity product id | record id | line id
        deal_id: opportunity id | deal id | associated deal ids | associated deal id
        deal_name: opportunity name | deal name | deal | opportunity
        product_id: product 2 id | product2 id | product id | hs product id
        product: product name | product | name | product: name
        name: line item name
        quantity: quantity | qty | menge | quantite
        unit_price: unit price | sales price | price | item price | einzelpreis | prix unitaire
        amount: total price | amount | net price | total | subtotal | sum | gesamtpreis
        currency: currency | currency iso code | hs line item currency code | currency code | wahrung | devise
        recurring: recurring | is recurring
        recurring_amount: arr | annual recurring revenue | hs arr | hs mrr | mrr
        line: product family | product line
        position: sort order | position
        created_at: created date | create date
        is_deleted: is deleted

        [products]
        external_id: id | product id | external id | record id
        name: product name | name | product | produkt | produktname | produit | bezeichnung | artikelbezeichnung | artikel | designation | producto
        code: product code | sku | code | hs sku | stock keeping unit | artikelnummer | reference | item code | default code
        line: family | product family | series | product line | category | product category | type | warengruppe | produktgruppe | kategorie | categorie
        price: sales price | price | list price | unit price | lst price | preis | prix | listenpreis | einzelpreis | verkaufspreis | precio
        currency: currency | currency iso code | currency code | wahrung | wahrungscode | devise | moneda
        recurring: recurring | recurringbillingfrequency | billing frequency
        active: is active | active | aktiv
        description: description | product description
        created_at: created date | create date
        modified_at: last modified date
        is_deleted: is deleted

        [stages]
        external_id: stage id | id | external id
        stage: label | stage | stage name | deal stage | master label | name | api name
        pipeline: pipeline | pipeline name | pipeline label
        pipeline_id: pipeline id
        position: display order | sort order | order nr | order | sequence | position | displayorder
        probability: probability | default probability | deal probability
        is_won: closed won | is won | won
        is_closed: is closed | closed
        forecast: forecast category | forecast category name
        active: active | is active
        created_at: created at
        is_deleted: fivetran deleted | is deleted

        [pipelines]
        external_id: pipeline id | id
        name: label | pipeline | pipeline name | name
        position: display order | order
        active: active
        created_at: created at
        is_deleted: fivetran deleted | is deleted

        [merges]
        into_id: canonical vid | deal id | winner id | master record id | merged into id | surviving id | contact id | primary id | into id
        merged_id: vid to merge | merged deal id | loser id | merged id | duplicate id | merged record id | merged contact id | merged object id
        at: timestamp | merged at | date

        [spend]
        day: day | date | month | period | week | start date | reporting starts | datum | monat | tag | jour | mois | date start | report date | fecha | mes | woche | semaine
        ends_at: reporting ends | date stop | date end | reporting end date | end of period | bis
        amount: spend | cost | amount | amount spent | cost usd | cost eur | costs | total spend | total spent | actual cost | expense | \
        budget spent | \
        kosten | ausgaben | betrag | depense | depenses | cout | montant | amount spent (eur) | amount spent (usd) | actual spend | gasto | importe | importe gastado | coste | costo | montant depense | \
        ausgegebener betrag
        currency: currency | currency code | account currency | wahrung | wahrungscode | devise | code de devise | moneda
        source: source | lead source | platform | utm source | vendor | quelle | network | fuente | plattform
        campaign: campaign | campaign name | utm campaign | kampagne | kampagnenname | campagne | campana | ad campaign
        campaign_id: campaign id
        channel: channel | marketing channel | kanal | canal
        medium: medium | utm medium

        [rates]
        day: day | date | datum | month | start date | rate date | valid from | jour
        currency: currency | currency code | iso code | currency iso code | target currency | to currency | to | quote currency | wahrung | devise
        base: base | base currency | from currency | from | source currency | basiswahrung
        rate: rate | exchange rate | conversion rate | fx rate | kurs | wechselkurs | taux | taux de change | obs value | value
        """
}
