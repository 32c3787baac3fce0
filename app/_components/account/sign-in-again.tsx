"use client";

/** Signs in and comes back to where one is. */
export function SignInAgain() {
  const here = `${window.location.pathname}${window.location.search}`;
  return <a href={`/sign-in?next=${encodeURIComponent(here)}`}>Sign in again</a>;
}
