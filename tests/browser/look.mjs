// Opens pages in a real browser and prints, as JSON, what a test wants to know of each:
//   markup      what html-validate's recommended rules say against it
//   views       for each width and colour scheme: how wide it becomes, what axe-core says, what it tried to fetch or run
//   sheets      how many sheets of A4 it prints on
// With SHOTS=FOLDER it leaves a picture of each view and the print there.
//
//   node tests/browser/look.mjs BROWSER FILE...
import { readFile, writeFile } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import { HtmlValidate } from "html-validate";
import { chromium } from "playwright-core";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const [program, ...files] = process.argv.slice(2);
const shots = process.env.SHOTS;
const validator = new HtmlValidate({ extends: ["html-validate:recommended"] });

const browser = await chromium.launch({ executablePath: program, args: ["--no-sandbox", "--disable-gpu"] });
const seen = {};
for (const file of files) {
  seen[file] = { markup: await markup(file), views: [], sheets: 0 };
  for (const width of [360, 1280])
    for (const colorScheme of ["light", "dark"]) seen[file].views.push(await view(file, width, colorScheme));
  seen[file].sheets = await sheets(file);
}
await browser.close();
console.log(JSON.stringify(seen));

async function markup(file) {
  const report = await validator.validateString(await readFile(file, "utf8"));
  return report.results.flatMap((r) => r.messages).map((m) => `${m.line}:${m.column} ${m.ruleId}: ${m.message}`);
}

async function opened(file, width, colorScheme) {
  const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
  const page = await context.newPage();
  const asked = [];
  const said = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("console", (message) => said.push(message.text()));
  page.on("pageerror", (error) => said.push(String(error)));
  await page.goto(pathToFileURL(resolve(file)).href);
  return { context, page, asked: () => asked.slice(1), said };
}

async function view(file, width, scheme) {
  const { context, page, asked, said } = await opened(file, width, scheme);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  const styled = await page.evaluate(() => getComputedStyle(document.querySelector("main")).maxWidth !== "none");
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  if (shots) await page.screenshot({ path: `${shots}/${basename(file)}-${width}-${scheme}.png`, fullPage: true });
  const found = { width, scheme, wide, styled, asked: asked(), said };
  found.violations = violations.map((v) => `${v.id}: ${v.help}: ${v.nodes[0].html}`);
  await context.close();
  return found;
}

async function sheets(file) {
  const { context, page } = await opened(file, 1280, "light");
  const pdf = await page.pdf({ preferCSSPageSize: true });
  if (shots) await writeFile(`${shots}/${basename(file)}.pdf`, pdf);
  await context.close();
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
}
