// SPDX-License-Identifier: Apache-2.0

// Headings of people and companies. `[kinds @system]` opens a section, then `field: heading | heading`: the earlier a heading stands,
// the better it is for its field where a file has several. Headings are compared by `wordKey`, so case and `_` do not matter.
// Sources: HubSpot default properties, Salesforce object reference (API names and labels), Odoo crm.lead and res.partner, Pipedrive
// exports, Krayin and Mautic import templates; German and French labels as those systems show them.
extension HeadingWords {
    static let people = """
        [contacts leads]
        external_id: record id | id | external id | unique id | crm id | kundennummer | identifiant | externe id | codigo
        email: email | e-mail | email address | e-mail address | mail | work email | email work | business email | primary email | person email | \
        email 1 | e-mail-adresse | emailadresse | adresse e-mail | adresse mail | courriel | email home | personal email | email other | \
        correo electronico | correo | direccion de correo | indirizzo email | person email work | user email | e-mailadres
        other_emails: additional email addresses | additional emails | secondary email | email 2 | e-mail 2 | other emails | other email | work email | personal email | home email
        first_name: first name | firstname | given name | forename | vorname | prenom | contact first name | nombre | nombre de pila | nome | nombres
        last_name: last name | lastname | surname | family name | nachname | familienname | nom de famille | nom | contact last name | apellidos | apellido | cognome
        name: name | full name | contact name | contact | display name | vollstandiger name | nom complet | ansprechpartner | kontaktname | person | \
        nombre completo | nombre del contacto | nome completo | user name (original name) | referente | contatto | contato | contactpersoon
        title: job title | jobtitle | title | position | job position | role in company | contact title | berufsbezeichnung | jobtitel | \
        stellenbezeichnung | funktion | fonction | poste | intitule du poste | cargo | puesto | position titel
        department: department | abteilung | departement | service
        phone: phone | phone number | telephone | business phone | work phone | phone work | phone 1 | telefon | telefonnummer | \
        telephone number | \
        numero de telephone | office phone | direct phone | home phone | phone home | other phone | contact number | telefono | numero de telefono | work | person phone work | tel
        mobile: mobile | mobile phone | mobile phone number | cell phone | phone mobile | mobiltelefon | mobiltelefonnummer | handy | \
        mobilnummer | \
        telephone mobile | portable | movil | telefono movil | celular
        city: city | ort | stadt | ville | ciudad | mailing city
        state: state | state/region | state/province | region | province | bundesland | mailing state | mailing state/province | state code
        postal_code: postal code | zip | zip code | zip/postal code | postleitzahl | plz | code postal | codigo postal | zipcode | mailing postal code | \
        mailing zip/postal code
        country: country | country/region | mailing country | land | land/region | pays | pays/region | country code | mailing country code | \
        address country | ip country | pais | pais/region | paese | country/region name
        language: preferred language | language | locale | sprache | langue
        company: company name | company | company / account | account name | account | organization | organisation | organization name | \
        employer | \
        associated company | primary associated company | firma | unternehmen | firmenname | unternehmensname | entreprise | societe | \
        nom de l'entreprise | empresa | nombre de la empresa | compania | azienda | accounts | organization name | sales account | sales accounts | raison sociale | ragione sociale | bedrijf | bedrijfsnaam
        domain: website | website url | company domain name | domain | web site | company website | url | webseite | website-url | email domain | \
        site web | company domain | sitio web
        industry: industry | company industry | sector | branche | secteur | secteur d'activite | industrie | sector de actividad
        employees: number of employees | employees | no. of employees | num employees | company size | mitarbeiter | mitarbeiterzahl | \
        anzahl der mitarbeiter | effectif | nombre d'employes | employee count | headcount
        annual_revenue: annual revenue | annualrevenue | company revenue | jahresumsatz | chiffre d'affaires annuel
        owner: owner | contact owner | lead owner | owner name | assigned to | sales rep | sales agent | salesperson | rep | zustandig | \
        inhaber | kontakt-inhaber | lead-inhaber | proprietaire | account executive | bdr | sdr | owner email | owner full name | sales owner | sales person | propietario | \
        propietario del contacto | responsable | agent | owned by | responsible | responsible person | vertriebler | betreuer | verantwortlich | commercial | suivi par | venditore | vendedor | verkoper | comercial | assigned user | bearbeiter
        owner_id: owner id | ownerid | user id | assigned to id | lead owner.id | contact owner.id
        team: team | sales team | hubspot team | vertriebsteam | verkaufsteam | equipe | equipo
        team_id: team id
        source: lead source | source | herkunft | leadquelle | lead-quelle | quelle | origine | source de la piste | \
        acquisition source | utm source | how did you hear about us | channel source | fuente | origen | fuente del lead | leadherkunft | fonte | lead source - original
        first_source: first source | original source | first touch source | original traffic source | first source name
        latest_source: latest source | last touch source | most recent source | latest traffic source | aktuellste quelle | lead source - most recent
        source_detail: source detail | lead source detail | source details | referred by | utm term
        medium: utm medium | medium
        campaign: campaign | campaign name | utm campaign | kampagne | kampagnenname | campagne | campana | most recent campaign | primary campaign
        campaign_id: campaign id
        stage: lifecycle stage | stage | funnel stage | lead stage | lifecycle-phase | lebenszyklusphase | phase | etape | \
        phase du cycle de vie | etape du cycle de vie | journey stage | etapa | etapa del ciclo de vida
        status: lead status | status | leadstatus | lead-status | contact status | statut | statut de la piste | statut du lead | \
        qualification status | estado | estado del lead | estado de lead | stato
        created_at: create date | created date | created at | created on | created | date created | creation date | date added | erstellt am | \
        erstelldatum | erstellungsdatum | datum erstellt | date de creation | cree le | added on | signup date | sign up date | \
        lead created date | \
        person created | add time | created time | fecha de creacion | fecha creacion | creado el | data di creazione | date d ajout | anlagedatum | \
        angelegt am | eingang | eingegangen am | anfragedatum | date de la demande | submitted at | submit date | submission date | date received | data creazione | data de criacao | aangemaakt op | date d'entree | date d'inscription | anmeldedatum | registriert am | registration time | registration date | registered at
        modified_at: last modified date | last modified | updated at | do not modify modified on | modified on | modified at | last updated | update time | zuletzt geandert | \
        datum der letzten anderung | derniere modification | date de derniere modification | last updated on | modified on | modified time | fecha de modificacion | date modified | date updated | updated on
        inquiry_at: became a lead date | lead date | inquiry date | inquired at
        mql_at: became a marketing qualified lead date | mql date | mql at | date mql | became mql date | marketing qualified date | \
        mql timestamp | \
        marketing qualified at | first mql date | wurde marketing qualified lead am
        sal_at: became a sales accepted lead date | sal date | sal at | sales accepted date | accepted date | accepted at | date sal
        sql_at: became a sales qualified lead date | sql date | sql at | sales qualified date | qualified date | qualified at | date sql | \
        became sql date | sales qualified at | date de qualification | qualifiziert am
        opportunity_at: became an opportunity date | opportunity date | opportunity created date | opp date | opportunity at
        recycled_at: recycled date | recycled at | nurture date | date recycled
        disqualified_at: disqualified date | disqualified at | unqualified date | date disqualified
        won_at: became a customer date | won date | won at | customer since | won time
        reason: unqualified reason | disqualified reason | disqualification reason | reason | lost reason | rejection reason | recycle reason | \
        lead disqualification reason | grund | verlustgrund | raison | motif | closed lost reason | reason for loss | motivo | \
        motivo de perdida | motif de perte | raison de la perte | absagegrund | ablehnungsgrund | motif de refus
        last_activity_at: last activity date | last activity | last contacted | last active | last engagement date | letzte aktivitat | \
        date of last activity | last stage change | derniere activite | last activity time | last contacted time | ultima actividad
        score: lead score | score | points | hubspot score | rating score | engagement score | person score | leadscore | punkte | puntuacion
        persona: persona | buyer persona | buying role | hs persona
        product: product | product interest | product of interest | interested in | produkt | produit
        line: line | product line | business line | produktlinie | gamme
        opted_out: opted out | email opt out | has opted out of email | unsubscribed | unsubscribed from all email | do not contact | \
        opted out of email
        linkedin: linkedin | linkedin url | linkedin bio | linkedin profile
        description: description | notes | comments | beschreibung | notizen | remarques
        is_deleted: is deleted | deleted | fivetran deleted | archived
        merged_ids: merged ids
        account_id: account id | accountid | account name.id | company id | associated company id | primary associated company id | organization id
        territory: territory | sales territory
        channel: channel

        [contacts leads @hubspot]
        external_id: hs object id | record id - contact | contact id | contact vid | vid
        email: email
        other_emails: hs additional emails | weitere e-mail-adressen
        owner: kontaktinhaber | zustandiger mitarbeiter fur kontakt | proprietaire du contact
        owner_id: hubspot owner id
        team_id: hubspot team id
        stage: lifecyclestage
        status: hs lead status
        first_source: hs analytics source | original source | original traffic source | originalquelle | ursprungliche quelle | source d'origine
        source: hs object source label | record source
        source_detail: original source drill-down 1 | hs analytics source data 1 | original traffic source drill-down 1 | \
        original source drill-down 2 | hs analytics source data 2
        latest_source: hs latest source | neueste quelle | derniere source
        campaign: hs analytics first touch converting campaign | first touch converting campaign | last touch converting campaign
        created_at: createdate
        modified_at: lastmodifieddate | hs lastmodifieddate
        inquiry_at: hs lifecyclestage lead date
        mql_at: hs lifecyclestage marketingqualifiedlead date | datum, an dem der kontakt zum marketing qualified lead wurde
        sql_at: hs lifecyclestage salesqualifiedlead date
        opportunity_at: hs lifecyclestage opportunity date
        won_at: hs lifecyclestage customer date | first deal close date
        last_activity_at: notes last updated | notes last contacted | hs last sales activity timestamp
        score: hubspotscore | hs predictivecontactscore v2 | likelihood to close
        employees: numemployees | numberofemployees
        country: hs country region code | country/region code
        language: hs language
        account_id: associatedcompanyid | primary associated company ids | associated company id | primary company id
        account_ids: associated company ids | ids zugeordneter unternehmen
        deal_ids: associated deal ids | ids zugeordneter deals
        merged_ids: hs merged object ids | merged record ids | merged contact ids | hs merged vids
        opted_out: hs email optout
        bounced_at: email hard bounce date
        persona: hs buying role | hs persona
        linkedin: hs linkedin url

        [contacts @salesforce]
        external_id: contact id | contact id 18 | contactid
        status: contact status
        bounced_at: email bounced date
        first_source: original lead source

        [leads @salesforce]
        external_id: lead id | lead id 18 | leadid
        status: leadstatus | lead status
        is_converted: is converted | converted | konvertiert | convertie
        converted_at: converted date | conversion date | converteddate | konvertierungsdatum | umwandlungsdatum | date de conversion
        converted_contact_id: converted contact id | converted contact
        converted_account_id: converted account id | converted account
        converted_deal_id: converted opportunity id | converted opportunity | opportunity id
        amount: opportunity amount
        deal_name: opportunity name
        bounced_at: email bounced date
        company: firma/account | societe/compte

        [leads]
        contact_ids: associated contact ids
        external_id: lead id | lead number | lead no | do not modify lead
        contact_id: contact id | person id | customer id
        name: lead name | lead
        email: contact email | lead email
        kind: lead type | type | typ
        status: status reason
        source: person source
        amount: amount | value | est. value | estimated value | deal value | lead value | betrag | montant | close value | expected value | potential value | importe | valor | deal amount | auftragswert | montant ht
        currency: currency | lead currency | currency iso code | wahrung | wahrungscode | devise | moneda | currency of value | currency code
        closed_at: closed at | closed date | close date | closed on | close time
        lost_at: lost at | lost date | lost time
        converted_at: converted at | converted on | date converted | converted date time | lead conversion time
        is_converted: is converted | converted | is customer
        active: active | is active | aktiv | actif | activo
        probability: probability | probability (%) | wahrscheinlichkeit | wahrscheinlichkeit (%) | probabilite | probabilidad
        recurring_amount: mrr | arr
        outcome: outcome | result
        deal_id: deal id

        [leads @odoo]
        external_id: external id
        deal_name: opportunity | name | opportunity/lead | lead/opportunity | verkaufschance | opportunite
        name: contact name | kontakt | kontaktname | nom du contact | nombre de contacto
        contact_id: partner id | partner id/id | partner id/.id | customer/id | customer/external id | customer/database id
        company: partner name | company name | customer | unternehmensname | kunde
        email: email from | email | normalized email | e-mail
        title: function | job position
        owner: salesperson | user id | user id/name | vertriebsmitarbeiter | verkaufer | vendeur | salesperson/name | user id/login
        owner_id: user id/id | salesperson/id | salesperson/external id
        team: team id | sales team | team id/name
        amount: expected revenue | planned revenue | erwarteter umsatz | revenu espere | revenu attendu | ingreso esperado
        recurring_amount: recurring revenue | recurring revenue monthly | expected mrr
        probability: probability | success rate (%) | automated probability | wahrscheinlichkeit | probabilite | probabilidad
        stage: stage id | stage | stage id/name | stage/name
        source: source id | source id/name
        medium: medium id
        campaign: campaign id
        country: country id | country id/name | country id/code
        created_at: create date | created on
        converted_at: date conversion | conversion date
        sal_at: assignment date | date open
        closed_at: date closed | closed date
        expected_at: date deadline | expected closing | expected closing date | erwarteter abschluss
        reason: lost reason | lost reason id | lost reason id/name | verlustgrund | motif de la perte | motivo de perdida
        modified_at: write date | date last stage update | last stage update
        kind: type
        city: city

        [contacts @odoo]
        account_id: parent id/id | related company/id | related company/external id
        company: parent id | related company | parent id/name | commercial company name
        title: function | job position
        owner: user id | salesperson
        country: country id | country id/code
        created_at: create date | created on

        [leads @krayin]
        deal_name: title
        amount: lead value
        owner_id: user id
        contact_id: person id
        source: lead source id | lead source
        kind: lead type id | lead type
        pipeline_id: lead pipeline id
        stage_id: lead pipeline stage id
        expected_at: expected close date
        reason: lost reason
        closed_at: closed at

        [contacts @krayin]
        emails: emails
        phones: contact numbers
        account_id: organization id
        owner_id: user id

        [contacts @pipedrive]
        external_id: id | person id
        email: email - work | person email work | email (work) | email - home | email (home) | email - other
        phone: phone - work | phone (work) | phone - home | phone - mobile | phone (mobile)
        company: organization | organization name | org name
        account_id: organization id | org id
        owner: owner
        created_at: person created | add time
        campaign: marketing campaign

        [leads @pipedrive]
        deal_name: title
        name: person name | contact person | person
        contact_id: person id
        company: organization name | organization
        amount: value
        expected_at: expected close date
        created_at: lead created | lead created time
        source: source | source origin | source channel
        email: person email work | person email (work) | person email home | person email other | person email
        phone: person phone work | person phone (work) | person phone mobile | person phone
        first_name: person first name
        last_name: person last name
        account_id: organization id

        [contacts @mautic]
        score: points
        created_at: date added | date identified
        last_activity_at: last active
        title: position
        owner: owner | owner id
        stage: stage | stage name
        campaign: utm campaign
        company: primary company
        phone: phone
        """
}
