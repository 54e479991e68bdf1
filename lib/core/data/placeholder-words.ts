/**
 * What is typed into the field of a name where no person's name is known or meant. Folded, as names are compared; the
 * names of mailboxes (role-names.ts) count beside them. Compiled by hand from general knowledge of the languages. A name
 * is none only when it consists of such words, so surnames among them (Guest, Blank, Kunde) do no harm beside a first name.
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** A name as it is looked up: its words in alphabetical order, as the surname may stand at either end. */
export const inAnyOrder = (name: readonly string[]): string => [...name].sort().join(" ");
const names = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .trim()
      .split(/\s*\n\s*/)
      .map((name) => inAnyOrder(name.split(" "))),
  );

/** Words that stand for somebody, for nobody, for a trial or for a function. A number may follow each of them. */
export const PLACEHOLDER_WORDS = words(`
  unknown unkown none null nul undefined nn tba tbc tbd nobody noname nolastname nofirstname unnamed untitled
  anonymous anon vacant blank empty missing deleted removed duplicate available applicable provided specified given set
  known disclosed required determined confirmed use call data entry record value x xx
  test tests testing tester tested testname testuser testcase testaccount testcustomer testcontact testperson dummy demo
  sample samples example examples trial temp temporary tmp placeholder fake foobar lorem ipsum asdf asdfg asdfgh
  asdfghjkl qwer qwert qwerty qwertz azerty abc abcd abcdef xyz blah blabla
  name names fullname firstname lastname first last surname forename user username users customer customers client clients guest
  guests visitor visitors subscriber buyer buyers seller shopper person persons people individual individuals private
  member lead leads prospect prospects current occupant resident tenant householder homeowner valued walk walkin somebody anyone
  family household employee worker applicant candidate participant respondent patient
  human resources public relations front back head main desk dept department center centre callcenter callcentre switchboard
  operator hotline helpline line payable receivable manager management general assistant assistants director owner
  agent agents representative rep clerk bureau division home mobile phone number address

  unbekannt unbekannter unbekannte niemand anonym keine keiner keinen angabe angaben bekannt angegeben vorhanden leer
  geloscht geloschter platzhalter beispiel muster mustermann musterfrau testkunde testkundin testkontakt testnutzer
  testeintrag vorname nachname zuname familienname kunde kunden kundin neukunde bestandskunde privatkunde privatperson
  privat laufkunde laufkundschaft barverkauf barzahler gast gaste besucher besucherin benutzer benutzername nutzer
  mitglied mitarbeiter mitarbeiterin ansprechpartner ansprechpartnerin sachbearbeiter sachbearbeiterin interessent
  abteilung abt buro leitung leiter leiterin geschaftsfuhrung geschaftsfuhrer geschaftsfuhrerin geschaftsleitung inhaber
  inhaberin rechnungswesen personalabteilung einkaufsabteilung firma familie bewohner mieter

  inconnu inconnue anonyme aucun aucune neant vide nom noms prenom prenoms utilisateur cliente invite invitee visiteur
  essai exemple renseigne disponible communique connu connue particulier passage comptoir divers responsable gerant
  gerante standard comptable achat vente ventes personne famille societe

  desconocido desconocida ninguno ninguna nadie anonimo anonima nulo vacio nombre nombres apellido apellidos usuario
  usuaria invitado invitada visitante prueba pruebas ejemplo asignar definir identificado mostrador publico consumidor
  final departamento gerente encargado encargada recepcionista persona particulares familia aplica
  desconhecido desconhecida nenhum nenhuma ninguem vazio nome sobrenome convidado teste testes exemplo informado
  informada definido balcao consumidora diversos avulso

  sconosciuto sconosciuta nessuno nessuna anonima vuoto cognome utente ospite visitatore prova esempio generico privato
  disponibile responsabile ufficio reparto cassa famiglia banco

  onbekend onbekende niemand anoniem geen leeg naam voornaam achternaam gebruiker bezoeker klant klanten voorbeeld proef
  passant balie kassa particulier medewerker afdeling bekend ingevuld beschikbaar nvt
  okand okant anonymt namn fornamn efternamn anvandare kund kunder testkund ukendt ukjent navn fornavn etternavn efternavn
  bruker bruger kunde gjest gaest tuntematon nimi etunimi sukunimi asiakas kayttaja vieras

  nieznany nieznana nieznane brak anonim anonimowy imie nazwisko nazwa uzytkownik klient klientka klienci gosc proba
  przyklad testowy testowa testowe danych podano dotyczy detaliczny osoba prywatna nikt
  neznamy neznama zadny jmeno prijmeni uzivatel zakaznik host zkouska testovaci nikdo
  ismeretlen nincs nev teszt proba ugyfel vendeg felhasznalo vasarlo necunoscut nimeni nume prenume

  неизвестно неизвестныи неизвестная нет никто аноним анонимныи анонимно пусто имя фамилия отчество имени фамилии
  указано указан данных тест тестовыи тестовая тестовое проба пример клиент клиентка гость пользователь покупатель
  посетитель розничныи частное лицо физическое физлицо менеджер директор бухгалтер бухгалтерия отдел продаж продажи
  закупок закупки кадров секретарь приемная склад офис поддержка администратор контакт контактное невідомо немає тестовии
  клієнт імя прізвище користувач

  bilinmiyor bilinmeyen isimsiz deneme ornek musteri musterisi misafir kullanici isim soyisim soyad soyadi
  perakende satis muhasebe mudur yetkili
  pelanggan pembeli tamu anonim pengguna nama contoh ujicoba umum

  αγνωστο αγνωστοσ αγνωστη ονομα επωνυμο πελατησ δοκιμη χρηστησ
  مجهول اختبار تجربة عميل زاير مستخدم فارغ אנונימי בדיקה לקוח אורח משתמש ניסיון
  अज्ञात परीक्षण ग्राहक अतिथि नाम टेस्ट ไม่ทราบ ไม่ระบุ ไม่มี ไม่ทราบชื่อ ไม่ระบุชื่อ ทดสอบ ลูกค้า ชื่อ
`);

/** Words that only stand beside those; none is a first name, as Al, Del, Les and Sem are. */
export const PLACEHOLDER_PARTICLES = words(`
  the of for in to be do our your dear new and no not non un without der die fur und zu ohne kein nicht neu neuer neue
  de la et sans pas las sin por nao senza met zonder het niet bez nie не без по для
`);

/** Whole names whose words are also people's names one by one, `inAnyOrder`. */
export const PLACEHOLDER_NAMES = names(`
  na
  nan
  nil
  foo
  yok
  john doe
  jane doe
  joe bloggs
  john q public
  a n other
  foo bar
  mickey mouse
  donald duck
  max muster
  max mustermann
  erika mustermann
  maria mustermann
  fulano de tal
  fulana de tal
  ola nordmann
  kari nordmann
  matti meikalainen
  вася пупкин
  غير معروف
  غير محدد
  غير متوفر
  لا يوجد
  بدون اسم
  לא ידוע
  ללא שם
  khong
  khong co
  khong ro
  khong ten
  khach
  khach le
  khach hang
  tidak ada
  tidak diketahui
  tanpa nama
  uji coba
  sem nome
  atencion al cliente
  atendimento ao cliente
  service des ventes
  to whom it may concern
`);

/** The same in Chinese, Japanese and Korean, which set no spaces between words; several may follow one another. */
export const PLACEHOLDER_STRETCHES: readonly string[] = [
  ...words(`
  未知 不明 不详 不詳 不知道 没有 沒有 匿名 无名 無名 无名氏 無名氏 暂无 暫無 未提供 未填写 未填寫 未填 未命名 待定 待填 空白 保密
  测试 測試 测试员 试用 試用 示例 样例 演示 用户 用戶 使用者 新用户 客户 客戶 新客户 老客户 顾客 顧客 散客 会员 會員 访客 訪客 游客
  来宾 來賓 某某 某人 路人甲 姓名 名字 名称 名稱 联系人 聯絡人 聯繫人 先生 女士 小姐 太太 老师 老師 朋友 老板 老闆 经理 經理 总经理
  店长 店長 店员 店員 管理员 管理員 负责人 負責人 客服 客户服务 客戶服務 客服中心 服务 服務 前台 前臺 前檯 总台 总机 總機 销售
  銷售 业务 業務 业务员 業務員 销售员 售后 售後 售前 财务 財務 会计 會計 出纳 人事 人力资源 人力資源 行政 采购 採購 市场 市場 技术
  技術 支持 支援 运营 營運 研发 物流 仓库 倉庫 办公室 辦公室 秘书 秘書 部门 部門 部 中心 团队 團隊 公司 张三 張三 李四 王五

  なし 無し 未設定 未入力 未登録 名無し 名前 氏名 テスト サンプル ゲスト ユーザー ユーザ お客様 お客さま 顧客 担当者 ご担当者 担当 様
  御中 総務 営業 経理 受付 事務 事務局 窓口 購買 カスタマーサポート カスタマーサービス サポート

  없음 미상 익명 미정 모름 알수없음 이름없음 이름 성명 테스트 고객 고객님 고객센터 손님 사용자 회원 담당자 관리자 영업 영업부 영업팀 인사
  총무 경리 회계 안내 접수 홍길동
`),
];
