#!/usr/bin/env node
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import packageJson from "../package.json" with { type: "json" };

/** Makes `dist/client`, a package without dependencies: the client for senders, and the wrapper for nodemailer. */
const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}dist/client`;
const entries = ["client", "nodemailer"].map((name) => `lib/client/${name}.ts`);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { outputFiles } = await build({
  ...{ absWorkingDir: root, entryPoints: entries, outdir: out, bundle: true, write: false },
  ...{ format: "esm", platform: "neutral", target: "es2022" },
});
for (const { path, contents } of outputFiles) writeFileSync(path, contents);

const declarations = ["--declaration", "--emitDeclarationOnly", "--noEmit", "false", "--skipLibCheck"];
const as = ["--module", "nodenext", "--target", "es2024", "--strict", "--exactOptionalPropertyTypes"];
const from = ["--allowImportingTsExtensions", "--rewriteRelativeImportExtensions", "--types", "node"];
const tsc = fileURLToPath(import.meta.resolve("typescript/package.json")).replace("package.json", "bin/tsc");
execFileSync(
  process.execPath,
  [tsc, ...entries, "--ignoreConfig", "--outDir", out, ...declarations, ...as, ...from],
  {
    cwd: root,
    stdio: "inherit",
  },
);

const manifest = {
  name: "touchgate-client",
  version: packageJson.version,
  description: "Ask a Touchgate gate before you reach out.",
  license: packageJson.license,
  type: "module",
  engines: { node: ">=20" },
  sideEffects: false,
  exports: {
    ".": { types: "./client.d.ts", default: "./client.js" },
    "./nodemailer": { types: "./nodemailer.d.ts", default: "./nodemailer.js" },
  },
};
writeFileSync(`${out}/package.json`, `${JSON.stringify(manifest, null, 2)}\n`);
const sizes = outputFiles.map(({ path, contents }) => {
  const kilobytes = (gzipSync(contents).length / 1_024).toFixed(2);
  return `${path.slice(out.length + 1)} ${kilobytes} KB gzip`;
});
console.log(`dist/client: ${sizes.join(", ")}\nInstall it beside your sender: npm install ${out}`);
