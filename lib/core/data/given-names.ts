/**
 * Given names and what people call themselves instead, one name a line: the full name with its spellings, then its
 * short and pet forms. A form may stand under several names. A slash parts kindred names that two of one family may
 * bear (Anna, Anne; James, Jamie), each with its own forms. Compiled by hand from general knowledge of the languages;
 * rare forms are left out, since a form too many joins strangers and one too few only asks a person.
 */
const GIVEN_NAMES = `abigail abby / gail
abraham abe bram
adelaide addie
agnes aggie
alan allan allen al
albert al bert bertie
alejandro alex
alexander aleksander aleksandr alexandre alexandros alex al alec xander sandy sasha
alexandra aleksandra alex alexa lexi sandy sasha / sandra
alfred al alf alfie fred
alice ally
alison allison ally / ali
amanda mandy
amelia amy millie
andrew andy drew / andreas / andre / andrei andrey
angela angie
anna / anne ann annie
annabel annabelle / bella
anthony antony tony toni / antonio
antonia toni tonia
archibald archie
arthur art artie
ashley ash
augustus august gus
barbara barb babs
barnaby barney
bartholomew bart
beatrice beatrix bea trixie
benedict ben
benjamin ben benji benny
bernard bernie
bradley brad
bridget bridie
brian bryan
calvin cal
cameron cam
caroline carolyn carrie
catherine katherine kathryn katharine kathy cathy kate katie kat kay kitty / katarina catarina katya
cecilia celia cissy
charles charlie chuck chas / carlos / karl carl
charlotte charlie / lottie
christian chris
christina kristina chris chrissy tina / christine kristin chris christie
christopher christoph kristoffer chris kit topher
clara / clare claire
clement clem
clifford cliff
constance connie
cornelius neil
cynthia cindy
daniel dan danny
danielle dani / daniela dani
david dave davey
deborah debra deb debbie
dennis denis denny
dmitry dmitri dima
dominic dominik dom nick
donald don donnie
dorothy dorothea dot dottie dora
douglas doug
duncan
edgar ed
edmund ed ned ted
edward eduard ed eddie ned ted teddy / eduardo
edwin ed eddie
eleanor elinor / ellie / nell / nora
elijah eli
elizabeth elisabeth eliza liz lizzie beth betty betsy bess libby / lisa / elsie
ella
emily em emmy millie
emma em
enrique quique
eric erik
ernest ernst ernie
esther essie
ethan
eugene gene
evangeline evie / eva
evelyn evie
ezekiel zeke
ferdinand ferdy
florence flo flossie
frances fran francie frankie
francesca fran
francis frank frankie
francisco paco pancho
franklin frank
frederick frederic fred freddie freddy fritz / friedrich fritz
gabriel gabe
gabriella gabby
gareth gary
genevieve gen
geoffrey jeffrey geoff jeff
george georg / jorge
georgina georgie / georgia
gerald gerry jerry / gerard gerry
gertrude gert trudy
gilbert gil
giovanni gianni
giuseppe beppe
grace gracie
gregory gregor greg
guillermo memo
gwendolyn gwen
hannah
harold harry hal
harriet hattie
harrison harry
harvey harv
helen / helena nell / ellen nell
henry henri hank hal harry / heinrich
herbert herb bert
howard howie
hubert bert
hugh / hugo
ian iain
ignacio nacho
irene rena
isaac ike zac
isabel isabelle izzy bella belle / isabella izzy bella
jack
jackson jack
jacob jakob jake
jacqueline jackie
james jim jimmy jem / jamie
jane janie / jenny
janet / jan
jason jay
jean / jeanne
jennifer jen jenny / jenna
jeremiah jerry
jeremy jem
jessica jess jessie
jesus chuy
joan joanie
joanna jo / joanne jo
john johnny jon jack
johannes / johann / hans / jan
jonathan jonathon jon jonny johnny
jose pepe
joseph joe joey / josef sepp
josephine jo josie
joshua josh
juan juanito
judith judy judi
julia / julie jules
julian / jules
katrina trina
kenneth ken kenny
kevin kev
kimberly kimberley kim
laurence lawrence larry laurie / lars
leonard len lenny leo / leonardo leo
leopold leo
leslie les
lewis louis lou louie / luis
lillian lilian / lily
louise lou / louisa lou
lucas lukas / luke
lucille / lucy
lucy
madeline madeleine maddie
manuel manolo
marcus / mark marc
margaret maggie meg peggy marge / margarita / megan / greta / rita
maria / marie / mary molly polly
martha mattie
martin marty
matilda tilly mattie
matthew mathew matt matty / matthias
maurice / morris mo
maximilian max / maxim / maxwell
maxwell max
melanie mel
melissa mel missy
michael mike mick mickey / mikhail misha / michel / miguel
michelle shelly
mildred millie
mohammed muhammad mohamed mohammad mohamad muhammed mohd mhd
miranda mandy
mitchell mitch
nadezhda nadia
nancy nan
natalie nat / natalia nat / natasha nat
nathan nate nat
nathaniel nathan nate nat
nicholas nicolas nikolas nick nicky nico / klaus
nicole nicky nikki / nicola nicky
nikolai kolya
norman norm
oliver olly ollie
olivia livvy / liv
oscar oskar
pamela pam
patricia patty trish tricia pat
patrick pat paddy
paul / pavel
paula
penelope penny
percival percy
peter pete / pedro / pietro / piotr
philip phillip philippe phil pip
phoebe
prudence prue
rachel rachael rach
ralph
randolph randy / randall randy
raphael rafael rafa
raymond ray
rebecca rebekah becca becky
reginald reg reggie
richard rich richie rick ricky dick / ricardo
robert bob bobby rob robbie robby bert / roberto
roberta bobbie
roderick rod
rodney rod
roger rodge
roland rollo
ronald ron ronnie
rosalind / rosemary / rose rosie
rudolf rudy
rupert
russell russ
ruth ruthie
salvatore sal
samantha sam
samuel sam sammy
sarah sara sadie / sally
scarlett
sebastian seb bastian
serafina fina
sergei sergey / sergio / serge
sharon shari
shirley shirl
sidney sydney sid
simon
sofia sophia / sophie
solomon sol
spencer
stanley stan
stephanie stefanie steph
stephen steven steve stevie / stefan
stewart stuart stu
susan susie suzy sue / susanna susannah / suzanne
svetlana sveta
sylvester sly
sylvia
tabitha tabby
tatiana tanya
terence terrence terry
teresa theresa terry / tess tessa
theodore theodor theo ted teddy
thomas tom tommy / tomas
timothy tim timmy
tobias toby
valentine val
valerie val
vanessa nessa
veronica ronnie
victor viktor vic
victoria vicky vicki tori
vincent vince vinny
violet / vi
virginia ginny
vivian viv
vladimir vova volodya
walter walt wally
wilfred wilf
wilhelm willi
william will bill billy willy / liam
winifred winnie
xavier
yekaterina katya
zachary zac zach zack
zoe`;

/** The lines of the table that a name stands in. */
const LINES_OF_NAME = new Map<string, number[]>();
/** Its groups: the stretches of a line between slashes, each counted on from the line before. */
const GROUPS_OF_NAME = new Map<string, number[]>();
let groups = 0;
GIVEN_NAMES.split("\n").forEach((line, number) => {
  for (const group of line.split(" / ")) {
    groups += 1;
    for (const name of group.split(" ")) {
      LINES_OF_NAME.set(name, [...(LINES_OF_NAME.get(name) ?? []), number]);
      GROUPS_OF_NAME.set(name, [...(GROUPS_OF_NAME.get(name) ?? []), groups]);
    }
  }
});

const FULL_FORMS = GIVEN_NAMES.split("\n").map((line) => line.split(" ")[0]);

/** Whether a folded word is a given name of the table. */
export const isGivenName = (word: string): boolean => LINES_OF_NAME.has(word);

/** The full name of the first line that has the folded word, or the word itself: one form to look all of them up by. */
export const fullFormOf = (word: string): string => {
  const line = LINES_OF_NAME.get(word)?.[0];
  return line === undefined ? word : (FULL_FORMS[line] ?? word);
};

/** Whether two folded given names can stand for one another; one name's forms are among them, and kindred names. */
export function areForms(a: string, b: string): boolean {
  const lines = LINES_OF_NAME.get(b);
  return LINES_OF_NAME.get(a)?.some((line) => lines?.includes(line)) ?? false;
}

/**
 * Whether two folded given names are forms of one name and of no other: Bob is Robert, but Alex may be Alexander or
 * Alexandra, and Anna and Anne are two of one family.
 */
export function areOneName(a: string, b: string): boolean {
  const [group, ...others] = GROUPS_OF_NAME.get(a) ?? [];
  const [other, ...more] = GROUPS_OF_NAME.get(b) ?? [];
  return group !== undefined && group === other && others.length + more.length === 0;
}
