import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { admin, applicationEnv, choosePort, migrateDatabase, startApplication } from "./services/application.mjs";
import { chargeTrackerHome } from "./services/home.mjs";
import { buildOnce, installPackages, NODE } from "./services/install.mjs";
import { startServices } from "./services/local-services.mjs";
import { Fleet, startGuardian, stopWhenAsked } from "./services/processes.mjs";
import { Failure, say, secondsSinceStart } from "./services/report.mjs";

// The main job, from nothing: see the contract, "Commands". Runs on Node 20 without a dependency until the packages are in.

const DEMO_LAB = ["--name", "Demonstration lab", "--email", "demo@example.org", "--slug", "demo"];
const CELLS = 120;
const SAMPLES_PER_SECOND = 25;
const HISTORY_SAMPLES = 900_000;

const { values } = parseArgs({ options: { port: { type: "string" }, "no-simulator": { type: "boolean" } } });
const home = chargeTrackerHome();
const fleet = new Fleet(home, "demo");
/** @type {(() => Promise<void>)[]} */
const ends = [];
const stop = async () => {
  for (let end = ends.pop(); end; end = ends.pop()) await end();
};

try {
  const owner = fleet.livingOwner();
  if (owner !== null) throw new Failure(`The demo runs already here (process ${owner}). End it first.`);
  stopWhenAsked(async () => {
    process.stdout.write("\n");
    say("stopping");
    await stop();
  });
  await fleet.end(); // what a killed one left
  fleet.claim();
  ends.push(() => fleet.end());
  startGuardian([fleet.file]);
  await main();
} catch (error) {
  await stop();
  process.stderr.write(`${error instanceof Failure ? error.message : error instanceof Error ? error.stack : error}\n`);
  process.exit(1);
}

async function main() {
  const [{ services, stop: stopServices }] = await Promise.all([startServices(home), installPackages()]);
  ends.unshift(stopServices); // the services end last
  const port = await choosePort(values.port);
  const env = applicationEnv(home, services, port);
  await Promise.all([migrateDatabase(env), buildOnce(env)]);
  const children = await startApplication(fleet, env);
  const lab = await demonstrationLab(env);
  if (!values["no-simulator"]) children.push(await startSimulator(env, lab));
  say(`
ready: ${lab.url}

  sign in   ${lab.email}
  password  ${lab.password}
  API key   ${lab.apiKey}

  ${secondsSinceStart()} s from start. Ctrl-C stops all; the data stays in ${home}.
`);
  for (const child of children) {
    child.once("exit", (code, signal) => {
      say(`a process ended by itself (${signal ?? code}); see ${join(home, "logs")}. Ending the demo.`);
      void stop().then(() => process.exit(1));
    });
  }
}

/**
 * The lab with its owner and a key; the same ones on a second start.
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<{ url: string, email: string, password: string, labSlug: string, apiKey: string }>}
 */
async function demonstrationLab(env) {
  const file = join(home, "demo.json");
  const url = String(env.APP_URL);
  const known = readJson(file);
  rmSync(file, { force: true }); // whoever waits for it shall not read the last run's
  const isKnown = known && (await fetch(`http://127.0.0.1:${env.PORT}/api/v1/cells?limit=1`, bearer(known.apiKey))).ok;
  if (!isKnown) {
    say("making the demonstration lab");
    if (known) await admin(env, ["revoke-key", "--lab", "demo", "--name", "operator"]).catch(() => {});
  }
  const lab = isKnown ? known : await admin(env, ["create-lab", ...DEMO_LAB, "--if-missing"]);
  const { email, password, labSlug, apiKey } = lab;
  const made = { url, email, password, labSlug, apiKey };
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
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
 * @param {NodeJS.ProcessEnv} env @param {{ url: string, apiKey: string }} lab
 * @returns {Promise<import("node:child_process").ChildProcess>}
 */
function startSimulator(env, lab) {
  say(`loading the history of ${CELLS} simulated cells`);
  return new Promise((resolve, reject) => {
    const options = {
      url: `http://localhost:${env.PORT}`,
      cells: CELLS,
      rate: SAMPLES_PER_SECOND,
      history: HISTORY_SAMPLES,
    };
    const child = fleet.start({
      name: "simulator",
      command: NODE,
      args: [
        "--import",
        "tsx",
        "scripts/simulate.ts",
        ...Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]),
      ],
      env: { ...env, CHARGETRACKER_KEY: lab.apiKey },
      graceMs: 5000,
      onLine: (line) => {
        if (line.startsWith("history loaded")) resolve(child);
      },
    });
    child.once("exit", (code) =>
      reject(new Failure(`The simulator ended (${code}); see ${join(home, "logs/simulator.log")}.`)),
    );
  });
}
