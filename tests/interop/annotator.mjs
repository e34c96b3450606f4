// Finds every selector of the Web Annotation export with Apache Annotator in a page that holds the
// story, and compares what it found with our words. node annotator.mjs MODULES FOLDER
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [modules, folder] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { JSDOM } = require("jsdom");
const text = readFileSync(join(folder, "story.txt"), "utf8");
const page = JSON.parse(readFileSync(join(folder, "w3c"), "utf8"));

const { window } = new JSDOM("<!DOCTYPE html><pre></pre>");
const { document } = window;
Object.assign(globalThis, { document, window, Node: window.Node, NodeFilter: window.NodeFilter });
const pre = document.querySelector("pre");
pre.textContent = text;
const { createTextQuoteSelectorMatcher, createTextPositionSelectorMatcher } = await import(
  require.resolve("@apache-annotator/dom")
);

async function ranges(matcher, scope) {
  const found = [];
  for await (const match of matcher(scope)) found.push(match);
  return found;
}

let count = 0;
for (const item of page.items) {
  const pointing = item.body.filter((body) => body.selector);
  for (const { selector } of [...item.target, ...pointing]) {
    const [quote, position] = selector;
    const scope = document.createRange();
    scope.selectNodeContents(pre);
    for (const matcher of [
      createTextQuoteSelectorMatcher(quote),
      createTextPositionSelectorMatcher(position),
    ]) {
      const found = await ranges(matcher, scope);
      if (found.length !== 1 || found[0].toString() !== quote.exact) {
        console.error(quote, position, found.map(String));
        process.exit(1);
      }
    }
    count += 1;
  }
}
console.log(`  apache-annotator: ${count} pieces, each found by its words and by its position`);
