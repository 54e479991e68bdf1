/** Words that stand in names and are no part of them, or that tell how to read the rest. Folded. */

const words = (text: string): ReadonlySet<string> => new Set(text.split(" "));

/** Forms of address of a man, and of a woman: two records with one of each are seldom one person. */
export const MALE_TITLES = words("mr mister herr monsieur senor signor sir");
export const FEMALE_TITLES = words(
  "mrs ms miss madam frau fraulein mme mlle madame senora sra srta signora dame",
);

/** Titles and degrees that say nothing of who it is. */
export const TITLES = words(
  "dr doctor prof professor rev reverend father capt captain col gen lt maj sgt dipl mx phd md esq mba cpa dds msc bsc",
);

/** The generation that a suffix names: 1 the elder. Senior and junior in full are also surnames. */
export const GENERATIONS: ReadonlyMap<string, number> = new Map([
  ["sr", 1],
  ["snr", 1],
  ["senior", 1],
  ["jr", 2],
  ["jnr", 2],
  ["junior", 2],
  ["ii", 2],
  ["2nd", 2],
  ["iii", 3],
  ["3rd", 3],
  ["iv", 4],
  ["4th", 4],
]);

/** Words that begin a surname of several: van der Berg, de la Cruz, al Hassan. */
export const PARTICLES = words(
  "van von der den de la las los del della di da do dos das du le el al bin ibn bint ben abu ter ten zu zur zum st san santa",
);

/** Words that join two people; one of a single letter in small letters only. */
export const JOINING_WORDS = words("and und et og och ve και и та और एवं");

/**
 * Words that join two people, and also two surnames of one (Ortega y Gasset, Costa e Silva, Puig i Cadafalch); with a
 * capital they are an initial or a syllable (Robert E. Lee, Zhou En Lai).
 */
export const SMALL_JOINING_WORDS = words("y e i u en ja or ou va");

/** Words before a surname that make it a household's. Not behind it: Familia is also a surname. */
export const HOUSEHOLD_BEGINNINGS = words(
  "familie family famille familia famiglia familien familjen rodzina семья сімя keluarga fam eheleute ehepaar echtpaar epoux coniugi esposos gezin household haushalt erbengemeinschaft geschwister",
);

/** The same words behind a surname; the ends of a name where no spaces are set. */
export const HOUSEHOLD_ENDINGS = words(
  "family household familie famille ailesi perhe 夫妇 夫婦 夫妻 一家 一家人 全家 家族 ご夫妻 ご家族 ご一家 가족 부부",
);

/** The surnames of four Chinese in five, in characters. */
export const CHINESE_SURNAMES =
  "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何高林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖萧蕭田董袁潘蔡蒋蔣余于杜叶葉程苏蘇魏吕呂丁任沈姚卢盧姜崔钟鍾谭譚陆陸汪金范石廖贾賈夏韦韋方白邹鄒傅孟熊秦邱江尹薛段雷侯龙龍史陶黎贺賀顾顧毛郝龚龔邵万萬钱錢严嚴武戴莫孔汤湯";

/** Chinese forms of address after a name: titles, functions and what relatives and neighbours are called. */
export const CHINESE_TITLES =
  /(?:先生|女士|小姐|太太|夫人|老师|老師|教授|博士|医生|醫生|大夫|护士|護士|律师|律師|会计|會計|总?经理|總?經理|总监|總監|总裁|總裁|主任|主管|主席|组长|組長|科长|科長|处长|處長|局长|局長|部长|部長|厂长|廠長|院长|院長|校长|校長|店长|店長|队长|隊長|站长|站長|会长|會長|董事长|董事長|书记|書記|秘书|秘書|助理|老板娘?|老闆娘?|师傅|師傅|师父|師父|工程师|工程師|教练|教練|司机|司機|警官|同学|同學|同志|客户|客戶|大哥|大姐|哥哥|姐姐|弟弟|妹妹|阿姨|叔叔|伯伯|大叔|大爷|大爺|大妈|大媽|大娘|婶婶|嬸嬸|奶奶|爷爷|爺爺|爸爸|妈妈|媽媽)$/u;
/** The same of a single character, which only a surname stands before: 李总 is somebody Li. */
export const SHORT_CHINESE_TITLES =
  "总總工姐哥弟妹董局处處科厂廠院校师師老太嫂叔伯姨婶嬸爷爺婆头頭导導爸妈媽";
/** What stands before a surname, or before a given name instead of one: 老李, 阿强. */
export const CHINESE_ENDEARMENTS = "老小阿大";
export const CHINESE_TITLE_GENDERS: ReadonlyMap<string, "f" | "m"> = new Map([
  ["先生", "m"],
  ["女士", "f"],
  ["小姐", "f"],
  ["太太", "f"],
  ["夫人", "f"],
]);

/** Chinese surnames of two characters; all others have one. */
export const DOUBLE_SURNAMES = words(
  "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 宇文 长孙 長孫 夏侯 轩辕 軒轅 端木 南宫 南宮 独孤 獨孤 呼延 闻人 聞人 西门 西門 百里 东郭 東郭 拓跋 申屠 太史 淳于 澹台 濮阳 濮陽 公冶 钟离 鍾離 赫连 赫連",
);

/**
 * Surnames that one in some thirty of a country has, as they are written in Latin letters: they tell little. (Three
 * Chinese surnames hold a fifth of China, three Korean ones half of Korea, Nguyen two in five of Vietnam.)
 */
export const CROWDED_SURNAMES = words(
  "wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie tang song deng han feng cao peng zeng xiao tian dong pan yuan cai jiang yu du ye cheng wei su lu ding ren shen yao lee kim park choi jung nguyen tran le pham hoang singh kaur kumar khan",
);

/** Surnames that one in some hundred and fifty of a country has, each country's ten or twenty most frequent ones. */
export const FREQUENT_SURNAMES = words(
  "smith johnson williams brown jones miller davis wilson anderson taylor thomas moore martin jackson thompson white harris clark lewis walker hall green davies evans roberts wright robinson wood murphy kelly hughes campbell stewart garcia rodriguez martinez hernandez lopez gonzalez perez sanchez ramirez torres flores fernandez gomez diaz silva santos oliveira souza pereira ferreira costa muller mueller schmidt schneider fischer weber meyer wagner becker schulz hoffmann bernard dubois durand moreau laurent rossi russo ferrari esposito bianchi devries jansen devos bakker nowak kowalski ivanov ivanova smirnov kuznetsov petrov popov hansen johansen olsen larsen nielsen jensen andersson johansson karlsson nilsson eriksson tanaka sato suzuki takahashi ito yilmaz kaya demir patel shah gupta sharma das ali ahmed hussain mohamed begum",
);

/** Names of men that women bear hardly anywhere: a woman who is addressed by one (Mrs. John Smith) is the wife. */
export const MENS_NAMES = words(
  "john james robert michael william david richard joseph thomas charles daniel paul mark peter andrew george edward henry arthur albert alfred frank frederick harold walter ralph roger ronald donald kenneth steven stephen kevin brian timothy jeffrey gary larry scott eric gregory raymond patrick dennis jerry philip lawrence roy hans klaus wolfgang jurgen juergen horst dieter gunter guenter helmut manfred uwe werner heinz stefan michel jacques philippe pierre alain bernard christophe henri louis marcel francois jose juan antonio manuel francisco luis carlos miguel pedro jesus giuseppe giovanni marco luigi mario piotr andrzej ivan sergei vladimir ali ahmed mohammed mohamed muhammad",
);

/** Given names that one person in some forty of their language has. */
export const POPULAR_GIVEN_NAMES = words(
  "john james robert michael william david richard joseph thomas charles daniel paul mark peter andrew mary patricia jennifer linda elizabeth susan barbara margaret anna maria jose juan antonio manuel carmen jean marie pierre hans klaus ali ahmed mohammed mohamed muhammad fatima ivan sergei elena olga wei jing ming li jun min yan",
);
