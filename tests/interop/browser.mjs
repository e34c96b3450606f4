// Opens the HTML report in Chromium: nothing is said on the console, nothing is asked of anybody, the
// highlights and charts are there and seen. node browser.mjs MODULES FOLDER CHROMIUM
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [modules, folder, chromium] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const story = JSON.parse(readFileSync(join(folder, "json"), "utf8"))[0];
const shown = story.statements.filter((one) => one.review !== "rejected");

const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu"],
});
const faults = [];
try {
  for (const scheme of ["light", "dark"]) {
    const page = await browser.newPage();
    await page.setViewport({ width: 900, height: 1400 });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    page.on("console", (message) => faults.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
    page.on("request", (request) => {
      if (!request.url().startsWith("data:")) faults.push(`request: ${request.url()}`);
    });
    await page.setContent(readFileSync(join(folder, "html"), "utf8"), { waitUntil: "load" });
    const seen = await page.evaluate(() => {
      const visible = (one) => one.getBoundingClientRect().width > 0;
      const charts = [...document.querySelectorAll("svg")].filter(visible);
      return {
        said: [...document.querySelectorAll("mark.said")].filter(visible).map((it) => it.textContent),
        charts: charts.length,
        bars: charts.map((chart) => chart.querySelectorAll("rect").length),
        rows: document.querySelectorAll("tbody tr").length,
        wide: document.documentElement.scrollWidth > window.innerWidth,
        marked: getComputedStyle(document.querySelector("mark.said")).borderBottomStyle,
      };
    });
    const text = seen.said.join("");
    for (const statement of shown)
      for (const piece of statement.content)
        if (!piece.text.split("\n").every((line) => text.includes(line.trim())))
          faults.push(`not marked: ${piece.text}`);
    if (seen.rows !== shown.length) faults.push(`${seen.rows} rows`);
    if (seen.charts !== 4 || seen.bars.some((bars) => bars === 0)) faults.push("charts are missing");
    if (seen.wide) faults.push("the page is wider than its window");
    if (seen.marked !== "solid") faults.push("highlights have no look");
    await page.screenshot({ path: join(folder, `report-${scheme}.png`), fullPage: true });
    await page.close();
  }
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`  chromium: ${shown.length} statements marked, 4 charts, light and dark, no request, no error`);
