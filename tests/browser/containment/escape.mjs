/* Opens a hostile exercise in Chromium, or in Firefox over WebDriver BiDi, and tells, as JSON, what came of its trials.
   Reads its task as JSON: {browser, executable, cookie: {name, value, url}, lesson, shell, attack, addresses}. */
import { readFileSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const task = JSON.parse(readFileSync(0, 'utf8'));
const FLAGS = ['--no-sandbox', '--disable-background-networking', '--disable-quic', '--no-first-run', '--disable-component-update', '--disable-sync'];
const browser = await puppeteer.launch({
  browser: task.browser, executablePath: task.executable, headless: true,
  args: task.browser === 'chrome' ? FLAGS : [],
});

const escape = (addresses) => window.tryToEscape(addresses);
const left = () => ({
  cookies: document.cookie, local: localStorage.length, session: sessionStorage.length,
});

async function signedIn() {
  const { name, value, url } = task.cookie, { hostname } = new URL(url);
  await browser.setCookie({ name, value, domain: hostname, path: '/', httpOnly: true, sameSite: 'Lax', secure: false });
}

async function inTheLesson(page) {
  await page.goto(task.lesson);
  await page.evaluate(() => { window.secret = 'secret of the page'; });
  await page.locator('[data-h5p] [data-start] button').click();
  const handle = await page.waitForSelector('[data-h5p] iframe');
  const frame = await handle.contentFrame();
  await frame.waitForFunction(() => window.tryToEscape);
  const tried = await frame.evaluate(escape, task.addresses);
  const address = page.url(), pages = (await browser.pages()).length;
  const marks = await page.evaluate(left);
  /* Last: it takes its own frame elsewhere. The player lets go of it. */
  await frame.evaluate((there) => { location.href = there; }, `${task.addresses[0]}itself`).catch(() => {});
  await page.waitForFunction(() => !document.querySelector('[data-h5p] iframe'), { timeout: 10000 });
  return { tried, address, pages, marks };
}

async function itselfElsewhere(page) {
  await page.goto(task.lesson);
  await page.locator('[data-h5p] [data-start] button').click();
  const frame = await (await page.waitForSelector('[data-h5p] iframe')).contentFrame();
  await frame.waitForFunction(() => window.tryToEscape);
  await frame.evaluate((there) => { location.href = there; }, `${task.addresses[1]}itself`).catch(() => {});
  await new Promise((done) => setTimeout(done, 1500));
  return page.url();
}

async function inATab(page) {
  await page.goto(task.shell);
  await page.evaluate(task.attack);
  const tried = await page.evaluate(escape, task.addresses);
  return { tried, address: page.url(), pages: (await browser.pages()).length };
}

try {
  await signedIn();
  const page = await browser.newPage(), dialogs = [];
  page.on('dialog', async (dialog) => { dialogs.push(dialog.message()); await dialog.dismiss(); });
  const version = await browser.version();
  const lesson = await inTheLesson(page), elsewhere = await itselfElsewhere(page), tab = await inATab(page);
  console.log(JSON.stringify({ version, lesson, elsewhere, tab, dialogs }));
} finally { await browser.close(); }
