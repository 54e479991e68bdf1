import type { RegulationDocument } from "../core/regulations/regulation-document.ts";
import type { Presets } from "../core/validate-policy.ts";

/** The presets that come with the gate, each loaded when a policy extends it. */

type Load = () => Promise<{ readonly default: unknown }>;

const PRESETS: Readonly<Record<string, Load>> = {
  "regulations/us-federal": () =>
    import("../../policies/regulations/us-federal.json", { with: { type: "json" } }),
  "regulations/us-states": () =>
    import("../../policies/regulations/us-states.json", { with: { type: "json" } }),
  "regulations/ca": () => import("../../policies/regulations/ca.json", { with: { type: "json" } }),
  "regulations/gb": () => import("../../policies/regulations/gb.json", { with: { type: "json" } }),
  "regulations/ie": () => import("../../policies/regulations/ie.json", { with: { type: "json" } }),
  "regulations/fr": () => import("../../policies/regulations/fr.json", { with: { type: "json" } }),
  "regulations/de": () => import("../../policies/regulations/de.json", { with: { type: "json" } }),
  "regulations/es": () => import("../../policies/regulations/es.json", { with: { type: "json" } }),
  "regulations/it": () => import("../../policies/regulations/it.json", { with: { type: "json" } }),
  "regulations/nl": () => import("../../policies/regulations/nl.json", { with: { type: "json" } }),
  "regulations/be": () => import("../../policies/regulations/be.json", { with: { type: "json" } }),
  "regulations/at": () => import("../../policies/regulations/at.json", { with: { type: "json" } }),
  "regulations/pl": () => import("../../policies/regulations/pl.json", { with: { type: "json" } }),
  "regulations/pt": () => import("../../policies/regulations/pt.json", { with: { type: "json" } }),
  "regulations/eu": () => import("../../policies/regulations/eu.json", { with: { type: "json" } }),
  "regulations/au": () => import("../../policies/regulations/au.json", { with: { type: "json" } }),
  "regulations/nz": () => import("../../policies/regulations/nz.json", { with: { type: "json" } }),
  "regulations/in": () => import("../../policies/regulations/in.json", { with: { type: "json" } }),
  "regulations/sg": () => import("../../policies/regulations/sg.json", { with: { type: "json" } }),
  "regulations/hk": () => import("../../policies/regulations/hk.json", { with: { type: "json" } }),
  "regulations/tw": () => import("../../policies/regulations/tw.json", { with: { type: "json" } }),
  "regulations/jp": () => import("../../policies/regulations/jp.json", { with: { type: "json" } }),
  "regulations/kr": () => import("../../policies/regulations/kr.json", { with: { type: "json" } }),
  "regulations/cn": () => import("../../policies/regulations/cn.json", { with: { type: "json" } }),
  "regulations/id": () => import("../../policies/regulations/id.json", { with: { type: "json" } }),
  "regulations/ph": () => import("../../policies/regulations/ph.json", { with: { type: "json" } }),
  "regulations/ae": () => import("../../policies/regulations/ae.json", { with: { type: "json" } }),
  "regulations/sa": () => import("../../policies/regulations/sa.json", { with: { type: "json" } }),
  "regulations/il": () => import("../../policies/regulations/il.json", { with: { type: "json" } }),
  "regulations/tr": () => import("../../policies/regulations/tr.json", { with: { type: "json" } }),
  "regulations/za": () => import("../../policies/regulations/za.json", { with: { type: "json" } }),
  "regulations/br": () => import("../../policies/regulations/br.json", { with: { type: "json" } }),
  "regulations/co": () => import("../../policies/regulations/co.json", { with: { type: "json" } }),
  "regulations/cl": () => import("../../policies/regulations/cl.json", { with: { type: "json" } }),
  "regulations/mx": () => import("../../policies/regulations/mx.json", { with: { type: "json" } }),
};

export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** Those that a policy document extends, whatever state it is in; names that there are not are left out. */
export async function presetsOf(document: unknown): Promise<Presets> {
  const { extends: names } = Object(document) as { readonly extends?: unknown };
  return loadPresets(Array.isArray(names) ? names.filter((name) => typeof name === "string") : []);
}

/** Those of these names that there are. Shipped data: a test holds each against its schema. */
export async function loadPresets(names: readonly string[]): Promise<Presets> {
  const known = [...new Set(names)].filter((name) => Object.hasOwn(PRESETS, name));
  const loaded = known.map(async (name) => {
    const module = await (PRESETS[name] as Load)();
    return [name, module.default as RegulationDocument] as const;
  });
  return new Map(await Promise.all(loaded));
}
