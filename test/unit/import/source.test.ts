import { tmpdir } from "node:os";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { openSource } from "../../../lib/import/source.ts";
import { readFile, refusalOfFile } from "../../support/import-files.ts";

const TABLE = "email,name\nli@example.com,李明\n";
const RECORD = { email: "li@example.com", name: "李明" };

describe("a source", () => {
  it("reads a CSV file's columns and records", async () => {
    const { source, records } = await readFile(TABLE);
    expect(source).toMatchObject({
      format: "csv",
      encoding: "utf-8",
      delimiter: ",",
      headers: ["email", "name"],
    });
    expect(records).toEqual([{ line: 2, fields: RECORD }]);
  });

  it("reads its records anew each time", async () => {
    const { source } = await readFile(TABLE);
    // The file is gone: reading again opens it again.
    await expect(source.records()[Symbol.asyncIterator]().next()).rejects.toThrow(/There is no file/);
  });

  it("knows a gzip by its first bytes, whatever its name", async () => {
    const { records } = await readFile(gzipSync(TABLE));
    expect(records).toEqual([{ line: 2, fields: RECORD }]);
  });

  it("reads JSON Lines, and takes the fields of the first records for its columns", async () => {
    const { source, records } = await readFile('{"email":"a@b.com"}\n\n{"name":"李明","tags":["x"]}');
    expect(source).toMatchObject({ format: "jsonl", headers: ["email", "name", "tags"] });
    expect(source.delimiter).toBeUndefined();
    expect(records).toEqual([
      { line: 1, fields: { email: "a@b.com" } },
      { line: 3, fields: { name: "李明", tags: ["x"] } },
    ]);
  });

  it("reads what Excel writes: a byte order mark, CRLF, sep=; and empty cells at the end", async () => {
    const { source, records } = await readFile("\ufeffsep=;\r\nemail;name;;\r\na@b.com;x;;\r\n;;;\r\n");
    expect(source).toMatchObject({ delimiter: ";", headers: ["email", "name"] });
    expect(records).toEqual([{ line: 3, fields: { email: "a@b.com", name: "x" } }]);
  });

  it("calls a column without a name by its number", async () => {
    expect((await readFile("email,,name\na@b.com,1,x\n")).source.headers).toEqual([
      "email",
      "column 2",
      "name",
    ]);
  });

  it("reads a file of one column", async () => {
    const { records } = await readFile("email\na@b.com\nb@b.com\n");
    expect(records.map(({ fields }) => fields.email)).toEqual(["a@b.com", "b@b.com"]);
  });

  it.each([
    [",", 'a,b,c\n1,"x;y",3\n'],
    [";", "name;amount\nA;1,5\nB;2,5\n"],
    ["\t", "a\tb\n1,2\t3,4\n"],
    ["|", "a|b\n1,2;3|3,4\n"],
    [",", 'name,note\nA,"x;y;z"\nB,x;y\n'],
    [";", '"Last, First";email\n"Li, Ming";a@b.com\n'],
  ])("finds that %j parts the columns of %j", async (delimiter, text) => {
    expect((await readFile(text)).source.delimiter).toBe(delimiter);
  });

  it("takes the delimiter it is told", async () => {
    const { source, records } = await readFile("a:b\n1:2\n", { delimiter: ":" });
    expect(source.headers).toEqual(["a", "b"]);
    expect(records).toEqual([{ line: 2, fields: { a: "1", b: "2" } }]);
    expect((await readFile("a\tb\n1\t2\n", { delimiter: "tab" })).source.headers).toEqual(["a", "b"]);
  });
});

describe("an export of the gate", () => {
  const lines = (...all: object[]) => all.map((line) => `${JSON.stringify(line)}\n`).join("");
  const first = { kind: "export", format: 1 };
  const contact = { kind: "contact", contactId: "k1", identities: [], attributes: { name: "李明" } };
  const consent = { kind: "consent", contactId: "k1", channel: "sms", purpose: "sales", level: "express" };
  const whole = lines(first, { kind: "link", key: "c_1" }, contact, consent, { kind: "end", items: 3 });

  it("is read for its contacts, or for another kind", async () => {
    const { kind: _, ...fields } = contact;
    const contacts = await readFile(whole);
    expect(contacts.source.headers).toEqual(["contactId", "identities", "attributes"]);
    expect(contacts.records).toEqual([{ line: 3, fields }]);
    const consents = await readFile(whole, { kind: "consents" });
    expect(consents.source.headers).toEqual(["contactId", "channel", "purpose", "level"]);
    expect(consents.records.map(({ line }) => line)).toEqual([4]);
  });

  it("that broke off, or holds nothing of the kind, is refused", async () => {
    expect(await refusalOfFile(lines(first, contact))).toBe(
      "The export broke off, it has no last line of kind end: export again.",
    );
    expect(await refusalOfFile(whole, { kind: "suppressions" })).toBe("The export holds no suppressions.");
    expect(await refusalOfFile(whole, { kind: "touches" })).toBe(
      "An export holds no touches that could be imported.",
    );
  });
});

describe("a source's encoding", () => {
  const chinese = "邮箱,姓名,公司\nli@example.com,李明,广州Acme有限公司\n";
  const western = "email,name\na@example.com,José Müller\nb@example.com,Zoë Größe\n";

  it.each([
    ["utf-8", Buffer.from(chinese)],
    ["utf-8", Buffer.from(`\ufeff${chinese}`)],
    ["utf-16le", iconv.encode(`\ufeff${chinese}`, "utf-16le")],
    ["utf-16be", iconv.encode(`\ufeff${chinese}`, "utf-16be")],
    ["gb18030", iconv.encode(chinese, "gb18030")],
  ])("is found to be %s", async (encoding, bytes) => {
    const { source, records } = await readFile(bytes);
    expect(source.encoding).toBe(encoding);
    expect(records[0]?.fields).toEqual({ 邮箱: "li@example.com", 姓名: "李明", 公司: "广州Acme有限公司" });
  });

  it("is found to be windows-1252 where accented letters stand alone", async () => {
    const { source, records } = await readFile(iconv.encode(western, "windows-1252"));
    expect(source.encoding).toBe("windows-1252");
    expect(records.map(({ fields }) => fields.name)).toEqual(["José Müller", "Zoë Größe"]);
  });

  it.each(["Größe", "Müller", "é", "Ångström", "São João", "“Café”"])(
    "is found to be windows-1252 by one word: %s",
    async (word) => {
      const bytes = iconv.encode(`name,x\n${word},1\n`, "windows-1252");
      expect((await readFile(bytes)).source.encoding).toBe("windows-1252");
    },
  );

  it.each(["李明", "王", "张三丰", "VIP客户", "广州市天河区体育西路103号"])(
    "is found to be gb18030 by one cell: %s",
    async (text) => {
      const bytes = iconv.encode(`name,x\n${text},1\n`, "gb18030");
      expect((await readFile(bytes)).source.encoding).toBe("gb18030");
    },
  );

  it("is not taken for Chinese where a Cyrillic text is", async () => {
    const text = `name\n${"Иванов Пётр, проспект Мира\n".repeat(20)}`;
    expect((await readFile(iconv.encode(text, "windows-1251"))).source.encoding).toBe("windows-1252");
    const { records } = await readFile(iconv.encode(`name\nИванов\n`, "windows-1251"), {
      encoding: "windows-1251",
    });
    expect(records[0]?.fields.name).toBe("Иванов");
  });

  it("is found though the first byte that is not ASCII comes late", async () => {
    const text = `name,x\n${"abc,1\n".repeat(80_000)}李明,1\n`;
    const { source, records } = await readFile(iconv.encode(text, "gb18030"));
    expect(source.encoding).toBe("gb18030");
    expect(records.at(-1)).toEqual({ line: 80_002, fields: { name: "李明", x: "1" } });
  });

  it("is not misjudged by a character that the sample cuts, wherever the cut falls", async () => {
    for (const offset of [0, 1, 2]) {
      const text = `name${"x".repeat(offset)}\n${"李".repeat(100)}\n`.repeat(1) + "李明王\n".repeat(40_000);
      expect((await readFile(Buffer.from(text))).source.encoding).toBe("utf-8");
    }
  });

  it("is the one it is told", async () => {
    const bytes = iconv.encode(chinese, "gbk");
    expect((await readFile(bytes, { encoding: "GBK" })).source.encoding).toBe("gbk");
    expect((await readFile(iconv.encode(western, "latin1"), { encoding: "latin1" })).source.encoding).toBe(
      "windows-1252",
    );
  });

  it("marks what does not fit it, and reads on", async () => {
    const bytes = Buffer.concat([Buffer.from("name,x\nA,1\n"), Buffer.from([0xff]), Buffer.from(",2\n")]);
    const { records } = await readFile(bytes, { encoding: "utf-8" });
    expect(records.map(({ fields }) => fields.name)).toEqual(["A", "\ufffd"]);
  });
});

describe("a record that cannot be read carries its fault and no fields", () => {
  const faultsIn = async (text: string) =>
    (await readFile(text)).records.map(({ line, fault }) => [line, fault ?? "fine"]);

  it("when it has fewer or more cells than the header", async () => {
    expect(await faultsIn("a,b\n1,2\n1\n1,2,3\n1,2,,\n\n1,2\n")).toEqual([
      [2, "fine"],
      [3, 'has 1 cells and the header 2: quote cells that hold "," or a line break'],
      [4, 'has 3 cells and the header 2: quote cells that hold "," or a line break'],
      [5, "fine"],
      [7, "fine"],
    ]);
  });

  it("when a line of JSON is none, or no object", async () => {
    const fault = "is no JSON object: write one object on each line";
    expect(await faultsIn('{"a":1}\n{a:1}\n[1]\nnull\n"x"\n{"a":2}\n')).toEqual([
      [1, "fine"],
      [2, fault],
      [3, fault],
      [4, fault],
      [5, fault],
      [6, "fine"],
    ]);
  });

  it("when it is ten megabytes long", async () => {
    const long = "x".repeat(10_000_000);
    const fault = "is longer than 1000000 characters: shorten it";
    expect(await faultsIn(`a,b\n1,2\n${long},2\n3,4\n`)).toEqual([
      [2, "fine"],
      [3, fault],
      [4, "fine"],
    ]);
    expect(await faultsIn(`{"a":1}\n{"a":"${long}"}\n{"a":2}\n`)).toEqual([
      [1, "fine"],
      [2, fault],
      [3, "fine"],
    ]);
  });
});

describe("a file is refused with a sentence", () => {
  it.each<[string, string | Uint8Array, string]>([
    ["that is empty", "", "The file is empty."],
    ["of white space", " \n\r\n\t", "The file is empty: it holds white space only."],
    ["of a header only", "a,b\n", "The file has a line that names its columns, and no record below it."],
    [
      "of a header and empty rows only",
      "a,b\r\n,\r\n",
      "The file has a line that names its columns, and no record below it.",
    ],
    [
      "with two columns of one name",
      "email,name,email\na,b,c\n",
      'Columns 1 and 3 are both called "email": give each a name of its own.',
    ],
    [
      "without a header, an address in its first line",
      "1,li@example.com\n2,b@example.com\n",
      "The first line holds data, not names of columns: its column 2 is an e-mail address. Put a line above it that names the columns, like email,phone,name.",
    ],
    [
      "without a header, a phone number in its first line",
      "li,+86 138 0013 8000\n",
      "The first line holds data, not names of columns: its column 2 is a number. Put a line above it that names the columns, like email,phone,name.",
    ],
    [
      "without a header, a date in its first line",
      "li,1990-05-17\n",
      "The first line holds data, not names of columns: its column 2 is a date. Put a line above it that names the columns, like email,phone,name.",
    ],
    [
      "whose columns are parted by something else",
      "id^email^name\n1^a@b.com^x\n",
      'By "," the first line is one column: say with --delimiter what parts the columns.',
    ],
    [
      "that is a list of JSON",
      '[{"a":1},\n{"a":2}]',
      "The file is one JSON list: write each of its objects on a line (jq -c '.[]' FILE).",
    ],
    [
      "that is one JSON object over many lines",
      '{\n  "email": "a@b.com"\n}\n',
      "No line is a JSON object by itself: write one object on each line (jq -c . FILE).",
    ],
    [
      "with a quote that is never closed",
      'a,b\n1,"x\n2,y\n',
      'The quote that opens on line 2 is not closed by the end of the file: close it, or write it twice ("") where it is text.',
    ],
    [
      "that is an Excel workbook",
      Buffer.from("504b0304140006000800", "hex"),
      "The file is an Excel workbook or a zip archive, not text: save the sheet as CSV UTF-8.",
    ],
    [
      "that is binary",
      Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 1, 2, 3]),
      "The file is binary, not text: give a CSV or JSON Lines file, or one of them as gzip.",
    ],
    [
      "in UTF-16 without its mark",
      iconv.encode(TABLE.replace("李明", "Li"), "utf-16le", { addBOM: false }),
      "The file looks like UTF-16 without a byte order mark: add --encoding utf-16le.",
    ],
    [
      "that is a gzip cut short",
      gzipSync("a,b\n".repeat(1000)).subarray(0, 20),
      "The compressed file is damaged or ends too early: copy it again, whole.",
    ],
    [
      "that is a gzip of a gzip",
      gzipSync(gzipSync(TABLE)),
      "The file is compressed by gzip twice, not text: unpack it once.",
    ],
  ])("%s", async (_, content, sentence) => {
    expect(await refusalOfFile(content)).toBe(sentence);
  });

  it("for an option that is none", async () => {
    expect(await refusalOfFile(TABLE, { encoding: "klingon" })).toBe(
      'There is no encoding called "klingon": use one like utf-8, utf-16le, gb18030, windows-1252.',
    );
    expect(await refusalOfFile(TABLE, { delimiter: "::" })).toBe(
      'A delimiter is one character, like , ; | or tab, and no quote: not "::".',
    );
    expect(await refusalOfFile(TABLE, { delimiter: ";" })).toBe(
      'By ";" the first line is one column: say with --delimiter what parts the columns.',
    );
  });

  it("when it is not there, or a folder", async () => {
    await expect(openSource("no-such-file.csv")).rejects.toThrow("There is no file no-such-file.csv.");
    await expect(openSource(tmpdir())).rejects.toThrow(`${tmpdir()} is a folder: name a file.`);
  });
});
