import { FREE_LAYERS, HOMES, IMPURE, LAYERS, type Layer, LOADED_ON_DEMAND, SHORT_FILES } from "./rules.ts";
import { type Import, resolveImport, type Source } from "./scan.ts";

/** Every breach of the rules in the given files, one sentence each; empty when there is none. */
export function faultsOf(sources: readonly Source[]): string[] {
  return [...sources.flatMap(faultsOfFile), ...faultsOfStart(sources)];
}

function faultsOfFile(source: Source): string[] {
  const layer = layerOf(source.path);
  if (layer === undefined) return [`${source.path} is in no layer: give its folder an entry in rules.ts`];
  const tooLong = SHORT_FILES.filter(({ path, lines }) => path.test(source.path) && source.lines > lines).map(
    ({ lines }) => `${source.path} has ${source.lines} lines; at most ${lines}`,
  );
  if (FREE_LAYERS.includes(layer.layer)) return tooLong;
  const impure = layer.layer === "lib/core" ? impurities(source) : [];
  return [
    ...source.imports.flatMap((found) => faultsOfImport(source.path, layer, found)),
    ...impure,
    ...tooLong,
  ];
}

function faultsOfImport(path: string, layer: Layer, found: Import): string[] {
  const { specifier, form } = found;
  if (specifier === undefined) {
    // The local runtime and executables load the handlers that the route table names.
    return ["lib/local", "bin"].includes(layer.layer)
      ? []
      : [`${path} imports a computed name, which nobody can check`];
  }
  const file = resolveImport(path, specifier);
  const target = file ?? specifier;
  const faults: string[] = [];
  if (!mayImport(layer, { file, specifier, form })) {
    faults.push(`${path} imports ${target}, which ${layer.layer} may not: ${layer.reason}`);
  }
  for (const { packages, home, reason } of HOMES) {
    if (form === "type" || file !== undefined || !packages.test(specifier) || isBelow(path, home)) continue;
    faults.push(`${path} imports ${specifier}, whose only home is ${home}: ${reason}`);
  }
  const isZodAsAgreed = specifier === "zod/mini" && found.namespace === "z";
  if (/^zod(\/|$)/.test(specifier) && !isZodAsAgreed) {
    faults.push(`${path} imports ${specifier} otherwise than by import * as z from "zod/mini"`);
  }
  return faults;
}

interface Target {
  readonly file: string | undefined;
  readonly specifier: string;
  readonly form: Import["form"];
}

function mayImport(layer: Layer, { file, specifier, form }: Target): boolean {
  const isListed = (names: readonly string[], name: string): boolean =>
    names.some((listed) =>
      listed.endsWith("*") ? name.startsWith(listed.slice(0, -1)) : isBelow(name, listed),
    );
  if (form === "type" && isListed(layer.types ?? [], file ?? specifier)) return true;
  if (file === undefined) return isListed(layer.packages, specifier);
  return layerOf(file)?.layer === layer.layer ? layer.layer !== "bin" : isListed(layer.imports, file);
}

const impurities = ({ path, uses }: Source): string[] =>
  IMPURE.flatMap(({ use, reason }) =>
    [...new Set(uses)].filter((name) => use.test(name)).map((name) => `${path} uses ${name}: ${reason}`),
  );

/** What is loaded at start although it must be loaded on demand, each with the way that leads to it. */
function faultsOfStart(sources: readonly Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  return LOADED_ON_DEMAND.flatMap(({ from, target, reason }) => {
    const starts = sources.filter(({ path }) => isBelow(path, from)).map(({ path }) => [path]);
    const ways = starts.flatMap((start) => wayTo(target, start, byPath) ?? []);
    return ways.map((way) => `${way} is loaded at start: ${reason}`);
  });
}

/** The shortest way of static imports from the start to a target, as `a → b → c`. */
function wayTo(target: RegExp, start: string[], byPath: ReadonlyMap<string, Source>): string | undefined {
  const ways = [start];
  const seen = new Set(start);
  for (const way of ways) {
    const path = way.at(-1) ?? "";
    if (target.test(path)) return way.join(" → ");
    for (const { specifier, form } of byPath.get(path)?.imports ?? []) {
      if (form !== "static" || specifier === undefined) continue;
      const next = resolveImport(path, specifier) ?? specifier;
      if (seen.has(next)) continue;
      seen.add(next);
      ways.push([...way, next]);
    }
  }
  return undefined;
}

const isBelow = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

const layerOf = (path: string): Layer | undefined =>
  LAYERS.filter(({ layer }) => isBelow(path, layer)).sort((a, b) => b.layer.length - a.layer.length)[0];
