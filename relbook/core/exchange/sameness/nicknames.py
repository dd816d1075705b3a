"""Given names and what they are called in short, and family names that are spelt in several ways.

Gathered by ourselves; no list can be whole. A line is a group: the full name, its other spellings
and short forms. A short form may stand in several groups; two names are forms of one where they
share a group, so "Bert" may be an Albert or a Robert, while Albert and Robert stay two.
"""

from functools import cache

from relbook.core.names import fold

# English
_GROUPS = """
abigail abby abbie gail
abraham abe abram bram ibrahim avraham
adelaide addie ada della
agatha aggie
agnes aggie nessie
albert al bert bertie albie
alexander alex alec alasdair alastair alistair sandy xander lex aleksander alexandr alexandros aleksandr aleksandar sasha sascha alejandro alexandre alessandro sandro alekos sanya shura sanek olek oleksandr
alexandra alex sandra sandy lexi lexie aleksandra sasha sascha alexandria alejandra alessandra sanya shura ola oleksandra
alfred alf alfie fred freddie
alice ali allie
allan alan allen al
amelia amy mia millie
andrew andy drew andrej andrey andrei andrzej andriy andreas anders andres andre
angela angie
ann anne annie nan nancy
anna anya ana anja annika anneke anke anika anni anny anuska nyura anouk ania annie anushka
anthony tony ant antony anton antonio antoine toni antoni
antonia toni tonia
archibald archie
arnold arnie
arthur art artie artur arturo
augustus gus augustin augustine august agustin
barbara barb barbie babs bobbie babette barbora varvara basia baska
bartholomew bart barty bartosz bartek bartolomeo
beatrice bea trixie beatrix bice bia beatriz
benedict ben benny benedikt bene benedetto
benjamin ben benny benji benjy binyamin beni veniamin
bernard bernie bern bernhard bernd bernardo
bertram bert bertie
bethany beth
bradley brad
brenda bren
brian bryan
bridget biddy bridie brigid birgit gitta gitte birgitta brigitte britta
calvin cal
cameron cam
caroline carol carrie caro karoline carolina line lina
catherine kate cathy kathy katie kitty cath kat katherine kathryn katharine cat trina
katharina katarina katrin kathrin kaethe kathi katja kati trine catharina
caterina rina cati
ekaterina yekaterina jekaterina katya katja katia
katrien katrijn trijn
aikaterini katerina
cecilia cece cissy celia silke
charles charlie chuck chas chaz carl karl carlo carlos charly karel kalle karol
charlotte lottie charlie lotte lotta carlotta char charly
christian chris christiaan kristian cristian krystian
christina chris tina chrissie christine kristina kristin christa christel kirsten kerstin christiane stina cristina krystyna hristina kristine
christopher chris kit topher christoph christophe kristof krzysztof krzysiek cristobal cristoforo christophoros christoffer stoffel kris
clarence clarrie
clifford cliff
clive clyde
constance connie konstanze constanza
cornelius corny neil con kees cor cornelis
cynthia cindy
cyril cy kyrill kiril
daniel dan danny dani danilo daniil danya danek
danielle dani daniela
david dave davy davey davide dawid dudi dodik taavi
deborah deb debbie debra devora dvora
denis dennis denny dionysios dionisio denys
derek derrick
diana di diane dee
dominic dom nick dominik domenico mimmo domingo
donald don donnie
dorothy dot dottie dolly dora dorothea doris thea dorothee dorota dorotka dorte
douglas doug dougie
duncan dunc
edmund ed eddie ted ned edmond edmondo
edward ed eddie ted teddy ned eduard eduardo edouard edoardo edek edi lalo dudu edvard
edwin ed eddie win
eleanor ellie nell nellie nora elinor eleonore eleonora leonora lenore
elizabeth liz lizzie lizzy beth betty bess bessie libby eliza elsie lisa liza betsy elisabeth elspeth lilibeth
elisabeth lisbeth liesbeth lise lisa elise else elsa ilse bettina lieschen sissi liesl elli lies els betje lisette babette sisi
elisabetta lisa betta
elzbieta ela elka
elisaveta yelizaveta jelisaweta liza jelizaveta elizaveta
emily em emmy millie emilie emilia emilka
emma em emmy
eric erik rick ricky erich erico
ernest ernie ernst ernesto
esther essie hester ester estera hadassah
eugene gene eugen evgeny yevgeny evgeni evgenij yevgeni jewgeni zhenya eugenio eugeniusz genek evgenios
eva eve evi evita ewa ewka evie chava hava
evelyn evie eve lynn
ferdinand ferdi ferdie fernando fernand nando
florence flo florrie flossie fiorenza
frances fran fanny franny frankie francesca francisca franziska francoise franzi paquita paca paqui cesca chica frantiska
francis frank fran franny frankie
francisco paco pancho curro kiko chico cisco fran
francesco cesco ciccio franco
franz franzl frans
franciszek franek
frantisek franta
frederick fred freddie freddy rick fritz friedrich frederic frederik frits federico fryderyk fede frederico
gabriel gabe gabi gavriel gavril
gabrielle gabby gabi gabriela gabriella brielle
geoffrey geoff jeff jeffrey jeffery godfrey gottfried
george georgie georges geordie
georg jorg joerg juergen schorsch jorgen
jiri jirka
gerald gerry jerry gerhard gerd gert gerardo gerard geraldo gerrit
geraldine gerry
gertrude gert trudy trudi gertie gertrud gertraud truus
gilbert gil bert gilberto
gillian gill jill
giles gilles
gordon gord
grace gracie gratia graca
graham graeme grahame
gregory greg gregor grigori grigory grisha grzegorz grzesiek gregorio grigoris gregoire grigoriy
gustav gus gustave gustavo gustaf gusti
harold harry hal harald
harriet hattie harry henrietta hetty
heather heath
helen nell nellie lena helena helene ellen elena eleni yelena jelena lenka lena alena alyona lenochka lenotschka ela
henry harry hank hal
heinrich heinz heiner hein heini henner
hendrik henk rik hein henrik
enrico rico
henryk heniek
herbert herb bert herbie heribert
hilary hil hillary
horace horatio
howard howie
hubert bert
hugh hughie hugo ugo huw
humphrey humph
ian iain
ignatius iggy ignaz ignacio nacho ignacy ignazio
irene rena irina ira irka irenka eirini rina arisha irisha
isaac ike zac yitzhak itzik isaak ishaq yitzchak itzhak
isabella bella izzy belle isabelle isabel isobel izabela iza ysabel tibby bel
ivan vanya wanja iwan vanja
jack jackie jock jacek
jacob jake jakob
jakob jaap jeppe ib jacob
jakub kuba
yaakov yakov kobi koby
jacqueline jackie jacqui
james jim jimmy jamie jem
santiago santi tiago
jaime jaume
jane janie jenny jan janine
janet jan jess jenny
jason jay
jasmine jaz jasmin yasmin yasmine yasemin
jean jeannie
jennifer jen jenny jenn jenna
jeremy jem jerry jeremiah jez jeremias yirmiyahu jeremie
jerome jerry hieronymus girolamo jeronimo
jessica jess jessie yiskah
joan joanie jo
joanna jo joanne joan johanna hanna johanne joasia asia giovanna ioanna hanne hansi joke juana
joel yoel
john jack johnny jon jonny johnnie johnno
johannes johan johann hans hannes hanno janne joop
juan juanito
giovanni gianni vanni nino
sean shaun shawn
ioannis yannis giannis jannis yiannis
johannes jannik jannis
jonathan jon jonny johnny nathan yonatan yoni jonathon johnathan natan
joseph joe joey jo josef
jose pepe pepito josep
jozef jozek josef
josef jupp sepp seppi beppo jef joseph
iosif osip yosif
josephine jo josie josefine josefa josefina pepa fina finchen giuseppina
joshua josh yehoshua shuki josue
joyce joy
judith judy jude judit yehudit jutta
julia julie jules juliet giulia juliane julka yulia julija yuliya julie juli julcia
julian jules julien giuliano
katherine kate katie kitty
kenneth ken kenny
kevin kev
kimberly kim kimberley
laura laurie lori laure lauretta laurel
lawrence larry laurie lorenz lorenzo laurent laurence lars laurens lasse lauri lavrentiy renzo wawrzyniec
leah lea lia
leo leon leonid lev lew lyova lenya leonardo leonard len lenny leonhard lionel
leonard len lenny leo leonardo leonhard lennart nardo
leslie les
lewis lou louis lew ludwig luigi luis ludovic lodewijk ludvik lajos gigi
lillian lily lilly lil lilian lilli
linda lin lindy
louis lou louie lewis luis luigi ludwig loulou lodewijk ludwik wiggerl luisito gigi
louise lou lulu luise luisa lovisa luisella
lucas luke luca lukas lukasz loukas luc luka
lucy lucie lucia lucille luz luzie lucinda luce
lydia liddy lidia lida
madeleine maddie madeline magdalena lena magda maddalena madalena leni malena madlen
malcolm mal
marcus mark marc marco markus marek marcos markos
margaret maggie meg peggy madge margie greta margot daisy rita maisie megan marge margarete margarethe grete gretchen gretel margit margret margrit margarita marguerite malgorzata gosia margherita ghita margriet griet gretl mette merete marit marjorie margaritha margarida guida
mary marie molly polly mamie
maria marie marija mariya masha mascha marysia maja mareike mieke marieke mizzi marica maricica marika mariette maruja ria mitzi marijke manja maryla mari mariska mimi
mairead maire
marianne marianna mariann
marilyn mari lynn
martha marty marta matty marthe patty
martin marty martino martijn marten morten maarten marcin
matilda tilly mattie mathilde tilda thilde maud
matthew matt matty
matthias mathias matze hias tias mats matthijs thijs
matvei matvey motya
matthieu mathieu mat
maurice mo morris moritz mauricio maurizio maurits
maximilian max maxi maxime maksim maxim maks massimo massimiliano maximiliano maksymilian maximus makis
melanie mel
melissa mel missy lissa
melvin mel
mervyn merv
michael mike mick mickey micky mikey mitch michi mikael mischa
mikhail michail misha mischa mihail mykhailo
michal michalek
mihaly misi
michiel giel machiel
michelle shelly chelle michele michaela mickie michela michaela micaela
mildred millie
miriam mimi miri mirjam mira
monica mona moni monika monique
nancy nan
natalie nat nattie natalia natalya natasha natascha nathalie tasha natalija nathalia tala nati
nathan nat nate natan
nathaniel nathan nat nate
neil neal niall
nicholas nick nicky nico nicolas niklas klaus claus niko nikolai nikolay kolya kolja nicolai nikolaus nikos nikolaos niccolo mikolaj miklos miki nicolaas klaas nikola nicolau mykola
nicole nicky nikki nic nicola nicoletta coletta nikola
nigel nige
noel noelle
norman norm
oliver ollie olly oli olivier oliviero
olivia liv livvy livia
oscar oskar ozzie
oswald oz ozzie
pamela pam pammy
patricia pat patty patsy trish tricia trisha patrizia pati patrycja paddy
patrick pat paddy pad patrik patrice patrizio patryk patricio
paul pablo paolo pavel pawel paulus paulo pal pali pau pasha pavlos paavo poul pol paulie pasza
paula pauline paulina paola polly paulette pavla lina
penelope penny pen pinelopi
peter pete pedro pietro pierre piotr pyotr pjotr petr petros piet pieter peer per petya petja piero pero petar peder rino petros petru petko perico petri pekka pim pitt
philip phil pip philipp felipe philippe filippo filip lippo filippos flip phillip pippo pepo
phyllis phyl
priscilla cilla prissy
rachel rach rae rachael raquel rahel rachele shelly
raphael raf rafe rafael raffael raffaele rafa rafal
raymond ray raimund raymund ramon raimondo moncho
rebecca becky becca bex rebekka rebekah rivka
reginald reg reggie rex
richard dick rick ricky rich richie riccardo ricardo rikard ryszard rysiek dickie ritchie ritch ricco rico riikard
robert bob bobby rob robbie bert robin roberto bobbie robi robby berto tito robrecht
roberta bobbie robbie berta
roderick rod roddy rory rodrigo
rodney rod
roger rodge ruediger rudiger rogelio hodge rogier ruggero
roland rollo rolando orlando roelant
ronald ron ronnie ronny
rosemary rose rosie romy rosemarie rosamaria
rose rosie rosa rosita rosalie rosalind rosetta roza rozsa rosl
rudolf rudi rudy rolf rudolph rodolfo dolf rezso
russell russ rusty
samantha sam sammy
samuel sam sammy shmuel shmulik samuele samuil shmuli
sarah sally sadie sara sal sari sarita sarina zara
sebastian seb bastian basti wastl sebastien baz sebastiano sebastiao seba
sharon shaz shari
sheila sheelagh
sidney sid sydney
simone simona moni
simon si sy shimon simeon simao szymon semyon senya szymek
sophia sophie sofia sofie sonia sonya sonja zofia zosia sonechka sophy fia sofija
stanley stan stanislaw stanislav stas staszek stanislaus stanko
stephen steve steven stevie steph
stefan stephan steffen staffan steff stefek stefano steef
stefanos stephanos
stephanie steph steffi stefanie stefania stevie stephie fanny stefka
stewart stuart stu stew
susan sue susie suzy suzanne susanna susanne susana susi zuzanna zuzana zuza zsuzsanna zsuzsa zsuzsi shoshana shosh suse sanne susanneke sanna
sylvia silvia sylvie syl silvie silvana
tabitha tabby
tamara tammy toma tam tamar
teresa terry tess tessa theresa therese resi tere tere teresita terezia teri theresia thea rese
terence terry tel terrence
theodore ted teddy theo theodor fyodor fjodor fedor fedya teodor teodoro thodoris feodor thodor tivadar todor
thomas tom tommy thom tomas tomasz tomek tommaso tamas tomi maso tomaz tuomas thomasz toms tome
timothy tim timmy timo timofey timotheus timoteo timofei timoteusz tima
tobias toby tobi tobey tobia
valerie val valeria valeriya lera valerka
veronica ronnie veronika nica vroni veronique weronika nika ronja
victor vic vick viktor vitya wiktor vittorio vitja witek
victoria vicky vicki tori vic viktoria vika wiktoria vittoria vikki toria
vincent vince vinny vincenzo vicente vinnie enzo vinzenz wincenty cencio cente
virginia ginny ginger ginia
vivian viv vivien vivienne
walter walt wally wat walther gualtiero waldi valter wout
wilfred wilf wilfried fred
william bill billy will willie willy liam wilhelm guillermo guglielmo guillaume wim willem helmut guilherme memo gui vilmos vili vilhelm wilmer willi
winifred win winnie freda
zachary zac zach zack zacharias zakaria zechariah zacarias
zoe zoey zoi
"""

# German, Scandinavian, Dutch
_GROUPS += """
adelheid heidi alida heidrun adele
adolf dolf adi
aloisius alois luis loisl aloys alwis
annegret anne gret annegrete
anneliese liesel anne liese annelies annelise
annemarie annemie ami annemarije
bartel bart bartholomaeus
bernadette detta berna
berthold bert bertl berti bertold
birgit biggi gitte
burkhard burkard hardy
charlotte lotte lotti
dagmar dag dagi
dieter dietrich didi dirk diederik dirck dietmar
dietmar didi
eberhard ebi eberhart
ekkehard ekki eckhard eckart
elfriede friedl elfi elfie frieda
engelbert bert engel
erika riki eri erica
erwin win ervin
eva-maria evi eva
friederike rike fritzi frederike federica frederika frederica freddie
georgina gina georgia georgette
gerhard gerd hardy geert gert
gerlinde linde gerli
gisela gisi gila
guenther guenter gunther gunter gunnar
gudrun guri
hannelore lore hanne hannele
hansjuergen hansi
hartmut hartl
hedwig hedi hedda hede jadwiga jadzia hedvig
heinz heiner heinrich
helmut hellmut helmi
hermann hermi armin ermanno hermanus herman
hildegard hilde hildi
horst horsti
ingeborg inge inga ingrid
ingrid inga inge inger
irmgard irmi irma
joachim jochen jo achim joakim jochem joaquin ximo kim gioacchino quim
johanna hanna hanne
josef sepp seppl beppi
karlheinz kalle kalli charly
klaus nikolaus claus
konrad conny kurt conrad konni corrado coen koenraad konstantin
konstantin kosta costas konstantinos konstantinos kostas kostis konstanty kostya kostja dinos constantin tino constantine costa
kunigunde gundi kinga
leopold leo poldi poldl leopoldo lipot
lieselotte lilo lotte liselotte liese
ludger lutz luitger
ludwig lutz wiggerl
manfred manni fred manne
mechthild mechtild hilde tilda
michaela michi ela micha
nepomuk muck
norbert nobbi bert
ottilie otti tilly odile
otto ottone
petra peti
rainer reiner
reinhold holdi
roswitha rosi witha
rupert rupi ruprecht
sabine bine sabina
siegfried sigi siggi fried sigfrid
sigrid siri sigi
silke silka
sibylle billa sybille sibilla
sven svend swen
thorsten torsten torben thorben
traudl gertraud waltraud edeltraud traude traute
ulrich uli ulli
ulrike uli ulli rike ulrika
ursula uschi ulla ursel urszula ula orsolya orsi orsola
valentin velten vali valentino walek valentyn
veit vitus vito
volker volkmar
werner wernher verner
wilhelmina minna wilma helma mina willemijn mien vilma wilhelmine guglielmina willy
wolfgang wolf wolfi wolle wulf
asbjorn bjorn
gunnhild gunn
ingvar inge ingemar
lars lasse
magnus mogens mans
solveig sol solvej
cornelia nelly conny corrie neeltje nele lia corinna
gerardus gerard geert gerrit sjraar
hendrika rika riek hennie hetty
jacobus jaap koos jakob cobus
johannes joop hans johan
petronella nel petra nelleke
theodorus theo dorus dirk
wilhelmus wim willem
antonius toon ton teun anton twan tonnie
adrianus adriaan ad arie janus adrian adrien adriano ade adrianos adi
adriana adri adrienne ada
"""

# French, Spanish, Italian, Portuguese, Romanian
_GROUPS += """
alphonse alfonso fonsi foncho alonso fons
ambroise ambrosio ambrogio
amadeus amadeo amedeo
anselm anselmo selmo
armand armando herman
aurelie aurelia lia
baptiste battista bautista jean-baptiste titi
bertrand bertran beltran
clemence clementine clem clementina
clement clem clemens clemente klemens
dolores lola loli lolita
dominique domi dominika domenica
emmanuel manu manuel manolo emanuel emanuele manoel manolis immanuel menachem manny emmanouil lele
encarnacion encarna
enrique kike quique
etienne steph
eusebio sebio
eustache eustachio
evaristo varo
francoise fanchon
genevieve ginette viviane
guadalupe lupe lupita
gerardo gerry
gonzalo gonza goncalo
gregorio goyo
guillaume guy
inmaculada inma macu
jacques jacquot jacky
jesus chus chuy suso
jeanne jeannette jehanne giovanna juana
joaquina quina
jose-maria chema josemaria
josiane josette josy
juan-carlos juanca
lourdes lurdes
luciano lucien lucian
magali magalie
manuela manu manoela
marguerite margot
maria-jose cote marijose pepa
maria-carmen maricarmen mamen carmela carmen carmencita
maria-luisa marisa
maria-teresa maite maritere
maria-dolores marilo
mercedes merche merce meche
montserrat montse
pilar pili piluca
rafael rafa falo
remedios reme
rocio chio
rosario charo
sergio checo sergi sergei sergey sergej serge serhiy seryozha serjoscha seriozha sierioza sergiusz sergios serguei
soledad sole marisol
socorro coco
teofilo teo theophile theophilos
thierry thiery
veronique vero
yves ivo iwo yvon
yvonne ivonne yvette vonny
yolanda yoli iolanda jolanda yola
alessandra sandra ale
alfredo fredo
annamaria annina
antonella nella antonietta tonina
bartolo meo
caterina rina
concetta concettina tina titti concepcion concha conchita conchi
domenica mimma nica
donatella dona
eleonora nora
elisabetta betta lisa
ferdinando nando
filomena mena filo
gabriella lella
giampaolo gianpaolo
gianluca luca
gianfranco franco
giovanna vanna giò nanna
giuliana giuly juliana iuliana
giuseppe beppe peppino pino peppe geppi bepi
lorenzo renzo enzo lori
loredana lory
luigi gigi gino
margherita rita ghita
mariangela mariangel
michelangelo angelo
nicoletta nico
pasquale lino pascal pascual pasqualino
pierluigi gigi pier
raffaella lella raffi raphaela raphaelle rafaela
rosalia lia
salvatore totò salvo turi toto salvador salva sauveur
serafina fina
tommaso masino
umberto berto humberto beto humbert
vincenzo enzo cenzo
vittoria vicky
adalberto beto berto
antonio tonho toninho tono antonino nino totò
aparecida cida
benedita bene dita
carlos carlinhos carlito
conceicao sao ceicao
fernanda nanda fer ferdinanda
fernando nando fer
francisco chico
gustavo guga gugu
henrique rique
isabel bel belinha
joao joaozinho jango
joaquim quim quinzinho
jorge jorginho
jose ze zeca zezinho
luiz luis lula luizinho
manuel manel maneco nelo
maria-fatima fatinha
marcelo celo marcel marcello marceli
paulo paulinho
pedro pedrinho
rodrigo digo rodri
rosangela ro
sebastiao tiao
vinicius vini
alexandru sandu alex
constanta tanta
dumitru mitica dima dimitrie
gheorghe ghita gigi george
ilie ilia ilya ilja elijah elias eli eliyahu ilyas ilias
ioana oana ioanna
ion ionel nelu ionut jon
mihaela ela miha
nicolae nicu nelu
vasile vasi vasily vassily wassili vasiliy vasya wasja vasilis vassilis basil vasil vasko
XX"""

# Polish, Czech, Russian, Ukrainian, South Slavic
_GROUPS += """
agnieszka aga agusia agnes agnesa
albina ala
aldona aldonka
aleksy alosza alexei aleksei alexey aleksey alexej alyosha aljoscha lyosha ljoscha lesha lyokha alexis alexius oleksiy
alicja ala alusia
anatoly anatoli tolya anatolij anatole tolik anatoliy tolja
antonina tosia tonia tonya
arkady arkadi arkadiusz arek arkasha
artem artyom tyoma artjom artemy
bogdan bohdan bogus bodya
boguslaw bogus bohuslav
boleslaw bolek
boris borya borja borka
bozena bozenka
bronislaw bronek bronislav
czeslaw czesiek ceslav
danuta danka danusia
daria dasha darya dascha darja darka dariya
dariusz darek darius
dmitri dmitry dima mitya dimitri dmitrij dimitrios dmitriy dmytro dimitris mitja dymitr mitch demetrius dimos mimis dimka
dominika nika domi
edyta edytka edith edie edita edit ditha
egor yegor jegor
emil emilian milo emile emilio mil
filipp filya
galina galya galja halina halinka hala
gennady gena gennadi gennadij gennadiy
grazyna grazynka
hanna hania hanka
ignat ignasha
igor igorek ihor garik
ilona ila
inna inka
iosif osya
irena irka irenka
iwona iwonka ivona
jan jas janek jasiek honza jenda jano
jaroslaw jarek jaroslav yaroslav yarik
jerzy jurek
joanna asia joasia aska
jolanta jola
julian julek
justyna justa justine justina
kamil kamilek camille camillo camilo
katarzyna kasia kaska
kazimierz kazik kazimir casimir
kirill kirill kyrylo kiryusha kirya cyril
klara klarka clara claire chiara clare clairy klaartje
klavdia klava claudia klaudia claudine claude
krystyna krysia kryska
krzysztof krzys krzysiek
ksenia xenia ksyusha ksenja xeniya oksana kseniya ksjuscha aksinja
larisa lara larissa lora
leszek lech
ludmila lyuda lyudmila mila ljudmila ljuda luda ludmilla liudmila lucyna
lukasz lukaszek
lubov lyubov lyuba ljuba luba ljubow liubov
maciej maciek matthias
magdalena magda madzia
makar makarii
malgorzata gosia malgosia
marek mareczek
margarita rita margo
marina marinka marisha
mariusz mariuszek marius mario
maryna maryska
mateusz mati
michal misiek michas
mieczyslaw mietek
miroslaw mirek miroslav myroslav
nadezhda nadya nadia nadja nadjeschda nadiya nadzieja nadine
natalya nata natasha natalka
nikita nik nikitka
nikolai kolya kolyan
oleg olezhka olegs oleh
olga olya olja olka olenka olha olya helga
pavel pasha pascha pavlik pavlo pawelek pavlusha
piotr piotrek
polina polya polja apollinaria
przemyslaw przemek
radoslaw radek radoslav
rodion rodya
roman roma romek romain romano
rostislav rostik rostyslav slava
ruslan rus
ryszard rysiek
sergei seryozha serega
slawomir slawek slavomir
stanislav stas slava
stanislaw staszek stach
stefania stefa stefcia
svetlana sveta swetlana switlana svitlana lana swieta svetka
svyatoslav slava sviatoslav swjatoslaw
sylwester sylwek silvester sylvester sly silvestro
sylwia sylwka
tadeusz tadek tadzio thaddeus tad thad
tamara toma
tatiana tanya tatyana tanja tania tatjana tetiana tetyana
tomasz tomek
urszula ula ulka
vadim vadik wadim vadym
valentina valya valja walentyna valentine
valery valera valeri valeriy valerij walery valerio
vera verochka wiera wera
viktor vitya
violetta wiola viola violeta
vitaly vitalik vitali witali vitaliy vitalij vitalii vitale
vladimir volodya vova wladimir vladimiro vlad wlodzimierz wlodek volodymyr wowa wolodja vladimír
vladislav vlad vladik slava wladyslaw wladek vladyslav ladislav ladislaus laszlo laci
vyacheslav slava vjaceslav wjatscheslaw waclaw vaclav wacek wenzel venceslas wenceslas viacheslav vasek vjacheslav
waldemar waldek valdemar wally voldemar
wanda wandzia
wieslaw wiesiek
wiktoria wika
witold witek vytautas
wojciech wojtek vojtech adalbert vojta
yakov yasha jascha
yana jana yanochka
yaroslava slava yara jaroslava
yulia yulya julja julka
yuri jurij yuriy iouri youri jury juri yura jura jurek juraj yurii jurko jurgis jurik yury
zbigniew zbyszek zbych
zdzislaw zdzisiek zdislav
zenon zenek
zoya zoja zoia
zygmunt zyga sigismund siegmund sigmund sigi
borivoj bora
dragan gagi
dusan duca dusko
jovan joca jovica
ljubomir ljuba lubomir
milan mile milos
milica mica
nenad neno
slobodan boba sloba
vojislav voja
zeljko zele
zoran zoki
"""

# Hungarian, Finnish, Baltic, Greek, Turkish, Irish, Welsh, Scottish
_GROUPS += """
agoston guszti gusztav
aladar ali
andras bandi andris
antal toni anti
arpad arpi
balazs bala
bela bélus
borbala bori borcsa
erzsebet erzsi bozsi zsoka erzsike
ferenc feri ferko
gabor gabi
gergely gergo geri
gyorgy gyuri gyurka
gyula gyuszi
ildiko ildi
ilona ica ili ilus
imre imi emmerich
istvan pista isti pisti
janos jani jancsi
jozsef joska jozsi
judit jutka juci
julianna julis juli
kalman kalmi koloman
karoly karcsi
katalin kati kata
klara klari
lajos lali
laszlo laci
maria mari mariska marika
margit manci
miklos miki
sandor sanyi sandi
szilvia szilvi
terez teri
tibor tibi
vilmos vili
zoltan zoli
zsigmond zsiga
zsofia zsofi
zsuzsanna zsuzsi zsuzsa
aleksi ale
antti antero
eeva eevi
elias eelis
erkki eero eerik
heikki henrik
ilkka ilmari
juha juhani jussi johannes
kaarina kaisa kaija
katariina kati kaisa
kyosti kustaa
liisa elisabet lissu
maija maria maaria
matti matias
paavo paavali
pekka pietari petteri
risto kristian
tapani tapio teppo
timo timoteus
jonas jons
kazimieras kazys
anastasia nastya nastia tasia stacy stacey anastasiya nastja anastazja asya natasa anastasija stasi
anastasios tasos
aristoteles aris aristotelis telis
athanasios thanasis nasos sakis thanos afanasy
charalambos babis lambis haralambos haris
christos chris kitsos
dimitra dimi mimi demetra
eftychia efi
evangelia eva vangelia litsa evangeline
evangelos vangelis vagelis evangelo
fotini fofi foteini
georgia gogo
georgios giorgos yiorgos yorgos
gerasimos makis
ioannis giannis yannis yiannis
iosif sifis
kyriaki kiki
kyriakos kiriakos
konstantina dina nantia konstantia
leonidas leon
maria maro marika
michail michalis mihalis
miltiadis miltos
nikolaos nikos
panagiota giota yota
panagiotis panos takis panayiotis panagiotes notis
paraskevi vivi voula evi
paraskevas paris
pavlos pol
sokratis socrates sokrates
sotirios sotiris
spyridon spyros
stavroula voula
stylianos stelios
theodora dora teodora fedora
theodoros thodoris
theofilos theo
vasiliki vaso vicky
vasileios vasilis
abdullah apo abdallah abdula عبدالله
ahmet ahmed ahmad ahmad achmed hamudi أحمد احمد
ali aly علي
ayse aisha aysha aicha aischa عائشة
bayram bayo
emine emin
fatma fatima fatos fatimah fatih فاطمة
halil khalil khaleel خليل
hasan hassan حسن
hatice khadija khadijah خديجة
huseyin hussein hussain husain hossein houssein حسين
ibrahim ibo ebrahim إبراهيم
ismail ismael smail ishmael إسماعيل
mehmet mehmed memo memet
muhammed muhammad mohammed mohamed mohammad mohamad muhamad muhammet mo mohd hamada محمد mehmet
murat murad
mustafa mostafa moustafa musti مصطفى
osman othman uthman عثمان
omer omar umar umer عمر
recep rajab
suleyman sulayman suleiman soliman solomon salomon shlomo sulejman sleiman سليمان
yusuf youssef yousef yousuf yusef joseph يوسف
zeynep zainab zeinab zaynab زينب
aoife eefa
bridget brid bridie
caoimhe keeva
ciaran kieran
donal daniel
eoin owen ian
liam uilliam
mairead mairéad margaret
niamh neve
padraig patrick paddy pat podge
saoirse seersha
seamus james shay
siobhan shivaun joan
sean shane
sinead jane
tadhg tim teague
dafydd david dai taffy
gwendolen gwen gwenllian gwendolyn wendy
rhys reece rees
angus gus aonghas
hamish james
fiona fi
"""

# Arabic, Persian, Hebrew, Yiddish, South and East Asian spellings
_GROUPS += """
abdurrahman abdulrahman abdelrahman abderrahmane abdrahman abdarrahman عبدالرحمن
abdulaziz abdelaziz azzouz عبدالعزيز
abdulkadir abdelkader abdulqadir عبدالقادر
abu-bakr abubakr bakr aboubakar abubakar أبوبكر
amin ameen أمين
amina aminah amna آمنة
amir ameer أمير
bilal belal بلال
daoud dawood dawud داود
faisal faysal feisal فيصل
farid fareed فريد
farouk faruk farooq فاروق
hamid hameed حميد
hana hanaa هناء
haidar haider hayder حيدر
ismat esmat
jaafar jafar jafer جعفر
jamal gamal djamal جمال
jamila gamila djamila جميلة
karim kareem كريم
khaled khalid chaled خالد
laila layla leila leyla lila ليلى
mahmoud mahmud mahmood محمود
mansour mansur mansoor منصور
mariam maryam مريم
mona muna منى
munir mounir muneer منير
musa moussa mousa موسى
nadia nadiya نادية
nasser nasir naser ناصر
noor nur nour نور
rashid rachid rasheed رشيد
rania raniya رانيا
saeed said sayed سعيد
salah saleh صلاح
salim selim saleem سليم
samir sameer سمير
samira سميرة
sharif cherif sherif شريف
tarek tariq tarik طارق
walid waleed وليد
yahya yehia yahia يحيى
yasin yassin yaseen ياسين
zaid zayd zeid زيد
zahra zehra zohra زهراء
cyrus kourosh
dariush daryoush darius
golnaz goli
mehdi mahdi مهدي
reza rida رضا
shahriar shahryar
aharon aaron harun ahrale roni אהרון
avigail abigail אביגיל
avraham avi avrum avrami אברהם
baruch boruch benedict ברוך
chaim haim hayim chayim hayyim vitali חיים
chana hannah hana chanah חנה
david dudi dudu דוד
dov berl דב
eliezer eli lazar leizer eleazar lazare אליעזר
elisheva elisabeth אלישבע
ephraim efraim efi fima אפרים
gershon gershom גרשון
hillel hilel
lea leah לאה
malka malkah regina
menachem mendel nachum מנחם
meir meyer mayer מאיר
miriam miri miryam מרים
mordechai motti moti mordecai מרדכי
moshe moses moishe mosche moyshe moische מוס משה
nechama nehama
noa noah נועה
pinchas pinhas pini phineas פנחס
rachel racheli rochel רחל
rivka rifka rebecca רבקה
sara sarah שרה
shaul saul paul שאול
shimon simon שמעון
shira שירה
shlomo shloime shlomi solomon שלמה
shmuel shmulik שמואל
tamar tami תמר
tzipora zipora tzipi zippy zipporah ציפורה
tzvi zvi hirsch hersh zwi צבי
yaakov yankel koby yaakob יעקב
yael jael יעל
yehuda yuda judah juda jehuda yudi יהודה
yisrael israel srulik ישראל
yitzhak itzik isaac izzy יצחק
yonatan yoni jonathan יונתן
yosef yossi joseph yosi יוסף יוסי
zeev wolf velvel zev זאב
aditya adi
aishwarya aish
amitabh amit
balasubramanian bala balu
gopalakrishnan gopal
harikrishnan hari
krishnan krishna kris
lakshmi laxmi
lakshman laxman
prabhakar prabhu
priyanka priya
rajendra raj rajesh rajendran
ramachandran ram
siddharth sid siddhartha
srinivasan srini srinivas
subramaniam subbu mani subramanian subramanyam
sushila sheela
venkatesh venkat venky venkataraman
vijay bijoy vijaya
vishwanath vishu
krishnamurthy krishnamurti krish
mohan mohun
yash yashwant
xiaoming xiao-ming
cheolsu chulsoo cheol-su chul-soo chulsu
minsu minsoo min-soo
jiyoung jiyeong ji-young
younghee yeonghui young-hee
eiji eizi
junichi junitsi jun-ichi
kenichi ken-ichi ken
shinichi shin-ichi
taro tarou taroo
ichiro ichirou
yuko yuuko youko
ryo ryou
shota shouta
nguyet nguyệt
"""

# Family names that one script or country writes in several ways.
_FAMILIES = """
kim gim 김 金
lee yi rhee ri 이
park bak pak 박
choi choe 최
jung jeong chung cheong 정
kang gang 강
cho jo 조
yoon yun 윤
lim im rim 임
shin sin 신
oh o 오
hwang whang 황
ahn an 안
yoo yu ryu 유
noh no roh 노
baek paik baik paek 백
koo ku gu 구
wang wong 王 汪
li lee lie 李
zhang chang cheung teo 张 張
liu lau lao liew 刘 劉
chen chan tan chin 陈 陳
yang yeung yeoh 杨 楊
huang wong ng ooi bong 黄 黃
zhao chao chiu 赵 趙
wu woo goh ng 吴 吳
zhou chou chow chew 周
xu hsu hui koh 徐 许 許
sun suen soon 孙 孫
ma mah 马 馬
zhu chu choo 朱
hu wu woo 胡
guo kwok kuo quek 郭
he ho hoe 何
lin lam lim 林
luo lo law 罗 羅
liang leung leong neo 梁
song sung soong 宋
zheng cheng tay 郑 鄭
xie hsieh tse cheah 谢 謝
han hahn hon 韩 韓
tang tong 唐
feng fung foong 冯 馮
deng teng tang 邓 鄧
cao tsao cho 曹
peng pang phang 彭
zeng tseng tsang chan 曾
xiao hsiao siu 肖 萧 蕭
tian tien tin 田
dong tung 董
pan poon phua 潘
yuan yuen 袁
cai tsai choi chua 蔡
jiang chiang kong 江 蒋 蔣
yu yue yee 余 于
ye yeh yip yap 叶 葉
lu loo lo 卢 盧 陆 陸 吕
cohen kohen kohn cohn kagan כהן
levy levi levin halevi lewy לוי
katz kats kac כץ
mizrahi mizrachi מזרחי
chaudhry choudhury chowdhury chaudhari chaudhuri
mukherjee mukhopadhyay mookerjee
banerjee bandyopadhyay bannerjee
chatterjee chattopadhyay
bhattacharya bhattacharjee bhattacharyya
agarwal aggarwal agrawal
sharma sarma शर्मा
sheikh shaikh shaykh cheikh scheich
hussein hussain husain حسين
qureshi kureshi qureishi koreshi
siddiqui siddiqi siddique
chaykovsky tchaikovsky tschaikowski tschaikowsky chaikovsky tchaikovski
khrushchev chruschtschow khrouchtchev hruscev chruszczow
yeltsin jelzin eltsine jelcyn
shcherbakov schtscherbakow chtcherbakov scerbakov
zhukov schukow joukov zukov
chernov tschernow tchernov cernov
"""

Groups = frozenset[int]
_LONG = 6  # letters that a short form rarely exceeds
NONE: Groups = frozenset()


@cache
def _tables() -> tuple[dict[str, Groups], dict[int, str], dict[str, Groups]]:
    """Groups by folded given name, the full name of each, and groups by folded family name."""
    given, heads = _indexed(_GROUPS, 0)
    families, more = _indexed(_FAMILIES, len(heads))
    return given, heads | more, families


def _indexed(text: str, first: int) -> tuple[dict[str, Groups], dict[int, str]]:
    found: dict[str, set[int]] = {}
    heads: dict[int, str] = {}
    for number, line in enumerate(filter(None, text.splitlines()), first):
        words = [bare(fold(word)) for word in line.split()]
        heads[number] = words[0]
        for word in words:
            found.setdefault(word, set()).add(number)
    return {word: frozenset(groups) for word, groups in found.items()}, heads


def bare(word: str) -> str:
    """A folded word without its hyphens and apostrophes, as the tables have it."""
    return word.replace("-", "").replace("'", "")


def of_given(word: str) -> Groups:
    """The groups that a folded given name is in."""
    return _tables()[0].get(word, NONE)


def of_family(word: str) -> Groups:
    """The groups that a folded family name is in."""
    return _tables()[2].get(word, NONE)


def is_full(word: str, other: str) -> bool:
    """Whether `word` is the full name of which `other` is a form: it heads a group of both.

    A long name does too, for a group may hold the same one of several languages.
    """
    shared = of_given(word) & of_given(other)
    heads = _tables()[1]
    return any(heads[group] == word or len(word) > max(len(other), _LONG) for group in shared)


def given_names() -> dict[str, Groups]:
    """Every folded given name with its groups."""
    return _tables()[0]
