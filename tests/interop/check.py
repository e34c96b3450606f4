"""Opens exports with the programs that read them, and compares what they got with what we say.

check.py NAME FOLDER runs one check in FOLDER, where `run` left an export of each format. The truth is
the export as JSON: every piece of every statement with its role, offsets in code points and words.
"""

import json
import pathlib
import sys

FOLDER = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else ".")
STORY = json.loads((FOLDER / "json").read_text("utf-8"))[0]
TEXT = (FOLDER / "story.txt").read_text("utf-8")


def truth(rejected):
    """(role, start, end, words) of every piece; of rejected statements too where asked."""
    pieces = [
        (role, piece["start"], piece["end"], piece["text"])
        for statement in STORY["statements"]
        if rejected or statement["review"] != "rejected"
        for role in ("content", "source", "cue")
        for piece in statement[role]
    ]
    for _, start, end, words in pieces:
        assert TEXT[start:end] == words, (start, end, words)
    return sorted(pieces)


def links(rejected):
    """How many pieces hang on the first of their statement."""
    kept = [s for s in STORY["statements"] if rejected or s["review"] != "rejected"]
    return sum(len(s["content"]) + len(s["source"]) + len(s["cue"]) - 1 for s in kept)


def same(found, rejected, what):
    expected = truth(rejected)
    assert sorted(found) == expected, f"{what}: {set(found) ^ set(expected)}"
    print(f"  {what}: {len(expected)} pieces, offsets and words as ours")


def role(label):
    return label if label in ("source", "cue") else "content"


def labelstudio():
    from label_studio_sdk.label_interface import LabelInterface

    config = (FOLDER / "labelstudio-config").read_text("utf-8")
    interface = LabelInterface(config)
    task = json.loads((FOLDER / "labelstudio").read_text("utf-8"))[0]
    found, relations = [], 0
    for kind in ("predictions", "annotations"):
        for group in task[kind]:
            if kind == "predictions":
                errors = interface.validate_prediction(group, return_errors=True)
                assert not errors, errors
            else:
                assert interface.validate_annotation(group)
            for result in group["result"]:
                relations += result["type"] == "relation"
                if result["type"] == "labels":
                    value = result["value"]
                    assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
                    kinds = role(value["labels"][0])
                    found.append((kinds, value["start"], value["end"], value["text"]))
    same(found, True, "label-studio-sdk")
    assert relations == links(True), relations
    # Its own converter reads the tasks too.
    from label_studio_sdk.converter import Converter

    # Numbers that the server gives.
    task["id"] = 1
    for number, group in enumerate(task["annotations"], 1):
        group |= {"id": number, "completed_by": 1}
    tasks, out = FOLDER / "labelstudio-tasks.json", FOLDER / "labelstudio-converted"
    tasks.write_text(json.dumps([task]), "utf-8")
    Converter(config, str(FOLDER)).convert_to_conll2003(str(tasks), str(out), is_dir=False)
    assert "B-commitment" in next(out.glob("*")).read_text("utf-8")


def cassis():
    import cassis

    with open(FOLDER / "cas-json", "rb") as file:
        from_json = cassis.load_cas_from_json(file)
    folder = FOLDER / "cas-xmi"
    with open(folder / "TypeSystem.xml", "rb") as file:
        types = cassis.load_typesystem(file)
    with open(folder / "story.xmi", "rb") as file:
        from_xmi = cassis.load_cas_from_xmi(file, typesystem=types)
    for name, cas in (("dkpro-cassis, JSON", from_json), ("dkpro-cassis, XMI", from_xmi)):
        assert cas.sofa_string == TEXT, name
        kept = cas.select("webanno.custom.Statement")
        same([(a.role, a.begin, a.end, a.get_covered_text()) for a in kept], True, name)
        relations = cas.select("webanno.custom.StatementRelation")
        assert len(relations) == links(True)
        assert all(r.Governor.role == "content" and r.Governor.item for r in relations)
        made = next(a for a in kept if a.item == "0123456789ab")
        assert (made.tag, made.annotator, made.review) == ("denial\nclaim", "bo", "accepted")
        assert made.comment == "=SUM(A1) in three pieces"
        asked = next(a for a in kept if a.item == "d0e5cb44d3be")
        assert asked.comment == 'Ask for the minutes:\n"who" voted <when> & how?', asked.comment


def conll():
    from seqeval.scheme import IOB2, Entities

    sentences, tokens = [[]], [[]]
    for line in (FOLDER / "conll").read_text("utf-8").splitlines():
        if line:
            token, label = line.split("\t")
            sentences[-1].append(label)
            tokens[-1].append(token)
        else:
            sentences.append([])
            tokens.append([])
    bare = "".join(TEXT.split())
    assert "".join(token for sentence in tokens for token in sentence) == bare
    found = [e for sentence in Entities(sentences, IOB2).entities for e in sentence]
    denial = next(e for e in found if e.tag == "denial")
    words = tokens[denial.sent_id][denial.start : denial.end]
    assert " ".join(words) == "that he had ever promised a new lease", words
    print(f"  seqeval: {len(found)} entities of well-formed IOB2")


def refi():
    import zipfile

    import qualitative_coding.refi_qda as folder
    import xmlschema

    schema = xmlschema.XMLSchema(pathlib.Path(next(iter(folder.__path__))) / "schema.xsd")
    archive = zipfile.ZipFile(FOLDER / "refi")
    page = archive.read("project.qde").decode("utf-8")
    schema.validate(page)
    project = schema.to_dict(page)
    codes = {code["@guid"]: code["@name"] for code in project["CodeBook"]["Codes"]["Code"]}
    found = []
    for source in project["Sources"]["TextSource"]:
        path = source["@plainTextPath"].removeprefix("internal://")
        text = archive.read(f"sources/{path}").decode("utf-8")
        assert text == TEXT
        for one in source["PlainTextSelection"]:
            start, end = one["@startPosition"], one["@endPosition"]
            code = codes[one["Coding"][0]["CodeRef"]["@targetGUID"]]
            found.append((role(code), start, end, text[start:end]))
    same(found, False, "REFI-QDA, its XSD")
    assert len(project["Links"]["Link"]) == links(False)
    assert {case["@name"] for case in project["Cases"]["Case"]} >= {"Ana Ruiz", "Bram O'Leary"}


def pyld():
    from pyld import jsonld

    def stub(url, _options):
        # The contexts are on the web; the keys that matter here are enough.
        anno = "http://www.w3.org/ns/"
        known = {
            "http://www.w3.org/ns/anno.jsonld": {
                "@vocab": anno + "oa#", "id": "@id", "type": "@type", "items": anno + "items",
                "start": anno + "oa#start", "end": anno + "oa#end", "exact": anno + "oa#exact",
            },
            "https://schema.org": {"@vocab": "https://schema.org/"},
        }
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url,
                "document": {"@context": known[url]}}

    jsonld.set_document_loader(stub)
    page = json.loads((FOLDER / "w3c").read_text("utf-8"))
    (expanded,) = jsonld.expand(page)
    items = expanded["http://www.w3.org/ns/items"]
    assert len(items) == len(STORY["statements"])
    found = []
    oa = "http://www.w3.org/ns/oa#"

    def place(kind, node):
        quote, position = node[oa + "selector"]
        start, end = (position[oa + name][0]["@value"] for name in ("start", "end"))
        found.append((kind, start, end, quote[oa + "exact"][0]["@value"]))

    for item in items:
        for target in item[oa + "target"]:
            place("content", target)
        for body in item.get(oa + "body", []):
            if "urn:onrecord:role" in body:
                place(body["urn:onrecord:role"][0]["@value"], body)
    same(found, True, "pyld, Web Annotation")
    claims = jsonld.expand(json.loads((FOLDER / "claims").read_text("utf-8")))
    kinds = [node["@type"][0].rsplit("/", 1)[1] for node in claims]
    kept = sum(s["review"] != "rejected" for s in STORY["statements"])
    assert (kinds.count("Claim"), kinds.count("ClaimReview")) == (kept, 1), kinds
    print(f"  pyld, schema.org: {kept} claims, 1 review")


def doccano():
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
    os.environ["DATABASE_URL"] = "sqlite:///" + str((FOLDER / "doccano.db").absolute())
    import backend

    sys.path.insert(0, str(pathlib.Path(backend.__file__).parent))
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import JSONL, RELATION_EXTRACTION
    from data_import.pipeline.readers import FileName
    from django.contrib.auth import get_user_model
    from labels.models import Relation, Span
    from projects.models import SequenceLabelingProject

    user, _ = get_user_model().objects.get_or_create(username="ada")
    project = SequenceLabelingProject.objects.create(
        name="onrecord", project_type="SequenceLabeling", created_by=user,
        allow_overlapping=True, use_relation=True,
    )
    file = FileName(full_path=str(FOLDER / "doccano"), generated_name="a", upload_name="a")
    dataset = load_dataset(
        RELATION_EXTRACTION, JSONL, [file], project,
        column_data="text", column_label="entities", encoding="Auto",
    )
    dataset.save(user, 10)
    spans = Span.objects.filter(example__project=project)
    texts = {span.example.text for span in spans}
    # Its model keeps what lies between white space at the ends of a text.
    assert {text.strip() for text in texts} == {TEXT.strip()}
    found = [
        (role(span.label.text), span.start_offset, span.end_offset,
         span.example.text[span.start_offset : span.end_offset])
        for span in spans
    ]
    same(found, False, "doccano")
    assert Relation.objects.filter(example__project=project).count() == links(False)


def taguette():
    import csv
    import io

    from taguette import import_codebook

    page = (FOLDER / "codebook").read_bytes()
    found = import_codebook.list_tags(io.BytesIO(page))
    rows = list(csv.DictReader(io.StringIO(page.decode("utf-8"))))
    assert [(tag["path"], tag["description"]) for tag in found] == [
        (row["tag"], row["description"]) for row in rows
    ]
    assert {tag["label"] for s in STORY["statements"] for tag in s["tags"]} <= {tag["path"] for tag in found}
    print(f"  taguette: {len(found)} tags with their definitions")


if __name__ == "__main__":
    globals()[sys.argv[1]]()
