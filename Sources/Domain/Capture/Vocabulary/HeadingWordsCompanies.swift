// SPDX-License-Identifier: Apache-2.0

// Headings of companies, colleagues and teams; the form of the table is told in HeadingWordsPeople.swift.
extension HeadingWords {
    static let companies = """
        [accounts]
        external_id: record id | id | account id | company id | organization id | external id | customer number | account id 18 | unique id
        name: company name | account name | name | account | company | organization | organization name | organisation | firma | unternehmen | \
        firmenname | unternehmensname | accountname | nom de l'entreprise | entreprise | nom du compte | societe | customer | customer name | empresa | nombre de la empresa | nombre de la cuenta | azienda | kunde | kundenname
        domain: company domain name | website | domain | website url | domain name | web site | email domain | webseite | site web | url
        phone: phone | phone number | telephone | telefon
        city: city | billing city | shipping city | ort | ville
        state: state/region | state | billing state | billing state/province | shipping state | state code | billing state code | bundesland
        postal_code: postal code | billing postal code | zip | billing zip/postal code | postleitzahl
        country: country/region | country | billing country | billing country code | shipping country | office location | land | pays | pais | country of address | \
        rechnungsland | country code
        industry: industry | sector | branche | secteur | secteur d'activite | industrie
        employees: number of employees | employees | num employees | company size | mitarbeiter | mitarbeiterzahl | effectif | employee count | \
        headcount
        annual_revenue: annual revenue | revenue | annualrevenue | jahresumsatz | umsatz | chiffre d'affaires
        currency: currency | currency iso code | account currency
        account_number: account number | accountnumber | kundennummer | numero de compte
        parent: parent account | parent | parent company | subsidiary of | ultimate parent | ubergeordneter account | parent name
        parent_id: parent id | parent account id | parent company id | hs parent company id
        founded: year founded | year established | founded year | founded | grundungsjahr
        owner: company owner | account owner | owner | owner name | sales rep | salesperson | account manager | unternehmensinhaber | \
        account-inhaber | \
        proprietaire du compte | sales agent | sales owner | propietario
        owner_id: owner id | hubspot owner id | user id | account owner.id
        team: team | sales team
        source: account source | lead source | source | original source | original traffic source | hs analytics source | quelle
        stage: lifecycle stage | lifecyclestage | stage | phase
        status: lead status | hs lead status | status | account status
        kind: type | account type | company type | kundentyp | typ | relationship
        created_at: create date | created date | createdate | created at | created on | date created | created time | erstellt am | date de creation | \
        fecha de creacion | \
        organization created | add time
        modified_at: last modified date | updated at | last modified | write date | update time | modified time
        last_activity_at: last activity date | last activity | last contacted | notes last contacted | notes last updated
        territory: territory | sales territory | region
        description: description | notes | about us
        contact_ids: associated contact ids
        deal_ids: associated deal ids
        merged_ids: hs merged object ids | merged record ids | merged company ids
        is_deleted: is deleted | deleted | fivetran deleted | archived

        [members]
        external_id: id | user id | owner id | member id | external id | employee id | sales agent id | rep id
        user_id: active user id | user id including inactive
        name: name | full name | sales agent | salesperson | sales rep | rep | agent | user | owner | owner name | user name | mitarbeiter | \
        benutzer | vendeur | account executive | display name
        first_name: first name | firstname | given name | vorname | prenom
        last_name: last name | lastname | surname | nachname | nom
        email: email | e-mail | email address | work email | user email | adresse e-mail
        username: username | user name | login | alias | community nickname
        title: title | job title | position
        department: department | division | abteilung
        phone: phone | telephone
        mobile: mobile | mobile phone
        manager: manager | manager name | sales manager | manager email | vorgesetzter | reports to | responsable
        manager_id: manager id | reports to id
        team: team | team name | sales team | primary team | hubspot team | main team
        team_id: primary team id | team id | hubspot team id
        role: role | user role | role name | profile | profile name | permission set | rolle
        role_id: user role id | role id | profile id
        region: regional office | region | office | territory | sales region | standort
        active: active | is active | status | aktiv | actif
        created_at: created at | created date | create date
        modified_at: updated at | last modified date
        country: country
        is_deleted: fivetran deleted | is deleted | archived

        [teams]
        external_id: id | team id | external id
        name: name | team name | team | sales team
        parent: parent team | parent
        parent_id: parent id | parent team id
        manager: team leader | manager | leader | lead
        region: region | office
        active: active
        created_at: created at | created date

        [team_members]
        external_id: id
        member_id: user id | owner id | member id | userorgroup id | user or group id
        member: user | member | name | email | owner | user email
        team_id: team id | group id
        team: team | team name | group name
        role: role | team member role
        is_primary: is team primary
        manager: manager
        active: active
        """
}
