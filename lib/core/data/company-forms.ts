// Made by bench/generate-company-forms.ts; do not edit.
// Source: resources/names/org_types.yml of OpenSanctions rigour at 8f4044dd, folded, repetitions left out.
//
// MIT License. Copyright (c) 2023 OpenSanctions Datenbanken GmbH
//
// Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
// documentation files (the "Software"), to deal in the Software without restriction, including without limitation
// the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and
// to permit persons to whom the Software is furnished to do so, subject to the following conditions:
//
// The above copyright notice and this permission notice shall be included in all copies or substantial portions of
// the Software.
//
// THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO
// THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE
// AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF
// CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS
// IN THE SOFTWARE.

/**
 * The legal forms of companies, one a line: its short form (empty when names do without), its kind (llc, jsc, lp …;
 * empty when there is none), then every spelling that stands for it, as words in the form that wordsOf gives them.
 */
export const COMPANY_FORMS = `plc;jsc;plc;public limited company;public limited co;public ltd co;public limited;plc ltd;plc company;pl co;public limited corporation;publicly limited company;pub limited co;pub ltd co;public limted company;public limited compnay;public limitd company;pubic limited company;public limitied company;public limitted company;pub lt co;public lt co;public lt company;pub limited;publicly ltd company;public ltd corporation;public lmtd company;publi limited company;publc limited company;plcs
jsc;jsc;ሃላፊነቱ የተወሰነ የግል ማህበር;股份有限公司;aksiyadorlik jamiyati;акциядорлик жамияти;det offentligretlige aktieselskab;kumpanija bishma kongunti;aandelenvennootschap;jsc;joint stock company;jointstock company;joint stock compan;joint stock companie;joint stock co;js co;jsc company;jnt stock co;joint stock corp;j stock company;jt stock co;evropeysko druzhestvo;eвропеиско дружество;ед;акционерное общество финансово строительная компания;jusikhoesa;주;주식회사;株式会社;sharikat al mossahamah;شـركـة الـمـسـاهـمـة;atviroji akcine bendrove;avatud aktsiaselts;avoin osakeyhtio;cuideachta comhstoic oscailte
shpk;llc;sh pk;shpk;shoqeri me pergjegjesi te kufizuar
sha;jsc;sh a;sha;shoqeri aksionere;shoqeri anonime
shk;lp;sh k;shk;shoqeri komandite
fze;llc;fze;free zone establishment;fz establishment;free zone enterprise;fz enterprise;free zone entity;fz entity
fzco;llc;fzco;fz llc;fzllc;free zone co;freezone company;free economic zone llc;trade free zone company;special economic zone llc;free zone llc;llc fz;fz co;free zone company;free zone limited liability company
dmcc;llc;dmcc;dubai multi commodities centre;dubai multi commodities centre company;dmcc company;dmcc co;dmcc llc;dmcc free zone
scs;lp;scs;sociedad en comandita simple;secs;societe en commandite simple
scpa;lp;scpa;sociedad en comandita por acciones
scei;lp;sce i;scei;sociedad de capital e industria
se;soe;se;sociedad del estado
sgr;;sgr;sociedad de garantia reciproca
sas;llc;sas;sociedad por acciones simplificada;sociedades por acciones simplificada;societe par actions simplifiee;soc par actions simplifiee;societe actions simplifiee;s par as
sau;sp;sau;sociedad anonima unipersonal
saica;jsc;saica;sociedades anonimas inscritas de capital abierto
sacif;jsc;saciy f;sacif;sociedad anonima comercial industrial y financiera
sacifi;jsc;sacifi;sociedad anonima comercial industrial financiera e inmobiliaria
sacifia;jsc;sacifiy a;sacifia;sociedad anonima comercial industrial financiera inmobiliaria y agropecuaria
sacv;jsc;sa de cv;sacv;sociedad anonima de capital variable;soc anon de cap var;sadecv
sapicv;jsc;sapi de cv;sapicv;sociedad anonima promotora de inversion de capital variable;soc anon prom de inv de cap var;sa pi de cv
srlcv;llc;s de rl de cv;srlcv;sociedad de responsabilidad limitada de capital variable
εpε;llc;επε;εpε;εταιρια περιορισμενησ ευθυνησ
llp;llp;llp;limited liability partnership;有限責任事業組合
ilp;lp;ilp;incorporated limited partnership
na;fin;na;national association
nt and sa;fin;nt and sa;national trust and savings association
nl;;nl;no liability
ip;sp;іп;ip;індывідуальны прадпрымальнік;ип;индивидуальныи предприниматель
pup;sp;пуп;pup;прыватнае унітарнае прадпрыемства
dd;jsc;dd;dionicko drustvo
ad;jsc;ad;akcionarsko drustvo;aktsionerno druzhestvo
ад;jsc;ад;акционарско друштво;акционерно дружество
dno;llc;dno;drustvo s neogranicenom solidarnom odgovornoscu
doo;llc;doo;drustvo s ogranicenom odgovornoscu;druzba z omejeno odgovornostjo;drustvo ogranicene odgovornosti;drustv ogranic odgovor;drustvo sa ogranicenom odgovornoscu;доо;друштво са ограниченом одговорношћу
sro;llc;sro;spolecnost s rucenim omezenym;spol s ro;spol s ruc omez
kd;lp;kd;komanditno drustvo;komanditno druzhestvo
;lp;кд;командитно дружество;командитно друштво
;sp;sp;samostalni preduzetnik
eireli;llc;eireli;empresa individual de responsabilidade limitada
sp;sp;sole proprietorship;private enterprise;empresa unipersonal;eingetragenes einzelunternehmen;oilaviy korxona;оилавии корхона;statni podnik;egyeni vallalkozo;egyeni ceg
gp;gp;gp;general partnership;合名会社
lp;lp;lp;limited partnership;合資会社;limited ortaklik;лп;兩合公司;tokumei kumiai;匿名組合
peec;soe;peec;public establishment with economic characteristics
spa;jsc;spa;sociedad por acciones;societa per azioni;sociedade por acoes
eirl;llc;eirl;empresa individual de responsabilidad limitada
sc;gp;sc;sociedad colectiva;compania comerciala si de productie societatea cu responsabilitate limitata;societatea comerciala;አክሲዩን ማህበር
sc;lp;s en c;comandita simple
sca;jsc;sca;comandita por acciones;societe en commandite par actions
cpa;jsc;c por a;cpa;compania por acciones
ep;soe;ep;empresa publica
gmbh;llc;gmbh;mbh;gesellschaft mit beschrankter haftung;gesellschaft mbh;gmb h;gesellschaft mit besch haftung;gesellschaft mit beschr haftung;gesellschaft mit beschraenkter haftung;gesellschaft mit beschraenker haftung;gesellschaft mit beschrankter haftng;ges mit beschr haftung;ges mit besch haftung;gm beschr haftung;gm besch haftung;mit besch haftung;mit beschr haftung;mit beschrankter haftung;gmbhs;ges mbh;gesmbh;gesellsch mbh;гмбх
ggmbh;llc;ggmbh;gemeinnutzige gmbh;gemeinnutzige gesellschaft mit beschrankter haftung
ug;llc;ug;ug haftungsbeschrankt;unternehmergesellschaft haftungsbeschrankt;unternehmergesellschaft;ug haftungsbeschr;ug hb;unternehmerges haftungsbeschrankt;unternehmerges;unternehmerg
gmbhcokg;lp;gmbh and co kg;gmbhcokg;gmbh u co kg;gmbh und co kg;gesellschaft mit beschrankter haftung and co kg;gesellschaft mbh and co kg;gmbh and co;gmbh and сo kg;гмбх енд ко кг;mbh and co kg;mbh u co kg
ag;jsc;ag;aktiengesellschaft;aktienges;aktiengeselschaft;aktien gesellschaft;aktien ges;aktg;akt ges;ags;ag societe anonyme
kg;lp;kg;kommanditgesellschaft;kommandit gesellschaft
ek;sp;ek;eingetragener kaufmann;eingetr kaufmann;e kfm;ekfm;kfm;e kfr;ekfr;kfr;eingetragene kauffrau
kgaa;lp;kgaa;kommanditgesellschaft auf aktien
ohg;gp;ohg;offene handelsgesellschaft;offene handels gesellschaft
gug;llc;gug;gug haftungsbeschrankt;gemeinnutzige ug;gemeinnutzige ug haftungsbeschrankt;gemeinnutzige unternehmergesellschaft;gemeinnutzige unternehmergesellschaft haftungsbeschrankt
ugcokg;lp;ug and co kg;ugcokg;ug haftungsbeschrankt and co kg;unternehmergesellschaft and co kg;unternehmergesellschaft haftungsbeschrankt and co kg
agcokg;lp;ag and co kg;agcokg;ag und co kg;aktiengesellschaft and co kg
secokg;lp;se and co kg;secokg;europaische gesellschaft and co kg;societas europaea and co kg
stiftungcokg;lp;stiftung and co kg;stiftungcokg;stiftung und co kg
gmbhcoohg;gp;gmbh and co ohg;gmbhcoohg;gesellschaft mit beschrankter haftung and co ohg
ugcoohg;gp;ug and co ohg;ugcoohg;ug haftungsbeschrankt and co ohg
egcokg;lp;eg and co kg;egcokg;eingetragene genossenschaft and co kg;genossenschaft and co kg
secokgaa;lp;se and co kgaa;secokgaa;europaische gesellschaft and co kgaa;societas europaea and co kgaa
gmbhcokgaa;lp;gmbh and co kgaa;gmbhcokgaa;gesellschaft mit beschrankter haftung and co kgaa
ltdcokg;lp;ltd and co kg;ltdcokg;limited and co kg
bvcokg;lp;bv and co kg;bvcokg
agcokgaa;lp;ag and co kgaa;agcokgaa;aktiengesellschaft and co kgaa
stiftungcokgaa;lp;stiftung and co kgaa;stiftungcokgaa
gag;jsc;gag;gemeinnutzige ag;gemeinnutzige aktiengesellschaft
egbr;gp;egbr;e gbr;eingetragene gbr;eingetragene gesellschaft burgerlichen rechts;eingetragene gesellschaft des burgerlichen rechts
partg;gp;partg;part g;partnerschaftsgesellschaft;partnerschaft
partgmbb;llp;partg mbb;partgmbb;mbb;partnerschaft mbb;partnerschaftsgesellschaft mbb;part g mbb;part mbb;partmbb;partnerschaftsgesellschaft mit beschrankter berufshaftung;partnerschaft mit beschrankter berufshaftung
eg;coop;eg;eingetragene genossenschaft;genossenschaft;egen
stiftung;ngo;stiftung;rechtsfahige stiftung;gemeinnutzige stiftung;stiftung des offentlichen rechts;stiftung des burgerlichen rechts;rechtsf stiftung
sce;coop;sce;societas cooperativa europaea;europaische genossenschaft
vvag;coop;vvag;versicherungsverein auf gegenseitigkeit;versicherungsverein ag
aor;soe;aor;anstalt des offentlichen rechts;anstalt offentlichen rechts
kdor;soe;kdor;kor;korperschaft des offentlichen rechts;korperschaft offentlichen rechts
ku;soe;ku;kommunalunternehmen;gku;gemeinnutziges kommunalunternehmen
spzoo;llc;sp z oo;spzoo;sp zoo;spz oo;sp z oo sp k;sp z ogr odp;spolka z ogr odpow;spolka z ograniczona odpowiedzialnoscia;spolka z oo;spolka z oo sp k
3at;;3at;закрытае ацыянернае таварыства
аат;jsc;аат;adkritaye aktsiyanernaye tavaristva;adkrytae akcyyanernae tavarystva;aat;адкрытае акцыянернае таварыства
ab;;ab;abp;aktiebolag;aktie bolag;aktiebol;a bolag;publikt aktiebolag
abv;;abv;aandeelhouder bestuurde vennootschap
adsic;;adsic;adsitz;aktsionerno druzhestvo sas spetsialna investitsionna tsel;адсиц;акционерно дружество със специална инвестиционна цел
ae;;ae;anonimi eteria;ανωνυμη εταιρεια
amba;llc;amba;andelsselskab med begraenset ansvar
anl;coop;anl;andelslag;andelslag med begraenset ansvar
pa;ngo;professional association
pllc;llc;pllc;professional limited liability company
anpo;ngo;anpo;autonomous non profit organization
სს;jsc;სს;სააქციო საზოგადოება;დახურული სააქციო საზოგადოება
pjsc;jsc;pjsc;public stock company;public jsc;public stock company pjsc;public joint stock company;sociedade publica por acoes;kumpanija bishma kongunti pubblici;javno dionicko drustvo;javna delniska druzba;allami tulajdonban levo reszvenytarsasag;viesoji akcine bendrove
ojsc;jsc;ojsc;otwarta spolka akcyjna;open joint stock company;openbare aandelenvennootschap;публично акционерно дружество;δημοσια συμμετοχικη εταιρεια;panstwowa spolka akcyjna;vennootschap op aandelen;openbare vennootschap op aandelen;openbare publiek private vennootschap op aandelen;sociedad limitada por acciones abierta;sociedade por acoes aberta;societe par actions ouverte;verejna akciova spolocnost;societe publique par actions;societatea publica pe actiuni;offene aktiengesellschaft;open jnt stock co;o joint stock co;open jsc;verejna akciova spolecnost
at;jsc;акціонерне товариство;aktsionerne tovarystvo;акціонерного товариства
кб;fin;кб;коммерческии банк
aps;llc;aps;anpartsselskab
as;jsc;as;akciju sabiedriba;akciova spolecnost;akciova spolocnost;akc spolecnost;a spolecnost;aktieselskab;aktieselskabet;aktsiaselts;anonim sirket;anonim ortaklik;anonim sirketi
asbl;ngo;asbl;aisbl;association internationale sans but lucratif;association sans but lucratif
asc;ngo;asc;aciq sehmdar cemiyyeti
ay;gp;ay;avoin yhtio
bhd;llc;bhd;berhad
bv;llc;bv;besloten vennootschap;besl vennootschap;b vennootschap;besloten vennotschap;beslotn vennootschap
bvba;llc;bvba;besloten vennootschap met beperkte aansprakelijkheid;vennootschap met beperkte aansprakelijkheid;eenpersoons bvba;eenpersoons besloten vennootschap met beperkte aansprakelijkheid
ca;llc;compania anonima
cic;ngo;cic;community interest company
coltd;llc;co ltd;coltd;cia ltda;compania limitada
coop;coop;co op;cooperatif;kooperatsia;kooperatif;sociedad cooperativa;spoldzielni;кооперация;кооператив;ህብረት ስራ ማህበራት;gospodarsko interesno udruzenje;gensidigt selskab;societe en participation
fin;fin;fond commun de placement;fond de placement;nini kumiai;任意組合;non bank credit organization;небанковская кредитная организация;расчетная небанковская кредитная организация;settlement non banking credit organization;интервальныи комбинированныи паевои инвестиционныи фонд;закрытыи комбинированныи паевои инвестиционныи фонд;биржевои паевои инвестиционныи фонд рыночных финансовых инструментов;открытыи паевои инвестиционныи фонд;интервальныи паевои инвестиционныи фонд;закрытыи паевои инвестиционныи фонд;биржевои паевои инвестиционныи фонд;zakrytyy kombinirovannyy paevoy investitsionnyy fond;birzhevoy paevoy investitsionnyy fond rynochnykh finansovykh instrumentov;otkrytyy paevoy investitsionnyy fond
cty cp;jsc;cty cp;cong ty co phan
cty tnhh;llc;cty tnhh;cong ty trach nhiem huu han
cty tnhh mtv;llc;cty tnhh mtv;cong ty trach nhiem huu han mot thanh vien
cv;lp;cv;comm v;commanditaire vennootschap;gewone commanditaire vennootschap
cva;lp;cva;comm va;commanditaire vennootschap op aandelen
cvba;coop;cvba;cooperatieve vennootschap met beperkte aansprakelijkheid
cvoa;coop;cvoa;cooperatieve vennootschap met onbeperkte aansprakelijkheid
cia;llc;cia;compania
dis tic ltd;llc;dis tic ltd
dnnn;soe;dnnn;doanh nghiep nha nuoc
dntn;llc;dntn;doanh nghiep tu nhan
llc;llc;drustveno preduzece;ribotos atsakomybes bendrove;дп;друштвено предузеће;tavaristva z abmezhavanaj adkaznastsiu;llc;limited liability company;limited liability co;limited liability comp;limited liability corp;limited liability corporation;foreign limited liability company;ltd liability company;ltd liability comp;ltd liability co;llcs;ll;lc;lmtd liability company;lt liability company;limited liab co;ltd liab company;limitd liability co;limted liability co;private limited liability company
dtnn;llc;dtnn;doanh nghiep co von dau tu nuoc ngoai
дззд;llc;дззд;druzhestvo uchredeno po zakona za zadalzheniyata i dogovorite;дружество учредено по закона за задълженията и договорите
еад;jsc;еад;ednolichno aktsionerno druzhestvo;еднолично акционерно дружество
eeig;coop;eeig;european economic interest grouping;evropeysko obedinenie po ikonomicheski interesi;европеиско обединение по икономически интереси;ewiv;europaische wirtschaftliche interessenvereinigung;еоии
ehf;llc;ehf;einkahlutafelag
ei;sp;ei;entreprise individuelle
ekfor;coop;ek for;ekfor;ekonomisk forening
ekd;coop;ekd;evropeysko kooperativno druzhestvo;eвропеиско кооперативно дружество;екд
еоод;llc;еоод;ednolichno druzhestvo s ogranichena otgovornost;еднолично дружество с ограничена отговорност
esv;coop;esv;economisch samenwerkingsverband
ет;sp;ет;ednolichen targovets;едноличен търговец
eurl;llc;eurl;entreprise unipersonnelle a responsabilite limitee
ev;ngo;ev;eingetragener verein;eingetr verein;verein;eingetragene vereinigung
f ma;;f ma;enskild naringsidkare
fie;;fie;fuusilisest isikust ettevotja
fmba;;fmba;forening med begraenset ansvar
gbr;gp;gbr;gesellschaft burgerlichen rechts;gesellschaft des burgerlichen rechts;bgb gesellschaft;ges burgerlichen rechts;gesbr;ges bur rechts
gie;coop;gie;groupement dinteret economique
gk;llc;gk;合同会社
gnpp;soe;gnpp;gosudarstvennoe nauchno proizvodstvennoe predpriyatie;scientific and production enterprise;государственное научно производственное предприятие;державне науково виробниче підприємство
haao;jsc;haao;halka acik anonim ortaklik
hf;llc;hf;hlutafelag
htx;coop;htx;hop tac xa
huf;soe;huf;hindu undivided family
ii;sp;inteprinderea individuala;interprinderea individuala;intreprindere individuala;intreprinderea ibdividuala;intreprinderea individuala;intreprinderea indiviuala;intreprinzator individual;intreprindera individuala;intreprinderea individuali;intreprindserea individuala;intreprinzatorul individual
ik;soe;ik;individualais komersants
im;soe;intreprinderea municipala
inc;llc;inc;incorp;incorporated;incorporation;incorporee;incorported;incorporatd;incorporado;incs
is;soe;interessentskab;intreprindere de stat alimentatiei publice;intreprinderea de stat
ivs;llc;ivs;ivaerksaetterselskab
jdoo;llc;jdoo;jednostavno drustvo s ogranicenom odgovornoscu
јп;soe;јп;javno preduzece;јавно предузеће
jscb;jsc;jscb;joint stock commercial bank;public joint stock commercial bank;joint stock bank;pjscb;акб;акціонернии комерціинии банк;акционерныи коммерческии банк;aktsionerny kommercheskiy bank;акционерныи комерческии банк;акцыонерныи коммерческии банк;акционерны коммерческии банк;акционерныи комерчески банк
jtd;jsc;jtd;javno trgovacko drustvo
jv;;jv;joint venture
kb;lp;kb;kommanditbolag
kda;lp;kda;komanditno druzhestvo s aktsii;komanditno druzhestvo s aktsiyami;кда;командитно дружество с акции
keg;gp;keg;kommanditerwerbsgesellschaft
kft;llc;kft;korlatolt felelossegu tarsasag;korlatolt felelossegu tarsasag organizacni slozka
koll sti;gp;koll sti;kolektif sirket
kom sti;lp;kom sti;komandit sirket
koop;coop;koop;kooperatif sirket
ks;lp;ks;komanditni spolecnost;komanditsabiedriba;kommanditselskab
ky;lp;ky;kommandiittiyhtio
ooo;llc;тов;ooo;товариство з обмеженою відповідальністю;тзов;obshchestvo s ohranychennoi otvetstvennostiu;obshchestvo s ogranichennoj otvetstvennostyu;obshchestvo s ogranichennoy otvetstvennostyu;obshchestvo s ogranichennoi otvetstvennostyu;obshchestvo s ogranichennoi otvetstvennostiu;ооо;общество с ограниченнои ответственностью;общества с ограниченнои ответственностью;общество c ограниченнои ответственностью;общество с ограниченнои ответственнотью;общество с ограниеннои ответственностью;общество с органиченнои ответственностью;общество с ограниченнои ответсвенностью;общество с ограниченнои отвественностью;обшество с ограниченнои ответственностью;общество с ограниченнои отвествтеннсотью;обществл с ограниченнои ответственностью;общество с ограниченнои ответственность;общество с ограниченнои ответственостью;общество с ограниченои ответственностью;общество с ограниченнои ответственоость;общество с ограгиченнои ответственностью;общество с гораниченнои ответственностью;общество с ограниченнои ответственностьюи;общество с ограниченнои ответстветственностью;общество с огрвниченнои ответственностью;общество с ограниченнои ответственночтью;общество с орграниченнои ответственностью;общество с ограниченнои отвеетственностью;общество с огрниченнои отственностью;общество с ограниченнои оветственностью;общество с ограниченнои отвесттвенностью;общесиво с ограниченнои ответственностью;общество с ограниченнои овтетственностью;общество с ограниченнои ответтственностью;обществр с ограниченнои ответственностью;общество с ограниченнои отетственностью;общество с ограниченнои ответственносью;общество с ограниченнои ответственнои;общество с ограниченнои ответственносттью;общество с ограниченнои ответвтвенностью;общество с ограниченнои ответстенностью;общество с огрнаниченнои ответственностью;общество с ограниченнои ответственнолтью;общество с огранисченнои ответственностью;общество с ограничуннои ответственностью;общество с ограниченнри ответственностью;общество с ограниченнои отевтственностью;общество с ограниченнои ответвтсенностью;общество с ограниченнои ответвенностью;общество с ограниченнои отаетственностью;общество с ограгниченнои ответственностью;общество с ограниченнои ответствекнностью;общество с ограниченнои ответственностю;общество с огрантченнои ответственностью;общество с ограниченнои ответственногстью;общество с огранмченнои ответственностью;общество с ограниченнои отвентственностью;общество с ограниченнои ответственностьюв;общество с ограниченнои ответственностиью;общество с ограниченнои ответстветсвенностью;общество с отраниченнои ответственностью;общество с ограниченнои отетвенностью;общество с ограниченнои ответветственностью;общество с огрангиченнои ответственностью;общество с ограниченнои ответственонстью;общество с ограниченнои ответствуенностью;общество с огарниченнои ответственностью;общество с ограниченнои отвуетственностью;общество с ограниченнои ответстсвенностью;общество с ограниченнои ответственносьтю;общество с огрнаиченнои ответственностью;общество с ограниченнои олтветственностью;общество с органиченнои ответственновстью;общество с ограниченнои ответчтвенностью;общество с огранниченнои ответственностью;общество с ограниченои ответствееностью;общество с ограиченнои ответственностью;общество с ограничннои отвественностью;общество с ограниченнои ответственности;общество с ограинченнои ответственностью;общество с ограниченнои ответственосстью;общество с ограниченнои лтветственностью;обществог с ограниченнои отвественностью;общество с ограниченнои ответствтенностью;общество с ограниченои ответственостью;общество с ограниченнои ответствееностью;общество с ограниченнои ответственнстью;общество с ограниченнои отвнтственностью;общество с ограниченнои ответственнотсью;общество с граниченнои ответственностью;общество с ограничннои ответствнностью;общество с ограниченнои ответственностьб;общество с ограниченнои ответстственностью;общество с огрниченнои ответственностью;обществоь с ограниченнои ответственностью;общество с огрораниченнои ответственностью;общество с огранченнои ответственностью;общество с ораниченнои ответственностью;общество с ограниченнои ответственностьтью;общество с ограниченнои ответствнностью;общество с огранисеннои ответственностью;общество с оганиченнои ответственностью;общество с ограничеенои ответственностью;общество с ограниченнои отвенственностью;общество с ограниченнои отсетственностью;общество с огранчиченнои ответственностью;общество с ограничннои ответственностью;общество с ограниченнио ответственностью;общество с ограниченнои ответственностьют;общество с огранеченнои ответственностью;общество с ограниченнои ответсственностью;общество с ограниченнои огтветственностью;общество с ограниченнои ответственностьюб;общество с ограниченнои ответственнсотью;общество с ограниченнои ответстсвееностью;общество с ограниченнои ответствеенностью;общество с ограниченнои отвтетсвенностью;общество ст ограниченнои ответственностью;общество с ограниченнои осветственностью;общество с ограниченнои ответственномтью;общество с ограниченнои ответственоостью;общество с ограниченнои ответственновтью;общество с ограниченнои ответстветностью;общество с ограниченнои товетственностью;общество с ограниченоои ответственностью;общество с ограничееенои ответственностью;общество с ограниченнои ответствененостью;общество с огpаниченнои ответственностью;общество с ограниченннои ответственностью;общество с огрраниченнои ответственностью;общество с ограниченнои от;общество сограниченнои ответственностью;общество с огрониченнои ответственностью;общество с ограниченнои ответственнностью;общество с ограниченнои ответственноостью;общество ограниченнои ответственности;общество с ограниченнои ответственновстью;общество с ограничиннои ответственностью;общество сограниченои ответственностью;общество с ограниченнои общество с ограниченнои ответственностью;общество с ограниченнои ответсвенноссть;общество с ограниченнои ответственнростью;общество с огра ниченнои ответственностью;общество с ограниченнои ответственностьюм;oсoo;ликвидационная комиссия общества с ограниченнои ответственностью;ликвидационная комиссия общество с ограниченнои ответственностью;ликвидационная комиссия ооо;общество с ограниченнои ответственностью строительная компания;общество с ограниченнои ответственностью торговыи дом;общество с ограниченнои ответственностью управляющая компания;общество с ограниченнои ответственностью фирма;общество с ограниченнои ответственностью частная охранная организация;общество с ограниченнои ответственностью частное охранное предприятие;иностранное общество с ограниченнои ответственностью
tov;llc;tov;tovarystvo z obmezhenoyu vidpovidalnistyu;tovarystvo z obmezhenoiu vidpovidalnistiu
spd;sp;спд;spd;субъект предпринимательскои деятельности;субєкт підприємницькоі діяльності
fop;sp;фоп;fop;физическое лицо предприниматель;фізична особа підприємець
ltd;llc;ltd;lda;limitada;limitd;limite;limited;limited by guarantee;limited by shares;частная компания с ответственностью ограниченнои акциями;частная компания с ответственностью;limited co;limited company;limitee;limted;lmtd;lt;ltd co;ltda;ltds;private company with limited liability;private limited company;cyf;cyfyngedig;компания с ограниченнои ответственностью;лтд;лимитед;лімітед;בעמ;有限公司;有限;المحدودة;المساهمة المحدودة;ltd sti;limited sirket;limited sti;limited sirketi;pty ltd;proprietary limited;proprietary limited company;proprietary ltd;pty limited
შპს;llc;შპს;შეზღუდული პასუხისმგებლობის საზოგადოება
мчж;llc;мчж;masuliyati cheklangan jamiyat;масъулияти чекланган жамият;mchj
mmc;llc;mmc;mehdud mesuliyyetli cemiyyet
mtu;ngo;mtu;mittetulundusuhing
нп;ngo;нп;некоммерческое партнерство
nv;jsc;nv;naamloze vennootschap;naamlze vennootschap;n vennootschap;naaml vennootschap
oaj;jsc;oaj;ochiq aksiyadorlik jamiyati;очиқ акциядорлик жамияти
od;llc;od;ortacko drustvo;од;ортачко друштво
одо;llc;одо;obshchestvo s dopolnitelnoj otvetstvennostyu;общество с дополнительнои ответственностью
oeg;;oeg;offene erwerbsgesellschaft
og;;og;offene gesellschaft
ngo;ngo;non governmental organization;non government organisation;non governmental organisation;non profit organization;non profit organisation;نمم;منظمة غير حكومية;nonprofit organization;npo;non profit;niegovorni organizaciji;nevladine organizacije;nevladina organizacija;charitable organization;charitable organisation;charitable fund;charity fund;nichtregierungsorganisation;organizatia societatii civile;organizatia neguvernamentala;niet gouvernementele organisatie;organizacja pozarzadowa;nevladni organizace;mimovladna organizacia;obcanske sdruzeni
cso;ngo;cso;civil society organization;civil society organisation
ong;ngo;ong;organisation non gouvernementale;organizacion no gubernamental;organizacao nao governamental;organizzazione non governativa
ood;llc;ood;drujestvo s ogranichena otgovornost;druzestvo s ogranicena otgovornost;druzhestvo s ogranichena otgovornost;дружество с ограничена отговорност;оод
opg;sp;opg;obiteljsko poljoprivredno gospodarstvo
ops;ngo;ops;obecne prospesna spolecnost
oscip;ngo;oscip;organizacao da sociedade civil de interesse publico
osk;;osk;osuuskunta
owm;fin;owm;onderlinge waarborgmaatschappij
oy;llc;oy;osakeyhtio;ab company oy;oy company ab;company oy ab
oyj;jsc;oyj;julkinen osakeyhtio
ou;;ou;osauhing
pc;;pc;ኮርፖሬሽን
pe;;የመንግስት ልማት ድርጅቶች
пп;sp;пп;приватне підприємство
pp;sp;pp;pryvatne pidpryiemstvo
pr;;preduzetnik;пр;предузетник
ps;;partnerselskab;pilnsabiedriba
pse;;pse;public sector enterprise
psu;;psu;public sector undertaking
pt;;pt;perseroan terbatas
pt tbk;;pt tbk;perseroan terbatas terbuka
qk;;qk;qoshma korxona;қушма корхона
qmj;;qmj;qoshimcha masuliyatli jamiyat;қушимча масъулиятли жамият
qsc;;qsc;qapali sehmdar cemiyyeti;qapali tipli sehmdar cemiyyeti
rp;;rekisteroity puolue
rs;;saatio
ry;ngo;ry;rekisteroity yhdistys;rekisteroity yhdistys ry
rf;ngo;rf;reykjavikurfelag;registrerad forening
scra;lp;s cra;scra;sociedad comanditaria
sa;jsc;sa;sarf;sociedad anonima;sociedada anonima;sociedade anonima;socieda anonima;societat anonima;societe anonyme;societa anonima;societate anonima;societate pe actiuni;societatea pe actiuni;societateare pe actiuni;societe par actions de regime federal;societe par actions par loi sur les societes par actions;societe par actions;spolka akcyjna;شركة خفية الاسم
sad;jsc;sad;sociedad anonima deportiva
saoc;jsc;saoc;societe anonyme omanaise close
saog;jsc;saog;societe anonyme omanaise generale
sapa;lp;sapa;societa in accomandita per azioni
sarl;llc;sarl;societe a responsabilite limitee;soc a resp limitee;soc a responsab limitee;sa rl;شركة ذات مسووليات محدودة شمم
scc;llc;scc;societe commerciale canadienne
scop;coop;scop;societe cooperative de production
scpa;;sociedad civil privada
sd;llc;s ie;sabiratelno druzhestvo sd sadruzhie;sd s ie;с ие;сд;събирателно дружество;събирателно дружество сд съдружие
sdn bhd;llc;sdn bhd;sendirian berhad
se;jsc;societas europaea;europaische aktiengesellschaft;europaische gesellschaft
sem;coop;sem;societe deconomie mixte
sf;gp;sf;sameignarfelag
sia;llc;sia;sabiedriba ar ierobezotu atbildibu;сиа
sicaf;fin;sicaf;societe dinvestissement a capital fixe
sicav;fin;sicav;societe dinvestissement a capital variable;soc invest capital variable
sll;llc;sll;sociedad limitada laboral
slne;llc;slne;sociedad limitada nueva empresa
pte ltd;llc;pte ltd;single member private limited company
smba;llc;smba;selskab med begraenset ansvar
snc;lp;snc;societe en nom collectif
snt;lp;snt;садоводческое некоммерческое товарищество
spf;ngo;spf;stichting particulier fonds
sprl;llc;sprl;societe privee a responsabilite limitee;societe privee a responsabilite limitee unipersonnelle
srl;llc;srl;intreprinderea cu responsabilitate limitata;societa a responsabilita limitata;sociedad de responsabilidad limitada;societate cu raspundere limitata;soc resp limitada;soc a resp limitata;sicietatea de raspundere limitata;societata cu raspundere limitata;societate cu rasponbilitate limitata;societate cu responsabilitate limiiata;societate cu responsabilitate limitata;societate cu raspundre limitata;societatea cu rasdpundere limitata;societatea cu rasponsabilitate limitata;societatea cu raspundere;societatea cu raspundere limitata;societatea cu raspundere limitate;societatea cu responsabilitate limitata;societatea cu responsabilitatea limitata;societatea cu respundere limitata;societatii cu raspunderea limitata;societete cu raspundere limitata;socitate cu responsabilitate limitata
rt;jsc;rt;reszvenytarsasag
nyrt;jsc;nyrt;nyilvanosan mukodo reszvenytarsasag
zrt;jsc;zrt;zartkoruen mukodo reszvenytarsasag
bt;lp;bt;beteti tarsasag
kkt;gp;kkt;kozkereseti tarsasag
szov;coop;szov;szovetkezet
egyes;ngo;egyes;egyesulet
alap;ngo;alap;alapitvany
kht;ngo;kht;kozhasznu tarsasag
ege;coop;ege;europai gazdasagi egyesules
kjsz;soe;kjsz;kozjogi szervezet
kft fioktelep;llc;kft fioktelep;kulfoldi szekhelyu vallalkozas fioktelepe
et;gp;egyszeru tarsasag
kv;jv;kv;kozos vallalat
ets;coop;ets;erdeszeti tarsulas
ltda;llc;sociedade limitada;sociedada limitada
stg;;stg;stille gesellschaft
suarl;llc;suarl;شركة فردية ذات مسووليات محدودة
t mi;;t mi;oiminimi
sti;llc;sti;sirketi
mil;mil;militarische organisation;militarische vereinigung;militarna organizacija;militarne organizacije;pmc;приватна віиськова компанія;чвк;частная военная компания;chvk;private military company
тоо;llp;тоо;товарищество с ограниченнои ответственностью
tu;lp;tu;taisuhing
uab;llc;uab;uzdaroji akcine bendrove;uzdarosios akcines bendroves
soe;soe;unitar korxona;унитар корхона
ultd;sp;ultd;unlimited company;unlimited proprietary;unltd;無限公司
;soe;consorzio statale;den foderale statsejede budgetinstitution;empresa orcamental do estado federal;empresa unitaria estatal de la;empresa unitaria estatal;entita statali;entreprise unitaire detat;gosudarstvennoe unitarnoe predpriyatie;staatsinformatieagentschap;impresa unitaria statale;staatliches einheitsunternehmen;staatskonzern;state concern;state enterprise;state unitary enterprise;state unitary enterprise of the;statni jednotny podnik;statni koncern;unitarnoe predpriyatie;unіtarnae pradpryemstva;statny unitarny podnik;государственного унитарного предприятия;гп;державного унітарного підприємства;державне унітарне підприємство;федеральне державне унітарне підприємство;унитарное предприятие;унітарнае прадпрыемства;уп;fgbu;federal state budgetary enterprise;federal state budgetary institution;federal state institution;federal state unitary enterprise;federalna budzetowa instytucja;foderales staatseigenes unternehmen;intreprinderea unitara a statului federal;empresa publica unitaria federal;entreprise unitaire publique federale;federalne panstwowe przedsiebiorstwo unitarne;фгбу дпо;федеральное государственное бюджетное учреждение дополнительного профессионального образования
uu;lp;uu;usaldusuhing
vof;sp;vof;vennootschap onder firma
vos;sp;vos;verejna obchodni spolecnost
vzw;ngo;vzw;internationale vereniging zonder winstoogmerk;ivzw;vereinigung ohne gewinnerzielungsabsicht;vereniging zonder winstoogmerk;vog
xk;;xk;xususiy korxona;хусусии корхона
xt;;xt;xususiy tadbirkorlik;хусусии тадбиркорлик
yk;llc;yk;有限会社
yoaj;jsc;yoaj;yopiq aksiyadorlik jamiyati;епиқ акциядорлик жамияти
yu;llc;yu;유;yuhanhoesa;유한회사
cjsc;jsc;cjsc;closed jsc;closed joint stock company
zao;jsc;zao;zakrytoe akcionernoe obshchestvo;zakrytoe aktsionernoe obshchestvo;zakrytoye aktsionernoye obshchestvo;zakrytoe aktsionernoe obshhestvo;zakrytoje akcionernoje obshchestvo;zakryte akcjonarne obschtschestwo;zakritoe aktsionernoe obshchestvo
зат;jsc;зат;zakritaye aktsiyanernaye tavaristva;zakrytae akcyyanernae tavarystva;закрытае акцыянернае таварыства
zs;ngo;zs;zapsany spolek
sb;;sb;sube
тда;llc;тда;tavarystva z dadatkovaj adkaznascyu;таварыства з дадатковаи адказнасцю
таа;llc;таа;tavarystva z abmezhavanay adkaznastsyu;tavarystva z abmezhavanaj adkaznascyu;таварыства з абмежаванаи адказнасцю
тбб;ngo;тбб;төриин бус баигууллага
тсж;;тсж;товарищество собственников жилья;товарищество собственников недвижимости
хк;jsc;хк;хувьцаат компани
ххк;llc;ххк;хязгаарлагдмал хариуцлагатаи компани
отдел гпс;soe;отдел гпс;отдел государственнои противопожарнои службы
дс;;дс;детскии сад
моу;soe;моу;муниципальное образовательное учреждение
мау;soe;мау;муниципальное автономное дошкольное образовательное учреждение
мбоу;soe;мбоу;муниципальное бюджетное общеобразовательное учреждение;муниципальное общеобразовательное бюджетное учреждение;муниципальное бюджетное образовательное учреждение
мбдоу;soe;мбдоу;муниципальное бюджетное дошкольное образовательное учреждение
мбу до;soe;мбу до;муниципальное бюджетное учреждение дополнительного образования
мк доу;soe;мк доу;муниципальное казенное дошкольное образовательное учреждение
гу;soe;гу;государственное учреждение
огу;soe;огу;окружное государственное учреждение
гоу;soe;гоу;государственное образовательное учреждение;государственное общеобразовательное учреждение
гбоу;soe;гбоу;государственное бюджетное общеобразовательное учреждение
гкоу;soe;гкоу;государственное казенное образовательное учреждение
го шк инт;soe;го шк инт;государственная общеобразовательная школа интернат
гоу ддмшв;soe;гоу ддмшв;государственное образовательное учреждение для детеи дошкольного и младшего школьного возраста
гаусо;soe;гаусо;государственное автономное учреждение социального обслуживания
гбскоу;soe;гбскоу;государственное бюджетное специальное коррекционное образовательное учреждение для обучающихся воспитанников с ограниченными возможностями здоровья
гскоу;soe;гскоу;государственное специальное коррекционное образовательное учреждение;государственное специальное коррекционное образовательное учреждение для обучающихся с отклонениями в развитии
гдоу;soe;гдоу;государственное дошкольное образовательное учреждение
гдоу дс;soe;гдоу дс;государственное дошкольное образовательное учреждение детскии сад
гку;soe;гку;государственное казенное учреждение
гкс к оу;soe;гкс к оу;государственное казенное специальное коррекционное образовательное учреждение
гну;soe;гну;государственное научное учреждение
госнии;soe;госнии;государственныи научно исследовательскии институт
гоу впо;soe;гоу впо;государственное бюджетное образовательное учреждение высшего профессионального образования;государственное образовательное учреждение высшего профессионального образования
оу дпо;soe;оу дпо;образовательное учреждение дополнительного профессионального образования
гоу дпо;soe;гоу дпо;государственное образовательное учреждение дополнительного профессионального образования повышения квалификации специалистов
ночу дпо;soe;ночу дпо;негосударственное образовательное частное учреждение дополнительного профессионального образования
поу;soe;поу;профессиональное образовательное учреждение
гп;soe;государственное предприятие
gup;soe;гуп;gup;государственное унитарное предприятие
дгуп;soe;дгуп;дочернее государственное унитарное предприятие;дочернее государственое унитарное предприятие
гусп;soe;гусп;государственное унитарное сельскохозяиственное предприятие
гудп;soe;гудп;государственное унитарное дочернее предприятие
фгну;soe;фгну;федеральное государственное научное учреждение
дочернее фгуп;soe;дочернее фгуп;федеральное дочернее государственное унитарное предприятие
фгбдоу;soe;фгбдоу;федеральное государственное бюджетное дошкольное образовательное учреждение
фгбоу дпо;soe;фгбоу дпо;федеральное государственное бюджетное образовательное учреждение дополнительного профессионального образования
фгаоу дпо;soe;фгаоу дпо;федеральное государственное автономное образовательное учреждение дополнительного профессионального образования
фгбоу во;soe;фгбоу во;федеральное государственное бюджетное образовательное учреждение высшего образования;федеральное государственное бюджетное образовательное учреждение высшего профессионального образования
фгоу впо;soe;фгоу впо;федеральное государственное образовательное учреждение высшего профессионального образования
фгквоу впо;soe;фгквоу впо;федеральное государственное казенное военное образовательное учреждение высшего профессионального образования
маоу;soe;маоу;муниципальное автономное общеобразовательное учреждение муниципального образования город краснодар
мку;soe;мку;муниципальное казенное учреждение
мро;rel;мро;местная православная религиозная организация;местная религиозная организация
цро;rel;цро;центральная религиозная организация
ро;rel;ро;религиозная организация
фгу;soe;фгу;федеральное государственное учреждение
фгку;soe;фгку;федеральное государственное казенное учреждение
фку;soe;фку;федеральное казенное учреждение
фкп;soe;фкп;федеральное казенное предприятие
фгбвоу во;soe;фгбвоу во;федеральное государственное бюджетное военное образовательное учреждение высшего образования
фгквоу во;soe;фгквоу во;фгквоу;федеральное государственное казенное военное образовательное учреждение высшего образования
фгаоу во;soe;фгаоу во;федеральное государственное автономное образовательное учреждение высшего образования
фгкоу дпо;soe;фгкоу дпо;федеральное государственное казенное образовательное учреждение дополнительного профессионального образования переподготовки и повышения квалификации
фгоу дпо;soe;фгоу дпо;федеральное государственное образовательное учреждение дополнительного профессионального образования специалистов
фгдоу;soe;фгдоу;федеральное государственное дошкольное образовательное учреждение
fgup;soe;фгуп;fgup;федеральное государственное унитарное предприятие
fgbu;soe;фгбу;federalnoe gosudarstvennoe byudzhetnoe uchrezhdenie;федеральное государственное бюджетное учреждение
оппо;soe;оппо;объединенная первичная профсоюзная организация;объединенная территориальная профсоюзная организация
ппо;soe;ппо;первичная профсоюзная организация;профсоюзная организация работников
ппо ооо;soe;ппо ооо;первичная профсоюзная организация общества с ограниченнои ответственностью
ппо дочернего ооо;soe;ппо дочернего ооо;первичная профсоюзная организация работников дочернего общества с ограниченои ответственностью
ппо оао;soe;ппо оао;первичная профсоюзная организация открытого акционерного общества;первичная профсоюзная организация работников открытого акционерного общества
ппо гоуспо;soe;ппо гоуспо;первичная профсоюзная организация государственного образовательного учреждения среднего профессионального образования;первичная профсоюзная организация государственного учреждения среднего профессионального образования
ппо фгбу;soe;ппо фгбу;первичная профсоюзная организация федерального государственного бюджетного учреждения
ппо фгбоу во;soe;ппо фгбоу во;первичная профсоюзная организация федерального государственного бюджетного образовательного учреждения высшего образования;первичная организация профсоюза сотрудников федерального государственного бюджетного образовательного учреждения высшего образования
ппо фку;soe;ппо фку;первичная профсоюзная организация федерального казенного учреждения
ппо гбу;soe;ппо гбу;первичная профсоюзная организация государственное бюджетное учреждение;первичная профсоюзная организация государственного бюджетного учреждения
ппо гбоу;soe;ппо гбоу;первичная профсоюзная организация государственного бюджетного образовательного учреждения
ппо фбу;soe;ппо фбу;первичная профсоюзная организация федерального бюджетного учреждения
ппо фгуп;soe;ппо фгуп;первичная профсоюзная организация сотрудников федерального государственного унитарного предприятия
ппо гуп;soe;ппо гуп;первичная профсоюзная организация государственного унитарного предприятия
ппо псрз;soe;ппо псрз;первичная профсоюзная организация профсоюза работников здравоохранения;первичная профсоюзная организация профессионального союза работников здравоохранения;первичная организация профессионального союза работников здравоохранения
ппоо;soe;ппоо;первичная профсоюзная общественная организация
ппоо ао;soe;ппоо ао;первичная профсоюзная общественная организация акционерного общества
поп обгуз;;поп обгуз;первичная организация профсоюза областного бюджетного учреждения здравоохранения
попрз;;попрз;первичная организация профсоюза работников здравоохранения
управление фсб рф;soe;управление фсб рф;управление федеральнои службы безопасности россиискои федерации
огкоу;soe;огкоу;областное государственное казенное образовательное учреждение;областное государственное казенное общеобразовательное учреждение
моо;ngo;моо;местная общественная организация
моо ппо;ngo;моо ппо;местная общественная организация первичная профсоюзная организация
моо ппо гуп;ngo;моо ппо гуп;местная общественная организация первичная профсоюзная организация государственного унитарного предприятия
мчс россии;soe;мчс россии;министерство россиискои федерации поделам гражданскои обороны чрезвычаиным ситуациям и ликвидации последствии сихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвычаиным ситуациям и ликыидации последствии стихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвычаиным ситуациям и ликвидации последствии стихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвычаиным ситуациям и ликвидации последствии стихииных бедствиип;министерства россиискои федерации по делам гражданскои обороны чрезвычаиным ситуациям и ликвидации последствии стихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвычаиным ситуациям и ликвадации последствии стихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвчаиным ситуациям и ликвидации последствии стихииных бедствии;министерство россиискои федерации по делам гражданскои обороны чрезвычаиных ситуации и ликвидации последствии стихииних бедствии
оо;ngo;оо;общественная организация;общественное объединение;obshchestvennoye obyedineniye;obscestvennoe obedinenie;obschestvennoe obyedinenie;obshchestvennaya organizatsiya;obschestvennaya organizatsiya;obscestvennaja organizacija
ноу дпо;ngo;ноу дпо;негосударственное образовательное учреждение дополнительного профессионального образования;негосударственное образовательное учреждение начального и дополнительного профессионального образования;негосударственое образовательное учреждение дополнительного профессионального образования повышения квалификации специалистов
ao;jsc;сак;ao;страховая акционерная компания;страховая акционер компания;зао;закрите акціонерне товариство;закрытое акционерное общество;акционеное общество закрытого типа;акционерое общество закрытого типа;акцоинерное общество закрытого типа;акционрное общество закрытого типа;акционерные общества закрытого типа;акционерное обшество закрытого типа;акционерне общество закрытого типа;акцонерное общество закрытого типа;акционерного общества закрытого типа;акционероное общество закрытого типа;закрытоe акционерное общeство;закритое акционерное общество;закрытое акционерное общeство;закрытое акціонерне товариство;оао;oao;otkrytoe aktsionernoye obshestvo;открытое акционерное общество;открытое акционергое общество;акционеpное общество откpытого типа;акцонерное общество открытого типа;otkrytoe aktsionernoe obshchestvo;otkrytoe akcionernoe obshchestvo;otkrytoye aktsionernoye obshchestvo;otkrytoe akcionernoe obshhestvo;открытое акционерное общeство;publichnoe aktsionernoe obshchestvo;otkrytoe aktsionernoe obschchestvo;акционерное общество открытого типа;aktsionernoe obshchestvo otkrytogo tipa;otkritoe aktsionernoe obshchestvo;otkrytoe aktsionernoe obschestvo;открытоe акционерное общeство;открытое акционернoe общество;акціонерне товариство відкритого типу;otkr akts obshch;odkryte akcjonarne obschtschestwo;otkrytoje akcionernoje obshchestvo;ао;акционерное общество;акционерные общества;aкционерное общество;акционерная компания с ограниченнои ответственностью;акционерного общества;aktsionernoe obschestvo;aktsionernoe obshchestvo;пао;публичное акционерное общество;приватне акціонерне товариство;пат;публічне акціонерне товариство;нао;непубличное акционерное общество
ват;jsc;ват;vidkryte aktsionerne tovarystvo;vidkrite akcionerne tovaristvo;відкрите акціонерне товариство;ваt
pao;jsc;pao;publichne aktsionerne tovarystvo
спк;coop;спк;сельскохозяиственныи производственныи кооператив
су ск рф;soe;су ск рф;следственное управление следственного комитета россиискои федерации
mup;soe;муп;mup;муниципальное унитарное предприятие
ано;ngo;ано;автономная некоммерческая организация;avtonomnaya nekommercheskaya organizatsiya;avtonomnaja nekommerceskaja organizacija
нко;ngo;нко;nekommercheskaya organizatsiya fond;некоммерческая организация фонд
кфх;;кфх;крестьянское фермерское хозяиство;крестьянское хозяиство
ооп;llp;ооп;партнерство с ограниченнои ответственностью
пт;gp;пт;полное товарищество
доу;;доу;дошкольное образовательное учреждение
пкооп;coop;пкооп;потребительскии кооператив
пк;coop;пк;производственныи кооператив
нц;;нц;научныи центр
оюл;;оюл;объединение юридических лиц
ноудо;ngo;ноудо;негосударственное образовательное учреждение дополнительного образования;негосударственное образовательное учреждение дополнительного образования детеи
оносс;ngo;оносс;организация научного обслуживания и социальнои сферы
но;ngo;но;некоммерческая организация;nekommercheskaya organizatsiya;nekommercheskaya organizaciya;nekommerceskaya organizatsiya;nekommerceskaja organizacija
обо;ngo;обо;областная общественная организация
бф;ngo;бф;благотворительныи фонд;blagotvoritelnyy fond;blagotvoritelny fond;blagotvoritelnyj fond;благодіинии фонд;blahodiynyy fond;blahodіjnyj fond
бо;ngo;бо;благотворительная организация;благодіина організація;blahodiyna orhanizatsiya;blagotvoritelnaya organizatsiya;blagotvoritelnaja organizacija;blahodіjna orhanіzacіja
го;ngo;го;громадська організація;hromadska orhanizatsiya;hromadska orhanizacija;громадське обєднання;hromadske obyednannya;hromadske objednannja
во;ngo;во;волонтерська організація;volonterska orhanizatsiya;volonterska orhanizacija
нда;ngo;нда;недзяржауная арганізацыя;nedziarzhaunaya arhanizatsyya;nedzarzaunaja arhanizacyja;nedzjarzhaunaja arhanizacyja
да;ngo;да;дабрачынная арганізацыя;dabrachynnaya arhanizatsyya;dabracynnaja arhanizacyja
дф;ngo;дф;дабрачынны фонд;dabrachynny fond;dabracynny fond
оф;ngo;оф;общественныи фонд;obshchestvennyy fond;obscestvennyj fond
га;ngo;га;грамадскае абяднанне;hramadskaye abyadnanne;hramadskae abjadnanne;грамадская арганізацыя;hramadskaya arhanizatsyya;hramadskaja arhanizacyja
ндо;ngo;ндо;нуо;негосударственная некоммерческая организация;негосударственная организация;nederzhavna orhanizatsiya;некомерціина організація;nekomertsiyna orhanizatsiya;nekomercіjna orhanіzacіja;недержавна організація;nederzavna orhanizacija;неурядова організація;neuryadova orhanizatsiya;neurjadova orhanizacija`;
