// Opens pages about a collection in Chromium: nothing is said on the console, nothing is asked of anybody,
// charts and tables are there and seen. node pages.mjs MODULES FOLDER CHROMIUM PAGE…
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const [modules, folder, chromium, ...pages] = process.argv.slice(2);
const require = createRequire(join(modules, "package.json"));
const { default: puppeteer } = await import(require.resolve("puppeteer-core"));
const browser = await puppeteer.launch({
  executablePath: chromium,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu"],
});
const faults = [];
try {
  for (const name of pages)
    for (const scheme of ["light", "dark"]) {
      const page = await browser.newPage();
      await page.setViewport({ width: 900, height: 1400 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      page.on("console", (message) => faults.push(`${name}: console: ${message.text()}`));
      page.on("pageerror", (error) => faults.push(`${name}: error: ${error.message}`));
      page.on("request", (request) => {
        if (!request.url().startsWith("data:")) faults.push(`${name}: request: ${request.url()}`);
      });
      await page.setContent(readFileSync(join(folder, name), "utf8"), { waitUntil: "load" });
      const seen = await page.evaluate(() => {
        const visible = (one) => one.getBoundingClientRect().width > 0;
        const charts = [...document.querySelectorAll("figure svg")].filter(visible);
        return {
          charts: charts.length,
          empty: charts.filter((chart) => chart.querySelectorAll("rect").length === 0).length,
          rows: [...document.querySelectorAll("table tr")].filter(visible).length,
          wide: document.documentElement.scrollWidth > window.innerWidth,
        };
      });
      if (seen.charts < 2 || seen.empty > 0) faults.push(`${name}: charts are missing`);
      if (seen.rows < 2) faults.push(`${name}: tables are missing`);
      if (seen.wide) faults.push(`${name}: wider than its window`);
      await page.screenshot({ path: join(folder, `${name}-${scheme}.png`), fullPage: true });
      await page.close();
    }
} finally {
  await browser.close();
}
if (faults.length > 0) {
  console.error([...new Set(faults)].join("\n"));
  process.exit(1);
}
console.log(`  chromium: ${pages.length} pages about a collection, light and dark, no request, no error`);
