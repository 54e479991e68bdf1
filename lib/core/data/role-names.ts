/**
 * Names of mailboxes that belong to a function, without separators. The first lines are RFC 2142's; the others are
 * in common use, in the languages named, Chinese and Japanese in Latin letters. Compiled by hand; a name that
 * people bear (art, mark, dean) is not among them, nor are pairs of letters that are as likely somebody's initials.
 */
export const ROLE_NAMES: ReadonlySet<string> = new Set(
  `
  info marketing sales support abuse noc security postmaster hostmaster usenet news webmaster www uucp ftp

  admin administrator root sysadmin system daemon mailerdaemon nobody noreply donotreply dontreply reply bounce bounces
  alert alerts notification notifications notify newsletter newsletters mailing mailings list lists subscribe
  subscribe unsubscribe dns domain domains registrar whois itsupport helpdesk servicedesk devops dev ops webteam web
  contact contacts contactus hello hey mail email office team staff all everyone company enquiry enquiries inquiry
  inquiries question questions ask help feedback suggestions complaints complaint reception frontdesk
  customerservice customerservices customersupport customercare clientservices clientservice care service services
  account accounts accounting accountspayable accountsreceivable finance billing bills invoice invoices payment
  payments payroll treasury tax audit order orders ordering shop store webshop booking bookings reservation
  reservations tickets returns refunds shipping delivery dispatch logistics warehouse procurement purchasing purchase
  purchases export exports import imports quotes quote rfq trade business bizdev partners partner partnerships
  resellers wholesale hr humanresources personnel recruiting recruitment recruiter jobs job careers career hiring
  talent press media pr publicrelations communications comms publicity events event legal privacy gdpr dpo compliance
  copyright dmca ethics secretary secretariat management mgmt board investors investorrelations advertising
  adops affiliate affiliates promo promotions promotion members membership volunteer volunteers donate donations
  technical tech technik techsupport it ict qa quality research engineering production maintenance facilities
  salesteam salesdept presales aftersales

  kontakt buero sekretariat empfang vertrieb verkauf einkauf buchhaltung rechnung rechnungen bewerbung bewerbungen
  bestellung bestellungen kundenservice kundendienst kundenbetreuung verwaltung zentrale presse datenschutz personal
  anfrage anfragen impressum geschaeftsleitung

  contacto ventas compras administracion atencion atencioncliente atencionalcliente clientes facturacion facturas
  contabilidad pedidos empleo rrhh recepcion prensa soporte comercial gerencia oficina
  contato vendas comercial financeiro atendimento suporte sac faturamento compras administrativo

  commercial comptabilite compta accueil facturation factures achats recrutement emploi serviceclient serviceclients
  clientele direction secretariat

  vendite acquisti amministrazione segreteria ordini fatture assistenza contabilita commerciale ufficio direzione
  protocollo

  verkoop inkoop administratie boekhouding facturen klantenservice receptie vacatures
  biuro sprzedaz sekretariat ksiegowosc kadry zamowienia handlowy obchod objednavky fakturace ucetni
  post postmottak kundtjanst kundservice ekonomi faktura salg kundeservice myynti asiakaspalvelu toimisto
  zakaz zakupki prodazhi prodaji buh buhgalteria otdel priemnaya kadry snab reklama sklad
  satis muhasebe bilgi iletisim destek insankaynaklari

  kefu xiaoshou caiwu renshi xingzheng shichang shouhou shouqian zhaopin caigou yewu jishu bangongshi lianxi fuwu kehu
  kehufuwu shangwu hezuo tousu kaifa yunying wuliu cangku fapiao qiantai zongjingban waimao
  eigyo eigyou soumu somu keiri jinji toiawase otoiawase uketsuke koho kouhou saiyo saiyou madoguchi
  `
    .trim()
    .split(/\s+/),
);
