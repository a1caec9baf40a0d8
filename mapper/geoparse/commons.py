"""Words of news prose that are written with a capital and also name some small town, yet mean no place."""

from __future__ import annotations

# Ordinary nouns, adjectives, offices and makes; first names tell a person and stand apart.
COMMON = frozenset(
    "academy act action advent agent alert amendment arena assembly association attorney author authority avenue "
    "award bachelor bank bar basic bishop board book branch bridge building bureau business calendar campus captain "
    "care case center centre central chair chairman chamber chapter charter church circuit citizen civil class clerk "
    "clinic club coach coast college commerce commission commissioner committee community company conference "
    "constitution contact corps council councilman county court covenant creek crew crime day dean defender defense "
    "delta democrat democrats department deputy detective development director district doctor drive early earth "
    "economy editor education election electric energy engineer enterprise environment estate evidence exchange "
    "executive express fair faith farm federal federation fellow festival field film fire fish florist force "
    "foundation fox freedom friendship fund game garden gas gem general girl girls gold goodwill gospel governor "
    "grace grade grand great green grove guide hall happy harbor hazard health heritage high highway history hit home "
    "honor hope hospital hotel house hurricane ideal inc independence industry institute insurance internet jail "
    "journal judge junior jury justice kids king kingdom lake land law league legal legend liberal liberty library "
    "lions lodge magazine main mall man manor market marine mayor meadow medal medical medicine meeting member "
    "memorial men metro military mineral minister mission model money mother motor mountain much museum music nation "
    "native nature navy need network news night noble northeast northern northwest novel nurse oak office officer "
    "official opera opportunity orange order orchard page park parks partners party pastor patrol pay peace pearl "
    "people pioneer plan planning plant plaza point police pope port post prairie premier presidency president price "
    "priest prime prince princess principal prison pro professor program progress project property prosecutor "
    "protection public publisher queen race radio ranger rebel record red reform regional rep republic republican "
    "republicans rescue research reserve resort resource restaurant retreat revolution right river road rock rocket "
    "roll rose rotary royal rule rural safety saint sale san santa school science scout secretary section security "
    "senate senator senior sergeant series service session share sheriff ship shop show sister site social society "
    "soldier south southeast southern southwest special speed sport sports spring springs square stadium staff star "
    "state station store storm strategy street student studio study style suburban success summer summit super "
    "superior supreme surprise system tax teacher team technology telephone temple theater theatre thing third time "
    "times title today tour tower town township track trade trail training treasury tribune trinity trooper truck "
    "trust truth tuesday union unit united unity university uranium valley van veteran veterans victory video view "
    "village villages vision vote ward watch water way weather welcome wells west western white wine wing winter "
    "witness woman women wood woods work world writer yard year yellow young youth zion zone "
    "chevrolet chevy chrysler dodge ford honda toyota nissan pontiac buick cadillac lincoln mercury volvo "
    "bible christ christian christmas easter god gospel jesus lord muslim islam hindu".split()
)
# Adjectives of nations and peoples: our guidelines leave them unlabelled, and villages of Texas bear them.
PEOPLES = frozenset(
    "abkhaz abkhazian acehnese acholi afghan african albanian algerian american angolan arab arabian argentine "
    "armenian asian australian austrian avar azerbaijani azeri baloch bangladeshi banyamulenge belgian bengali "
    "beninese bosniak bosnian brazilian british bulgarian burkinabe burmese burundian cambodian cameroonian canadian "
    "catholic chadian chechen chechens chilean chinese christian colombian congolese cossack croat croatian croats "
    "cuban cypriot czech dagestani danish dinka djiboutian dutch ecuadorean ecuadorian egyptian english eritrean "
    "estonian ethiopian european filipino finnish french fulani gabonese gambian georgian german ghanaian greek "
    "guatemalan guinean haitian hausa hazara hebrew hema herzegovinian hispanic honduran hungarian hutu icelandic igbo "
    "indian indonesian ingush iranian iraqi irish islamic israeli italian ivorian jamaican japanese jewish jordanian "
    "karenni kashmiri kazakh kenyan khmer korean kosovan kosovar krahn kurdish kuwaiti kyrgyz latin latino "
    "latvian lebanese lendu liberian libyan lithuanian macedonian malaysian malian mandingo mauritanian mexican "
    "moldovan mongolian montenegrin moroccan mozambican muslim namibian nepalese nepali nicaraguan nigerian nigerien "
    "norwegian nuer oromo ossetian ottoman ovimbundu pakistani palestinian papuan pashtun persian peruvian philippine "
    "polish portuguese protestant rohingya romanian russian rwandan saharawi sahrawi salvadoran salvadorean saudi "
    "scottish senegalese serb serbian serbs sinhalese slavic slovak slovene slovenian somali soviet spanish sudanese "
    "swedish swiss syrian taiwanese tajik tamil tanzanian tatar temne thai tibetan tigrayan timorese togolese toubou "
    "transnistrian tuareg tunisian turkish turkmen tutsi ugandan ukrainian uzbek venezuelan vietnamese welsh yazidi "
    "yemeni yezidi yugoslav zaghawa zairean zairian zambian zimbabwean "
    "shi'ite shi’ite shiite shia shi'a sunni alawite druze maronite ismaili turkoman assyrian armenian".split()
)
TITLES = frozenset(
    "rev reverend sen rep gov sgt cpl pvt lt col capt maj gen officer trooper deputy detective sheriff coach pastor "
    "bishop father sister brother mother senator congressman congresswoman representative councilman councilwoman "
    "commissioner attorney principal superintendent chairman chairwoman trustee constable inspector archbishop "
    "cardinal rabbi sheikh ayatollah justice magistrate lawyer singer actor actress author quarterback midfielder "
    "striker goalkeeper champion sir dame lord lady madam saint st mr mrs ms miss dr prof hon treasurer clerk "
    "councillor councilor speaker alderman".split()
)
FIRST_NAMES = frozenset(
    "aaron adam adrian alan albert alex alexander alexandra alfred alice alison allen allison amanda amber amy andrea "
    "andy angela ann anne annie arthur ashley barbara barry becky ben benjamin bernard bessie beth betty bill billy "
    "bob bobby brad bradley brandon brenda brent brett brian bruce bruno bryan caleb calvin cameron carl carla carlos "
    "carol caroline carolyn catherine cathy chad charles charlie cheryl chris christina christine christopher cindy "
    "clara claude clifford clinton cody colin connie courtney craig crystal curtis cynthia dale dan dana daniel danny "
    "darrell dave david dawn dean deborah debra dennis derek diana diane dick don donna doris dorothy doug douglas "
    "duane dustin dwayne dylan earl ed eddie edgar edith edward edwin eileen eleanor elizabeth ellen emily emma eric "
    "erica erik erin ernest ethan eugene eva evan evelyn florence frances francis frank franklin fred frederick gail "
    "gary gene geoffrey gerald gina gladys glenn gloria gordon grace greg gregory hailey hannah harold harry harvey "
    "heather helen henry herbert holly howard hugh ian irene isaac ivan jack jackie jacob jacqueline jake jamie jane "
    "janet janice jared jason jay jean jeff jeffrey jennifer jeremy jerome jerry jesse jessica jessie jill jim jimmy "
    "joan joanne joel johnny jon jonathan jordan jose josh joshua joyce juan judith judy julia julian julie justin "
    "karen kate katherine kathleen kathryn kathy katie keith kelly ken kenneth kerry kevin kim kimberly kristen kurt "
    "kyle larry laura lauren lawrence leah lee leo leon leonard leslie lewis lillian linda lindsay lisa lloyd logan "
    "lori louis louise lucas lucy luis luke lynn marc marcus margaret marilyn marion marjorie marshall martha martin "
    "marvin mary mathew matt matthew maurice max megan melissa melvin michelle mike mildred milton mitchell molly "
    "monica morris nancy natalie nathan nathaniel neil nelson nicholas nick nicole noah norma norman oliver oscar "
    "owen pamela pat patricia patty paula pauline peggy penny perry pete phil philip phillip phyllis rachel ralph "
    "randall randy ray raymond rebecca regina rex rhonda rick ricky rita roberta rodney roger roland ron ronald "
    "rosa rose ross roy ruben russell ruth ryan sally sam samantha samuel sandra sara scott sean seth shane shannon "
    "sharon shaun shawn sheila shelby sherry shirley sidney simon sophia spencer stacy stan stanley stella steve "
    "stewart stuart sue susan suzanne sylvia tammy tara ted teresa terry thelma theodore theresa tiffany tim timothy "
    "tina todd tom tommy toni tony tracy travis trevor troy tyler valerie vanessa vernon veronica vicki victor "
    "vincent viola violet virgil vivian wade wallace walter wanda warren wayne wendy wesley whitney willie zachary "
    "abel adolf alejandro alexei alexey amir angel antonio benedict boris carmen diego dmitri fidel francisco george "
    "giovanni hamid hans hosni ibrahim jesus jorge kofi leonid luigi mahmud marco mario miguel mikhail mohamed nelson "
    "nikolai pablo pedro pierre rafael ramon ricardo roberto salvador sergio silvio vitaly yasser yuri".split()
)
# Nouns that make a body of the place name before them ("Paris Police Department") or behind ("Bank of America").
BODIES = frozenset(
    "academy airlines airways association authority bank board broadcasting bureau cathedral chamber church circuit "
    "city-county clinic club college commission commissioner committee company conference cooperative corp "
    "corporation council court courthouse department division elementary federation fire foundation gazette "
    "government group health herald high hockey hotel inc independent industries institute international journal "
    "junior league library llc ltd mall medical memorial ministry museum national news observer office orchestra "
    "panthers partners police post press primary public rangers red regional republican review school schools "
    "science seminary senior services sheriff society state sun symphony team technical theater theatre times tribune "
    "trust union united university volunteer".split()
)
STREETS = frozenset(
    "street avenue ave boulevard blvd lane drive st rd dr road terrace court place parkway pike plaza way alley "
    "circle turnpike expressway freeway".split()
)
