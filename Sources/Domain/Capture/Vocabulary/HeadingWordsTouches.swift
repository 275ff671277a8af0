// SPDX-License-Identifier: Apache-2.0

// Headings of activities, campaigns and histories; the form of the table is told in HeadingWordsPeople.swift.
extension HeadingWords {
    static let touches = """
        [activities]
        external_id: engagement id | activity id | id | record id | task id | event id | call id | meeting id | hs object id | event uuid
        kind: type | activity type | engagement type | task subtype | hs task type | task type | event subtype | call type | aktivitatstyp | typ | \
        hs engagement type | activity
        at: hs timestamp | activity date time | start date time | start time | activity date | date | occurred at | timestamp | call date | \
        meeting date | \
        due date | date/time | activity time | start | datum | completed date time | marked as done time | due date/time | hs meeting start time | \
        meeting start time | datum der aktivitat | date de l'activite | email send date | send date | event start date & time | event start | event start time
        time_of_day: time | due time | call time | time of day | uhrzeit | heure | hora
        ended_at: end time | end date time | end | hs meeting end time | meeting end time | event end date & time | event end
        subject: subject | call title | meeting name | task title | title | hs call title | hs meeting title | hs email subject | \
        hs task subject | \
        email subject | betreff | objet | activity subject | meeting title | betreffzeile | sujet | event type name
        direction: direction | call direction | hs call direction | email direction | hs email direction | richtung
        outcome: outcome | call outcome | meeting outcome | hs call disposition | hs meeting outcome | call disposition | call result | \
        disposition | result | \
        ergebnis | resultat
        duration: duration | call duration | call duration in seconds | duration in minutes | duration (minutes) | hs call duration | dauer | duree
        canceled: canceled | cancelled
        no_show: marked as no-show | no-show | no show
        status: status | task status | hs task status | hs call status | hs email status | done
        is_closed: is closed | completed
        channel: channel | hs communication channel type
        body: body | description | comments | full comments | notes | call notes | hs note body | hs call body | hs body preview | hs email text | \
        hs meeting body | note body | content | email body | note | meeting description | hs task body | note content
        url: external url | meeting url | hs call recording url
        contact_id: contact id | associated contact id | person id | vid
        contact_ids: associated contact ids | contact ids
        contact_name: contact | contact name | contact person | name | associated contact | person name | person | invitee name | invitee
        email: email | contact email | recipient | to address | person email | person email (work) | person email work | invitee email
        first_name: first name | invitee first name
        last_name: last name | invitee last name
        phone: phone
        lead_id: lead id
        deal_id: deal id | associated deal id | opportunity id
        deal_ids: associated deal ids
        deal_name: deal | deal title | opportunity | opportunity name | associated deal
        account_id: account id | company id | associated company id | organization id | organization id
        account_ids: associated company ids
        company: company / account | account | company | account name | organization | organization name | associated company
        who_id: who id | name id
        what_id: what id | related to id | related record id
        owner: assigned | activity assigned to | assigned to | owner | assigned to user | created by | logged by | zugewiesen | attribue a | rep | \
        user | activity owner | task assigned to | agent | agent name | rep name | user email | host
        owner_id: owner id | hubspot owner id | assigned to id | assignedto id | user id
        campaign: campaign
        campaign_id: campaign id
        created_at: created date | hs createdate | create date | created at | created | add time | created time | event created date & time
        modified_at: last modified date | hs lastmodifieddate | modified time
        is_deleted: is deleted | deleted | fivetran deleted

        [activity_links]
        external_id: id
        activity_id: engagement id | activity id | task id | event id
        contact_id: contact id | relation id
        account_id: company id | account id
        deal_id: deal id | opportunity id
        lead_id: lead id

        [campaign_members]
        external_id: id | campaign member id | campaignmember id
        campaign_id: campaign id
        campaign: campaign name | campaign | kampagne
        lead_id: lead id
        contact_id: contact id | lead or contact id | related record id | lead/contact id
        status: status | member status | campaign member status | campaignmember status | mitgliedsstatus
        responded: has responded | responded
        responded_at: first responded date | member first responded date | responded date
        first_name: first name | member first name
        last_name: last name | member last name
        name: name | member name | full name
        email: email | email address
        phone: phone
        company: company | account name | company / account | company or account | account | company/account
        account_id: account id
        title: title | job title
        source: lead source
        kind: member type | type
        created_at: created date | member created date | create date | date added
        at: member status update date | last modified date | status date
        is_deleted: is deleted

        [campaigns]
        external_id: id | campaign id | email campaign id
        name: name | campaign name | campaign | kampagne
        kind: type | campaign type | sub type
        status: status | campaign status
        parent: parent campaign | parent
        parent_id: parent id
        starts_at: start date | start
        ends_at: end date | end
        budget: budgeted cost | budget | budgeted cost in campaign
        cost: actual cost | cost | total actual cost
        active: is active | active
        owner: campaign owner | owner
        owner_id: owner id
        description: description | subject
        created_at: created date | created at | create date
        is_deleted: is deleted

        [email_events]
        external_id: id | event id | email event id
        at: created | event time | timestamp | event timestamp | occurred at | date | event date | sent at | opened at | clicked at | activity date
        kind: type | event type | event | email event type | action | activity
        status: status
        email: recipient | email | email address | recipient email | to
        contact_id: contact id | vid
        lead_id: lead id
        campaign_id: email campaign id | campaign id | list email id
        campaign: email campaign | campaign | campaign name | email name
        subject: subject | email subject
        content: email name | asset
        url: url | link | clicked url | link url
        referrer: referer
        duration: duration
        is_deleted: is deleted

        [page_views]
        external_id: id | event id | page view id | message id
        at: timestamp | viewed at | time | date | occurred at | event time | visit time | date hit | received at | datetime | created at | hit time
        url: url | page url | page | path | page path | landing page | context page url | address
        content: page title | title | page name
        referrer: referrer | referer | referrer url | context page referrer
        email: email | email address | contact email
        contact_id: contact id | lead id | vid | user id
        visitor_id: visitor id | anonymous id | client id | cookie id | session id | utk | hubspotutk | tracking id
        source: utm source | source | context campaign source
        medium: utm medium | medium
        campaign: utm campaign | campaign | context campaign name
        duration: duration | time on page | seconds
        channel: channel

        [form_submissions]
        external_id: conversion id | submission id | id
        at: timestamp | submitted at | submitted on | submission date | date submitted | conversion date | created at | date | submission time | \
        submitted | eingereicht am
        form_id: form id | form guid | guid
        content: form name | form | title | conversion title | formular | formulaire
        url: page url | url | conversion page | landing page | page title
        referrer: referrer | referer
        contact_id: contact id | vid
        email: email | email address | e-mail
        first_name: first name | firstname | vorname | prenom
        last_name: last name | lastname | nachname | nom
        visitor_id: visitor id | hutk
        source: utm source | source
        medium: utm medium
        campaign: utm campaign | campaign
        """

    static let histories = """
        [lead_history]
        external_id: id
        lead_id: lead id | record id | parent id
        email: email
        field: field | field / event | field name | property | property name | field changed
        old_value: old value | oldvalue | from | previous value
        new_value: new value | newvalue | to | value
        at: created date | edit date | changed at | timestamp | date | change date | last modified
        changed_by: created by id | edited by | changed by | user
        is_deleted: is deleted

        [field_history]
        external_id: id
        contact_id: contact id | object id | vid | record id
        account_id: company id | account id
        email: email
        field: name | property | property name | field | field / event | field name
        old_value: old value | oldvalue | previous value
        new_value: value | new value | newvalue | property value
        at: timestamp | created date | edit date | changed at | date | timestamp instant | change date
        changed_by: created by id | edited by | changed by
        is_deleted: is deleted

        [deal_history]
        external_id: id
        deal_id: deal id | opportunity id
        deal_name: opportunity name | deal name
        field: name | property | property name | field | field / event | field name
        old_value: old value | oldvalue | previous value
        new_value: value | new value | newvalue | property value
        at: timestamp | created date | edit date | changed at | last modified | date | change date
        stage: stage name | stage
        amount: amount
        closed_at: close date
        probability: probability | probability (%)
        forecast: forecast category
        changed_by: created by id | edited by | changed by | last modified by
        is_deleted: is deleted

        [stage_history]
        external_id: id
        deal_id: deal id | opportunity id
        deal_name: opportunity name | deal name | deal
        old_value: from stage | old stage | previous stage | prior stage
        new_value: value | to stage | new stage | stage | deal stage | stage name | stage id
        at: date entered | last modified | stage change date | changed at | entered at | timestamp | date entered stage | entered on | date
        to_at: date exited | exited at | left at
        amount: amount
        probability: probability (%) | probability
        closed_at: close date
        changed_by: last modified by | changed by
        """

    /// Columns of the machinery, never a custom field: loading stamps, portal numbers, coordinates, ids of users who clicked.
    static let technical: Set<String> = Set(
        """
        fivetran synced | do not modify row checksum | fivetran active | fivetran start | fivetran end | fivetran id | fivetran batch | fivetran index | portal id | \
        system modstamp | photo url | created by id | last modified by id | last referenced date | last viewed date | jigsaw | jigsaw contact id | \
        jigsaw company id | geocode accuracy | mailing geocode accuracy | billing geocode accuracy | shipping geocode accuracy | \
        other geocode accuracy | \
        master record id | individual id | type id | category | source id | engagement type | app id | session id
        """.split(separator: "|").map { wordKey(String($0)) })
}
