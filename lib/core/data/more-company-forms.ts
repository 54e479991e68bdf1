/**
 * Legal forms that the table in company-forms.ts lacks, in the same shape but as people write them: short form,
 * kind, spellings. Compiled by hand.
 */
export const MORE_COMPANY_FORMS = `co;;co;company;and co;and company;compagnie;et cie;cie;und co;y cia;e cia
corp;jsc;corp;corporation;corporated;corps
ltd;llc;pvt ltd;pvt limited;private limited;private ltd;pty;proprietary limited;co pvt ltd;co pte ltd;ltd liability co
llc;llc;l l c;ltd liability company
gmbhcokg;lp;gmbh co kg;gmbh and co;gmbh und co
kk;jsc;kk;kabushiki kaisha;kabushiki gaisha
tbk;jsc;tbk;persero tbk
asa;jsc;asa
sasu;llc;sasu
srls;llc;srls
eood;llc;eood;еоод
ead;jsc;ead;еад
wll;llc;wll
spc;llc;spc
sal;jsc;sal
sae;jsc;sae
pcl;jsc;pcl;public company limited
spj;gp;sp j;spolka jawna
spk;lp;sp k;spzoo spk;sp z oo sp k;sp z o o sp k
ska;lp;ska
chp;sp;чп
cty tnhh;llc;công ty tnhh;công ty tnhh một thành viên
pt;llc;pt persero
ltd;llc;유;有;有限责任公司;有限責任公司;บริษัท;จำกัด;บริษัทจำกัด
jsc;jsc;株;주;股份有限公司;股份公司;株式會社;有限公司股份;มหาชน
co;;公司;总公司;總公司
lp;lp;有限合伙;有限合夥;有限合伙企业;合伙企业
gk;llc;同
gp;gp;普通合伙
sp;sp;个体工商户;個體工商戶;个人独资企业
group;;group;holding;holdings;gruppe;groupe;grupo;gruppo;groep;集团公司;集團公司;集团;集團;控股集团;控股集團;控股;グループ;ホールディングス;그룹;группа;группа компаний;гк`;

/** What stands in brackets as part of a form and is none by itself: `(Pty) Ltd`, `UG (haftungsbeschränkt)`. */
export const BRACKETED_FORMS: readonly string[] = [
  "pvt",
  "pty",
  "pte",
  "private",
  "proprietary",
  "haftungsbeschränkt",
];

/** Forms of one Latin word that stand before the name: Indonesia, Russia in Latin letters, the Baltics. */
export const LEADING_FORMS: readonly string[] = "pt ooo zao oao pao tov uab sia gmbh".split(" ");
