/**
 * Parts of countries whose law or clock is their own: ISO 3166-2 code, all zones that their clocks show (of those that
 * COUNTRY_ZONES names), and name. Written by hand; a test holds some of them against zones of the IANA tz database.
 */
const TEXT = `AU-ACT Antarctica/Macquarie Australian Capital Territory
AU-NSW Australia/Lord_Howe,Antarctica/Macquarie,Australia/Broken_Hill New South Wales
AU-NT Australia/Darwin Northern Territory
AU-QLD Australia/Brisbane Queensland
AU-SA Australia/Broken_Hill South Australia
AU-TAS Antarctica/Macquarie Tasmania
AU-VIC Antarctica/Macquarie Victoria
AU-WA Australia/Perth,Australia/Eucla Western Australia
BR-AC America/Eirunepe Acre
BR-AL America/Belem Alagoas
BR-AM America/Campo_Grande,America/Eirunepe Amazonas
BR-AP America/Belem Amapá
BR-BA America/Belem Bahia
BR-CE America/Belem Ceará
BR-DF America/Belem Distrito Federal
BR-ES America/Belem Espírito Santo
BR-GO America/Belem Goiás
BR-MA America/Belem Maranhão
BR-MG America/Belem Minas Gerais
BR-MS America/Campo_Grande Mato Grosso do Sul
BR-MT America/Campo_Grande Mato Grosso
BR-PA America/Belem Pará
BR-PB America/Belem Paraíba
BR-PE America/Noronha,America/Belem Pernambuco
BR-PI America/Belem Piauí
BR-PR America/Belem Paraná
BR-RJ America/Belem Rio de Janeiro
BR-RN America/Belem Rio Grande do Norte
BR-RO America/Campo_Grande Rondônia
BR-RR America/Campo_Grande Roraima
BR-RS America/Belem Rio Grande do Sul
BR-SC America/Belem Santa Catarina
BR-SE America/Belem Sergipe
BR-SP America/Belem São Paulo
BR-TO America/Belem Tocantins
CA-AB America/Edmonton Alberta
CA-BC America/Edmonton,America/Creston,America/Vancouver British Columbia
CA-MB America/Winnipeg Manitoba
CA-NB America/Halifax New Brunswick
CA-NL America/St_Johns,America/Halifax Newfoundland and Labrador
CA-NS America/Halifax Nova Scotia
CA-NT America/Edmonton,America/Cambridge_Bay Northwest Territories
CA-NU America/Toronto,America/Atikokan,America/Winnipeg,America/Cambridge_Bay Nunavut
CA-ON America/Toronto,America/Atikokan,America/Winnipeg Ontario
CA-PE America/Halifax Prince Edward Island
CA-QC America/Halifax,America/Blanc-Sablon,America/Toronto Quebec
CA-SK America/Regina,America/Edmonton Saskatchewan
CA-YT America/Creston Yukon
ID-AC Asia/Jakarta Aceh
ID-BA Asia/Makassar Bali
ID-BB Asia/Jakarta Bangka Belitung Islands
ID-BE Asia/Jakarta Bengkulu
ID-BT Asia/Jakarta Banten
ID-GO Asia/Makassar Gorontalo
ID-JA Asia/Jakarta Jambi
ID-JB Asia/Jakarta West Java
ID-JI Asia/Jakarta East Java
ID-JK Asia/Jakarta Jakarta
ID-JT Asia/Jakarta Central Java
ID-KB Asia/Jakarta West Kalimantan
ID-KI Asia/Makassar East Kalimantan
ID-KR Asia/Jakarta Riau Islands
ID-KS Asia/Makassar South Kalimantan
ID-KT Asia/Jakarta Central Kalimantan
ID-KU Asia/Makassar North Kalimantan
ID-LA Asia/Jakarta Lampung
ID-MA Asia/Jayapura Maluku
ID-MU Asia/Jayapura North Maluku
ID-NB Asia/Makassar West Nusa Tenggara
ID-NT Asia/Makassar East Nusa Tenggara
ID-PA Asia/Jayapura Papua
ID-PB Asia/Jayapura West Papua
ID-PD Asia/Jayapura Southwest Papua
ID-PE Asia/Jayapura Highland Papua
ID-PS Asia/Jayapura South Papua
ID-PT Asia/Jayapura Central Papua
ID-RI Asia/Jakarta Riau
ID-SA Asia/Makassar North Sulawesi
ID-SB Asia/Jakarta West Sumatra
ID-SG Asia/Makassar Southeast Sulawesi
ID-SN Asia/Makassar South Sulawesi
ID-SR Asia/Makassar West Sulawesi
ID-SS Asia/Jakarta South Sumatra
ID-ST Asia/Makassar Central Sulawesi
ID-SU Asia/Jakarta North Sumatra
ID-YO Asia/Jakarta Yogyakarta
MX-AGU America/Mexico_City Aguascalientes
MX-BCN America/Tijuana Baja California
MX-BCS America/Mazatlan Baja California Sur
MX-CAM America/Mexico_City Campeche
MX-CHH America/Mexico_City,America/Matamoros,America/Ciudad_Juarez Chihuahua
MX-CHP America/Mexico_City Chiapas
MX-CMX America/Mexico_City Ciudad de México
MX-COA America/Mexico_City,America/Matamoros Coahuila
MX-COL America/Mexico_City Colima
MX-DUR America/Mexico_City Durango
MX-GRO America/Mexico_City Guerrero
MX-GUA America/Mexico_City Guanajuato
MX-HID America/Mexico_City Hidalgo
MX-JAL America/Mexico_City Jalisco
MX-MEX America/Mexico_City México
MX-MIC America/Mexico_City Michoacán
MX-MOR America/Mexico_City Morelos
MX-NAY America/Mexico_City,America/Mazatlan Nayarit
MX-NLE America/Mexico_City,America/Matamoros Nuevo León
MX-OAX America/Mexico_City Oaxaca
MX-PUE America/Mexico_City Puebla
MX-QUE America/Mexico_City Querétaro
MX-ROO America/Cancun Quintana Roo
MX-SIN America/Mazatlan Sinaloa
MX-SLP America/Mexico_City San Luis Potosí
MX-SON America/Mazatlan Sonora
MX-TAB America/Mexico_City Tabasco
MX-TAM America/Mexico_City,America/Matamoros Tamaulipas
MX-TLA America/Mexico_City Tlaxcala
MX-VER America/Mexico_City Veracruz
MX-YUC America/Mexico_City Yucatán
MX-ZAC America/Mexico_City Zacatecas
RU-AD Europe/Moscow Adygea
RU-AL Asia/Novosibirsk Altai Republic
RU-ALT Asia/Novosibirsk Altai Krai
RU-AMU Asia/Chita Amur Oblast
RU-ARK Europe/Moscow Arkhangelsk Oblast
RU-AST Europe/Astrakhan Astrakhan Oblast
RU-BA Asia/Yekaterinburg Bashkortostan
RU-BEL Europe/Moscow Belgorod Oblast
RU-BRY Europe/Moscow Bryansk Oblast
RU-BU Asia/Irkutsk Buryatia
RU-CE Europe/Moscow Chechnya
RU-CHE Asia/Yekaterinburg Chelyabinsk Oblast
RU-CHU Asia/Kamchatka Chukotka
RU-CU Europe/Moscow Chuvashia
RU-DA Europe/Moscow Dagestan
RU-IN Europe/Moscow Ingushetia
RU-IRK Asia/Irkutsk Irkutsk Oblast
RU-IVA Europe/Moscow Ivanovo Oblast
RU-KAM Asia/Kamchatka Kamchatka Krai
RU-KB Europe/Moscow Kabardino-Balkaria
RU-KC Europe/Moscow Karachay-Cherkessia
RU-KDA Europe/Moscow Krasnodar Krai
RU-KEM Asia/Novosibirsk Kemerovo Oblast
RU-KGD Europe/Kaliningrad Kaliningrad Oblast
RU-KGN Asia/Yekaterinburg Kurgan Oblast
RU-KHA Asia/Vladivostok Khabarovsk Krai
RU-KHM Asia/Yekaterinburg Khanty-Mansi Autonomous Okrug
RU-KIR Europe/Moscow Kirov Oblast
RU-KK Asia/Novosibirsk Khakassia
RU-KL Europe/Moscow Kalmykia
RU-KLU Europe/Moscow Kaluga Oblast
RU-KO Europe/Moscow Komi
RU-KOS Europe/Moscow Kostroma Oblast
RU-KR Europe/Moscow Karelia
RU-KRS Europe/Moscow Kursk Oblast
RU-KYA Asia/Novosibirsk Krasnoyarsk Krai
RU-LEN Europe/Moscow Leningrad Oblast
RU-LIP Europe/Moscow Lipetsk Oblast
RU-MAG Asia/Magadan Magadan Oblast
RU-ME Europe/Moscow Mari El
RU-MO Europe/Moscow Mordovia
RU-MOS Europe/Moscow Moscow Oblast
RU-MOW Europe/Moscow Moscow
RU-MUR Europe/Moscow Murmansk Oblast
RU-NEN Europe/Moscow Nenets Autonomous Okrug
RU-NGR Europe/Moscow Novgorod Oblast
RU-NIZ Europe/Moscow Nizhny Novgorod Oblast
RU-NVS Asia/Novosibirsk Novosibirsk Oblast
RU-OMS Asia/Omsk Omsk Oblast
RU-ORE Asia/Yekaterinburg Orenburg Oblast
RU-ORL Europe/Moscow Oryol Oblast
RU-PER Asia/Yekaterinburg Perm Krai
RU-PNZ Europe/Moscow Penza Oblast
RU-PRI Asia/Vladivostok Primorsky Krai
RU-PSK Europe/Moscow Pskov Oblast
RU-ROS Europe/Moscow Rostov Oblast
RU-RYA Europe/Moscow Ryazan Oblast
RU-SA Asia/Chita,Asia/Vladivostok,Asia/Magadan Sakha
RU-SAK Asia/Magadan Sakhalin Oblast
RU-SAM Europe/Astrakhan Samara Oblast
RU-SAR Europe/Astrakhan Saratov Oblast
RU-SE Europe/Moscow North Ossetia
RU-SMO Europe/Moscow Smolensk Oblast
RU-SPE Europe/Moscow Saint Petersburg
RU-STA Europe/Moscow Stavropol Krai
RU-SVE Asia/Yekaterinburg Sverdlovsk Oblast
RU-TA Europe/Moscow Tatarstan
RU-TAM Europe/Moscow Tambov Oblast
RU-TOM Asia/Novosibirsk Tomsk Oblast
RU-TUL Europe/Moscow Tula Oblast
RU-TVE Europe/Moscow Tver Oblast
RU-TY Asia/Novosibirsk Tuva
RU-TYU Asia/Yekaterinburg Tyumen Oblast
RU-UD Europe/Astrakhan Udmurtia
RU-ULY Europe/Astrakhan Ulyanovsk Oblast
RU-VGG Europe/Moscow Volgograd Oblast
RU-VLA Europe/Moscow Vladimir Oblast
RU-VLG Europe/Moscow Vologda Oblast
RU-VOR Europe/Moscow Voronezh Oblast
RU-YAN Asia/Yekaterinburg Yamalo-Nenets Autonomous Okrug
RU-YAR Europe/Moscow Yaroslavl Oblast
RU-YEV Asia/Vladivostok Jewish Autonomous Oblast
RU-ZAB Asia/Chita Zabaykalsky Krai
US-AK America/Anchorage,America/Adak Alaska
US-AL America/Chicago Alabama
US-AR America/Chicago Arkansas
US-AZ America/Denver,America/Phoenix Arizona
US-CA America/Los_Angeles California
US-CO America/Denver Colorado
US-CT America/New_York Connecticut
US-DC America/New_York District of Columbia
US-DE America/New_York Delaware
US-FL America/New_York,America/Chicago Florida
US-GA America/New_York Georgia
US-HI Pacific/Honolulu Hawaii
US-IA America/Chicago Iowa
US-ID America/Denver,America/Los_Angeles Idaho
US-IL America/Chicago Illinois
US-IN America/New_York,America/Chicago Indiana
US-KS America/Chicago,America/Denver Kansas
US-KY America/New_York,America/Chicago Kentucky
US-LA America/Chicago Louisiana
US-MA America/New_York Massachusetts
US-MD America/New_York Maryland
US-ME America/New_York Maine
US-MI America/New_York,America/Chicago Michigan
US-MN America/Chicago Minnesota
US-MO America/Chicago Missouri
US-MS America/Chicago Mississippi
US-MT America/Denver Montana
US-NC America/New_York North Carolina
US-ND America/Chicago,America/Denver North Dakota
US-NE America/Chicago,America/Denver Nebraska
US-NH America/New_York New Hampshire
US-NJ America/New_York New Jersey
US-NM America/Denver New Mexico
US-NV America/Denver,America/Los_Angeles Nevada
US-NY America/New_York New York
US-OH America/New_York Ohio
US-OK America/Chicago Oklahoma
US-OR America/Denver,America/Los_Angeles Oregon
US-PA America/New_York Pennsylvania
US-RI America/New_York Rhode Island
US-SC America/New_York South Carolina
US-SD America/Chicago,America/Denver South Dakota
US-TN America/New_York,America/Chicago Tennessee
US-TX America/Chicago,America/Denver Texas
US-UT America/Denver Utah
US-VA America/New_York Virginia
US-VT America/New_York Vermont
US-WA America/Los_Angeles Washington
US-WI America/Chicago Wisconsin
US-WV America/New_York West Virginia
US-WY America/Denver Wyoming`;

/** A part of a country. */
export interface CountryPart {
  readonly code: string;
  readonly zones: readonly string[];
  readonly name: string;
}

export const PARTS: readonly CountryPart[] = TEXT.split("\n").map((line) => {
  const [code = "", zones = "", ...name] = line.split(" ");
  return { code, zones: zones.split(","), name: name.join(" ") };
});
