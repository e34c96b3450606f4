//! UIMA CAS, as INCEpTION and DKPro read it: one model, written as JSON 0.4 and as XMI.
//!
//! Offsets are UTF-16 units of the text, end exclusive. Pieces are annotations of one layer,
//! `webanno.custom.Statement`, that says which `role` each has; relations of another lead from the
//! first piece of a content, which carries what is known about the statement, to the others. Features
//! with several values have one a line. Tokens and sentences are there because layers of INCEpTION
//! may need them.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::regions::{Region, regions};
use super::rows::{Row, Tags, all};
use super::xml::escaped;
use super::{File, Report, tokens};
use crate::annotation::{Certainty, Review, Set};
use crate::story::Story;
use crate::text::{Ruler, Span, Unit};

const STATEMENT: &str = "webanno.custom.Statement";
const RELATION: &str = "webanno.custom.StatementRelation";
const SENTENCE: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Sentence";
const TOKEN: &str = "de.tudarmstadt.ukp.dkpro.core.api.segmentation.type.Token";

/// Names of the features of a statement; all strings.
const FEATURES: [&str; 13] = [
    "role",
    "item",
    "tag",
    "suggestion",
    "speakers",
    "attributes",
    "comment",
    "review",
    "certainty",
    "origin",
    "annotator",
    "time",
    "directness",
];

/// One feature structure. Its number is its place in the list, from 2; 1 is the text.
struct Structure {
    kind: &'static str,
    span: [usize; 2],
    strings: Vec<(&'static str, String)>,
    /// Numbers of others.
    references: Vec<(&'static str, usize)>,
}

/// The JSON of one story.
pub fn json_files(story: &Story, set: &Set, stem: &str) -> (Vec<File>, Report) {
    let rows = all(story, set);
    let mut structures = vec![json!({
        "%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaNum": 1, "sofaID": "_InitialView",
        "mimeType": "text/plain", "sofaString": &*story.article.text,
    })];
    let all = structures_of(story, &rows);
    for (number, one) in (2..).zip(&all) {
        let mut fields = Map::new();
        fields.insert("%ID".to_owned(), json!(number));
        fields.insert("%TYPE".to_owned(), json!(one.kind));
        fields.insert("@sofa".to_owned(), json!(1));
        fields.insert("begin".to_owned(), json!(one.span[0]));
        fields.insert("end".to_owned(), json!(one.span[1]));
        fields.extend(one.strings.iter().map(|(name, words)| ((*name).to_owned(), json!(words))));
        fields.extend(one.references.iter().map(|(name, to)| (format!("@{name}"), json!(to))));
        structures.push(Value::Object(fields));
    }
    let members: Vec<usize> = (2..all.len() + 2).collect();
    let page = json!({
        "%TYPES": types(),
        "%FEATURE_STRUCTURES": structures,
        "%VIEWS": { "_InitialView": { "%SOFA": 1, "%MEMBERS": members } },
    });
    let text = serde_json::to_string_pretty(&page).expect("strings and numbers are JSON") + "\n";
    (vec![File::new(format!("{stem}.json"), text)], Report::all(&rows, story))
}

/// The XMI of one story.
pub fn xmi_files(story: &Story, set: &Set, stem: &str) -> (Vec<File>, Report) {
    let rows = all(story, set);
    let all = structures_of(story, &rows);
    let mut lines = String::new();
    for (number, one) in (2..).zip(&all) {
        let (prefix, name) = match one.kind {
            TOKEN => ("segmentation", "Token"),
            SENTENCE => ("segmentation", "Sentence"),
            RELATION => ("custom", "StatementRelation"),
            _ => ("custom", "Statement"),
        };
        let [begin, end] = one.span;
        let _ = write!(
            lines,
            "  <{prefix}:{name} xmi:id=\"{number}\" sofa=\"1\" begin=\"{begin}\" end=\"{end}\""
        );
        for (name, words) in &one.strings {
            let _ = write!(lines, " {name}=\"{}\"", escaped(words));
        }
        for (name, to) in &one.references {
            let _ = write!(lines, " {name}=\"{to}\"");
        }
        lines.push_str("/>\n");
    }
    let members: Vec<String> = (2..all.len() + 2).map(|number| number.to_string()).collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
         xmlns:cas=\"http:///uima/cas.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\" \
         xmlns:segmentation=\"http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore\" \
         xmi:version=\"2.0\">\n  <cas:NULL xmi:id=\"0\"/>\n{lines}  <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" \
         sofaID=\"_InitialView\" mimeType=\"text/plain\" sofaString=\"{}\"/>\n  <cas:View sofa=\"1\" \
         members=\"{}\"/>\n</xmi:XMI>\n",
        escaped(&story.article.text),
        members.join(" "),
    );
    (vec![File::new(format!("{stem}.xmi"), text)], Report::all(&rows, story))
}

/// The types, for XMI in a file of their own.
pub fn type_system() -> Vec<File> {
    let mut described = String::new();
    for (name, features) in types().as_object().into_iter().flatten() {
        let mut inside = String::new();
        for (feature, about) in features.as_object().into_iter().flatten() {
            if let Some(range) = about.get("%RANGE").and_then(Value::as_str) {
                let _ = writeln!(
                    inside,
                    "        <featureDescription><name>{feature}</name><description/><rangeTypeName>{range}</rangeTypeName></featureDescription>"
                );
            }
        }
        let _ = write!(
            described,
            "    <typeDescription>\n      <name>{name}</name>\n      <description/>\n      \
             <supertypeName>uima.tcas.Annotation</supertypeName>\n      <features>\n{inside}      \
             </features>\n    </typeDescription>\n"
        );
    }
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<typeSystemDescription \
         xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <types>\n{described}  </types>\n\
         </typeSystemDescription>\n"
    );
    vec![File::new("TypeSystem.xml", text)]
}

/// Types by name, each with its features.
fn types() -> Value {
    let kind = |name: &str, features: Vec<(&str, &str)>| {
        let mut fields = Map::new();
        fields.insert("%NAME".to_owned(), json!(name));
        fields.insert("%SUPER_TYPE".to_owned(), json!("uima.tcas.Annotation"));
        for (feature, range) in features {
            let about = json!({ "%NAME": feature, "%RANGE": range });
            fields.insert(feature.to_owned(), about);
        }
        Value::Object(fields)
    };
    let strings = |names: &[&'static str]| -> Vec<(&'static str, &'static str)> {
        names.iter().map(|name| (*name, "uima.cas.String")).collect()
    };
    let mut relation = strings(&["kind"]);
    relation.extend([("Governor", STATEMENT), ("Dependent", STATEMENT)]);
    json!({
        STATEMENT: kind(STATEMENT, strings(&FEATURES)),
        RELATION: kind(RELATION, relation),
        SENTENCE: kind(SENTENCE, Vec::new()),
        TOKEN: kind(TOKEN, Vec::new()),
    })
}

fn structures_of(story: &Story, rows: &[Row]) -> Vec<Structure> {
    let text = &story.article.text;
    let ruler = Ruler::new(text);
    let at = |span: Span| ruler.of(span, Unit::Utf16);
    let plain = |kind, span| Structure {
        kind,
        span: at(span),
        strings: Vec::new(),
        references: Vec::new(),
    };
    let borders = tokens::borders(rows);
    let sentences = tokens::sentences(story);
    let tokens = sentences.iter().flat_map(|one| tokens::tokens(text, *one, &borders));
    let mut all: Vec<Structure> = tokens.map(|span| plain(TOKEN, span)).collect();
    all.extend(sentences.iter().map(|span| plain(SENTENCE, *span)));
    let first = all.len() + 2;
    let regions = regions(rows);
    for region in &regions {
        let mut strings = vec![("role", region.role.word().to_owned())];
        if region.is_first() {
            strings.extend(known(region));
        }
        all.push(Structure { strings, ..plain(STATEMENT, region.piece.span) });
    }
    for (number, region) in (first..).zip(&regions) {
        if let Some((head, kind)) = region.link {
            all.push(Structure {
                strings: vec![("kind", kind.to_owned())],
                references: vec![("Governor", first + head), ("Dependent", number)],
                ..plain(RELATION, region.piece.span)
            });
        }
    }
    all
}

/// What is known about a statement, without what is empty.
fn known(region: &Region) -> Vec<(&'static str, String)> {
    let row = region.row;
    let suggested = matches!(row.tags, Tags::Suggested(..));
    let mut known = vec![
        ("item", row.statement.id.as_str().to_owned()),
        (if suggested { "suggestion" } else { "tag" }, row.tags.labels().join("\n")),
        ("speakers", row.speakers.join("\n")),
        ("comment", row.comment.to_owned()),
        ("origin", row.origin().word().to_owned()),
        ("directness", row.statement.directness.map_or("", |it| it.word()).to_owned()),
    ];
    if row.review != Review::Open {
        known.push(("review", row.review.word().to_owned()));
    }
    if let Some(item) = row.item {
        let attributes: Vec<String> =
            item.attributes.iter().map(|(name, value)| format!("{name}={value}")).collect();
        known.extend([
            ("attributes", attributes.join("\n")),
            ("annotator", item.stamp.annotator.clone()),
            ("time", item.stamp.at.to_string()),
        ]);
        if item.certainty != Certainty::Unstated {
            known.push(("certainty", item.certainty.word().to_owned()));
        }
    }
    known.retain(|(_, words)| !words.is_empty());
    known
}
