import { type ImportKind, isField } from "./import-kinds.ts";

/** Spellings of columns' names, in lower case without spaces, signs and numbers at the end. */
type Spellings = Readonly<Record<string, string>>;

const WHO: Spellings = {
  id: "id recordid recid rowid uid uuid uniqueid customernumber customerno clientnumber membernumber 编号 号 号码 会员号",
  system: "datasource sourcesystem system 来源系统 数据来源",
  email:
    "email emails mail emailaddress mailaddress emailid 邮箱 邮箱地址 电子邮箱 电子邮件 电子邮件地址 邮件 邮件地址 电邮 email地址",
  phone:
    "phone phones phonenumber phoneno mobile mobilephone mobilenumber mobileno cell cellphone cellnumber telephone " +
    "telephonenumber tel handphone msisdn whatsapp whatsappnumber 手机 手机号 手机号码 电话 电话号码 联系电话 联系方式 移动电话 座机 固话 固定电话 联系手机",
  country: "country countrycode countryname addrcountry countryregion nation 国家 国别 国家地区",
  "id:wechat": "wechat wechatid weixin openid unionid 微信 微信号",
};

const SPELLINGS: Readonly<Record<ImportKind, Spellings>> = {
  contacts: {
    ...WHO,
    name: "name fullname namefull displayname personname contact 姓名 名称 联系人 称呼 全名",
    firstName: "firstname givenname forename namefirst first 名 名字",
    middleName: "middlename namemiddle middle",
    lastName: "lastname surname familyname namelast last 姓 姓氏",
    company:
      "company companyname organization organisation organizationname organisationname org nameorg employer account " +
      "accountname businessname firm 公司 公司名称 公司名 单位 单位名称 工作单位 企业 企业名称 机构 机构名称 客户名称",
    birthDate: "birthdate dateofbirth dob birthday born 生日 出生日期 出生年月 出生年月日",
    region: "state province region addrstate stateprovince federalstate 省 省份 州 地区 所在省份",
    city: "city town locality suburb addrcity 城市 市 所在城市",
    street:
      "street streetaddress address addressline addressfull fulladdress addr addrfull addrline 地址 详细地址 街道 联系地址 通讯地址",
    postalCode: "postalcode zip zipcode postcode plz addrpostalcode addrzip 邮编 邮政编码",
    timezone: "timezone tz 时区",
    language: "language lang locale 语言 语种",
    stage: "stage lifecyclestage lifecycle customerstage 阶段 客户阶段 生命周期",
    tier: "tier level grade customertier customerlevel 等级 级别 客户等级 会员等级",
    tags: "tags tag labels label 标签",
    recipientType: "recipienttype contacttype customertype 客户类型 联系人类型",
    "owner.agent":
      "owner ownername contactowner leadowner accountowner accountmanager salesrep assignee 负责人 客户经理 归属人 跟进人 所属销售",
    "owner.department": "ownerdepartment 归属部门 所属部门",
  },
  preferences: {
    ...WHO,
    optOutAll: "optoutall optout optedout unsubscribedall donotcontact dnc 全部退订 拒绝联系",
    "channels.email.optOut":
      "emailoptout emailoptedout optedoutofemail hasoptedoutofemail hsemailoptout unsubscribed unsubscribe donotemail 退订 邮件退订",
    "channels.sms.optOut": "smsoptout smsoptedout donotsms donottext 短信退订",
    "channels.call.optOut": "calloptout donotcall phoneoptout 拒绝来电 电话退订",
    pausedUntil: "pauseduntil pauseuntil snoozeuntil 暂停至",
    maxPerWeek: "maxperweek weeklylimit 每周上限",
  },
  consents: {
    ...WHO,
    channel: "channel medium 渠道",
    purpose: "purpose 目的 用途",
    level: "level consentlevel consenttype 级别 同意级别",
    at: "at date time datetime timestamp consentdate consentat consentedat givenat optindate optintime 日期 时间 同意时间",
    expiresAt: "expiresat expires expiry expirydate expirationdate validuntil 到期 到期日 有效期至",
    source: "source consentsource optinsource 来源",
    evidence: "evidence proof 证据 凭证",
  },
  suppressions: {
    email: WHO.email ?? "",
    phone: WHO.phone ?? "",
    country: WHO.country ?? "",
    type: "type addresstype 类型",
    value: "value address addr 地址",
    list: "list listname suppressionlist 名单",
    reason: "reason cause 原因",
    expiresAt: "expiresat expires expiry expirydate expirationdate until 到期 到期日",
  },
  touches: {
    ...WHO,
    id: `${WHO.id} contact customer client recipient 客户 联系人`,
    channel: "channel medium 渠道 方式 联系方式",
    department: "department dept team 部门",
    purpose: "purpose 目的 用途",
    campaign: "campaign campaignid campaignname 活动 营销活动",
    topic: "topic 主题 话题",
    product: "product productname 产品 商品",
    subject: "subject case caseid matter 事项 案件",
    agent: "agent agentid employee employeeid rep salesrep caller 坐席 员工 客服",
    reference: "reference ref messageid callid touchid 流水号",
    at: "at date time datetime timestamp sentat calledat calldate senddate activitydate 日期 时间 联系时间 通话时间",
    outcome: "outcome result disposition calldisposition 结果 通话结果",
    direction: "direction dir 方向 呼叫方向",
  },
};

/** Words before or among others that tell nothing of what a column holds. */
const QUALIFIERS = new Set(
  (
    "primary secondary main other default preferred current contact contacts customer client lead person people user " +
    "member buyer subscriber personal private mailing billing work business home office native my your the hs"
  ).split(" "),
);
const HAN_QUALIFIERS = /^(客户|联系人|会员|用户|主要|个人|工作|公司|办公|家庭|常用|备用|您的|你的)(?=.)/u;

/** Ids with these words in their names are of something else than a person. */
const NOT_OF_PERSONS = new Set(
  (
    "account company organization organisation campaign group parent list owner product order invoice tax vat external " +
    "session device ip batch job event template message call touch case ticket deal opportunity sku source record row " +
    "employee agent"
  ).split(" "),
);

/** Numbers by which states know people. */
const GOVERNMENT_NUMBER =
  /^(passport(number|no)?|ssn(number)?|socialsecurity(number)?|socsec(id)?|nationalid(number)?|idcard(number)?|driver'?s?licen[cs]e(number)?|taxid(number)?)$|身份证|护照|驾照/;

/** What a column's name says of what it holds. */
export type ColumnGuess =
  | { readonly field: string }
  /** Undefined field: nothing known; `hint` tells what could be done about it. */
  | { readonly field: undefined; readonly hint: string | undefined };

const byKind = new Map<ImportKind, ReadonlyMap<string, string>>();

function spellingsOf(kind: ImportKind): ReadonlyMap<string, string> {
  const known = byKind.get(kind);
  if (known !== undefined) return known;
  const entries = Object.entries(SPELLINGS[kind]).flatMap(([field, words]) =>
    words.split(" ").map((word): [string, string] => [word, field]),
  );
  const made = new Map(entries);
  byKind.set(kind, made);
  return made;
}

/** Guesses what a column holds from its name, in English or Chinese. */
export function guessField(header: string, kind: ImportKind): ColumnGuess {
  // The API's own names, which an export has too.
  if (isField(kind, header)) return { field: header };
  const words = wordsOf(header);
  const bare = words.filter((word) => !QUALIFIERS.has(word));
  const whole = words.join("");
  const spellings = spellingsOf(kind);
  for (const text of [whole, bare.join(""), whole.replace(HAN_QUALIFIERS, "")]) {
    const field = spellings.get(text);
    if (field !== undefined) return { field };
  }
  if (kind === "suppressions") return { field: undefined, hint: undefined };
  const system = systemOf(bare);
  if (system !== undefined) return { field: `id:${system}` };
  return { field: undefined, hint: hintOf(bare.join("")) };
}

/** `Zoho_Contact_ID` has the words zoho, contact and id; remarks in brackets and numbers at the end tell nothing. */
function wordsOf(header: string): readonly string[] {
  return header
    .normalize("NFKC")
    .replace(/[([【].*?[)\]】]/gu, " ")
    .replace(/([\p{Ll}\d])(\p{Lu})/gu, "$1 $2")
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\p{N}']+/u)
    .map((word) => word.replace(/\d+$/, ""))
    .filter((word) => word !== "");
}

/** The system whose id of a person a column holds. */
function systemOf(words: readonly string[]): string | undefined {
  const of = words.slice(0, -1);
  const system = of.join("");
  const isId = words.at(-1) === "id" && /^[a-z][a-z0-9]{1,31}$/.test(system);
  const isOfPerson = !of.some((word) => NOT_OF_PERSONS.has(word)) && !GOVERNMENT_NUMBER.test(words.join(""));
  return isId && isOfPerson ? system : undefined;
}

const hintOf = (text: string): string | undefined =>
  GOVERNMENT_NUMBER.test(text)
    ? "a state's number, which no decision needs; to find duplicates by it, map it to id:passport or the like"
    : undefined;
