import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { admin, applicationEnv, choosePort, migrateDatabase, startApplication } from "./services/application.mjs";
import { chargeTrackerHome } from "./services/home.mjs";
import { buildOnce, installPackages, NODE } from "./services/install.mjs";
import { startServices } from "./services/local-services.mjs";
import { Fleet } from "./services/processes.mjs";
import { Failure, say, printReason, secondsSinceStart } from "./services/report.mjs";
import { keepCommandsIn } from "./services/run-command.mjs";
import { startGuardian, stopWhenAsked } from "./services/stopping.mjs";

// The main job, from nothing: see the contract, "Commands". Runs on Node 20 without a dependency until the packages are in.

const DEMO_LAB = ["--name", "Demonstration lab", "--email", "demo@example.org", "--slug", "demo"];
const CELLS = 120;
const SAMPLES_PER_SECOND = 25;
const HISTORY_SAMPLES = 900_000;

const { values } = parseArgs({ options: { port: { type: "string" }, "no-simulator": { type: "boolean" } } });
const home = chargeTrackerHome();
const fleet = new Fleet(home, "demo");
const DEMO_FILE = join(home, "demo.json");
/** What the first start made, for the next ones. */
const LAB_FILE = join(home, "demo-lab.json");
/** @type {(() => Promise<void>)[]} run from the last to the first */
const ends = [];
/** @type {Promise<void> | null} */
let stopping = null;

function stop() {
  stopping ??= (async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end();
  })();
  return stopping;
}

try {
  const owner = fleet.livingOwner();
  if (owner !== null) throw new Failure(`The demo runs already here (process ${owner}). End it first.`);
  rmSync(DEMO_FILE, { force: true }); // whoever waits for it shall not read the last run's
  await fleet.end(); // what a killed one left
  fleet.claim();
  keepCommandsIn(fleet);
  startGuardian([fleet.file]);
  ends.push(() => fleet.end());
  stopWhenAsked(async () => {
    say("stopping");
    await stop();
  });
  await main();
} catch (error) {
  // Once it is being stopped, what fails is what stopping brings about, and whoever stops it ends the process.
  if (stopping === null) {
    printReason(error);
    await stop();
    process.exit(1);
  }
}

async function main() {
  const [{ services, stop: stopServices, ended: serviceEnded }] = await Promise.all([
    startServices(home),
    installPackages(),
  ]);
  ends.unshift(stopServices); // the services end last
  const env = applicationEnv(home, services, await choosePort(values.port));
  await Promise.all([migrateDatabase(env), buildOnce(env)]);
  await startApplication(fleet, env);
  const lab = await demonstrationLab(env);
  if (!values["no-simulator"]) await startSimulator(env, lab);
  writeFileSync(DEMO_FILE, `${JSON.stringify(lab, null, 2)}\n`, { mode: 0o600 });
  say(`
ready: ${lab.url}

  sign in   ${lab.email}
  password  ${lab.password}
  API key   ${lab.apiKey}

  ${secondsSinceStart()} s from start. Ctrl-C stops all; the data stays in ${home}.
`);
  const name = await Promise.race([fleet.ended, serviceEnded]);
  if (stopping === null) throw new Failure(`${name} ended by itself; see ${join(home, "logs", `${name}.log`)}.`);
  await stopping;
}

/**
 * The lab with its owner and a key; the same ones on a second start.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ url: string, email: string, password: string, labSlug: string, apiKey: string }>} what demo.json says
 */
async function demonstrationLab(env) {
  const known = readJson(LAB_FILE);
  const isKnown = known && (await fetch(`http://127.0.0.1:${env.PORT}/api/v1/cells?limit=1`, bearer(known.apiKey))).ok;
  if (!isKnown) {
    say("making the demonstration lab");
    if (known) await admin(env, ["revoke-key", "--lab", "demo", "--name", "operator"]).catch(() => {});
  }
  const lab = isKnown ? known : await admin(env, ["create-lab", ...DEMO_LAB, "--if-missing"]);
  const { email, password, labSlug, apiKey } = lab;
  writeFileSync(LAB_FILE, JSON.stringify({ email, password, labSlug, apiKey }), { mode: 0o600 });
  return { url: String(env.APP_URL), email, password, labSlug, apiKey };
}

/** @param {string} key */
function bearer(key) {
  return { headers: { authorization: `Bearer ${key}` } };
}

/** @param {string} file */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return null;
  }
}

/**
 * Streams simulated cyclers into the lab; resolves when its history is in.
 * @param {NodeJS.ProcessEnv} env @param {{ apiKey: string }} lab
 */
async function startSimulator(env, lab) {
  say(`loading the history of ${CELLS} simulated cells`);
  const options = {
    url: `http://localhost:${env.PORT}`,
    cells: CELLS,
    rate: SAMPLES_PER_SECOND,
    history: HISTORY_SAMPLES,
  };
  const flags = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  /** @type {Promise<void>} */
  const isLoaded = new Promise((resolve) => {
    fleet.start({
      name: "simulator",
      command: NODE,
      args: ["--import", "tsx", "scripts/simulate.ts", ...flags],
      env: { ...env, CHARGETRACKER_KEY: lab.apiKey },
      graceMs: 5000,
      onLine: (line) => {
        if (line.startsWith("history loaded")) resolve();
      },
    });
  });
  const ended = await Promise.race([isLoaded, fleet.ended]);
  if (ended) throw new Failure(`${ended} ended by itself; see ${join(home, "logs", `${ended}.log`)}.`);
}
