import type { Mail } from "../../jobs/contracts/mail-job";

const IF_NOT_YOU = "If it was not you, set a new password at once.";

/**
 * What accounts are told by e-mail. No name that somebody chose stands in them: else a stranger could have us send their words to anybody.
 * Tokens stand behind the "#" of a link, which browsers send to no server and no log.
 */
export const accountMails = {
  verification: ({ token, next }: { token: string; next: string | null }) => ({
    subject: "Confirm your e-mail address",
    text: "Somebody, most likely you, signed up with this address. Open the link to confirm that it is yours; it holds for one hour.\n\nIf it was not you, do nothing: the account stays closed.",
    action: {
      label: "Confirm the address",
      path: `/verify-email#${new URLSearchParams({ token, ...(next && { next }) })}`,
    },
  }),
  newAddress: ({ token }: { token: string }) => ({
    subject: "Confirm your new e-mail address",
    text: "Somebody, most likely you, wants to sign in with this address from now on. Open the link to confirm that it is yours; it holds for one hour.\n\nIf it was not you, do nothing: nothing changes.",
    action: {
      label: "Confirm the new address",
      path: `/verify-email#${new URLSearchParams({ token, next: "/account" })}`,
    },
  }),
  hasAccount: () => ({
    subject: "You have an account already",
    text: "Somebody, most likely you, wanted to sign up with this address, or to move an account to it. It has an account already: sign in with it, or set a new password if you forgot yours.\n\nIf it was not you, do nothing: nothing changed.",
    action: { label: "Sign in", path: "/sign-in" },
  }),
  reset: ({ token }: { token: string }) => ({
    subject: "Set a new password",
    text: "Somebody, most likely you, asked to set a new password for the account of this address. The link holds for one hour, and once.\n\nIf it was not you, do nothing: the password stays as it is.",
    action: { label: "Set a new password", path: `/reset-password#${new URLSearchParams({ token })}` },
  }),
  passwordChanged: () => ({
    subject: "Your password was changed",
    text: `The password of your account was changed, and every other session was signed out.\n\n${IF_NOT_YOU}`,
    action: { label: "Set a new password", path: "/forgot-password" },
  }),
  addressChanged: ({ newEmail }: { newEmail: string }) => ({
    subject: "Your e-mail address was changed",
    text: `Your account's address was changed from this one to ${newEmail}.\n\nIf it was not you, ask whoever runs this service at once.`,
  }),
  secondFactorOn: () => ({
    subject: "The second factor is on",
    text: `From now on, signing in asks for a code of your authenticator app too.\n\n${IF_NOT_YOU}`,
    action: { label: "Open your account", path: "/account" },
  }),
  secondFactorOff: () => ({
    subject: "The second factor is off",
    text: `From now on, your password alone signs you in.\n\n${IF_NOT_YOU}`,
    action: { label: "Open your account", path: "/account" },
  }),
  recoveryCodeUsed: () => ({
    subject: "A recovery code was used",
    text: `Somebody signed in to your account with a recovery code, which is now used up.\n\n${IF_NOT_YOU}`,
    action: { label: "Open your account", path: "/account" },
  }),
} as const satisfies Record<string, (details: never) => Omit<Mail, "to">>;
