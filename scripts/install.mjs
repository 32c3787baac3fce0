import { existsSync } from "node:fs";
import { installPackages, NODE } from "./services/install.mjs";
import { sayOnStandardError, printReason } from "./services/report.mjs";

// Before commands that need the packages: a fresh clone has none. Where there are some, they are left as they are.
if (!existsSync(NODE)) {
  sayOnStandardError();
  await installPackages().catch((error) => {
    printReason(error);
    process.exit(1);
  });
}
