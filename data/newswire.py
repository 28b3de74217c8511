"""The grammar of the newswire sample: which sentences a document of each topic may have.

A name in braces is replaced by one of its phrases; everything was written for this project,
and every company, person and place outside the list of countries is invented.
"""

TOPICS = {
    # Keras label: (share of the documents, sentences that tell the topic)
    3: (
        0.34,
        [
            "{company} said {quarter} net {profit} {rose} to {money} from {money}",
            "shr {cts} cts vs {cts} cts net {num} mln vs {num} mln revs {num} mln vs {num} mln",
            "oper shr {cts} cts vs {cts} cts oper net {num} mln vs {num} mln",
            "{company} {quarter} shr {profit} {cts} cts vs {profit} {cts} cts",
            "sales {num} mln vs {num} mln avg shrs {num} mln vs {num} mln",
            "note {quarter} net includes a {gain} of {money} from the {item}",
            "per share results are adjusted for a {ratio} stock split in {month}",
            "the company {declared} a dividend of {cts} cts a share payable {month} {day}",
            "{company} sets payout qtly div {cts} cts vs {cts} cts prior record {month} {day}",
            "{officer} {surname} told shareholders that {quarter} earnings would {beat} last year",
            "turnover of the {industry} division {rose} {pct} pct while operating costs {fell}",
            "pretax profit {rose} to {money} on higher {industry} margins",
            "backlog stood at {money} at the end of {month} the company added",
            "the loss reflected {trouble} at its {place} {plant}",
        ],
    ),
    4: (
        0.22,
        [
            "{company} said it {agreed} to acquire {company} for {money} in {payment}",
            "{company} said it raised its stake in {company} to {pct} pct from {pct} pct",
            "in a filing the {investor} said it bought {num} mln shares of {company}",
            "the tender offer at {num} dlrs a share expires on {month} {day} unless extended",
            "{company} board rejected the {adj} takeover bid as inadequate",
            "the merger is subject to approval by shareholders and antitrust regulators",
            "{company} said it completed the sale of its {industry} unit to {company}",
            "terms of the acquisition were not disclosed",
            "under a letter of intent each {company} share would be exchanged for {ratio} shares",
            "the {investor} controlled by {surname} may seek control of {company}",
            "{company} adopted a shareholder rights plan to deter hostile buyers",
            "arbitrageurs bid up {company} stock on hopes of a sweetened offer",
            "the purchaser will assume {money} of debt and keep the {place} {plant}",
            "talks with a possible buyer of the {industry} subsidiary have ended {surname} said",
        ],
    ),
    19: (
        0.08,
        [
            "the dollar {rose} against the {currency} in {calm} {place} trading",
            "dealers said the central bank intervened to sell {currency} for dollars",
            "the {currency} was fixed at {num} against the dollar after {num} on {weekday}",
            "the {bank} gave the money market {money} help through repurchase deals",
            "foreign exchange dealers expect the {currency} to stay in its range",
            "finance ministers reaffirmed the accord on exchange rates in {place}",
            "{surname} said further decline of the dollar would be counterproductive",
            "speculative demand pushed the {currency} to the bottom of its band",
            "banks were short of reserves and the {bank} bought bills in band one",
            "currency traders squared positions before the ministers meet",
        ],
    ),
    16: (
        0.07,
        [
            "{country} cut the posted price of crude oil by {cts} cts a barrel",
            "opec output {rose} to {num} mln barrels per day in {month}",
            "{company} said it found oil at the {place} well which flowed {num} barrels per day",
            "the oil minister of {country} said members respect the quota of the cartel",
            "spot crude {rose} on reports that a tanker was hit in the gulf",
            "refiners in {place} reduced runs because heating fuel stocks are ample",
            "the {place} offshore field holds recoverable reserves of {num} mln barrels",
            "{country} pipeline exports of petroleum resumed after {trouble}",
            "drilling rigs in use {fell} to {num} last week an industry survey said",
            "gasoline demand and a cold winter support the barrel price analysts said",
        ],
    ),
    11: (
        0.06,
        [
            "the trade deficit of {country} {rose} to {money} in {month}",
            "{country} threatened tariffs on {product} unless markets are opened",
            "congress debates a protectionist bill that would limit {product} imports",
            "{country} exports {rose} {pct} pct and imports {fell} {pct} pct figures showed",
            "trade negotiators will meet in {place} on the {product} dispute",
            "{surname} said retaliation would hurt both trading partners",
            "the surplus with {country} widened on strong shipments of {product}",
            "under the agreement quotas on {product} are lifted by {month}",
            "gatt members began a new round on services and {product}",
        ],
    ),
    1: (
        0.05,
        [
            "{country} bought {num} tonnes of {grain} for {month} shipment traders said",
            "the {grain} crop of {country} is put at {num} mln tonnes vs {num} mln last season",
            "farmers in {place} planted fewer acres of {grain} after {weather}",
            "export certificates were granted for {num} tonnes of free market {grain}",
            "the agriculture department reported bonus offers of {grain} to {country}",
            "{weather} in {place} delayed the {grain} harvest cooperatives said",
            "subsidized {grain} sales weigh on cash bids at country elevators",
            "carryover stocks of {grain} will {beat} the previous estimate",
        ],
    ),
    20: (
        0.05,
        [
            "the {bank} {lifted} its discount rate to {pct} pct from {pct} pct",
            "{company} bank {lifted} its prime lending rate by a quarter point to {pct} pct",
            "key interest rates will not change {surname} told bankers in {place}",
            "treasury bill yields {rose} to {pct} pct at the weekly auction",
            "lower interest rates depend on inflation the {bank} governor said",
            "overnight call money was quoted at {pct} pct after {pct} pct",
            "mortgage lenders followed the base rate cut within days",
            "the bundesbank style tender left the lombard and discount rate unchanged",
        ],
    ),
    10: (
        0.035,
        [
            "{country} sold {num} tonnes of raw sugar at {num} dlrs a tonne",
            "the sugar tender awarded rebates on {num} tonnes of white sugar",
            "beet plantings in {country} may {beat} last year a sugar analyst said",
            "cane mills in {place} crushed less because of {weather}",
            "refined sugar premiums {rose} as {country} sought two cargoes",
            "sugar output is seen at {num} tonnes raw value in the new campaign",
        ],
    ),
    25: (
        0.03,
        [
            "gold bullion was fixed at {num} dlrs an ounce in {place}",
            "{company} said drill holes at {place} assayed {ratio} ounces of gold a ton",
            "the {place} mine will pour {num} ounces of gold a year",
            "gold {rose} on safe haven buying bullion dealers said",
            "heap leach ore reserves contain gold and some silver the miner said",
            "mint sales of gold coins {fell} in {month}",
        ],
    ),
    13: (
        0.025,
        [
            "a {num} dwt bulk carrier ran aground off {place} coastguards said",
            "dockers in {place} voted to end the port strike",
            "{num} vessels wait to berth as the strike enters its third week",
            "freight rates for grain carriers {rose} shipbrokers said",
            "the ferry {ship} collided with a freighter in fog near {place}",
            "shipowners asked escorts for tankers and cargo vessels in the gulf",
        ],
    ),
    9: (
        0.025,
        [
            "coffee exporters of {country} opened registrations for {month} shipment",
            "the coffee pact failed when producers and consumers split on quotas",
            "arabica and robusta futures {fell} on the coffee exchange",
            "{weather} damaged coffee trees around {place}",
            "roasters bought few bags of coffee ahead of the quota talks",
            "{country} will sell {num} mln bags of coffee this season",
        ],
    ),
    8: (
        0.015,
        [
            "m one money supply {rose} {money} in the week the {bank} said",
            "broad money supply m three grew at an annual {pct} pct in {month}",
            "bank lending to the private sector {rose} while m two slowed",
            "the money stock target range of {pct} to {pct} pct was kept",
            "economists polled had forecast money supply up {money}",
        ],
    ),
}

COMMON = [
    "analysts in {place} said the news was {expected}",
    "{surname} a spokesman gave no further details",
    "a spokesman for {company} declined to comment",
    "the announcement was made after the close of business on {weekday}",
    "{officer} {surname} said the outlook for {month} is {adj}",
    "officials said they would {review} the matter before {month}",
    "the {industry} industry has faced {trouble} for two years",
    "an economist at {company} called the move {adj}",
    "the figures compare with {num} a year earlier",
    "the government of {country} is expected to {review} the figures",
    "{company} is based in {place}",
    "no date was given for the next meeting",
]

PHRASES = {
    "money": "{num} mln dlrs, {num} mln {currency}, {day} billion dlrs, {num} mln stg",
    "profit": "profit, income, earnings, loss",
    "rose": "rose, climbed, advanced, fell, slipped, jumped, edged up, eased",
    "fell": "fell, dropped, declined, shrank, were cut, eased",
    "beat": "exceed, match, top, fall short of, equal, surpass",
    "lifted": "raised, cut, lifted, lowered, trimmed, kept",
    "quarter": "first quarter, 1st qtr, second quarter, third qtr, fourth quarter, six months, "
    "nine mths, full year, year ended {month}",
    "gain": "gain, charge, writeoff, tax credit, provision, pension credit",
    "item": "sale of a {plant}, closing of a {plant}, retirement of debentures, settlement of a "
    "lawsuit, change in accounting, early redemption of notes",
    "declared": "declared, omitted, raised, maintained, suspended",
    "agreed": "agreed, signed a contract, plans, offered, made an unsolicited bid",
    "payment": "cash, stock, cash and notes, convertible preferred stock, debentures",
    "investor": "investor group, partnership, family trust, holding company, fund",
    "officer": "chairman, president, chief executive, treasurer, vice president",
    "bank": "central bank, bank of england, federal reserve, reserve bank, monetary board",
    "currency": "yen, marks, francs, lire, guilders, crowns, pesos, won, pounds",
    "grain": "wheat, corn, barley, maize, sorghum, rye, durum wheat, oats",
    "product": "semiconductors, textiles, machine tools, citrus, beef, pasta, steel, cars, "
    "telephones, footwear, lumber, aircraft",
    "weather": "drought, frost, heavy rain, late snow, floods, a dry spell, hail",
    "trouble": "a strike, flooding, weak demand, startup costs, a fire, overcapacity, severe "
    "competition, sabotage, a recall, rising wages, litigation",
    "plant": "smelter, warehouse, factory, brewery, cannery, shipyard, foundry, sawmill, refinery, "
    "laboratory, tannery, mill, hotel",
    "industry": "packaging, chemicals, paper, retailing, brewing, insurance, electronics, "
    "trucking, publishing, cement, glass, broadcasting, banking, pharmaceutical, software, "
    "leasing, restaurant, textile, aerospace, toy",
    "adj": "uncertain, bright, cautious, surprising, prudent, unfriendly, modest, disappointing, "
    "encouraging, unprecedented, sluggish, buoyant, premature",
    "calm": "quiet, hectic, thin, nervous, late, early, featureless",
    "expected": "expected, a surprise, already discounted, in line with forecasts, better than "
    "feared, hard to interpret, overdue, of little consequence",
    "review": "review, discuss, publish, revise, study, reconsider, audit",
    "ratio": "two for one, three for two, five for four, 1.5, 0.08, 0.12, 2.25",
    "weekday": "monday, tuesday, wednesday, thursday, friday",
    "month": "january, february, march, april, may, june, july, august, september, october, "
    "november, december",
    "country": "brazil, japan, france, iran, egypt, thailand, canada, norway, taiwan, india, "
    "colombia, mexico, turkey, nigeria, australia, spain, korea, kenya, poland, ecuador, "
    "china, italy, morocco, the united states",
    "ship": "northern lark, queen ottilie, amber tide, blue heron, saint corvin",
}
PHRASES = {slot: phrases.split(", ") for slot, phrases in PHRASES.items()}

# Names are put together from these parts, so that many of them are rare, as real names are.
HEADS = ["bar", "cald", "dor", "fen", "gar", "hol", "kel", "lun", "mar", "nor", "pel", "quen"]
HEADS += ["ros", "sul", "tar", "ul", "ven", "wex", "yar", "zel", "bre", "cro", "stan", "thorn"]
TAILS = {
    "company": ["tek", "co", "dyne", "mark", "star", "land", "gen", "flex", "mont", "ex"],
    "surname": ["man", "son", "ski", "berg", "well", "ley", "etti", "mura", "ford", "ier"],
    "place": ["ton", "ville", "port", "burg", "haven", "mouth", "dale", "wick", "stad", "ora"],
}
SUFFIXES = ["inc", "corp", "ltd", "co", "industries", "holdings", "group", "plc", "bancorp"]
