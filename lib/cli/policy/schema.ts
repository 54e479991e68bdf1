import { Command } from "commander";

const HELP = `
Editors that know JSON Schema complete names and tell what a field means. The schema lies beside the shipped policies;
a policy names it in its first line.

Examples:
  touchgate policy schema > policies/policy.schema.json      beside your policies
  "$schema": "./policy.schema.json",                         the first field of a JSON policy
  # yaml-language-server: $schema=./policy.schema.json       the first line of a YAML policy

Only touchgate policy check tells every fault: that a purpose is declared nowhere, no schema can say.`;

/** `touchgate policy schema`. */
export const schemaCommand = (): Command =>
  new Command("schema")
    .description("Print the JSON Schema of policy files, for editors.")
    .option("--preset", "print the one of presets of regulations instead")
    .addHelpText("after", HELP)
    .action(async ({ preset = false }: { readonly preset?: boolean }) => {
      if (preset) {
        const { regulationSchema } = await import("./regulation-schema.ts");
        console.log(JSON.stringify(regulationSchema(), null, 2));
        return;
      }
      const { policySchema } = await import("../../../functions/docs/policy-schema.ts");
      console.log(JSON.stringify(policySchema(), null, 2));
    });
