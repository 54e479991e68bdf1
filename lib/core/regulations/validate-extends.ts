import type { Calendar } from "../calendar.ts";
import type { Issue } from "../errors.ts";
import { PolicyDocument } from "../policy.ts";
import { ruleIssues, type SoundParts } from "../validate-rule.ts";
import { lawsOf, ruleDocumentOf } from "./compile-regulations.ts";
import type { RegulationDocument } from "./regulation-document.ts";

/** What is wrong with the presets that a document extends, beside the rest of it. */
export function extendsIssues(of: {
  readonly input: unknown;
  readonly sound: SoundParts;
  readonly calendar: Calendar;
  readonly presets: ReadonlyMap<string, RegulationDocument>;
}): Issue[] {
  const { input, sound, calendar, presets } = of;
  const names =
    PolicyDocument.shape.extends.safeParse((Object(input) as { extends?: unknown }).extends).data ?? [];
  return names.flatMap((name, index) => {
    const path = `extends.${index}`;
    if (names.indexOf(name) < index) return [{ path, message: `${name} is named twice` }];
    const preset = presets.get(name);
    if (preset === undefined) {
      return [{ path, message: `there is no preset ${name}: docs/regulations.md lists those there are` }];
    }
    return [
      ...lawsOf([preset]).flatMap(({ law }) => lawIssues({ law, path, sound, calendar })),
      ...takenIds(preset, sound),
    ];
  });
}

/** What of a law this policy cannot hold, such as a window that is longer than what is retained. */
function lawIssues(at: {
  readonly law: RegulationDocument["rules"][number];
  readonly path: string;
  readonly sound: SoundParts;
  readonly calendar: Calendar;
}): Issue[] {
  const { law, path, sound, calendar } = at;
  if (sound.purposes === undefined) return [];
  const rule = ruleDocumentOf(law, { purposes: sound.purposes } as PolicyDocument);
  const issues = rule === undefined ? [] : ruleIssues({ rule, path, sound, calendar });
  return issues.map(({ message }) => ({ path, message: `${law.id} ${message}` }));
}

const takenIds = ({ rules: laws, preset }: RegulationDocument, { rules }: SoundParts): Issue[] =>
  rules.flatMap((rule, index) =>
    laws.some(({ id }) => id === rule?.id)
      ? [{ path: `rules.${index}.id`, message: `${rule?.id} is already the id of a rule of ${preset}` }]
      : [],
  );
