import { Button } from "@mantine/core";
import { signUpPolicy } from "@/server/auth/accounts/sign-up-policy";

/** The two ways to an invitation for whoever is not signed in; both come back to it, with the address that it is for. */
export function ComeIn({ email, token }: { email: string; token: string }) {
  const query = new URLSearchParams({ next: `/invitations/${token}`, email });
  return (
    <>
      <p>
        It is for <strong>{email}</strong>.
      </p>
      {signUpPolicy().mode !== "closed" && (
        <Button component="a" href={`/sign-up?${query}`} fullWidth>
          Sign up
        </Button>
      )}
      <Button component="a" variant="default" href={`/sign-in?${query}`} fullWidth>
        I have an account
      </Button>
    </>
  );
}
