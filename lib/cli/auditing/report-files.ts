import { once } from "node:events";
import { createWriteStream, existsSync, renameSync, rmSync, statSync, type WriteStream } from "node:fs";
import type { AuditReport } from "../../../functions/audit/command.ts";
import type { StatusChange } from "../../../functions/audit/set-status.ts";
import { type Action, APPLY, type Finding } from "../../core/audit/finding.ts";
import { TouchgateError } from "../../core/errors.ts";
import { formatInstant } from "../../core/time.ts";
import { writeCsvRow } from "../../import/csv-writer.ts";

/** One line of a report: a finding, or a status that was or would be set. */
interface Row {
  readonly kind: string;
  readonly code: string;
  readonly contactId: string;
  /** ISO 8601; null when nobody knows. */
  readonly since: string | null;
  readonly detail: string;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly action: Action | null;
}

const rowOf = ({ since, ...found }: Finding): Row => ({
  ...found,
  since: since === undefined ? null : formatInstant(since),
});

const rowOfStatus = ({ contactId, from, to, rules }: StatusChange, applied: boolean): Row => ({
  kind: "status",
  code: applied ? "status_set" : "status_to_set",
  contactId,
  since: null,
  detail: `${from} → ${to}`,
  evidence: { from, to, rules },
  action: applied ? null : { text: "Set it.", command: APPLY },
});

/** A report could not be written. */
class CannotWrite extends TouchgateError {
  constructor(path: string, cause: unknown) {
    super({ code: "cannot_write", publicMessage: `${path} cannot be written: name another file.`, cause });
  }
}

interface ReportFile {
  row(row: Row): Promise<void>;
  /** Writes what is told at the end, and lets the file appear under its name. */
  finish(report: AuditReport): Promise<void>;
  /** Leaves nothing behind, and a file of an earlier report as it was. */
  discard(): void;
}

/** Where an audit writes all that it finds, as it finds it: no report is held in memory. */
export interface ReportFiles {
  finding(finding: Finding): Promise<void>;
  status(change: StatusChange): Promise<void>;
  finish(report: AuditReport): Promise<void>;
  discard(): void;
}

/** @throws TouchgateError when a file cannot be made. */
export async function openReportFiles(asked: {
  readonly json?: string | undefined;
  readonly csv?: string | undefined;
  readonly applies: boolean;
}): Promise<ReportFiles> {
  const files = await Promise.all([
    ...(asked.json === undefined ? [] : [jsonFile(asked.json)]),
    ...(asked.csv === undefined ? [] : [csvFile(asked.csv)]),
  ]);
  const toAll = async (act: (file: ReportFile) => Promise<void>) => {
    for (const file of files) await act(file);
  };
  return {
    finding: (found) => toAll((file) => file.row(rowOf(found))),
    status: (change) => toAll((file) => file.row(rowOfStatus(change, asked.applies))),
    finish: (report) => toAll((file) => file.finish(report)),
    discard: () => {
      for (const file of files) file.discard();
    },
  };
}

/** `{"findings":[…],"at":…,"policy":…,"applied":…,"contacts":…,"counts":…,"statuses":…}`, a finding a line. */
async function jsonFile(path: string): Promise<ReportFile> {
  const part = await openPart(path);
  let isFirst = true;
  await part.write('{"findings":[');
  return {
    row: (row) => {
      const line = `${isFirst ? "" : ","}\n${JSON.stringify(row)}`;
      isFirst = false;
      return part.write(line);
    },
    finish: ({ at, policy, applied, tally: { contacts, counts, statuses } }) => {
      const rest = JSON.stringify({ at, policy, applied, contacts, counts, statuses });
      return part.finish(`\n],${rest.slice(1)}\n`);
    },
    discard: part.discard,
  };
}

/** So that spreadsheets read it as UTF-8. */
const BYTE_ORDER_MARK = "\ufeff";
const HEADERS = ["kind", "code", "contactId", "since", "detail", "action", "command", "evidence"];

async function csvFile(path: string): Promise<ReportFile> {
  const part = await openPart(path);
  await part.write(BYTE_ORDER_MARK + writeCsvRow(HEADERS));
  return {
    row: ({ kind, code, contactId, since, detail, action, evidence }) =>
      part.write(
        writeCsvRow([
          ...[kind, code, contactId, since ?? "", detail, action?.text ?? "", action?.command ?? ""],
          JSON.stringify(evidence),
        ]),
      ),
    finish: () => part.finish(""),
    discard: part.discard,
  };
}

/** A file that appears when it is whole. */
async function openPart(path: string) {
  if (existsSync(path) && !statSync(path).isFile()) throw new CannotWrite(path, new Error("it is no file"));
  const partPath = `${path}.part`;
  const stream = createWriteStream(partPath, { mode: 0o600 });
  let fault: unknown;
  let draining: Promise<void> | undefined;
  stream.on("error", (cause) => {
    fault = cause;
  });
  const untilDrained = async (): Promise<void> => {
    await drained(stream);
    draining = undefined;
  };
  const write = async (text: string): Promise<void> => {
    if (fault !== undefined) throw new CannotWrite(path, fault);
    // However many wait, they wait for one drain.
    if (!stream.write(text)) draining ??= untilDrained();
    await draining;
    if (fault !== undefined) throw new CannotWrite(path, fault);
  };
  await once(stream, "open").catch((cause: unknown) => {
    throw new CannotWrite(path, cause);
  });
  return {
    write,
    async finish(text: string): Promise<void> {
      await write(text);
      await new Promise<void>((resolve) => stream.end(resolve));
      if (fault !== undefined) throw new CannotWrite(path, fault);
      renameSync(partPath, path);
    },
    discard(): void {
      stream.destroy();
      rmSync(partPath, { force: true });
    },
  };
}

const drained = (stream: WriteStream): Promise<unknown> =>
  Promise.race([once(stream, "drain"), once(stream, "close")]).catch(() => {});
