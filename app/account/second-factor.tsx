"use client";

import { Button } from "@mantine/core";
import { useRouter } from "next/navigation";
import { useState } from "react";
import classes from "./account.module.css";
import { ConfirmPassword } from "./confirm-password";
import { RecoveryCodes } from "./recovery-codes";
import { SetUpSecondFactor } from "./set-up-second-factor";

type Change = "setUp" | "newCodes" | "turnOff";

type SecondFactorProps = {
  isOn: boolean;
  /** The labs of this account that ask their owners for it. */
  neededBy: readonly string[];
};

export function SecondFactor({ isOn, neededBy }: SecondFactorProps) {
  const router = useRouter();
  const [change, setChange] = useState<Change | null>(null);
  const [codes, setCodes] = useState<readonly string[]>([]);
  const stop = () => setChange(null);
  const finish = () => {
    stop();
    router.refresh();
  };
  if (change === "setUp") return <SetUpSecondFactor onDone={finish} onCancel={stop} />;
  if (change === "turnOff") {
    return (
      <ConfirmPassword
        path="/two-factor/disable"
        action="Turn it off"
        onDone={() => {
          setCodes([]);
          finish();
        }}
        onCancel={stop}
      />
    );
  }
  if (change === "newCodes") {
    const show = (answer: Record<string, unknown>) => {
      setCodes(textsOf(answer.backupCodes));
      stop();
    };
    return (
      <ConfirmPassword path="/two-factor/generate-backup-codes" action="Make new codes" onDone={show} onCancel={stop} />
    );
  }
  if (!isOn) {
    return (
      <>
        <p>Off. With it, signing in asks for a code of an app on your phone, too.</p>
        <NeededBy labs={neededBy} />
        <div className={classes.buttons}>
          <Button variant="default" onClick={() => setChange("setUp")}>
            Set it up
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p role="status">On. Signing in asks for a code of your authenticator app.</p>
      <NeededBy labs={neededBy} />
      {codes.length > 0 && <RecoveryCodes codes={codes} />}
      <div className={classes.buttons}>
        <Button variant="default" onClick={() => setChange("newCodes")}>
          Make new recovery codes
        </Button>
        {neededBy.length === 0 && (
          <Button variant="default" onClick={() => setChange("turnOff")}>
            Turn it off
          </Button>
        )}
      </div>
    </>
  );
}

function NeededBy({ labs }: { labs: readonly string[] }) {
  if (labs.length === 0) return null;
  return (
    <p>
      You own <bdi>{labs.join(", ")}</bdi>, which {labs.length === 1 ? "asks its owners" : "ask their owners"} for it.
    </p>
  );
}

function textsOf(given: unknown): string[] {
  return Array.isArray(given) ? given.filter((text) => typeof text === "string") : [];
}
