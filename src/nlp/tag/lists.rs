//! Words that the tag model looks for, by what they do. Changing a list makes the model stale.

/// Words of a cue that carry nothing.
#[rustfmt::skip]
pub const PARTICLES: [&str; 22] = [
    "to", "that", "out", "about", "of", "for", "on", "in", "at", "by", "as", ":", ",", "over", "up",
    "with", "against", "into", "the", "a", "from", "off",
];

/// Words between a subject and its verb.
#[rustfmt::skip]
pub const ADVERBS: [&str; 22] = [
    "not", "never", "also", "just", "still", "always", "ever", "even", "now", "then", "soon", "be",
    "is", "am", "are", "was", "were", "probably", "again", "all", "both", "do",
];

pub const PRONOUNS: [&str; 7] = ["i", "we", "he", "she", "they", "it", "you"];

/// Nouns and verbs of undertaking.
#[rustfmt::skip]
pub const BONDS: [&str; 24] = [
    "commitment", "committed", "determination", "determined", "pledge", "promise", "readiness",
    "willingness", "resolve", "intention", "promised", "pledged", "vowed", "agreed", "willing",
    "ready", "continue", "remain", "ensure", "support", "join", "plan", "plans", "intend",
];

/// Words that call something untrue.
#[rustfmt::skip]
pub const FALSE: [&str; 48] = [
    "false", "untrue", "true", "lie", "lies", "lying", "liar", "fiction", "myth", "fake", "baseless",
    "nonsense", "absurd", "ridiculous", "hoax", "wrong", "misleading", "unfounded", "inaccurate",
    "mistaken", "fabricated", "preposterous", "incorrect", "bogus", "erroneous", "smear", "smears",
    "malarkey", "falsehood", "distortion", "outrageous", "misunderstood", "manufactured",
    "exaggerated", "exaggerates", "exaggerating", "conspiracy", "unfair", "overblown", "unsubstantiated",
    "laughable", "ludicrous", "invented", "contrary", "inaccurately", "falsely", "distortions",
    "mischaracterized",
];

/// Words for what somebody alleges.
#[rustfmt::skip]
pub const ALLEGED: [&str; 56] = [
    "allegation", "allegations", "accusation", "accusations", "accused", "accusing", "charge",
    "charges", "charged", "claim", "claims", "claimed", "suggestion", "suggestions", "suggested",
    "notion", "idea", "criticism", "criticisms", "criticized", "rumor", "rumors", "report", "reports",
    "reported", "assertion", "assertions", "alleged", "asked", "critics", "wrongdoing", "involvement",
    "role", "speculation", "attack", "attacks", "characterization", "premise", "argument", "questions",
    "comparison", "label", "characterizations", "characterized", "blame", "blamed", "suggesting",
    "suggests", "claiming", "insinuation", "insinuations", "comparisons", "complaint", "complaints",
    "concerns", "theory",
];

pub const CONTRAST: [&str; 9] =
    ["but", "however", "although", "though", "despite", "while", "instead", "rather", "nor"];

pub const AUXILIARIES: [&str; 21] = [
    "did", "was", "were", "had", "has", "have", "is", "are", "am", "do", "does", "will", "would",
    "could", "can", "should", "may", "might", "been", "be", "must",
];

/// How words begin for those who answer for somebody.
pub const FOR_OTHERS: [&str; 8] =
    ["spokes", "campaign", "lawyer", "attorney", "aide", "office", "statement", "manager"];
