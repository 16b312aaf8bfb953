// Checks every page of a running site: vnu, html-validate, axe, pa11y and Lighthouse.
//
//   node audit/audit.js http://127.0.0.1:8000 /usr/bin/chromium
//
// Prints a line for each finding and one for each checker; exits with 1 if there is any finding.

import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";

import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import lighthouse, { desktopConfig } from "lighthouse";
import pa11y from "pa11y";
import puppeteer from "puppeteer-core";

const [site, chromium] = process.argv.slice(2);
const ARGUMENTS = ["--no-sandbox", "--disable-gpu"];
const WIDTHS = [320, 1280];
const SCHEMES = ["light", "dark"];
const require = createRequire(import.meta.url);

// The pages of the sitemap, and in each language one that is not there.
async function listPages() {
  const sitemap = await (await fetch(`${site}/sitemap.xml`)).text();
  const paths = [...sitemap.matchAll(/<loc>(.*?)<\/loc>/g)].map((loc) => new URL(loc[1]).pathname);
  const languages = [...new Set(paths.map((path) => path.split("/")[1]))];
  return { pages: paths, missing: languages.map((language) => `/${language}/missing/`) };
}

async function checkWithVnu(documents) {
  const folder = await mkdtemp(join(tmpdir(), "audit-"));
  try {
    const paths = [...documents.keys()];
    const files = paths.map((_, number) => join(folder, `${number}.html`));
    await Promise.all(files.map((file, number) => writeFile(file, documents.get(paths[number]))));
    const jar = join(dirname(require.resolve("vnu-jar/package.json")), "build", "dist", "vnu.jar");
    const options = ["-jar", jar, "--stdout", "--exit-zero-always", "--format", "json", ...files];
    const { stdout } = await promisify(execFile)("java", options);
    return JSON.parse(stdout).messages.map((message) => {
      const path = paths[parseInt(basename(message.url), 10)];
      return `${path}:${message.lastLine} ${message.subType ?? message.type}: ${message.message}`;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function checkWithHtmlValidate(documents) {
  const validator = new HtmlValidate({
    extends: ["html-validate:recommended", "html-validate:document"],
  });
  const findings = [];
  for (const [path, html] of documents) {
    const report = await validator.validateString(html, path);
    for (const { messages } of report.results)
      findings.push(...messages.map((m) => `${path}:${m.line} ${m.ruleId}: ${m.message}`));
  }
  return findings;
}

async function checkWithAxe(browser, paths) {
  const findings = [];
  for (const path of paths)
    for (const width of WIDTHS)
      for (const scheme of SCHEMES) {
        const page = await browser.newPage();
        await page.setBypassCSP(true);
        await page.setViewport({ width, height: 900 });
        await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
        await page.goto(site + path);
        await page.evaluate(axe.source);
        const found = await page.evaluate(() => globalThis.axe.run());
        for (const kind of ["violations", "incomplete"])
          for (const { id, nodes } of found[kind])
            findings.push(
              ...nodes.map((n) => `${path} ${width} ${scheme} ${kind}: ${id} ${n.target}`),
            );
        await page.close();
      }
  return findings;
}

async function checkWithPa11y(paths) {
  const findings = [];
  const chromeLaunchConfig = { executablePath: chromium, args: ARGUMENTS };
  const runners = ["axe", "htmlcs"];
  for (const path of paths) {
    const options = { chromeLaunchConfig, runners, includeWarnings: true };
    const { issues } = await pa11y(site + path, options);
    findings.push(...issues.map((i) => `${path} ${i.type}: ${i.code} ${i.selector} ${i.message}`));
  }
  return findings;
}

async function runLighthouse(port, path, config) {
  const { lhr } = await lighthouse(site + path, { port, logLevel: "silent" }, config);
  if (lhr.runtimeError) return [lhr.runtimeError.message];
  const failed = Object.values(lhr.categories).filter(({ score }) => score < 1);
  return failed.map(({ title, score, auditRefs }) => {
    const audits = auditRefs.filter(({ id, weight }) => weight && lhr.audits[id].score < 1);
    return `${title} ${Math.floor(100 * score)}: ${audits.map(({ id }) => id).join(", ")}`;
  });
}

async function checkWithLighthouse(browser, paths) {
  const findings = [];
  const port = new URL(browser.wsEndpoint()).port;
  for (const path of paths)
    for (const [device, config] of [["phone"], ["desktop", desktopConfig]]) {
      let failed;
      // What else the machine does costs points of performance: a page has five tries.
      for (let tries = 0; tries < 5; tries++) {
        failed = await runLighthouse(port, path, config);
        if (!failed.length) break;
      }
      findings.push(...failed.map((failure) => `${path} ${device}: ${failure}`));
    }
  return findings;
}

async function main() {
  const { pages, missing } = await listPages();
  const all = [...pages, ...missing];
  const documents = new Map();
  for (const path of all) documents.set(path, await (await fetch(site + path)).text());
  const browser = await puppeteer.launch({ executablePath: chromium, args: ARGUMENTS });
  const checkers = {
    vnu: () => checkWithVnu(documents),
    "html-validate": () => checkWithHtmlValidate(documents),
    axe: () => checkWithAxe(browser, all),
    pa11y: () => checkWithPa11y(all),
    // Lighthouse refuses pages whose status is an error.
    Lighthouse: () => checkWithLighthouse(browser, pages),
  };
  let count = 0;
  try {
    for (const [name, check] of Object.entries(checkers)) {
      const findings = await check();
      for (const finding of findings) console.log(`${name}: ${finding}`);
      const { length } = findings;
      console.log(`${name}: ${length} ${length === 1 ? "finding" : "findings"}`);
      count += length;
    }
  } finally {
    await browser.close();
  }
  process.exitCode = count ? 1 : 0;
}

await main();
