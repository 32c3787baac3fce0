import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs, stripVTControlCharacters } from "node:util";
import { applicationEnv, migrateDatabase, startApplication } from "./services/application.mjs";
import { chargeTrackerHome, makeFolder } from "./services/home.mjs";
import { buildOnce, installPackages } from "./services/install.mjs";
import { startServices } from "./services/local-services.mjs";
import { startMailbox } from "./services/mailbox.mjs";
import { Fleet } from "./services/processes.mjs";
import { Failure, say, printReason } from "./services/report.mjs";
import { keepCommandsIn, run } from "./services/run-command.mjs";
import { freePort } from "./services/servers.mjs";
import { interrupted, startGuardian, stopWhenAsked } from "./services/stopping.mjs";

// The whole proof, from nothing; with `--verify` what a commit must pass: all but the build, the browser, the faults, tests that are
// tagged as thorough, and integration tests of what it does not touch. With `--every-width` only the look over each page at each width.
// Runs on Node 20 without a dependency until the packages are in.

/** @typedef {{ name: string, seconds: number, passed: number, failed: number, failures?: string[] | undefined }} Stage */

/** So many lines of a failure's message stand in the summary; all of it stands where it happened. */
const SHOWN_LINES = 20;

const { values } = parseArgs({ options: { verify: { type: "boolean" }, "every-width": { type: "boolean" } } });
const reports = mkdtempSync(join(tmpdir(), "chargetracker-test-"));
const programsHome = chargeTrackerHome();
// A home of its own: a demo that runs in this folder is left alone.
const home = makeFolder(join(programsHome, "test"));
const fleet = new Fleet(home, "application");
/** @type {Stage[]} */
const stages = [];
/** @type {(() => Promise<void>)[]} run from the last to the first */
const ends = [async () => rmSync(reports, { recursive: true, force: true })];
const stop = async () => {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
};
let isInterrupted = false;

try {
  stopWhenAsked(async () => {
    isInterrupted = true;
    await stop();
    stages.push({ name: "interrupted", seconds: 0, passed: 0, failed: 1 });
    summarise();
  }, interrupted);
  await main();
} catch (error) {
  printReason(error);
  stages.push({ name: "setting up", seconds: 0, passed: 0, failed: 1 });
}
// An interruption has its own end.
if (!isInterrupted) {
  await stop();
  summarise();
  process.exit(stages.some(({ failed }) => failed > 0) ? 1 : 0);
}

async function main() {
  if (fleet.livingOwner() !== null) throw new Failure("The tests run already in this folder.");
  await fleet.end();
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  ends.push(() => fleet.end());
  await timed("install", installPackages);
  const services = await timed("services", async () => {
    const started = await startServices(home, { isThrowaway: true, programsHome });
    ends.unshift(started.stop); // they end last
    return started.services;
  });
  const env = { ...applicationEnv(home, services, await freePort()), NODE_ENV: /** @type {const} */ ("test") };
  const production = { ...env, NODE_ENV: /** @type {const} */ ("production") };
  if (values["every-width"]) return endToEnd({ ...production, E2E_EVERY_WIDTH: "1" }, ["accessibility"]);
  await check("format", "npx", ["biome", "format", "."], env);
  // Beside each other, and those last that read what `types` generates.
  await Promise.all([
    check("lint", "npx", ["biome", "lint", "--error-on-warnings", "."], env),
    check("types", "npm", ["run", "--silent", "types"], env),
  ]);
  await Promise.all([
    check("import rules", "npm", ["run", "--silent", "import-rules"], env),
    check("dead code", "npm", ["run", "--silent", "dead-code"], env),
  ]);
  await vitest("unit", env);
  await vitest("integration", env);
  if (values.verify) return;
  await endToEnd(production);
  await fleet.end(); // the faults have a system of their own
  await faults(env);
}

/** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
async function timed(name, work) {
  const startedAt = Date.now();
  const result = await work();
  stages.push({ name, seconds: (Date.now() - startedAt) / 1000, passed: 0, failed: 0 });
  return result;
}

/**
 * A stage that passes or fails as one.
 * @param {string} name @param {string | (() => Promise<unknown>)} command @param {string[]} [args] @param {NodeJS.ProcessEnv} [env]
 */
async function check(name, command, args = [], env = process.env) {
  say(name);
  const startedAt = Date.now();
  const { code, output } =
    typeof command === "string"
      ? await run(command, args, { env })
      : await command().then(
          () => ({ code: 0, output: "" }),
          (error) => ({ code: 1, output: String(error.message) }),
        );
  if (code !== 0) process.stdout.write(`${output}\n`);
  stages.push({
    name,
    seconds: (Date.now() - startedAt) / 1000,
    passed: code === 0 ? 1 : 0,
    failed: code === 0 ? 0 : 1,
    failures: code === 0 ? [] : [output],
  });
}

/** Of the integration tests those that import what the commit under way, or else the last one, changes; all of them outside a repository. */
async function onlyChanged() {
  const git = (/** @type {string[]} */ ...args) => run("git", args).catch(() => ({ code: 1, output: "" }));
  const [status, before] = [await git("status", "--porcelain"), await git("rev-parse", "--verify", "HEAD~1")];
  if (status.code !== 0 || before.code !== 0) return [];
  return [status.output.trim() === "" ? "--changed=HEAD~1" : "--changed", "--passWithNoTests"];
}

/** @param {string} project @param {NodeJS.ProcessEnv} env */
async function vitest(project, env) {
  const file = join(reports, `${project}.json`);
  const args = [
    "vitest",
    "run",
    "--project",
    project,
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${file}`,
    ...(values.verify ? ["--tags-filter", "!thorough"] : []),
    ...(values.verify && project === "integration" ? await onlyChanged() : []),
  ];
  await suite(project, args, env, () => {
    const { numPassedTests, numFailedTests, numFailedTestSuites, testResults } = JSON.parse(readFileSync(file, "utf8"));
    return {
      passed: numPassedTests,
      failed: numFailedTests || numFailedTestSuites,
      failures: testResults.flatMap(failuresOfFile),
    };
  });
}

/**
 * @param {{ name: string, message: string, assertionResults: { fullName: string, failureMessages: string[] }[] }} file
 * @returns {string[]} of its tests, or of itself where it could not be read
 */
function failuresOfFile({ name, message, assertionResults }) {
  const ofTests = assertionResults.flatMap(({ fullName, failureMessages }) =>
    failureMessages.map((failure) => `${name}\n${fullName}\n${failure}`),
  );
  return ofTests.length > 0 || !message ? ofTests : [`${name}\n${message}`];
}

/** @param {NodeJS.ProcessEnv & { NODE_ENV: "production" }} env @param {string[]} [specs] all of them where there are none */
async function endToEnd(env, specs = []) {
  await check("build", () => buildOnce(env));
  await migrateDatabase(env);
  const mails = join(reports, "mails.jsonl");
  const mailbox = await startMailbox(mails);
  ends.push(mailbox.close);
  const mailing = { ...env, SMTP_URL: mailbox.smtpUrl, MAIL_PAGE: "0", E2E_MAILS: mails };
  await startApplication(fleet, mailing);
  const file = join(reports, "e2e.json");
  await suite(
    "end-to-end",
    ["playwright", "test", "--config", "e2e/playwright.config.ts", ...specs],
    { ...mailing, PLAYWRIGHT_JSON_OUTPUT_NAME: file },
    () => {
      const { stats, suites } = JSON.parse(readFileSync(file, "utf8"));
      // What passes only at times does not pass.
      return {
        passed: stats.expected,
        failed: stats.unexpected + stats.flaky,
        failures: suites.flatMap(failuresOfSpecs),
      };
    },
  );
}

/**
 * @typedef {{ title: string, specs?: { title: string, tests: { results: { errors: { message?: string }[] }[] }[] }[], suites?: Specs[] }} Specs
 */

/** @param {Specs} suite a spec file, or a part of it @returns {string[]} */
function failuresOfSpecs({ title, specs = [], suites = [] }) {
  const own = specs.flatMap((spec) =>
    spec.tests
      .flatMap(({ results }) => results)
      .flatMap(({ errors }) => errors)
      .map(({ message = "no message" }) => `${title}\n${spec.title}\n${stripVTControlCharacters(message)}`),
  );
  return [...own, ...suites.flatMap(failuresOfSpecs)];
}

/** @param {NodeJS.ProcessEnv} env of which only the way to the programs is used: the suite starts servers that it may kill */
async function faults({ PATH }) {
  const file = join(reports, "faults.json");
  await suite("faults", ["tsx", "faults/main.ts", "--report", file], { ...process.env, PATH }, () => {
    /** @type {{ outcome: string }[]} */
    const cases = JSON.parse(readFileSync(file, "utf8"));
    const count = (/** @type {string} */ wanted) => cases.filter(({ outcome }) => outcome === wanted).length;
    return { passed: count("passed"), failed: count("failed") };
  });
}

/**
 * @param {string} name @param {string[]} args @param {NodeJS.ProcessEnv} env
 * @param {() => Omit<Stage, "name" | "seconds">} count reads the suite's own report
 */
async function suite(name, args, env, count) {
  say(name);
  const startedAt = Date.now();
  const { code, output } = await run("npx", args, { env, shows: true });
  const seconds = (Date.now() - startedAt) / 1000;
  /** @type {ReturnType<typeof count>} */
  let counted = { passed: 0, failed: 1 };
  try {
    counted = count();
  } catch {
    // it ended before it could report, which is a failure
  }
  const failed = code === 0 ? counted.failed : Math.max(1, counted.failed);
  // What went wrong outside of any test stands only in what the suite printed.
  const isUnnamed = code !== 0 && !counted.failures?.length;
  stages.push({ ...counted, name, seconds, failed, failures: isUnnamed ? [aroundError(output)] : counted.failures });
}

/** @param {string} output @returns {string} from where it says that something went wrong, or else its end */
function aroundError(output) {
  const plain = stripVTControlCharacters(output);
  const at = plain.search(/Unhandled (Error|Rejection)|^Error:/m);
  return at < 0 ? plain.split("\n").slice(-SHOWN_LINES).join("\n") : plain.slice(at);
}

function summarise() {
  const total = (/** @type {"passed" | "failed"} */ key) => stages.reduce((sum, stage) => sum + stage[key], 0);
  const lines = stages.map(({ name, seconds, passed, failed }) => {
    const outcome = failed > 0 ? `${failed} FAILED, ${passed} passed` : passed > 0 ? `${passed} passed` : "";
    return `${name.padEnd(14)} ${seconds.toFixed(1).padStart(7)} s  ${outcome}`;
  });
  const failures = stages.flatMap(({ name, failures = [] }) =>
    failures.map((failure) => `\n${name}: ${failure.split("\n").slice(0, SHOWN_LINES).join("\n")}\n`),
  );
  process.stdout.write(
    `${failures.join("")}\n${lines.join("\n")}\n\n${total("passed")} passed, ${total("failed")} failed\n`,
  );
}
