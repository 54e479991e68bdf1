import * as z from "zod/mini";
import { RegulationDocument } from "../../core/regulations/regulation-document.ts";

/** The schema of presets, for editors: made of the one that validates. What a date is, only the check tells. */
export const regulationSchema = (): object => ({
  $id: "urn:touchgate:regulation",
  title: "A preset of regulations of Touchgate",
  ...z.toJSONSchema(RegulationDocument, { io: "input", reused: "ref", unrepresentable: "any" }),
});
