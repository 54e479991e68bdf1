import { describe, expect, it } from "vitest";
import {
  PLACEHOLDER_NAMES,
  PLACEHOLDER_PARTICLES,
  PLACEHOLDER_STRETCHES,
  PLACEHOLDER_WORDS,
} from "../../../lib/core/data/placeholder-words.ts";
import { foldText } from "../../../lib/core/identity/fold-text.ts";
import { readPersonName } from "../../../lib/core/identity/person-name.ts";

const rowsOf = (table: string): string[] => table.trim().split(/\s*[|\n]\s*/);

describe("a text that stands where no name is known is no person's name", () => {
  it.each(
    rowsOf(`
    N/A | n.a. | NA | none | None. | null | NULL | (null) | nil | undefined | unknown | UNKNOWN | Unknown Unknown | not known
    Not Available | No Name | noname | anonymous | - | 4711 | 123 456 | TBD | blank | deleted user | Do Not Call | J. S. | x
    xxx | XXXX xxxx | asdf | qwertz qwertz | Lorem Ipsum | First Name Last Name | Name, Surname | "unknown"
    unbekannt | Herr Unbekannt Unbekannt | kein Name | Keine Angabe | k.A. | nicht angegeben | Vorname Nachname | gelöscht
    inconnu | sans nom | non renseigné | desconocido | sin nombre | No aplica | não informado | sem nome | senza nome
    onbekend | n.v.t. | brak danych | okänd | неизвестный | нет имени | не указано | bilinmiyor | không có | tidak ada
    غير معروف | ไม่ระบุ | अज्ञात | 未知 | 无 | 無 | 匿名 | 无名氏 | 未提供 | 不明 | なし | 未設定 | 名無し | 없음 | 알 수 없음 | 이름없음
    `),
  )("nobody: %s", async (text) => {
    expect(await readPersonName(text)).toBeUndefined();
  });

  it.each(
    rowsOf(`
    Test Test | test user | TEST | Test 1 | Tester | testuser2 | Demo Account | dummy | Sample Customer | foo bar
    John Doe | Doe, Jane | Max Mustermann | Mustermann, Erika | Fulano de Tal | Mickey Mouse | Testkunde | prueba
    тест тестовый | 测试 | 測試 | 测试用户 | 测试 测试 | 测试123 | テスト | 테스트 | 张三 | 李四 | 홍길동
    Customer | customer 12 | Valued Customer | Guest | guest123 | Guest User | Walk-in Customer | Current Resident | Client
    Kunde | Neukunde | Gast | Laufkundschaft | client de passage | consumidor final | invitado | Utente | klant | клиент
    Müşteri | khách lẻ | 客户 | 客戶 | 新客户 | 客户001 | 用户 | 游客 | 先生 | 张某某 | 李某 | お客様 | ゲスト | 고객님
    `),
  )("anybody, or a trial: %s", async (text) => {
    expect(await readPersonName(text)).toBeUndefined();
  });

  it.each(
    rowsOf(`
    Info | Sales | Sales Team | The Sales Team | Sales & Marketing | Customer Service | Customer Service Department
    Accounts Payable | Reception | Front Desk | Head Office | IT Support | HR | Human Resources | Office Manager | Call Centre
    Kundenservice | Buchhaltung | Büro | Geschäftsführung | Einkauf und Verkauf | Sekretariat | Service client | Accueil
    Atención al Cliente | Ventas | Atendimento ao Cliente | Ufficio Vendite | Klantenservice | отдел продаж | Muhasebe
    客服 | 客服1 | 客服中心 | 前台 | 销售部 | 財務部 | 公司前台 | 担当者様 | 総務部 | 営業 担当 | 고객센터 | 담당자
    `),
  )("a function: %s", async (text) => {
    expect(await readPersonName(text)).toBeUndefined();
  });
});

describe("a word that also stands for nobody is a name beside another one", () => {
  it.each(
    rowsOf(`
    Anna Test | Test, Anna | Christopher Null | Will Service | Anna Info | Anna Noname | Christopher Guest | Emily Post
    Joe Root | Johnny Cash | Mark Sales | Petra Kunde | Anna Gast | Al Blank | Del Guest | Les Null | Sem Post | Di Root
    Anna (Test) | Madonna | I. M. Pei | Na Li | Foo Wei | Nil Arslan | Maria Muster | Erika Muster | Unknown Anna
    Ren Shi | Cai Wu | Fu Wu | Ye Wu | Wu Liu | He Zuo | 김 민 수 | 李明 | 张先生 | 李某明 | 顾明 | 无双李 | معروف | Dr. Weber
    `),
  )("%s", async (text) => {
    expect(await readPersonName(text)).toBeDefined();
  });

  it.each(["Mr Guest", "Frau Null", "Dr. Gast", "Herr Kunde"])(
    "and alone behind a form of address: %s",
    async (text) => {
      expect(await readPersonName(text)).toBeDefined();
    },
  );
});

describe("the tables of such words", () => {
  it("hold them as names are compared, or they would never be found", () => {
    const all = [
      ...PLACEHOLDER_WORDS,
      ...PLACEHOLDER_PARTICLES,
      ...PLACEHOLDER_NAMES,
      ...PLACEHOLDER_STRETCHES,
    ];
    expect(all.filter((word) => foldText(word) !== word)).toEqual([]);
  });

  it("are looked through in a moment, however often a stretch is repeated", async () => {
    const startedAtMs = performance.now();
    await readPersonName(`${"客服中心".repeat(60)}李`);
    await readPersonName(`${"test ".repeat(100)}Anna`);
    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });
});
