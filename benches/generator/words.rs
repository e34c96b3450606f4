//! The words that generated stories are made of: names, offices, places, and templates by topic.
//! What stands in braces is filled in: `{town}` of the story, an `{other}` one, a `{thing}` and an
//! `{act}` of the topic, an `{org}`, a `{number}`, a `{month}`, a `{year}`.

/// What a story is about.
#[derive(Clone, Copy)]
pub struct Topic {
    pub headline: &'static str,
    pub lead: &'static str,
    pub things: &'static [&'static str],
    pub acts: &'static [&'static str],
}

#[rustfmt::skip]
pub const TOPICS: &[Topic] = &[
    Topic {
        headline: "{town} argues about its old bridge",
        lead: "The council of {town} voted on Monday to close the old bridge for {number} weeks, after engineers found rust in {number} of its bolts.",
        things: &["the bridge", "the toll gate", "the ferry", "the northern lane", "the footpath over the river", "the survey of the piers"],
        acts: &["repair the piers", "keep the ferry running at night", "lower the toll", "open a second crossing", "paint the railings"],
    },
    Topic {
        headline: "Hospital in {town} to lose its night ward",
        lead: "The hospital of {town} will shut its night ward in {month}, its board announced, and send patients to {other}, {number} miles away.",
        things: &["the night ward", "the ambulance station", "the new clinic", "the waiting list", "the budget for nurses", "the children’s unit"],
        acts: &["hire {number} nurses", "reopen the ward", "publish the waiting times", "buy two ambulances", "pay for taxis"],
    },
    Topic {
        headline: "Schools of {town} ask for more room",
        lead: "Parents filled the town hall of {town} on Tuesday night to hear why {number} children are still taught in huts.",
        things: &["the primary school", "the school bus", "the gymnasium", "the plan for the annexe", "the roof of the old school", "the canteen"],
        acts: &["build {number} classrooms", "mend the roof", "keep the village school open", "train more teachers", "serve warm meals"],
    },
    Topic {
        headline: "Flood wall at {town} is late again",
        lead: "A wall that should keep the river out of the lower streets of {town} will not stand before {month}, two years after {number} cellars were flooded.",
        things: &["the flood wall", "the pumping station", "the lower street", "the dyke at {other}", "the warning system", "the river bed"],
        acts: &["raise the dyke", "pay the families of Mill Lane", "clear the river bed", "test the sirens", "move the pumping station"],
    },
    Topic {
        headline: "{town} wants its trains back",
        lead: "Commuters between {town} and {other} waited {number} minutes on average last month, figures of the railway show.",
        things: &["the evening train", "the line to {other}", "the platform", "the ticket office", "the signal box", "the new timetable"],
        acts: &["run {number} more trains", "reopen the ticket office", "refund the season tickets", "lengthen the platform", "publish the delays"],
    },
    Topic {
        headline: "Mill at {town} to close, {number} jobs in doubt",
        lead: "The paper mill of {town}, the largest employer of the valley, will stop its last machine in {month}, its owner told workers on Thursday.",
        things: &["the mill", "the pension fund", "the contract with the union", "the last machine", "the warehouse", "the order from abroad"],
        acts: &["keep {number} jobs", "find a buyer", "pay the pensions in full", "train the younger workers", "sell the warehouse"],
    },
    Topic {
        headline: "Wind farm off {town} divides the coast",
        lead: "Plans for {number} turbines off the beach of {town} have set fishermen against farmers, and both against the ministry.",
        things: &["the wind farm", "the cable to the shore", "the fishing ground", "the licence", "the harbour", "the study of the birds"],
        acts: &["move the turbines", "share the profit with the town", "protect the fishing ground", "bury the cable", "ask the voters"],
    },
    Topic {
        headline: "Library of {town} stays open for now",
        lead: "The library of {town} will stay open until {month}, after {number} readers had occupied its hall for a night.",
        things: &["the library", "the reading room", "the lease", "the collection of maps", "the heating", "the evening hours"],
        acts: &["renew the lease", "open on Sundays", "save the map collection", "pay for the heating", "keep the two librarians"],
    },
    Topic {
        headline: "Budget of {town} passes by one vote",
        lead: "After {number} hours of debate the council of {town} passed a budget on Friday that raises the property tax and cuts the street lights.",
        things: &["the budget", "the property tax", "the debt", "the street lighting", "the sale of the depot", "the audit"],
        acts: &["freeze the tax for {number} months", "repay the debt", "light the main street", "publish every invoice", "sell the depot"],
    },
    Topic {
        headline: "Stadium dispute between {town} and {other}",
        lead: "The club of {town} may have to play in {other} from {month}, after inspectors counted {number} faults in its stadium.",
        things: &["the stadium", "the northern stand", "the club", "the inspection", "the parking lot", "the lease of the pitch"],
        acts: &["mend the stand", "lend the pitch to the schools", "lower the price of tickets", "plant new turf", "build an entrance for wheelchairs"],
    },
];

pub const FIRST: &[&str] = &[
    "Ada", "Ines", "Tom", "Ruth", "Bo", "Cy", "Olivia", "Peter", "Nadia", "Samuel", "Grace",
    "Leon", "Marta", "Hugo", "Priya", "Daniel", "Esther", "Ivan", "Clara", "Omar", "Helen",
    "Felix", "Joan", "Viktor", "Amara", "Simon", "Laila", "George", "Nora", "Andrew", "Rosa",
    "Philip", "Tessa", "Martin", "Yusuf", "Edith", "Carlos", "Miriam", "Henry", "Sofia",
];

pub const LAST: &[&str] = &[
    "Hill",
    "Calder",
    "Brandt",
    "Okello",
    "Lund",
    "Roe",
    "Grant",
    "Novak",
    "Rahman",
    "Pike",
    "Marlow",
    "Sorensen",
    "Adeyemi",
    "Whitlock",
    "Ferrari",
    "Kowalski",
    "Tanaka",
    "Osei",
    "Berg",
    "Castillo",
    "Duval",
    "Frost",
    "Haddad",
    "Ivers",
    "Jansen",
    "Kerr",
    "Lindqvist",
    "Mbeki",
    "Nunez",
    "O’Hara",
    "Petrov",
    "Quill",
    "Ross",
    "Sharma",
    "Thorne",
    "Ueda",
    "Vance",
    "Weiss",
    "Yilmaz",
    "Zeller",
    "Ashdown",
    "Birch",
    "Crane",
    "Dunmore",
    "Eastwood",
    "Fairley",
    "Goodwin",
    "Harker",
    "Ibsen",
    "Jolly",
];

pub const TOWNS: &[&str] = &[
    "Alderford",
    "Westbank",
    "Oss",
    "Millbrook",
    "Harrow Bay",
    "Stonebridge",
    "Ashby",
    "Kingsmere",
    "Lowick",
    "Penrith",
    "Dunmore",
    "Fairhaven",
    "Granby",
    "Northam",
    "Redcliff",
    "Saltmarsh",
    "Thornbury",
    "Upton",
    "Vale",
    "Winterbourne",
];

pub const ORGS: &[&str] = &[
    "the {town} Council",
    "the {town} Harbour Board",
    "the {town} Teachers’ Union",
    "Northern Rail",
    "the {town} Hospital Trust",
    "the Ministry of Transport",
    "the {town} Chamber of Commerce",
    "Granby Paper",
    "the Fishermen’s League",
    "the {town} Residents’ Association",
    "Vale Energy",
    "the Environment Agency",
    "the {town} Football Club",
    "the Library Friends of {town}",
];

pub const ROLES: &[&str] = &[
    "chairwoman",
    "director",
    "spokesman",
    "treasurer",
    "secretary",
    "chief engineer",
    "president",
    "deputy head",
    "lawyer",
    "spokeswoman",
    "founder",
    "chief executive",
];

pub const OUTLETS: &[&str] = &[
    "Northern News",
    "The {town} Post",
    "The {town} Echo",
    "Coast Herald",
    "Valley Times",
    "The Evening Ledger",
    "{town} Today",
    "River Gazette",
    "County Wire",
    "The Morning Courier",
];

pub const MONTHS: &[&str] = &[
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub const CUES: &[&str] = &[
    "said",
    "said",
    "said",
    "said",
    "told reporters",
    "added",
    "argued",
    "insisted",
    "warned",
    "explained",
    "noted",
    "claimed",
    "announced",
    "wrote",
    "conceded",
];

/// Sources without a name.
pub const SOURCES: &[&str] = &[
    "a spokesman for {org}",
    "an engineer who has seen the report",
    "residents of {other}",
    "two people close to the talks",
    "the statement",
    "a report by {org}",
    "officials in {other}",
    "a teacher who did not want to be named",
    "the letter",
];

pub const PLANS: &[&str] =
    &["the plan to {act}", "the promise to {act}", "the vote of {org}", "the report by {org}"];

/// Behind “we will”.
pub const PLANS_WE: &[&str] = &[
    "{act} before {month}",
    "{act}, whatever it costs",
    "{act} by the end of {year}",
    "never again let {org} decide alone",
    "{act} as soon as {thing} is paid for",
    "meet {org} on Monday and {act}",
    "give {number} per cent of the money back",
];

pub const CLAIMS: &[&str] = &[
    "{thing} has cost {number} times what was planned",
    "{thing} is older than anyone thought",
    "nobody at {org} had read the report",
    "{number} families depend on {thing}",
    "the town cannot wait until {year} for {thing}",
    "it takes {number} weeks to {act}",
    "{org} had known about {thing} since {month}",
    "{thing} will not be ready before {month}",
    "people in {other} pay half as much for {thing}",
    "there is no money left to {act}",
    "the figures for {thing} were wrong by {number} per cent",
    "{thing} belongs to everybody in {town}",
    "the last word must lie with the people of {town}",
    "{org} is the only one that could {act}",
    "{thing} was built in {year} for half as many people",
    "most of the {number} complaints are about {thing}",
    "the talks with {org} have gone nowhere since {month}",
    "every month of delay makes {thing} dearer",
];

pub const DENIALS: &[&str] = &[
    "it is not true that {org} wanted to sell {thing}",
    "we never promised to {act}",
    "{org} did not receive any money from {other}",
    "nobody was told to keep quiet about {thing}",
    "there was no secret meeting with {org}",
    "the letter about {thing} was not written by {org}",
];

pub const BACKGROUND: &[&str] = &[
    "The council meets again in {month}.",
    "Work on {thing} began in {year} and stopped twice.",
    "About {number} people stood outside the town hall in the rain.",
    "The road between {town} and {other} was closed for an hour.",
    "Two years ago a first attempt to {act} failed by {number} votes.",
    "{number} letters have reached the paper since {month}.",
    "The figures were published on the website of the county late at night.",
    "Most shops in the high street of {town} kept their shutters down.",
    "A second survey of {thing} costs about as much as the first.",
    "In {other} a similar dispute ended before a court in {year}.",
    "The vote was {number} to {number}, with one member absent.",
    "{town} has lost a tenth of its people since {year}.",
    "Both sides will meet for a third time next week in {other}.",
    "The money comes from a fund that was set up after the storm of {year}.",
    "Nothing of this stands in the contract of {month} {year}.",
    "The hall was silent for a while; then somebody in the last row began to clap.",
];
