import { Alert, Anchor } from "@mantine/core";

/** Tells an owner what the lab asks of them, and what they cannot do until then. */
export function OwedSecondFactor() {
  return (
    <Alert color="yellow" variant="light" w="100%" title="This lab asks its owners for a second factor">
      Your account has none. Until it does, you can do here what an admin can.{" "}
      <Anchor inherit href="/account#second-factor">
        Set one up
      </Anchor>
    </Alert>
  );
}
