import { describe, expect, it } from "vitest";
import { comparePair } from "../../../lib/core/identity/match.ts";
import { resolveCandidates } from "../../../lib/core/identity/resolve-candidates.ts";
import { type CaseRecord, contextOf, recordOf } from "../../support/duplicate-records.ts";

const LINE = "phone +4930123456";
type Texts = Omit<CaseRecord, "identities"> & { readonly emails?: readonly string[] };

const sharing = ({ emails = [], ...texts }: Texts) =>
  recordOf({ identities: [LINE, ...emails.map((email) => `email ${email}`)], ...texts });
const tierOf = async (one: Texts, other: Texts) =>
  (await comparePair(sharing(one), sharing(other), contextOf())).tier;

describe("two who share a telephone are not merged by themselves", () => {
  it.each([
    ["Martin Weber", "Martina Weber"],
    ["Viktor Kern", "Viktoria Kern"],
    ["Valentin Kern", "Valentina Kern"],
    ["Andrea Rossi", "Andreas Rossi"],
    ["André Roy", "Andrée Roy"],
    ["René Roy", "Renée Roy"],
    ["Luca Rossi", "Lucas Rossi"],
    ["Marc Dupont", "Marcel Dupont"],
    ["Emil Roth", "Emilia Roth"],
    ["Justin Roth", "Justine Roth"],
    ["Eva Roth", "Evangelos Roth"],
    ["Jan Bakker", "Janneke Bakker"],
    ["Sam Cohen", "Samira Cohen"],
    ["Priya Sharma", "Priyanka Sharma"],
    ["Ram Sharma", "Ramesh Sharma"],
    ["Валентин Петренко", "Валентина Петренко"],
  ])("when one first name begins with the other: %s and %s", async (one, other) => {
    expect(await tierOf({ name: one }, { name: other })).toBe("suggest");
  });

  it.each([
    ["Jean Petit", "Jeanne Petit"],
    ["Anna Weber", "Anne Weber"],
    ["Julia Hahn", "Julie Hahn"],
    ["Maria Weber", "Marie Weber"],
    ["James Kelly", "Jamie Kelly"],
    ["John Kelly", "Jack Kelly"],
    ["Alex Koch", "Alexandra Koch"],
    ["Chris Koch", "Christina Koch"],
    ["Pat Koch", "Patricia Koch"],
    ["Sam Koch", "Samantha Koch"],
  ])("when the first names are kindred or a form is short for several: %s and %s", async (one, other) => {
    expect(await tierOf({ name: one }, { name: other })).toBe("suggest");
  });

  it.each([
    ["José María García", "María García"],
    ["Jean-Marie Petit", "Marie Petit"],
    ["Anna Maria Rossi", "Maria Rossi"],
    ["Hans Peter Müller", "Peter Müller"],
    ["Nguyen Thi Lan", "Nguyen Van Lan"],
    ["Nguyen Thi Lan", "Nguyen Lan"],
  ])("when one's middle name is the other's first: %s and %s", async (one, other) => {
    expect(["suggest", "review"]).toContain(await tierOf({ name: one }, { name: other }));
  });

  it.each([
    ["Hans Müller (Vater)", "Hans Müller (Sohn)"],
    ["Hans Müller", "Hans Müller jun."],
    ["Anna Koch (Mutter)", "Anna Koch"],
    ["Mrs. John Smith", "John Smith"],
    ["João Silva Filho", "João Silva"],
    ["Juan García", "Juan García López"],
    ["John Smith 2", "John Smith"],
    ["John Smith2", "John Smith"],
    ["陈伟(财务)", "陈伟(采购)"],
    ["陈伟（财务）", "陈伟"],
  ])("when something is added to the name of one: %s and %s", async (one, other) => {
    expect(await tierOf({ name: one }, { name: other })).toBe("suggest");
  });

  it.each([
    ["Li Wei", "魏丽"],
    ["Li Wei", "Wei Li"],
  ])("when the names agree in another order and both words are surnames: %s and %s", async (one, other) => {
    expect(await tierOf({ name: one }, { name: other })).toBe("suggest");
  });

  it.each(
    "李总 李工 李姐 李哥 李董 李局 李处 李律师 老李 小李 李老板 李师傅 李院长 李校长 李书记 李店长 李阿姨 李叔叔 李太 李会计 李客户 欧阳总 李大姐 阿强 小芳 会计 校长 客户 前台 财务部 李 先 生".split(
      " ",
    ),
  )("when a surname or a function is all that is told: %s", async (name) => {
    expect(await tierOf({ name }, { name })).toBe("suggest");
  });

  it("when the surname alone is told", async () => {
    expect(await tierOf({ name: "Müller" }, { name: "Müller" })).toBe("suggest");
  });

  it.each([
    ["Acme GmbH", "Acme GmbH"],
    ["Acme GmbH", "Acme AG"],
    ["Acme GmbH", "Acme Holding GmbH"],
  ])("when all their names are a firm's: %s and %s", async (one, other) => {
    const mailboxes = [["a.koch@acme.example"], ["p.lang@acme.example"]] as const;
    const at = (company: string, emails: readonly string[]) => ({ company, emails });
    expect(await tierOf(at(one, mailboxes[0]), at(other, mailboxes[1]))).toBe("suggest");
    expect(await tierOf({ company: one }, { company: other })).toBe("suggest");
  });

  it.each([
    ["1955-03-05", "1985-03-05"],
    ["1950-01-01", "1980-01-01"],
    ["1950-01-01", "1980-04-17"],
    ["1958-03-12", "1985-03-12"],
  ])("when they may be father and son of one name: born %s and %s", async (one, other) => {
    const name = "Karl Koch";
    expect(await tierOf({ name, birthDate: one }, { name, birthDate: other })).toBe("suggest");
    // And a third who fits both joins neither.
    const [father, son] = [sharing({ name, birthDate: one }), sharing({ name, birthDate: other })];
    const third = sharing({ name });
    const candidates = await Promise.all(
      [father, son].map(async (record, at) => ({
        ...{ contactId: `crm-${at}`, record },
        verdict: await comparePair(third, record, contextOf()),
      })),
    );
    const { merge, pairs } = await resolveCandidates(candidates, contextOf());
    expect([merge, ...pairs.map(({ tier }) => tier)]).toEqual([undefined, "review", "review"]);
  });

  it.each([
    ["an initial and a date that forms fill in", "J. Koch", "Jana Koch", "1970-01-01"],
    ["twins", "Martin Hahn", "Martina Hahn", "2001-02-03"],
    ["twins with one initial", "J. Hahn", "Jana Hahn", "2001-02-03"],
  ])("for one birth date: %s", async (_, one, other, birthDate) => {
    expect(await tierOf({ name: one, birthDate }, { name: other, birthDate })).toBe("suggest");
  });

  it("when the household's mailbox is the same too and one name is an initial", async () => {
    const emails = ["smiths@gmail.example"];
    expect(await tierOf({ name: "J. Smith", emails }, { name: "Jane Smith", emails })).toBe("suggest");
  });

  it("when their firm has a mailbox for each", async () => {
    const at = (email: string) => ({ name: "John Smith", company: "Acme", emails: [email] });
    expect(await tierOf(at("john.smith@acme.example"), at("john.smith2@acme.example"))).toBe("suggest");
    expect(await tierOf(at("john.smith@acme.example"), at("jsmith@acme.example"))).toBe("suggest");
  });

  it.each([
    ["John Smith", "Acme", "Northwind"],
    ["王伟", "华为", "小米"],
  ])("when they have one name and two employers: %s of %s and %s", async (name, one, other) => {
    expect(await tierOf({ name, company: one }, { name, company: other })).toBe("suggest");
  });
});

describe("two who share a telephone are merged by themselves", () => {
  it.each([
    ["Robert Smith", "Bob Smith"],
    ["Catherine Weber", "Kathy Weber"],
    ["Robert (Bob) Smith", "Robert Smith"],
    ["Mrs Jane Smith", "Jane Smith"],
    ["Frau Anna Weber", "Anna Weber"],
    ["李建国", "李建国先生"],
    ["李工程", "李工程"],
    ["王静", "Jing Wang"],
    ["李明", "Li Ming"],
    ["陈伟 (Vivian)", "陈伟"],
    ["Li van Dijk", "Li van Dijk"],
  ])("when nobody could take them for two: %s and %s", async (one, other) => {
    expect(await tierOf({ name: one }, { name: other })).toBe("auto");
  });

  it("when two dates of one year differ by a slip", async () => {
    const name = "Karl Koch";
    const born = (birthDate: string) => ({ name, birthDate });
    expect(await tierOf(born("1955-03-05"), born("1955-03-06"))).toBe("auto");
    expect(await tierOf(born("1955-03-05"), born("1955-03-25"))).toBe("auto");
    expect(await tierOf(born("1955-01-01"), born("1955-03-25"))).toBe("auto");
    expect(await tierOf(born("1955-12-31"), born("1956-01-01"))).toBe("auto");
  });

  it("when a mailbox of theirs is the same, whatever employers and other mailboxes they have", async () => {
    const at = (company: string, email: string) => ({
      ...{ name: "John Smith", company, emails: ["js@home.example", email] },
    });
    const pair = [at("Acme", "john.smith@acme.example"), at("Northwind", "jsmith@acme.example")] as const;
    expect(await tierOf(...pair)).toBe("auto");
  });

  it("when their firm has a mailbox for each and they were born on one day", async () => {
    const at = (email: string) => ({ name: "John Smith", birthDate: "1975-01-30", emails: [email] });
    expect(await tierOf(at("john.smith@acme.example"), at("jsmith@acme.example"))).toBe("auto");
  });

  it("when their other mailboxes are at two firms, or of a great provider", async () => {
    const at = (email: string) => ({ name: "John Smith", emails: [email] });
    expect(await tierOf(at("john.smith@acme.example"), at("jsmith@northwind.example"))).toBe("auto");
    expect(await tierOf(at("john.smith@gmail.com free-mail"), at("jsmith@gmail.com free-mail"))).toBe("auto");
  });
});
