/**
 * Large mail hosts that addresses are mistyped of, compiled by hand, the largest first: of two that a text is equally
 * near to the first is meant.
 */

const list = (domains: string): readonly string[] => domains.trim().split(/\s+/);

/** Their names are coined and long: a name a slip away is hardly anybody's own. */
export const COINED_HOSTS = list(`
  gmail.com yahoo.com hotmail.com outlook.com icloud.com foxmail.com aliyun.com yandex.ru protonmail.com
  hotmail.co.uk hotmail.fr hotmail.it hotmail.es hotmail.de outlook.fr outlook.de outlook.es
  yahoo.co.uk yahoo.co.jp yahoo.co.in yahoo.fr yahoo.de yahoo.it yahoo.es yahoo.ca yahoo.com.br yahoo.com.au
  googlemail.com rocketmail.com windowslive.com rediffmail.com zohomail.com yandex.com hanmail.net
  comcast.net verizon.net sbcglobal.net bellsouth.net btinternet.com t-online.de wanadoo.fr laposte.net`);

/** Their names are short, numbers or words: names beside them are others' (136.com, life.com), so only endings tell. */
export const WORD_HOSTS = list(`
  qq.com 163.com 126.com 139.com sina.com sohu.com yeah.net live.com msn.com aol.com mail.com naver.com daum.net
  gmx.net gmx.com att.net cox.net earthlink.net`);

/** A slip away from a host above, and somebody's own all the same. */
export const REAL_NEIGHBOURS: ReadonlySet<string> = new Set(
  list("gail.com grail.com faxmail.com hostmail.com incloud.com"),
);

/** A slip away from com or net, and endings all the same. Countries' have two letters. */
export const REAL_ENDINGS: ReadonlySet<string> = new Set(list("cam bet pet vet new"));
