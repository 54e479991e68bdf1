import type { Locator, Page } from "playwright-core";
import { type FaultyEngine, startFaultyEngine } from "./faulty-engine.ts";
import { type Fields, freshEmail, freshId, startTestGate, type TestGate } from "./gate.ts";

/** A gate whose pages are looked at, on a real engine behind a network that can be made to fail. */
export interface Site {
  readonly gate: TestGate;
  readonly engine: FaultyEngine;
  stop(): Promise<void>;
}

/** The site's clock stands here. */
export const NOW = "2026-11-23T02:10:00.000Z";

const LOGO =
  "<svg xmlns='http://www.w3.org/2000/svg' width='160' height='40'><rect width='160' height='40' rx='8' fill='#c2185b'/><circle cx='20' cy='20' r='9' fill='#fff'/></svg>";

/** A company with everything that its pages can show. */
export const POLICY = {
  id: "pages",
  timezone: "Asia/Shanghai",
  purposes: { marketing: {}, service: {}, transactional: { obeys: "hard", counts: false } },
  departments: ["marketing", "service"],
  rules: [],
  page: {
    name: { en: "Example Trading", zh: "示例商贸" },
    color: "#c2185b",
    logo: `data:image/svg+xml;base64,${Buffer.from(LOGO).toString("base64")}`,
    contact: { en: "Example Trading Ltd, 1 Long Street, Shanghai", zh: "示例商贸有限公司，上海市长街 1 号" },
    links: [
      { label: { en: "Privacy notice", zh: "隐私声明" }, url: "https://example.com/privacy" },
      { label: { en: "Imprint", zh: "关于我们" }, url: "https://example.com/imprint" },
    ],
    topics: {
      promotions: { en: "Offers and promotions", zh: "优惠促销" },
      news: { en: "News about our products", zh: "产品新闻" },
    },
    departments: {
      marketing: { en: "Marketing", zh: "市场部" },
      service: { en: "Customer service", zh: "客服部" },
    },
    purposes: {
      marketing: { en: "Advertising", zh: "推广" },
      service: { en: "Your enquiry", zh: "您的咨询" },
    },
  },
};

/** @throws CannotStart; Error when the policy is refused. */
export async function startSite(policy: Fields = POLICY): Promise<Site> {
  const engine = await startFaultyEngine();
  const gate = await startTestGate({
    policy,
    engine: { kind: "DYNAMODB_ENDPOINT", endpoint: engine.endpoint },
    // A browser takes the machine's time: what is slow here says nothing of the gate.
    deadlineMs: 20_000,
  });
  gate.setClock(NOW);
  return {
    gate,
    engine,
    async stop() {
      engine.fails = () => undefined;
      await gate.stop();
      await engine.stop();
    },
  };
}

interface Links {
  readonly listUnsubscribe: string;
  readonly preferencesUrl: string;
}

/** The links of a message, as addresses. */
export async function linksFor({ gate }: Pick<Site, "gate">, body: Fields) {
  const reply = await gate.send<Links>("POST /v1/links", { body });
  if (reply.status !== 200) throw new Error(`links: ${reply.status}`);
  const { listUnsubscribe, preferencesUrl } = reply.body;
  return { unsubscribe: listUnsubscribe.slice(1, -1), preferences: preferencesUrl };
}

/** A contact by e-mail and telephone, whom two departments have reached. */
export async function someone({
  gate,
}: Pick<Site, "gate">): Promise<{ readonly contactId: string; readonly email: string }> {
  const [contactId, email] = [freshId(), freshEmail()];
  await gate.send(`PUT /v1/contacts/${contactId}`, {
    body: { identities: [{ type: "email", value: email }] },
  });
  for (const [channel, department, purpose, topic] of [
    ["email", "marketing", "marketing", "promotions"],
    ["call", "service", "service", undefined],
  ]) {
    await gate.check({ to: { contactId }, channel, department, purpose, ...(topic && { topic }) });
  }
  return { contactId, email };
}

/** Follows a link or sends a form; the status of the page that comes. */
export async function follow(
  page: Page,
  control: Locator,
  by: () => Promise<void> = () => control.click(),
): Promise<number> {
  const loaded = page.waitForEvent("load");
  const answered = page.waitForResponse(
    (answer) => answer.request().isNavigationRequest() && answer.status() !== 303,
  );
  await by();
  await loaded;
  return (await answered).status();
}
