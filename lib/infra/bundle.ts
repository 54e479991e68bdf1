import { rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type Metafile } from "esbuild";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The file in each bundle that Lambda loads first; its export `handler` is called. */
export const ENTRY_FILE = "handler.mjs";

/** A function as it is shipped: a folder of modules that need nothing but Node. */
export interface Bundle {
  readonly folder: string;
  /** Bytes that are loaded before the function can answer. */
  readonly startBytes: number;
  /** Bytes of everything in the folder. */
  readonly totalBytes: number;
  /** Source files that are loaded before the function can answer, from the project's root. */
  readonly startSources: readonly string[];
  /** The bytes that each source file takes, also of those that are loaded later. */
  readonly sizes: ReadonlyMap<string, number>;
}

/**
 * Bundles `functions/<name>/handler.ts` for each name into `<out>/<name>`. The same sources give the same bytes,
 * on any machine and in any folder, so that a deployment changes only what has changed. What is imported on
 * demand stays in files of its own. The SDK is bundled: Lambda's own has no fixed version, and is slower to load.
 */
export async function bundleFunctions<Name extends string>(
  names: readonly Name[],
  out: string,
): Promise<Readonly<Record<Name, Bundle>>> {
  const bundles = names.map(async (name): Promise<[Name, Bundle]> => {
    const entry = join(ROOT, "functions", name, "handler.ts");
    return [name, await bundleOne(entry, join(out, name))];
  });
  return Object.fromEntries(await Promise.all(bundles)) as Record<Name, Bundle>;
}

/** Bundles one entry into a folder of its own, which is emptied first. */
export async function bundleOne(entry: string, folder: string): Promise<Bundle> {
  await rm(folder, { recursive: true, force: true });
  const { metafile } = await build({
    // Names and hashes of chunks are made of paths from here: they must be the same on every machine.
    absWorkingDir: ROOT,
    entryPoints: [{ in: entry, out: "handler" }],
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    splitting: true,
    minify: true,
    platform: "node",
    target: "node24",
    // Packages' ES modules can be shaken; what `main` names mostly cannot.
    mainFields: ["module", "main"],
    legalComments: "none",
    metafile: true,
    logLevel: "error",
  });
  return { folder, ...weigh(metafile, relative(ROOT, join(folder, ENTRY_FILE))) };
}

function weigh({ outputs }: Metafile, entry: string): Omit<Bundle, "folder"> {
  const started = [entry];
  for (const file of started) {
    const loaded = outputs[file]?.imports.filter(
      ({ kind, external }) => kind === "import-statement" && !external,
    );
    for (const { path } of loaded ?? []) if (!started.includes(path)) started.push(path);
  }
  const bytesOf = (files: readonly string[]) =>
    files.reduce((sum, file) => sum + (outputs[file]?.bytes ?? 0), 0);
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  return {
    startBytes: bytesOf(started),
    totalBytes: bytesOf(Object.keys(outputs)),
    startSources: started.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {})).sort(),
    sizes: new Map(inputs.map(([source, { bytesInOutput }]) => [source, bytesInOutput])),
  };
}
