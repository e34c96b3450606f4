//! The table of formats: help, the app's picker, the README and the tests read it.

use super::Part::{
    Attributes, Certainty, Comment, Cue, Origin, Pieces, Review, Source, Speakers, Stamp, Tags,
};
use super::Shape::{Files, Text, Whole};
use super::{
    Format, brat, cas, claims, conll, corpus, csv, csv_codebook, csv_long, csv_wide, doccano, html,
    json, labelstudio, markdown, prodigy, refi, text, webanno, webannotation,
};
use crate::annotation::Codebook;

const NONE: fn(&Codebook) -> String = |_| String::new();

/// All formats, in the order they are offered.
#[rustfmt::skip]
pub const FORMATS: &[Format] = &[
    Format {
        name: "markdown", extension: "md", lacks: &[],
        help: "who said what, grouped by speaker, to read and share",
        shape: Text { head: NONE, story: markdown::story, between: "\n", tail: "" },
    },
    Format {
        name: "html", extension: "html", lacks: &[],
        help: "a report to read and print: the story marked, charts, a table",
        shape: Text { head: |_| html::head(), story: html::story, between: "", tail: "</body>\n</html>\n" },
    },
    Format {
        name: "text", extension: "txt", lacks: &[],
        help: "a plain list in the order of the story",
        shape: Text { head: NONE, story: text::story, between: "\n\n", tail: "" },
    },
    Format {
        name: "csv", extension: "csv", lacks: &[],
        help: "a row a statement, for spreadsheets",
        shape: Text { head: |_| csv::head(), story: csv::story, between: "", tail: "" },
    },
    Format {
        name: "csv-wide", extension: "csv", lacks: &[Attributes, Certainty, Comment, Source, Cue, Origin],
        help: "a row a statement, a column of 1 and 0 a tag",
        shape: Text { head: csv_wide::head, story: csv_wide::story, between: "", tail: "" },
    },
    Format {
        name: "csv-long", extension: "csv", lacks: &[],
        help: "a row a fact, for statistics",
        shape: Text { head: |_| csv_long::head(), story: csv_long::story, between: "", tail: "" },
    },
    Format {
        name: "json", extension: "json", lacks: &[],
        help: "everything, for programs: a list of stories",
        shape: Text { head: |_| json::head(), story: json::story, between: ",\n", tail: "\n]\n" },
    },
    Format {
        name: "jsonl", extension: "jsonl", lacks: &[],
        help: "a line of JSON a statement",
        shape: Text { head: NONE, story: json::lines, between: "", tail: "" },
    },
    Format {
        name: "ron", extension: "ron", lacks: &[],
        help: "everything, as Rust writes it: a list of stories",
        shape: Text { head: |_| json::head(), story: json::ron_story, between: ",\n", tail: "\n]\n" },
    },
    Format {
        name: "corpus", extension: "jsonl", lacks: &[Attributes, Certainty, Comment, Stamp],
        help: "reviewed stories to train on, as PolNeAR",
        shape: Text { head: NONE, story: corpus::story, between: "", tail: "" },
    },
    Format {
        name: "w3c", extension: "jsonld", lacks: &[],
        help: "W3C Web Annotation, a page of JSON-LD",
        shape: Text { head: |_| webannotation::head(), story: webannotation::story, between: ",\n", tail: "\n]}\n" },
    },
    Format {
        name: "claims", extension: "jsonld", lacks: &[Certainty, Comment, Source, Cue, Origin],
        help: "schema.org Claim, and ClaimReview for verdicts",
        shape: Text { head: |_| claims::head(), story: claims::story, between: ",\n", tail: "\n]}\n" },
    },
    Format {
        name: "brat", extension: "ann", lacks: &[],
        help: "brat standoff: a folder of texts and annotations",
        shape: Files { story: brat::story, beside: brat::beside },
    },
    Format {
        name: "refi", extension: "qdpx", lacks: &[Attributes, Certainty, Review, Origin],
        help: "REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA, QualCoder",
        shape: Whole(refi::project),
    },
    Format {
        name: "refi-codebook", extension: "qdc", lacks: &[],
        help: "REFI-QDA codebook: the tags alone",
        shape: Whole(refi::codebook),
    },
    Format {
        name: "codebook", extension: "csv", lacks: &[],
        help: "the tags and what they mean, for Taguette",
        shape: Whole(csv_codebook::codebook),
    },
    Format {
        name: "labelstudio", extension: "json", lacks: &[Stamp],
        help: "Label Studio tasks, marks as annotations, the rest as predictions",
        shape: Text { head: |_| labelstudio::head(), story: labelstudio::story, between: ",\n", tail: "\n]\n" },
    },
    Format {
        name: "labelstudio-config", extension: "xml", lacks: &[],
        help: "the labelling config for such tasks",
        shape: Whole(labelstudio::config),
    },
    Format {
        name: "doccano", extension: "jsonl",
        lacks: &[Tags, Attributes, Certainty, Comment, Review, Origin, Speakers, Stamp],
        help: "doccano, a line of JSON a story",
        shape: Text { head: NONE, story: doccano::story, between: "", tail: "" },
    },
    Format {
        name: "prodigy", extension: "jsonl",
        lacks: &[Tags, Attributes, Certainty, Comment, Review, Origin, Speakers, Stamp],
        help: "Prodigy, a line of JSON a story",
        shape: Text { head: NONE, story: prodigy::story, between: "", tail: "" },
    },
    Format {
        name: "cas-json", extension: "json", lacks: &[],
        help: "UIMA CAS as JSON, for INCEpTION and DKPro",
        shape: Files { story: cas::json_files, beside: |_| Vec::new() },
    },
    Format {
        name: "cas-xmi", extension: "xmi", lacks: &[],
        help: "UIMA CAS as XMI with its type system",
        shape: Files { story: cas::xmi_files, beside: |_| cas::type_system() },
    },
    Format {
        name: "webanno", extension: "tsv",
        lacks: &[Tags, Attributes, Certainty, Comment, Review, Origin, Speakers, Stamp],
        help: "WebAnno TSV 3.3",
        shape: Files { story: webanno::files, beside: |_| Vec::new() },
    },
    Format {
        name: "conll", extension: "tsv",
        lacks: &[Tags, Attributes, Certainty, Comment, Review, Origin, Speakers, Pieces, Stamp],
        help: "CoNLL, a token and its IOB2 label a line",
        shape: Text { head: NONE, story: conll::story, between: "", tail: "" },
    },
];
