/**
 * The words by which customers stop, resume and ask for help, alone in a message. The union of what the FCC takes as
 * reasonable in itself (47 CFR 64.1200(a)(10)), Twilio's and Telnyx's defaults and AWS's required keywords, with the
 * words that the same mean in other languages. Spelling, case, accents, spaces and punctuation do not matter.
 */

/** Stops the channel. */
export const STOP: readonly string[] = [
  // English; TD is on AWS's list for every country.
  ...["stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "remove", "td", "unsub"],
  ...["stop sms", "stop texts", "remove me"],
  ...["arret", "arreter", "desabonner", "desabonnement", "desinscrire", "desinscription", "stop pub"],
  ...["baja", "dar de baja", "darse de baja", "alto", "parar", "cancelar", "detener", "terminar"],
  ...["desuscribir", "desinscribir", "salir", "sair", "pare", "descadastrar", "remover"],
  ...["stopp", "abmelden", "abmeldung", "abbestellen", "austragen", "ende"],
  ...["cancella", "cancellami", "disiscrivi", "disiscrivimi", "annulla", "rimuovi", "basta"],
  ...["stoppen", "afmelden", "uitschrijven", "einde", "avsluta", "avregistrera", "slutt", "avmeld", "afmeld"],
  ...["lopeta", "peru", "rezygnuje", "wypisz", "wypisz mnie", "odhlasit", "dezabonare", "leiratkozas"],
  ...["стоп", "отписаться", "отписка", "отпишите", "отписать", "отмена", "відписатися", "відписка"],
  ...["dur", "durdur", "iptal", "ret", "στοπ", "διαγραφη"],
  ...["ايقاف", "توقف", "الغاء", "الغاء الاشتراك", "قف", "הסר", "הסרה", "הסירו", "הסר אותי"],
  ...["बंद", "बंद करो", "बंद करें", "रोकें", "रुकें", "หยุด", "ยกเลิก"],
  ...["停止", "解除", "配信停止", "中止", "ストップ", "退会"],
  ...["수신거부", "거부", "해지", "중지", "정지", "스톱"],
  ...["退订", "退訂", "取消订阅", "取消訂閱", "拒收", "取消", "tdd", "退订短信", "停止发送短信"],
  ...["huy", "dung", "ngung", "tu choi", "berhenti", "batal", "unreg"],
];

/** Stops every channel. */
export const STOP_ALL: readonly string[] = ["stop all"];

/** Letters that stop in China, where each message names one of them; elsewhere they may answer a question. */
export const STOP_IN_CHINA: readonly string[] = ["t", "n", "r", "tt", "qx", "0000", "00000"];

/** Of those, the letters that are taken for a stop elsewhere too, until a person has looked. */
export const UNCLEAR_ABROAD: readonly string[] = ["t", "n"];

/** Resumes. `YES` does not: it answers whatever was asked last, and an opt-out is not taken back by accident. */
export const START: readonly string[] = [
  ...["start", "unstop", "resume", "subscribe", "resubscribe", "opt in"],
  ...["reprendre", "iniciar", "reanudar", "anmelden", "старт", "подписаться"],
  ...["恢复订阅", "恢復訂閱", "订阅", "訂閱", "再開", "配信再開", "수신동의"],
];

export const HELP: readonly string[] = [
  ...["help", "info", "aide", "ayuda", "ajuda", "hilfe", "aiuto", "hulp", "hjalp", "pomoc", "bantuan"],
  ...["помощь", "yardim", "مساعدة", "עזרה", "मदद", "tro giup", "ช่วยเหลือ", "帮助", "幫助", "ヘルプ", "도움말"],
];
