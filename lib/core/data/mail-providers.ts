/**
 * Domains of mail providers at which anybody can open a mailbox, compiled by hand. Domains that a provider's own staff or whole companies use (zoho.com, verizon.com)
 * are left out: taking a company's domain for a public one costs more than missing a small provider.
 */

const list = (domains: string): readonly string[] => domains.trim().split(/\s+/);
/** `family("live", "com fr")` is live.com and live.fr. */
const family = (name: string, endings: string): readonly string[] =>
  list(endings).map((ending) => `${name}.${ending}`);

export const GMAIL = list("gmail.com googlemail.com");

export const OUTLOOK = [
  ...family(
    "outlook",
    `com at be cl co.id co.il co.nz co.th com.ar com.au com.br com.gr com.pe com.tr com.vn cz de dk es
     fr hu ie in it jp kr lv my ph pt sa sg sk`,
  ),
  ...family(
    "hotmail",
    `com at be ca ch cl co.id co.il co.jp co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.hk com.mx
     com.tr com.tw com.vn cz de dk es fi fr gr hu ie it lt lv my nl no ph rs se sg sk`,
  ),
  ...family(
    "live",
    `com at be ca ch cl cn co.kr co.uk co.za com.ar com.au com.mx com.my com.ph com.pk com.pt com.sg de dk fi
     fr hk ie in it jp nl no ru se`,
  ),
  ...list("msn.com windowslive.com passport.com msn.cn"),
];

export const YAHOO = [
  ...family(
    "yahoo",
    `com at be bg ca ch cl cn co.id co.il co.in co.kr co.nz co.th co.uk co.za com.ar com.au com.br com.co
     com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn cz de dk ee es fi fr gr hr hu ie
     in it lt lv nl no pl pt ro se si sk`,
  ),
  ...list("ymail.com rocketmail.com myyahoo.com"),
];

export const ICLOUD = list("icloud.com me.com mac.com");
export const PROTON = list("proton.me protonmail.com protonmail.ch pm.me");
export const YANDEX = list("yandex.ru yandex.com ya.ru yandex.by yandex.kz yandex.ua narod.ru");
export const FASTMAIL = list("fastmail.com fastmail.fm");
export const PLUS_ONLY = list("hey.com mailbox.org posteo.de posteo.net runbox.com");

/** Every provider's domains together. */
export const PUBLIC_MAIL: ReadonlySet<string> = new Set([
  ...[...GMAIL, ...OUTLOOK, ...YAHOO, ...ICLOUD, ...PROTON, ...YANDEX, ...FASTMAIL, ...PLUS_ONLY],
  // China, Hong Kong, Taiwan
  ...list(`qq.com vip.qq.com foxmail.com 163.com vip.163.com 126.com vip.126.com yeah.net 188.com 163.net
    sina.com sina.cn vip.sina.com sina.com.cn sohu.com vip.sohu.com 139.com 189.cn wo.cn wo.com.cn aliyun.com 21cn.com tom.com
    263.net 2980.com 88.com yahoo.com.cn hinet.net pchome.com.tw netvigator.com msa.hinet.net`),
  // Japan, Korea, the rest of Asia, the Pacific
  ...list(`yahoo.co.jp ybb.ne.jp docomo.ne.jp ezweb.ne.jp au.com softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp
    ocn.ne.jp excite.co.jp goo.jp infoseek.jp naver.com daum.net hanmail.net nate.com kakao.com rediffmail.com
    indiatimes.com sify.com bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz singnet.com.sg`),
  // Russia and its neighbours
  ...list(`mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru lenta.ru ro.ru autorambler.ru ukr.net i.ua meta.ua bigmir.net
    tut.by inbox.lv mail.ee`),
  // German, French, Italian, Spanish, Portuguese
  ...list(`gmx.de gmx.net gmx.com gmx.at gmx.ch gmx.us gmx.fr gmx.co.uk web.de t-online.de freenet.de arcor.de online.de
    mail.de email.de posteo.at bluewin.ch hispeed.ch aon.at chello.at laposte.net orange.fr wanadoo.fr free.fr sfr.fr
    neuf.fr aliceadsl.fr bbox.fr numericable.fr libero.it virgilio.it tiscali.it alice.it tin.it inwind.it iol.it
    fastwebnet.it email.it terra.es telefonica.net ya.com sapo.pt iol.pt clix.pt terra.com.br uol.com.br bol.com.br ig.com.br
    globo.com r7.com oi.com.br`),
  // The rest of Europe, Turkey, Israel
  ...list(`wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu poczta.fm gazeta.pl tlen.pl seznam.cz email.cz centrum.cz
    post.cz volny.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg dir.bg skynet.be telenet.be
    ziggo.nl planet.nl home.nl kpnmail.nl hetnet.nl xs4all.nl online.nl telia.com bredband.net spray.se live.se
    online.no tele2.se jubii.dk mail.dk ofir.dk suomi24.fi luukku.com btinternet.com btopenworld.com virginmedia.com
    ntlworld.com blueyonder.co.uk sky.com talktalk.net tiscali.co.uk eircom.net mynet.com walla.co.il walla.com`),
  // North America
  ...list(`aol.com aol.co.uk aol.de aol.fr aim.com love.com verizon.net att.net sbcglobal.net bellsouth.net pacbell.net comcast.net
    charter.net cox.net earthlink.net mindspring.com juno.com netzero.net roadrunner.com rr.com optonline.net
    frontier.com frontiernet.net windstream.net centurylink.net rogers.com shaw.ca sympatico.ca telus.net videotron.ca
    cogeco.ca prodigy.net prodigy.net.mx`),
  // Everywhere
  ...list(`mail.com email.com usa.com europe.com asia.com post.com consultant.com engineer.com myself.com dr.com
    zohomail.com zohomail.eu zohomail.in tutanota.com tutanota.de tutamail.com tuta.io tuta.com keemail.me hushmail.com
    lycos.com excite.com inbox.com duck.com hey.com pobox.com sdf.org disroot.org riseup.net startmail.com
    mailfence.com skiff.com onmail.com ctemplar.com`),
]);
