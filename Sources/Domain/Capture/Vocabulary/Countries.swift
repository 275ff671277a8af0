// SPDX-License-Identifier: Apache-2.0

/// ISO 3166 alpha-2 of a country by alpha-2, alpha-3, English, German or French name, for some Spanish and Italian,, and what people usually write; nil otherwise.
package func countryCode(_ raw: String) -> String? {
    let key = wordKey(raw)
    return countries[key] ?? (key.hasPrefix("the") ? countries[String(key.dropFirst(3))] : nil)
}

/// Every country: alpha-2 code and English name, by name.
package let knownCountries: [(code: String, name: String)] = countryTable.split(whereSeparator: { $0 == ";" || $0 == "\n" }).compactMap { entry in
    let words = entry.split(separator: " ", maxSplits: 2).map(String.init)
    guard words.count == 3, let code = words.first, let name = words.last?.split(separator: "|").first else { return nil }
    return (code, String(name))
}.sorted { $0.1 < $1.1 }

/// By `wordKey`; where a name is that of two, the first in the table has it.
private let countries: [String: String] = {
    var codes: [String: String] = [:], names: [String: String] = [:]
    for entry in countryTable.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
        let words = entry.split(separator: " ", maxSplits: 2).map(String.init)
        guard words.count == 3, let code = words.first else { continue }
        for word in words.dropLast() { codes[wordKey(word)] = code }
        for name in words.last?.split(separator: "|") ?? [] where names[wordKey(String(name))] == nil { names[wordKey(String(name))] = code }
    }
    return names.merging(codes) { _, code in code }
}()

/// Alpha-2, alpha-3 and names in English, German and French. Sources: ISO 3166-1; names from Unicode CLDR.
private let countryTable = """
    AD AND Andorra|Andorre; AE ARE United Arab Emirates|Vereinigte Arabische Emirate|Émirats arabes unis|UAE|Emirates|VAE; AF AFG Afghanistan;
    AG ATG Antigua and Barbuda|Antigua und Barbuda|Antigua-et-Barbuda; AI AIA Anguilla; AL ALB Albania|Albanien|Albanie;
    AM ARM Armenia|Armenien|Arménie; AO AGO Angola; AQ ATA Antarctica|Antarktis|Antarctique; AR ARG Argentina|Argentinien|Argentine;
    AS ASM American Samoa|Amerikanisch-Samoa|Samoa américaines; AT AUT Austria|Österreich|Autriche; AU AUS Australia|Australien|Australie;
    AW ABW Aruba; AX ALA Åland Islands|Ålandinseln|Îles Åland; AZ AZE Azerbaijan|Aserbaidschan|Azerbaïdjan;
    BA BIH Bosnia and Herzegovina|Bosnien und Herzegowina|Bosnie-Herzégovine; BB BRB Barbados|Barbade; BD BGD Bangladesh|Bangladesch;
    BE BEL Belgium|Belgien|Belgique|Bélgica|Belgio|België; BF BFA Burkina Faso; BG BGR Bulgaria|Bulgarien|Bulgarie; BH BHR Bahrain|Bahreïn; BI BDI Burundi;
    BJ BEN Benin; BL BLM St. Barthélemy|Saint-Barthélemy; BM BMU Bermuda|Bermudes; BN BRN Brunei|Brunei Darussalam;
    BO BOL Bolivia|Bolivien|Bolivie|Bolivia, Plurinational State of; BQ BES Caribbean Netherlands|Karibische Niederlande|Pays-Bas caribéens;
    BR BRA Brazil|Brasilien|Brésil|Brasil; BS BHS Bahamas; BT BTN Bhutan|Bhoutan; BV BVT Bouvet Island|Bouvetinsel|Île Bouvet;
    BW BWA Botswana|Botsuana; BY BLR Belarus|Biélorussie|Weißrussland; BZ BLZ Belize; CA CAN Canada|Kanada|Canadá;
    CC CCK Cocos (Keeling) Islands|Kokosinseln|Îles Cocos;
    CD COD Congo - Kinshasa|Kongo-Kinshasa|Congo, The Democratic Republic of the|DR Congo;
    CF CAF Central African Republic|Zentralafrikanische Republik|République centrafricaine;
    CG COG Congo - Brazzaville|Kongo-Brazzaville|Congo|Republic of the Congo; CH CHE Switzerland|Schweiz|Suisse|Suiza|Svizzera|Schweiz/Suisse;
    CI CIV Côte d'Ivoire|Ivory Coast; CK COK Cook Islands|Cookinseln|Îles Cook; CL CHL Chile|Chili; CM CMR Cameroon|Kamerun|Cameroun;
    CN CHN China mainland|China, Festland|Chine continentale|PRC|People's Republic of China; CO COL Colombia|Kolumbien|Colombie;
    CR CRI Costa Rica; CU CUB Cuba|Kuba; CV CPV Cape Verde|Cabo Verde|Cap-Vert; CW CUW Curaçao;
    CX CXR Christmas Island|Weihnachtsinsel|Île Christmas; CY CYP Cyprus|Zypern|Chypre;
    CZ CZE Czechia|Tschechien|Tchéquie|Chequia|República Checa|Czech Republic|Tschechische Republik|République tchèque;
    DE DEU Germany|Deutschland|Allemagne|Alemania|Germania|BRD|Federal Republic of Germany|Bundesrepublik Deutschland; DJ DJI Djibouti|Dschibuti;
    DK DNK Denmark|Dänemark|Dinamarca|Danmark|Danemark; DM DMA Dominica|Dominique; DO DOM Dominican Republic|Dominikanische Republik|République dominicaine;
    DZ DZA Algeria|Algerien|Algérie; EC ECU Ecuador|Équateur; EE EST Estonia|Estland|Estonie; EG EGY Egypt|Ägypten|Égypte;
    EH ESH Western Sahara|Westsahara|Sahara occidental; ER ERI Eritrea|Érythrée; ES ESP Spain|Spanien|Espagne|España|Spagna;
    ET ETH Ethiopia|Äthiopien|Éthiopie; FI FIN Finland|Finnland|Finlande|Finlandia|Suomi; FJ FJI Fiji|Fidschi|Fidji;
    FK FLK Falkland Islands|Falklandinseln|Îles Malouines; FM FSM Micronesia|Mikronesien|Micronésie; FO FRO Faroe Islands|Färöer|Îles Féroé;
    FR FRA France|Frankreich|Francia; GA GAB Gabon|Gabun;
    GB GBR United Kingdom|Vereinigtes Königreich|Royaume-Uni|Reino Unido|Regno Unito|Inglaterra|UK|Great Britain|England|Scotland|Wales|Northern Ireland|Großbritannien|Grande-Bretagne;
    GD GRD Grenada|Grenade; GE GEO Georgia|Georgien|Géorgie; GF GUF French Guiana|Französisch-Guayana|Guyane française;
    GG GGY Guernsey|Guernesey; GH GHA Ghana; GI GIB Gibraltar; GL GRL Greenland|Grönland|Groenland; GM GMB Gambia|Gambie; GN GIN Guinea|Guinée;
    GP GLP Guadeloupe; GQ GNQ Equatorial Guinea|Äquatorialguinea|Guinée équatoriale; GR GRC Greece|Griechenland|Grèce|Grecia;
    GS SGS So. Georgia and So. Sandwich Isl.|Südgeorgien und die Südlichen Sandwichinseln|Géorgie du Sud-et-les Îles Sandwich du Sud;
    GT GTM Guatemala; GU GUM Guam; GW GNB Guinea-Bissau|Guinée-Bissau; GY GUY Guyana; HK HKG Hong Kong;
    HM HMD Heard and McDonald Islands|Heard und McDonaldinseln|Îles Heard-et-MacDonald; HN HND Honduras; HR HRV Croatia|Kroatien|Croatie;
    HT HTI Haiti; HU HUN Hungary|Ungarn|Hongrie|Hungría; ID IDN Indonesia|Indonesien|Indonésie; IE IRL Ireland|Irland|Irlande|Irlanda|Republic of Ireland|Eire;
    IL ISR Israel; IM IMN Isle of Man|Île de Man; IN IND India|Indien|Inde; IO IOT Chagos Archipelago|Chagos-Archipel|Archipel des Chagos;
    IQ IRQ Iraq|Irak; IR IRN Iran|Iran, Islamic Republic of; IS ISL Iceland|Island|Islande; IT ITA Italy|Italien|Italie|Italia; JE JEY Jersey;
    JM JAM Jamaica|Jamaika|Jamaïque; JO JOR Jordan|Jordanien|Jordanie; JP JPN Japan|Japon|Japón; KE KEN Kenya|Kenia;
    KG KGZ Kyrgyzstan|Kirgisistan|Kirghizstan; KH KHM Cambodia|Kambodscha|Cambodge; KI KIR Kiribati; KM COM Comoros|Komoren|Comores;
    KN KNA St. Kitts and Nevis|St. Kitts und Nevis|Saint-Christophe-et-Niévès; KP PRK North Korea|Nordkorea|Corée du Nord;
    KR KOR South Korea|Südkorea|Corée du Sud|Korea|Republic of Korea|Korea, Republic of; KW KWT Kuwait|Koweït;
    KY CYM Cayman Islands|Kaimaninseln|Îles Caïmans; KZ KAZ Kazakhstan|Kasachstan; LA LAO Laos|Lao People's Democratic Republic;
    LB LBN Lebanon|Libanon|Liban; LC LCA St. Lucia|Sainte-Lucie; LI LIE Liechtenstein; LK LKA Sri Lanka; LR LBR Liberia; LS LSO Lesotho;
    LT LTU Lithuania|Litauen|Lituanie; LU LUX Luxembourg|Luxemburg; LV LVA Latvia|Lettland|Lettonie; LY LBY Libya|Libyen|Libye;
    MA MAR Morocco|Marokko|Maroc; MC MCO Monaco; MD MDA Moldova|Republik Moldau|Moldavie|Moldova, Republic of; ME MNE Montenegro;
    MF MAF St. Martin|Saint-Martin; MG MDG Madagascar|Madagaskar; MH MHL Marshall Islands|Marshallinseln|Îles Marshall;
    MK MKD North Macedonia|Nordmazedonien|Macédoine du Nord|Macedonia; ML MLI Mali;
    MM MMR Myanmar (Burma)|Myanmar|Burma|Myanmar (Birmanie)|Birmanie|Birma; MN MNG Mongolia|Mongolei|Mongolie; MO MAC Macao|Macau;
    MP MNP Northern Mariana Islands|Nördliche Marianen|Îles Mariannes du Nord; MQ MTQ Martinique; MR MRT Mauritania|Mauretanien|Mauritanie;
    MS MSR Montserrat; MT MLT Malta|Malte; MU MUS Mauritius|Maurice; MV MDV Maldives|Malediven; MW MWI Malawi; MX MEX Mexico|Mexiko|Mexique;
    MY MYS Malaysia|Malaisie; MZ MOZ Mozambique|Mosambik; NA NAM Namibia|Namibie; NC NCL New Caledonia|Neukaledonien|Nouvelle-Calédonie;
    NE NER Niger; NF NFK Norfolk Island|Norfolkinsel|Île Norfolk; NG NGA Nigeria; NI NIC Nicaragua;
    NL NLD Netherlands|Niederlande|Pays-Bas|Países Bajos|Paesi Bassi|Nederland|Holland|The Netherlands; NO NOR Norway|Norwegen|Norvège|Noruega|Norge; NP NPL Nepal; NR NRU Nauru; NU NIU Niue;
    NZ NZL New Zealand|Neuseeland|Nouvelle-Zélande; OM OMN Oman; PA PAN Panama; PE PER Peru|Pérou;
    PF PYF French Polynesia|Französisch-Polynesien|Polynésie française; PG PNG Papua New Guinea|Papua-Neuguinea|Papouasie-Nouvelle-Guinée;
    PH PHL Philippines|Philippinen; PK PAK Pakistan; PL POL Poland|Polen|Pologne|Polonia|Polska;
    PM SPM St. Pierre and Miquelon|St. Pierre und Miquelon|Saint-Pierre-et-Miquelon; PN PCN Pitcairn Islands|Pitcairninseln|Îles Pitcairn;
    PR PRI Puerto Rico|Porto Rico;
    PS PSE Palestinian Territories|Palästinensische Autonomiegebiete|Territoires palestiniens|Palestine|Palestine, State of; PT PRT Portugal|Portogallo;
    PW PLW Palau|Palaos; PY PRY Paraguay; QA QAT Qatar|Katar; RE REU Réunion|La Réunion; RO ROU Romania|Rumänien|Roumanie;
    RS SRB Serbia|Serbien|Serbie; RU RUS Russia|Russland|Russie|Russian Federation; RW RWA Rwanda|Ruanda;
    SA SAU Saudi Arabia|Saudi-Arabien|Arabie saoudite|KSA; SB SLB Solomon Islands|Salomonen|Îles Salomon; SC SYC Seychelles|Seychellen;
    SD SDN Sudan|Soudan; SE SWE Sweden|Schweden|Suède|Suecia|Svezia|Sverige; SG SGP Singapore|Singapur|Singapour; SH SHN St. Helena|Sainte-Hélène;
    SI SVN Slovenia|Slowenien|Slovénie; SJ SJM Svalbard and Jan Mayen|Spitzbergen und Jan Mayen|Svalbard et Jan Mayen;
    SK SVK Slovakia|Slowakei|Slovaquie; SL SLE Sierra Leone; SM SMR San Marino|Saint-Marin; SN SEN Senegal; SO SOM Somalia|Somalie;
    SR SUR Suriname; SS SSD South Sudan|Südsudan|Soudan du Sud; ST STP São Tomé and Príncipe|São Tomé und Príncipe|Sao Tomé-et-Principe;
    SV SLV El Salvador|Salvador; SX SXM Sint Maarten|Saint-Martin (partie néerlandaise)|Saint-Martin|partie néerlandaise;
    SY SYR Syria|Syrien|Syrie|Syrian Arab Republic; SZ SWZ Eswatini|Swaziland;
    TC TCA Turks and Caicos Islands|Turks- und Caicosinseln|Îles Turques-et-Caïques; TD TCD Chad|Tschad|Tchad;
    TF ATF French Southern Territories|Französische Süd- und Antarktisgebiete|Terres australes françaises; TG TGO Togo;
    TH THA Thailand|Thaïlande; TJ TJK Tajikistan|Tadschikistan|Tadjikistan; TK TKL Tokelau; TL TLS Timor-Leste|Timor oriental|East Timor;
    TM TKM Turkmenistan; TN TUN Tunisia|Tunesien|Tunisie; TO TON Tonga; TR TUR Türkiye|Türkei|Turquie|Turquía|Turkey;
    TT TTO Trinidad and Tobago|Trinidad und Tobago|Trinité-et-Tobago; TV TUV Tuvalu; TW TWN Taiwan|Taiwan, Province of China;
    TZ TZA Tanzania|Tansania|Tanzanie|Tanzania, United Republic of; UA UKR Ukraine; UG UGA Uganda|Ouganda;
    UM UMI U.S. Outlying Islands|Amerikanische Überseeinseln|Îles mineures éloignées des É.-U.;
    US USA United States|Vereinigte Staaten|États-Unis|Estados Unidos|EE. UU.|EEUU|Stati Uniti|USA|U.S.|United States of America|America|Vereinigte Staaten von Amerika;
    UY URY Uruguay; UZ UZB Uzbekistan|Usbekistan|Ouzbékistan;
    VA VAT Vatican City|Vatikanstadt|État de la Cité du Vatican|Vatican|Holy See (Vatican City State)|Holy See|Vatican City State;
    VC VCT St. Vincent and Grenadines|St. Vincent und die Grenadinen|Saint-Vincent-et-les Grenadines;
    VE VEN Venezuela|Venezuela, Bolivarian Republic of; VG VGB British Virgin Islands|Britische Jungferninseln|Îles Vierges britanniques;
    VI VIR U.S. Virgin Islands|Amerikanische Jungferninseln|Îles Vierges des États-Unis; VN VNM Vietnam; VU VUT Vanuatu;
    WF WLF Wallis and Futuna|Wallis und Futuna|Wallis-et-Futuna; WS WSM Samoa; YE YEM Yemen|Jemen; YT MYT Mayotte;
    ZA ZAF South Africa|Südafrika|Afrique du Sud; ZM ZMB Zambia|Sambia|Zambie; ZW ZWE Zimbabwe|Simbabwe
    """
