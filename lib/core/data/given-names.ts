/**
 * Given names and what people call themselves instead, one name a line: the full name with its spellings, then its
 * short and pet forms. A form may stand under several names. Compiled by hand from general knowledge of the
 * languages; rare forms are left out, since a form too many joins strangers and one too few only asks a person.
 */
const GIVEN_NAMES = `abigail abby gail
abraham abe bram
adelaide addie
agnes aggie
alan allan allen al
albert al bert bertie
alejandro alex
alexander aleksander aleksandr alexandre alexandros alex al alec xander sandy sasha
alexandra aleksandra alex alexa lexi sandra sandy sasha
alfred al alf alfie fred
alice ally
alison allison ali ally
amanda mandy
amelia amy millie
andrew andreas andre andrei andrey andy drew
angela angie
anna anne ann annie
annabel annabelle bella
anthony antony antonio tony toni
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
catherine katherine kathryn katharine katarina catarina cathy kathy kate katie kat kay kitty katya
cecilia celia cissy
charles carlos karl carl charlie chuck chas
charlotte lottie charlie
christian chris
christina christine kristina kristin chris christie chrissy tina
christopher christoph kristoffer chris kit topher
clara clare claire
clement clem
clifford cliff
constance connie
cornelius neil
cynthia cindy
daniel dan danny
danielle daniela dani
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
edward eduard eduardo ed eddie ned ted teddy
edwin ed eddie
eleanor elinor ellie nell nora
elijah eli
elizabeth elisabeth eliza liz lizzie beth betty betsy bess libby lisa elsie
ella
emily em emmy millie
emma em
enrique quique
eric erik
ernest ernst ernie
esther essie
ethan
eugene gene
evangeline eva evie
evelyn evie
ezekiel zeke
ferdinand ferdy
florence flo flossie
frances fran francie frankie
francesca fran
francis frank frankie
francisco paco pancho
franklin frank
frederick frederic friedrich fred freddie freddy fritz
gabriel gabe
gabriella gabby
gareth gary
genevieve gen
geoffrey jeffrey geoff jeff
george georg jorge
georgina georgia georgie
gerald gerard gerry jerry
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
helen helena ellen nell
henry henri heinrich hank hal harry
herbert herb bert
howard howie
hubert bert
hugh hugo
ian iain
ignacio nacho
irene rena
isaac ike zac
isabel isabelle isabella izzy bella belle
jack
jackson jack
jacob jakob jake
jacqueline jackie
james jim jimmy jamie jem
jane janie jenny
janet jan
jason jay
jean jeanne
jennifer jen jenny jenna
jeremiah jerry
jeremy jem
jessica jess jessie
jesus chuy
joan joanie
joanna joanne jo
john jack johnny jon
johannes johann hans jan
jonathan jonathon jon jonny johnny
jose pepe
joseph josef joe joey sepp
josephine jo josie
joshua josh
juan juanito
judith judy judi
julia julie jules
julian jules
katrina trina
kenneth ken kenny
kevin kev
kimberly kimberley kim
laurence lawrence larry laurie lars
leonard leonardo len lenny leo
leopold leo
leslie les
lewis louis luis lou louie
lillian lilian lily
louise louisa lou
lucas lukas luke
lucille lucy
lucy
madeline madeleine maddie
manuel manolo
marcus mark marc
margaret margarita maggie meg megan peggy marge greta rita
maria marie mary
martha mattie
martin marty
mary molly polly
matilda tilly mattie
matthew mathew matthias matt matty
maurice morris mo
maximilian maxim max
maxwell max
melanie mel
melissa mel missy
michael mikhail michel miguel mike mick mickey misha
michelle shelly
mildred millie
mohammed muhammad mohamed mohammad mohamad muhammed mohd mhd
miranda mandy
mitchell mitch
nadezhda nadia
nancy nan
natalie natalia natasha nat
nathan nate nat
nathaniel nathan nate nat
nicholas nicolas nikolas nick nicky nico klaus
nicole nicola nicky nikki
nikolai kolya
norman norm
oliver olly ollie
olivia liv livvy
oscar oskar
pamela pam
patricia pat patty trish tricia
patrick pat paddy
paul pavel
paula
penelope penny
percival percy
peter pedro pietro piotr pete
philip phillip philippe phil pip
phoebe
prudence prue
rachel rachael rach
ralph
randolph randall randy
raphael rafael rafa
raymond ray
rebecca rebekah becca becky
reginald reg reggie
richard ricardo rich richie rick ricky dick
robert roberto bob bobby rob robbie robby bert
roberta bobbie
roderick rod
rodney rod
roger rodge
roland rollo
ronald ron ronnie
rosalind rosemary rose rosie
rudolf rudy
rupert
russell russ
ruth ruthie
salvatore sal
samantha sam
samuel sam sammy
sarah sara sally sadie
scarlett
sebastian seb bastian
serafina fina
sergei sergey sergio serge
sharon shari
shirley shirl
sidney sydney sid
simon
sofia sophia sophie
solomon sol
spencer
stanley stan
stephanie stefanie steph
stephen steven stefan steve stevie
stewart stuart stu
susan susanna susannah suzanne sue susie suzy
svetlana sveta
sylvester sly
sylvia
tabitha tabby
tatiana tanya
terence terrence terry
teresa theresa terry tess tessa
theodore theodor theo ted teddy
thomas tomas tom tommy
timothy tim timmy
tobias toby
valentine val
valerie val
vanessa nessa
veronica ronnie
victor viktor vic
victoria vicky vicki tori
vincent vince vinny
violet vi
virginia ginny
vivian viv
vladimir vova volodya
walter walt wally
wilfred wilf
wilhelm willi
william will bill billy willy liam
winifred winnie
xavier
yekaterina katya
zachary zac zach zack
zoe`;

/** The lines of the table that a name stands in. */
const LINES_OF_NAME = new Map<string, number[]>();
GIVEN_NAMES.split("\n").forEach((line, number) => {
  for (const name of line.split(" ")) {
    const lines = LINES_OF_NAME.get(name);
    if (lines === undefined) LINES_OF_NAME.set(name, [number]);
    else lines.push(number);
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

/** Whether two folded given names can stand for one another. */
export function areForms(a: string, b: string): boolean {
  const lines = LINES_OF_NAME.get(b);
  return LINES_OF_NAME.get(a)?.some((line) => lines?.includes(line)) ?? false;
}
