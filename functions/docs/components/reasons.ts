import type { ReasonCode } from "../../../lib/core/reasons.ts";
import { BUILT_IN_REASONS } from "./built-in-reasons.ts";
import type { ReasonText } from "./reason-text.ts";
import { RULE_REASONS } from "./rule-reasons.ts";

/** Every code that a decision can give. */
export const REASONS: Readonly<Record<ReasonCode, ReasonText>> = { ...RULE_REASONS, ...BUILT_IN_REASONS };

const pascal = (code: string): string => code.replaceAll(/(?:^|_)(\w)/g, (_, letter) => letter.toUpperCase());

/** `cap_reached` → `CapReachedDetails`: the name of the code's details in the document. */
export const detailsNameOf = (code: string): string => `${pascal(code)}Details`;
