import type { TimeRange } from "../../lib/core/contact.ts";
import type { Language } from "../../lib/core/messages.ts";
import { worded } from "../../lib/core/page/page-document.ts";
import type { EpochMs } from "../../lib/core/time.ts";
import { type Html, html } from "../shared/html.ts";
import type { Answer } from "../shared/http.ts";
import { type Brand, pageAnswer } from "../shared/page.ts";
import { type ChoiceFault, type Choices, PAUSE_DAYS, TIMED_CHANNELS, WEEKLY_LIMITS } from "./choices.ts";
import type { PageModel, Switch } from "./page-model.ts";
import { TEXTS } from "./page-texts.ts";

/** What happened before the page is shown. */
export type Notice = "saved" | "stale" | "tooOften" | "faults";

interface Shown {
  readonly model: PageModel;
  readonly language: Language;
  readonly brand: Brand;
  readonly notice?: Notice | undefined;
  readonly faults?: readonly ChoiceFault[];
  /** What was entered, to be shown again when it could not be saved. */
  readonly entered?: Choices | undefined;
  /** As it was sent in a field that cannot be saved. */
  readonly raw?: ReadonlyMap<string, string>;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

export function preferencePage(shown: Shown): Answer {
  const { model, language, brand, notice, status = 200, headers = {} } = shown;
  const texts = TEXTS[language];
  const name = worded(brand.name, language);
  const title = name === undefined ? texts.title : texts.titleOf(name);
  const main = html`${noticePart(shown)}
<p>${texts.lead}</p>
${model.isStopped && stoppedPart(shown)}
<form method="post">
<input type="hidden" name="seen" value="${model.seen}">
${switches("channel", { legend: texts.channels, hint: texts.channelsHint, of: model.channels })}
${model.topics.length > 0 && switches("topic", { legend: texts.topics, hint: texts.topicsHint, of: model.topics })}
${oftenPart(shown)}
${hoursPart(shown)}
${pausePart(shown)}
<p><button type="submit">${texts.save}</button></p>
</form>
${!model.isStopped && stopPart(shown)}
${latelyPart(shown)}
<p class="soft">${texts.footer}</p>`;
  const before = notice === undefined ? undefined : notice === "saved" ? texts.savedTitle : texts.badTitle;
  const spoken = before === undefined ? title : `${before}: ${title}`;
  return pageAnswer({ status, language, title, spoken, main, brand, headers });
}

/** Of somebody of whom nothing is held. */
export function nobodyPage(language: Language, brand: Brand): Answer {
  const texts = TEXTS[language];
  return pageAnswer({ language, title: texts.unknown, main: html`<p>${texts.unknownText}</p>`, brand });
}

function noticePart({ notice, model, language, faults = [] }: Shown): Html | undefined {
  if (notice === undefined) return undefined;
  const texts = TEXTS[language];
  // That everything is stopped is said by itself.
  if (notice === "saved") {
    return model.isStopped ? undefined : html`<div class="note" role="status"><p>${texts.saved}</p></div>`;
  }
  const list = faults.map(
    ({ field, fault }) =>
      html`<p><a href="#${idOf(field)}">${labelOf(field, language)}</a>: ${texts.faultOf[fault]}</p>`,
  );
  return html`<div class="note bad" role="alert"><p>${texts[notice]}</p>${list}</div>`;
}

const idOf = (field: string): string => field.replaceAll(":", "-");
const labelOf = (field: string, language: Language): string =>
  TEXTS[language].hoursOf[field.endsWith("sms") ? "sms" : "call"];

function stoppedPart({ model, language, notice }: Shown): Html {
  const texts = TEXTS[language];
  const isNew = notice === "saved";
  return html`<div class="note still"${isNew && html` role="status"`}>
<p><strong>${isNew ? texts.savedStopped : texts.stopped}</strong> ${texts.stoppedText}</p>
<form method="post">
<input type="hidden" name="seen" value="${model.seen}">
<p><button class="quiet" type="submit" name="everything" value="resume">${texts.resume}</button></p>
</form>
</div>`;
}

function stopPart({ model, language }: Shown): Html {
  const texts = TEXTS[language];
  return html`<section class="stop" aria-labelledby="stop">
<h2 id="stop">${texts.stopTitle}</h2>
<p>${texts.stopText}</p>
<form method="post">
<input type="hidden" name="seen" value="${model.seen}">
<p><button class="quiet" type="submit" name="everything" value="stop">${texts.stop}</button></p>
</form>
</section>`;
}

function switches(
  kind: "channel" | "topic",
  { legend, hint, of }: { legend: string; hint: string; of: readonly Switch<string>[] },
): Html {
  const ticks = of.map(
    ({
      name,
      label,
      isOn,
    }) => html`<label class="tick"><input type="checkbox" name="${kind}" value="${name}"${isOn && html` checked`}><span>${label}</span></label>
<input type="hidden" name="shown" value="${kind}:${name}">
`,
  );
  return html`<fieldset aria-describedby="hint-${kind}">
<legend>${legend}</legend>
<p class="hint" id="hint-${kind}">${hint}</p>
${ticks}</fieldset>`;
}

interface Option {
  readonly value: string;
  readonly label: string;
}

const select = (
  name: string,
  { options, chosen, labels }: { options: readonly Option[]; chosen: string; labels: string },
) =>
  html`<select name="${name}" aria-labelledby="${labels}">${options.map(
    ({ value, label }) =>
      html`<option value="${value}"${value === chosen && html` selected`}>${label}</option>`,
  )}</select>`;

function oftenPart({ model, language, entered }: Shown): Html {
  const texts = TEXTS[language];
  const stands = model.preferences.maxPerWeek ?? null;
  const chosen = entered?.maxPerWeek === undefined ? stands : entered.maxPerWeek;
  const limits = new Set([...WEEKLY_LIMITS, ...(chosen === null ? [] : [chosen])]);
  const options = [
    { value: "", label: texts.noLimit },
    ...[...limits].sort((a, b) => a - b).map((limit) => ({ value: `${limit}`, label: texts.perWeek(limit) })),
  ];
  return html`<fieldset>
<legend id="often">${texts.often}</legend>
<p class="hint">${texts.oftenHint}</p>
${select("maxPerWeek", { options, chosen: chosen === null ? "" : `${chosen}`, labels: "often" })}
</fieldset>`;
}

function hoursPart(shown: Shown): Html {
  const texts = TEXTS[shown.language];
  return html`<fieldset aria-describedby="hint-hours">
<legend>${texts.hours}</legend>
<p class="hint" id="hint-hours">${texts.hoursHint}</p>
${TIMED_CHANNELS.filter((channel) => shown.model.channels.some(({ name }) => name === channel)).map((channel) => hoursOf(channel, shown))}
</fieldset>`;
}

function hoursOf(
  channel: (typeof TIMED_CHANNELS)[number],
  { model, language, faults = [], entered, raw }: Shown,
): Html {
  const texts = TEXTS[language];
  const ranges = model.preferences.channels?.[channel]?.hours;
  const name = html`<span class="of" id="of-${channel}">${texts.hoursOf[channel]}</span>`;
  // Several ranges, or none at all, were not chosen here: they stay.
  if (ranges && ranges.length !== 1) {
    return html`<div class="row">${name}<span>${texts.ownHours(ranges.map(rangeText))}</span></div>`;
  }
  const isFaulty = faults.some(({ field }) => field === `from:${channel}`);
  const [from, to] = timesOf(entered?.hours.has(channel) ? entered.hours.get(channel) : ranges?.[0]);
  const field = (end: "from" | "to", label: string, value: string) =>
    html`<label for="${end}-${channel}">${label}<input type="time" id="${end}-${channel}" name="${end}:${channel}" value="${raw?.get(`${end}:${channel}`) ?? value}" aria-describedby="of-${channel}"${isFaulty && html` aria-invalid="true"`}></label>`;
  return html`<div class="row" role="group" aria-labelledby="of-${channel}">${name}
${field("from", texts.from, from)}
${field("to", texts.to, to)}
${isFaulty && html`<p class="fault">${texts.faultOf.hours}</p>`}</div>`;
}

/** Midnight at the end of a day is 00:00 in a field for times of day. */
const timesOf = (range: TimeRange | null | undefined): readonly [string, string] =>
  range ? [range[0], range[1] === "24:00" ? "00:00" : range[1]] : ["", ""];
const rangeText = ([start, end]: TimeRange): string => `${start}–${end}`;

function pausePart({ model, language }: Shown): Html {
  const texts = TEXTS[language];
  const { pausedUntil, zone } = model;
  const standing =
    pausedUntil === undefined
      ? []
      : [{ value: "keep", label: texts.keepPause(dateText(pausedUntil, { language, zone })) }];
  const options = [
    ...standing,
    { value: "none", label: texts.noPause },
    ...PAUSE_DAYS.map((days) => ({ value: `P${days}D`, label: texts.pauseFor[days] })),
  ];
  return html`<fieldset>
<legend id="pause">${texts.pause}</legend>
${select("pause", { options, chosen: options[0]?.value ?? "none", labels: "pause" })}
</fieldset>`;
}

function latelyPart({ model, language }: Shown): Html {
  const texts = TEXTS[language];
  const items = model.lately.map(
    ({ at, channel, department, about }) =>
      html`<li><time datetime="${new Date(at).toISOString()}">${dateText(at, { language, zone: model.zone })}</time>${channel} · ${department} · ${about}</li>`,
  );
  return html`<section class="lately" aria-labelledby="lately">
<h2 id="lately">${texts.lately}</h2>
${items.length === 0 ? html`<p class="soft">${texts.nobody}</p>` : html`<ol>${items}</ol>`}
</section>`;
}

const dateText = (
  at: EpochMs,
  { language, zone }: { readonly language: Language; readonly zone: string },
): string =>
  new Intl.DateTimeFormat(language === "zh" ? "zh-CN" : "en-GB", {
    dateStyle: "long",
    timeZone: zone,
  }).format(at);
