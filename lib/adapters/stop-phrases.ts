/**
 * Wording that a reasonable person reads as a stop although no keyword stands alone. Matched against words in lower
 * case without accents, with one space between them and none around (`read-reply.ts`); CJK texts have no spaces.
 * What matches counts as a stop until a person has looked, so a pattern may be a little too wide and never too narrow.
 */

/** Nouns and verbs of being written to. */
const MESSAGES =
  "(?:text|texts|texting|txts?|message|messages|messaging|msg|msgs|sms|call|calls|calling|email|emails|emailing|spam|spamming|ads?|adverts?|promos?|promotions?|offers|marketing|newsletters?|notifications|alerts|updates)";
const DOING =
  "(?:text|texting|txt|txting|message|messaging|msging|contact|contacting|call|calling|email|emailing|mail|send|sending|write|writing|bother|bothering|spam|spamming|harass|harassing|annoying|pestering)";
/** A limit in time or place makes it a wish about when, and no stop. */
const NOT_LATER =
  "(?! (?:before|until|till|today|now i|while|when|during|between|at (?:work|night|home|\\d)))";

const ENGLISH = [
  "(?<!\\b(?:the|a|an|bus|next|last|my|your|first|tram|train|pit|full|non|one|any|every|don t|dont|can t|cant|won t|didn t|did|doesn t|does|nonstop|to|and|or|will|where|this is my)) stop$(?<! (?:don t|dont|never) stop)|\\band stop$|^stop (?:ok|okay|now|thanks|thx|bro|man|dude)$|^enough$|^(?:(?:please|pls|plz) )?(?:remove|delete)(?: (?:please|pls|plz))?$",
  `\\b(?:do not|don t|dont|never) (?:ever )?${DOING}(?: (?:again|anymore|any more|ever|to me (?:again|anymore)))?$|\\b(?:do not|don t|dont|never) (?:reply|respond|reach out) to (?:me|us) (?:again|anymore)\\b`,
  `\\b(?:delete|remove|erase) my (?:info|information|data|details|contact|contacts)\\b|\\b(?:done|fed up|sick of|tired of)(?: with)? (?:these|the|your|all) (?:\\w+ )?${MESSAGES}\\b|\\b(?:kill|turn off|shut off) (?:the|these|your|all) ${MESSAGES}\\b`,
  "^(?:(?:please|pls|plz|kindly|just|ok|okay|hey|hi|omg|i said|can you|could you|will you|would you) )*(?:stop|quit|cease)(?: (?:it|this|that|now|already|please|pls|plz|thanks|thank you))*$",
  `(?<!\\b(?:can t|cant|cannot|couldn t|don t|dont|never|won t|why did you|when did you|did you|have you) )\\b(?:stop|quit|cease) (?:${DOING})(?!\\w)`,
  `(?<!\\b(?:don t|dont|never|did you) )\\b(?:stop|quit|cancel|end|no more|enough) (?:(?:it|with|of|the|these|those|all|your|any|this|my|sending|more) )*${MESSAGES}\\b`,
  `\\b(?:do not|don t|dont|dnt|never) (?:you )?(?:ever |please )?${DOING} (?:me|us|this number|here)\\b${NOT_LATER}(?! (?:at|on) \\d)`,
  "\\b(?:do not|don t|dont) (?:want|wish|need|like)(?: to)?(?: \\w+){0,4} (?:texts|messages|sms|calls|emails|spam|ads|promotions|newsletters|contacted|texted|messaged)\\b",
  "\\b(?:do not|don t|dont) want to hear from\\b|\\bwant out$|^no more(?: please| thanks| thank you)?$",
  "\\b(?:do not|don t|dont|didn t|did not|never) (?:\\w+ )?(?:consent|agreed?|sign up|signed up|subscribed?|asked?) (?:to|for|with) (?:this|these|that|those|your|any|it|texts|messages)\\b",
  "\\b(?:asked|told|telling|asking|want|wanted|need|begging) (?:you|u|them)(?: \\w+)? to (?:stop|quit)\\b|\\b(?:please|pls|plz|just|this|so) (?:stop|quit)(?: (?:it|this|now))?$",
  "\\b(?:desist|blowing up my phone)\\b|\\b(?:be|been|being|get) removed from\\b|\\b(?:unsub|unsubbed)\\b|\\b(?:me|us|this|that|anymore) stop$",
  `\\b(?:asking|asked|told|tell|telling) (?:you|u)(?: \\w+)? not to ${DOING}\\b|\\bno longer (?:want|wish)(?: to)? (?:receive|get|these|this|your|be contacted)\\b`,
  "\\b(?:you are|you re|stop) (?:spamming|harassing) (?:me|us)\\b",
  "(?<!\\b(?:don t|dont|do not|didn t|not|never|need to|have to) )\\b(?:unsubscribe|opt(?:ing|ed)? (?:me |us )?out)\\b(?!.*\\b(?:accident|mistake)\\b)",
  "\\b(?:take|get|remove|delete|drop|scratch) (?:me|us|my (?:name|number|phone|phone number|email)|this number)(?: (?:off|from|out)\\b|(?: please| pls| now)?$)",
  "\\b(?:delete|lose|erase|forget) (?:my|this) (?:phone )?number\\b",
  "\\b(?:leave (?:me|us) (?:alone|be)|go away|get lost|(?:fuck|piss|bugger|f) off|cease and desist)\\b",
  "^(?:(?:no|sorry|hi|hello|i am|i m|im|am|we are|we re) )*(?:not|no longer) interested(?: (?:at all|thanks|thank you|anymore|any more))?$",
  "\\b(?:revoke|withdraw|rescind)(?:ing)? (?:\\w+ ){0,2}(?:consent|permission)\\b",
  "\\b(?:wrong (?:number|person)|this is spam|report(?:ing|ed)? (?:you|this as spam|as spam)|block(?:ing|ed)? you)\\b(?! for)",
];

const ROMANCE = [
  // Spanish
  "\\b(?:deja|deje|dejen|dejad|para|pare|paren|parad|basta) de (?:\\w+ ){0,3}?(?:mandar|enviar|escribir|llamar|molestar|contactar|mensaje)\\w*",
  "\\bno (?:me |nos )?(?:mandes|mande|manden|mandeis|envies|envie|envien|escribas|escriba|escriban|llames|llame|llamen|molestes|moleste|molesten|contactes|contacte|contacten)\\b",
  "\\bcancelar (?:estos|los|sus|tus) (?:mensajes|sms|avisos)\\b",
  "\\bno (?:quiero|deseo)(?: \\w+){0,3} (?:mensajes|sms|llamadas|correos|publicidad|promociones)\\b",
  "\\b(?:dejenme|dejame|dejeme) (?:en paz|tranquil\\w)",
  "\\b(?:quit|saqu|borr|elimin|sac)(?:e|en|a|ad|an)?(?:me|nos) de\\b|\\bno (?:quiero|deseo)(?: \\w+)? recibir\\b|\\b(?:darme|denme|dame|deme|dar) de baja\\b|\\bborr\\w+ mi numero\\b|\\bno mas (?:mensajes|sms|llamadas)\\b",
  // Portuguese
  "\\b(?:pare|parem|para) de (?:\\w+ ){0,2}?(?:mandar|enviar|ligar|escrever|incomodar|perturbar|mensage)\\w*",
  "\\bnao (?:me |nos )?(?:mande|mandem|envie|enviem|ligue|liguem|escreva|escrevam|perturbe|perturbem|incomode|incomodem|contate|contatem)\\b",
  "\\bnao quero(?: \\w+){0,3} (?:mensagens|mensagem|sms|ligacoes|emails|propaganda)\\b",
  "\\bme (?:deixe|deixem|deixa) em paz\\b|\\bme (?:tira|tire|tirem|remova|removam|remove|retire|retirem|exclua|excluam) d(?:a|e|essa|esta) \\w*\\b|\\bdescadastr\\w+|\\bsair d(?:a|essa|esta) lista\\b|\\bchega de (?:sms|mensage\\w+|ligac\\w+)|\\bcancelar (?:a )?(?:inscricao|assinatura)\\b",
  // French
  "\\b(?:arret|cess)(?:e|ez|er) (?:de |d )(?:\\w+ ){0,3}?(?:envoyer|ecrire|appeler|contacter|harceler|deranger|spammer)\\b",
  "\\bne (?:me |m |nous )?(?:contactez|contacte|appelez|appelle|ecrivez|ecris|envoyez|envoie|derangez|derange)(?: \\w+){0,2} (?:plus|pas)\\b|\\bne (?:me |m |nous )?(?:contactez|appelez|ecrivez|envoyez|derangez) (?:plus|pas)\\b",
  "\\bne plus (?:me |nous |m |etre )?(?:contacter|contactee?|appeler|ecrire|envoyer|deranger|recevoir|solliciter)\\b|^(?:arretez|cessez|stop)(?: (?:tout|ca|aux|les) ?\\w*)?$",
  "\\bne (?:veux|voulons|souhaite|desire) plus (?:\\w+ ){0,1}?(?:recevoir|etre contacte\\w*|de (?:sms|messages|pub|mails|vos)|vos)\\b|^plus de (?:sms|messages|pub|mails|textos|appels)\\b",
  "\\b(?:laissez|laisse|fichez|foutez) (?:moi|nous) (?:tranquille|la paix|en paix)\\b|\\b(?:desabonn|desinscri)\\w+|\\b(?:retirez|enlevez) moi\\b|\\b(?:me|nous) (?:retirer|supprimer|enlever|desabonner|desinscrire) de\\b|\\b(?:arretez|cessez) (?:vos|les|ces) (?:sms|messages|mails|appels|pub)\\b|\\bsupprimez mon numero\\b",
  // Italian
  "\\b(?:smett|finite|finiscila|piant)\\w* (?:di|con) (?:\\w+ ){0,2}?(?:scriver|mandar|inviar|chiamar|contattar|disturb|messaggi)\\w*",
  "\\bnon (?:mi |ci )?(?:scriv|mand|invi|chiam|contatt|disturb)(?:ete|ate|iate|ere|are|erci|ermi|armi|ino|ete mi|atemi|etemi)(?: \\w+){0,2} piu\\b",
  "\\bnon voglio(?: \\w+){0,3} (?:messaggi|sms|chiamate|email|pubblicita)\\b",
  "\\blascia(?:te|mi|temi)*(?: mi| ci)? in pace\\b|\\b(?:cancella|toglie|togli|rimuovi|rimuove|leva)(?:te)?(?:mi|ci)\\b|\\bbasta (?:con )?(?:messaggi|sms|chiamate|email|pubblicita|questi|queste|i|le)\\b|\\bdisiscri\\w+",
];

const GERMANIC = [
  // German
  "\\bkeine?n?(?: \\w+){0,2} (?:sms|nachrichten|werbung|mails|anrufe|texte)(?: \\w+){0,2} mehr\\b|\\bkeine (?:sms|nachrichten|werbung|mails|anrufe)(?: bitte)?$",
  "\\b(?:schreib|ruf|kontaktier|send|schick|texte?)\\w*(?: \\w+){0,4} (?:nicht|nichts|nie) (?:mehr|wieder)\\b|\\bschluss (?:damit|mit)\\b|(?<!\\b(?:kann|konnte|konnen|darf) (?:\\w+ ){0,3})\\bnicht mehr (?:anrufen|schreiben|kontaktieren|senden|texten)\\b",
  "\\bho?e?r(?:en sie|t)?(?: \\w+){0,2} auf\\b(?: damit| mir| mich| mit|$)|\\blass(?:en sie|t)? (?:mich|uns) in ruhe\\b",
  "\\bmich(?: \\w+){0,2} (?:abmelden|austragen|loschen)\\b|\\babbestellen\\b|\\bunterlassen sie\\b|\\blosch\\w*(?: sie)?(?: bitte)? (?:mich|meine (?:nummer|daten))\\b|\\baus (?:dem|der|eurem|ihrem) (?:verteiler|liste)\\b",
  // Dutch
  "\\b(?:stop|hou)(?: op)? (?:met|a u b met) (?:\\w+ ){0,2}?(?:sms|bericht|bellen|sturen|appen|mailen|smsen)\\w*",
  "\\bgeen (?:\\w+ ){0,2}?(?:berichten|sms|smsjes|mails|reclame) meer\\b|\\b(?:stuur|bel|app|mail|sms) (?:me|mij|ons) (?:\\w+ )?niet(?: meer)?\\b|\\b(?:verwijder|haal|schrap) (?:me|mij|ons) (?:uit|van)\\b",
  "\\blaat (?:me|mij|ons) met rust\\b|\\bschrijf (?:me|mij) uit\\b|\\b(?:wil|graag|me|mij) (?:\\w+ )?(?:afmelden|uitschrijven)\\b|\\bverwijder mijn nummer\\b",
  // Swedish, Danish, Norwegian
  "\\b(?:sluta|slut|slutt|stopp)(?: med)?(?: a| at| att)? (?:skicka|send|sende|ringa|ringe|skriva|skrive|kontakta|kontakte|sms)\\w*",
  "\\b(?:skicka|send|ring|kontakta|kontakt) (?:\\w+ )?(?:inte|ikke)(?: \\w+)? (?:mer|mere|fler)\\b|\\blamna mig i fred\\b|\\blad mig vaere i fred\\b",
];

const SLAVIC = [
  "(?:перестань|перестаньте|прекратите|прекрати|хватит) (?:\\S+ ){0,2}?(?:писать|звонить|присылать|слать|отправлять|спамить|беспокоить)",
  "(?:^| )не (?:пишите|пиши|звоните|звони|присылаите|присылаи|шлите|отправляите|беспокоите)(?: |$)",
  "не хочу (?:\\S+ )?(?:получать|ваши|ваших)|оставьте меня в покое|отстаньте|(?:удалите|уберите|вычеркните|исключите) (?:мои|меня|нас)|не надо (?:\\S+ ){0,2}(?:писать|звонить|присылать|слать|отправлять)|отключите (?:рассылку|смс|уведомления)|отпишите меня|хочу отписаться|как отписаться",
  "\\b(?:prosze )?nie (?:wysylajcie|wysylaj|wysylac|piszcie|pisz|pisac|dzwoncie|dzwon|dzwonic)\\b|\\bprzesta(?:n|ncie|c)(?: \\w+){0,3} (?:wysylac|pisac|dzwonic)\\b|\\bwypisz\\w* mnie\\b",
  "не пишіть|не дзвоніть|припиніть (?:писати|дзвонити|надсилати)|\\bneposilejte\\b|\\bnevolejte\\b",
];

const OTHERS = [
  // Turkish
  "\\b(?:mesaj|sms|ileti)\\w*(?: \\w+)? (?:gondermeyin|gondermeyiniz|gonderme|atmayin|atmayiniz|atma|istemiyorum)\\b|\\b(?:beni|bizi) (?:rahat birak\\w*|aramayin\\w*|arama)\\b|\\blisteden cikar\\w*",
  // Vietnamese, Indonesian and Malay
  "\\b(?:dung|ngung)(?: co)? (?:gui|goi|nhan tin|lam phien|lien lac|spam)\\b|\\btu choi (?:nhan|quang cao)\\b",
  "\\b(?:jangan|stop|berhenti|berhentilah)(?! lupa)(?: \\w+)? (?:kirim|mengirim|sms|hubungi|menghubungi|telepon|menelepon|ganggu|mengganggu|chat|hantar)\\w*",
  // Arabic, Hebrew
  "لا (?:ترسل|تتصل|تراسل|تبعث)|توقف(?:وا)? عن|(?:اوقفوا|كفوا عن)|لا اريد (?:\\S+ )?(?:رسائل|استلام|تلقي)|(?:احذف|احذفوا|ازيلوا) رقمي|اتركوني",
  "תפסיקו|הפסיקו|תפסיק ל|אל תשלחו?|אל תתקשרו?|(?:תורידו|תסירו|הסירו) אותי|להסיר אותי",
  // Hindi, Thai
  "(?:मैसेज|संदेश|मेसेज|sms|एसएमएस|कॉल|फोन) (?:\\S+ )?(?:मत|ना|न) |मत भेज|परेशान मत|(?:मैसेज|संदेश|मेसेज) (?:\\S+ )?बंद",
  "(?:หยุด|เลิก|อย่า|ไม่ต้อง)(?:การ)?(?:ส่ง|โทร|ติดต่อ|รบกวน)",
];

const CJK = [
  // Chinese: no goods, invoices or fevers are meant by 发.
  "(?:不要|别|別|勿|停止|禁止|请勿|請勿|不想|不用|不需要|唔好|唔要)[^,。!?]{0,6}(?:[发發](?!货|貨|票|烧|燒|生|顺|順|现|現|布|达|達|快|车|错|錯|挥|揮|动|動)|傳簡|傳訊|打扰|打擾|骚扰|騷擾|联系|聯繫|聯絡|推送|打(?:我|我的)?电话|打電話|来电|來電|短信|簡訊|广告|廣告)",
  "(?:退订|退訂)(?!.*(?:房|酒店|机票|機票|车票|订单|訂單|课))|取消(?:订阅|訂閱|短信|推送|通知|广告|廣告)|(?:把|将|將)我[^,。!?]{0,6}(?:删|刪|移除|移出|去掉|拉黑)|(?:删除|刪除|删掉)我的(?:号码|號碼|信息|电话)|^停发|^停發|再[发發].*(?:举报|投诉|舉報|投訴)|勿扰|勿擾|别烦我|別煩我|拉黑你|不要再来电",
  // Japanese
  "(?:送ら|送って来|送ってこ|連絡し|電話し|メールし|配信し)ないで|(?:メール|配信|送信|連絡|電話|sms)[^。]{0,6}(?:停止して|解除して|やめて(?:ください|下さい|くれ|ほしい)|止めて|不要)|送るな|迷惑メール|(?:配信|登録|受信|メルマガ)[のを]?(?:停止|解除|拒否)",
  // Korean
  "(?:보내지|연락하지|전화하지|문자하지) ?(?:마|말)|그만 ?(?:보내|연락|전화|문자)|(?:문자|연락|전화|광고)[^.]{0,4}그만|수신 ?거부|차단(?:할|합|했)",
];

export const STOP_PHRASES: readonly RegExp[] = [
  ...[ENGLISH, ROMANCE, GERMANIC, SLAVIC, OTHERS, CJK].flat(),
].map((source) => new RegExp(source, "u"));
