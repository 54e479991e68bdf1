const PURPOSES = ["marketing", "sales", "service"];
const CHANNELS = ["email", "sms", "call", "push"];
const NOTE = "As a policy would say why the rule is there, in a line.";

/** A sound policy of so many rules of five kinds, for as many groups of contacts. */
export const policyOf = (count: number): object => ({
  id: "many-rules",
  timezone: "UTC",
  retention: "P90D",
  purposes: Object.fromEntries(PURPOSES.map((name) => [name, {}])),
  departments: PURPOSES,
  rules: Array.from({ length: count }, (_, index) => ({ ...ruleOf(index), note: NOTE })),
});

function ruleOf(index: number): object {
  const purpose = [PURPOSES[index % PURPOSES.length]];
  const channel = [CHANNELS[index % CHANNELS.length]];
  const tags = [`group-${index}`];
  const days = `P${1 + (index % 30)}D`;
  const kinds = [
    { kind: "cap", max: 2, window: { rolling: days }, when: { purpose, channel, tags }, counts: { purpose } },
    { kind: "gap", min: days, when: { purpose, tags } },
    { kind: "lock", period: days, when: { purpose, tags } },
    {
      kind: "hours",
      when: { channel, tags },
      allow: [{ days: ["mon", "tue", "wed", "thu", "fri"], ranges: [["09:00", "20:00"]] }],
    },
    { kind: "cooldown", after: ["refused"], for: days, when: { channel, tags } },
  ];
  return { id: `rule-${index}`, ...kinds[index % kinds.length] };
}
