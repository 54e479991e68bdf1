interface SampleContact {
  readonly id: string;
  readonly identities: readonly { type: string; value: string; region?: string }[];
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  readonly preferences?: Readonly<Record<string, unknown>>;
}

const SHANGHAI = { country: "CN", timezone: "Asia/Shanghai", language: "zh-CN" } as const;

/** Nobody real: reserved domains, American numbers kept for fiction, and the number of the README. */
const SAMPLE_CONTACTS: readonly SampleContact[] = [
  {
    id: "demo-li-ming",
    identities: [
      { type: "email", value: "li.ming@example.com" },
      { type: "phone", value: "138 0013 8000", region: "CN" },
    ],
    attributes: { ...SHANGHAI, name: "李明", company: "示例科技有限公司", city: "广州", stage: "prospect" },
  },
  {
    id: "demo-wang-fang",
    identities: [{ type: "email", value: "wang.fang@example.com" }],
    attributes: {
      ...SHANGHAI,
      name: "王芳",
      company: "示例贸易有限公司",
      city: "上海",
      stage: "customer",
      tier: "key",
    },
    preferences: { channels: { email: { maxPerWeek: 1 } } },
  },
  {
    id: "demo-zhang-wei",
    identities: [{ type: "email", value: "zhang.wei@example.com" }],
    attributes: { ...SHANGHAI, name: "张伟", city: "北京", stage: "prospect" },
    preferences: { channels: { call: { optOut: true } } },
  },
  {
    id: "demo-chen-jing",
    identities: [{ type: "email", value: "chen.jing@example.com" }],
    attributes: {
      ...SHANGHAI,
      name: "陈静",
      company: "样例设计工作室",
      stage: "customer",
      tags: ["purchased:crm"],
    },
    preferences: { topics: { promotions: { optOut: true } } },
  },
  {
    id: "demo-ada-morgan",
    identities: [
      { type: "email", value: "ada.morgan@example.com" },
      { type: "phone", value: "+1 212 555 0123" },
    ],
    attributes: {
      name: "Ada Morgan",
      company: "Example Labs",
      country: "US",
      region: "NY",
      stage: "prospect",
    },
  },
  {
    id: "demo-ben-carter",
    identities: [
      { type: "email", value: "ben.carter@example.org" },
      { type: "phone", value: "+1 415 555 0142" },
    ],
    attributes: { name: "Ben Carter", country: "US", region: "CA", stage: "customer" },
    preferences: { optOutAll: true },
  },
  {
    id: "demo-eva-jansen",
    identities: [{ type: "email", value: "eva.jansen@example.net" }],
    attributes: { name: "Eva Jansen", country: "NL", timezone: "Europe/Amsterdam", stage: "prospect" },
    preferences: { channels: { email: { hours: [["10:00", "18:00"]] } } },
  },
  {
    id: "demo-tom-becker",
    identities: [
      { type: "email", value: "tom.becker@example.com" },
      { type: "zoho", value: "demo-8" },
    ],
    attributes: {
      name: "Tom Becker",
      company: "Beispiel GmbH",
      country: "DE",
      stage: "customer",
      tier: "key",
    },
    preferences: { departments: { sales: { optOut: true } } },
  },
];

/** What to try on the sample contacts: a `POST /v1/check` body each, with what it shows. */
export const SAMPLE_CHECKS = [
  {
    shows: "marketing to a prospect",
    key: "tg_dev_marketing",
    body: { to: { email: "ada.morgan@example.com" }, channel: "email", purpose: "marketing", topic: "news" },
  },
  {
    shows: "a customer who wants nothing",
    key: "tg_dev_sales",
    body: { to: { contactId: "demo-ben-carter" }, channel: "call", purpose: "sales" },
  },
] as const;

/**
 * Puts the sample contacts and their preferences through the HTTP API at `url`. Doing it again changes nothing.
 * @throws Error with the gate's answer when it refuses one.
 */
export async function putSampleContacts(url: string): Promise<void> {
  for (const { id, identities, attributes, preferences } of SAMPLE_CONTACTS) {
    await put(`${url}/v1/contacts/${id}`, { identities, attributes });
    if (preferences !== undefined) await put(`${url}/v1/contacts/${id}/preferences`, preferences);
  }
}

async function put(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "PUT",
    headers: { authorization: "Bearer tg_dev_admin", "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`PUT ${new URL(url).pathname} answered ${response.status}: ${answer}`);
}
