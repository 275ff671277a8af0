// SPDX-License-Identifier: Apache-2.0

/// A small company's exports, as the systems write them.
enum Samples {
    static let salesforce: [(String, String)] = [
        (
            "User.csv",
            """
            Id,Name,Email,IsActive
            005000000000001AAA,Rita Rep,rita@seller.example,true
            005000000000002AAA,Sam Seller,sam@seller.example,true

            """
        ),
        (
            "Account.csv",
            """
            Id,Name,Website,Industry,OwnerId
            001000000000001AAA,Acme,https://www.acme.example/,Machinery,005000000000001AAA
            001000000000002AAA,Beta GmbH,beta.example,Software,005000000000002AAA

            """
        ),
        (
            "Contact.csv",
            """
            Id,FirstName,LastName,Email,Title,AccountId,CreatedDate
            003000000000001AAA,Ann,Miller,ann@acme.example,Buyer,001000000000001AAA,2025-01-10T09:00:00.000Z
            003000000000002AAA,Bob,Young,bob@beta.example,CTO,001000000000002AAA,2025-02-10T09:00:00.000Z

            """
        ),
        (
            "Lead.csv",
            """
            Id,FirstName,LastName,Email,Company,Status,LeadSource,OwnerId,CreatedDate,IsConverted,ConvertedDate,ConvertedContactId,ConvertedAccountId,ConvertedOpportunityId
            00Q000000000001AAA,Ann,Miller,ann@acme.example,Acme,Qualified,Web,005000000000001AAA,2025-01-02T08:00:00.000Z,true,2025-01-10,003000000000001AAA,001000000000001AAA,006000000000001AAA
            00Q000000000002AAA,Ann,Miller,Ann@Acme.example,Acme,Open - Not Contacted,Event,005000000000002AAA,2025-06-02T08:00:00.000Z,false,,,,
            00Q000000000003AAA,Carl,Jones,carl@gamma.example,Gamma,Working - Contacted,Web,005000000000002AAA,2025-03-02T08:00:00.000Z,false,,,,

            """
        ),
        (
            "Opportunity.csv",
            """
            Id,Name,AccountId,StageName,Amount,CurrencyIsoCode,CloseDate,CreatedDate,IsWon,IsClosed,OwnerId,LeadSource
            006000000000001AAA,Acme first,001000000000001AAA,Closed Won,1200.50,EUR,2025-03-01,2025-01-10T10:00:00.000Z,true,true,005000000000001AAA,Web
            006000000000002AAA,Beta first,001000000000002AAA,Proposal/Price Quote,800,EUR,2026-03-01,2025-04-01T10:00:00.000Z,false,false,005000000000002AAA,
            006000000000003AAA,Nobody known,,Closed Lost,50,EUR,2025-05-01,2025-04-01T10:00:00.000Z,false,true,005000000000002AAA,

            """
        ),
        (
            "OpportunityContactRole.csv",
            """
            Id,OpportunityId,ContactId,Role,IsPrimary
            00K000000000001AAA,006000000000001AAA,003000000000001AAA,Decision Maker,true
            00K000000000002AAA,006000000000002AAA,003000000000002AAA,Evaluator,true

            """
        ),
        (
            "Task.csv",
            """
            Id,WhoId,WhatId,Subject,Status,TaskSubtype,OwnerId,ActivityDate,CreatedDate
            00T000000000001AAA,00Q000000000001AAA,,Call Ann,Completed,Call,005000000000001AAA,2025-01-03,2025-01-03T08:30:00.000Z
            00T000000000002AAA,003000000000002AAA,006000000000002AAA,Mail Bob,Completed,Email,005000000000002AAA,2025-04-02,2025-04-02T08:30:00.000Z

            """
        ),
        (
            "LeadHistory.csv",
            """
            Id,LeadId,Field,OldValue,NewValue,CreatedDate
            017000000000001AAA,00Q000000000003AAA,Status,Open - Not Contacted,Working - Contacted,2025-03-04T08:00:00.000Z

            """
        ),
    ]

    static let hubspot: [(String, String)] = [
        (
            "hubspot-companies.csv",
            """
            Record ID,Company name,Company Domain Name,Industry,Company owner
            901,Acme,acme.example,MACHINERY,Rita Rep
            902,Beta GmbH,beta.example,COMPUTER_SOFTWARE,Sam Seller

            """
        ),
        (
            "hubspot-contacts.csv",
            """
            Record ID,First Name,Last Name,Email,Additional email addresses,Lifecycle Stage,Lead Status,Contact owner,Create Date,Original Source,Associated Company IDs
            501,Ann,Miller,ann@acme.example,ann.miller@old.example,Opportunity,,Rita Rep,2025-01-02 08:00,Organic Search,901
            502,Bob,Young,bob@beta.example,,Marketing Qualified Lead,,Sam Seller,2025-02-02 08:00,Paid Search,902
            503,,,info@gamma.example,,Lead,,,2025-03-02 08:00,Direct Traffic,

            """
        ),
        (
            "hubspot-deals.csv",
            """
            Record ID,Deal Name,Deal Stage,Pipeline,Amount,Currency,Create Date,Close Date,Deal owner,Associated Contact IDs,Associated Company IDs
            701,Acme first,Closed Won,Sales Pipeline,1200.50,EUR,2025-01-10 10:00,2025-03-01 10:00,Rita Rep,501;502,901
            702,Beta first,Qualified To Buy,Sales Pipeline,800,EUR,2025-04-01 10:00,,Sam Seller,,902

            """
        ),
    ]
}
