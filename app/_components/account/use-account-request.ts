"use client";

import { type FormEvent, useState } from "react";
import { askAccount } from "./account-request";

type Done = (body: Record<string, unknown>) => void;

/** A form's request to the account API: whether it is in progress, and why it was refused. */
export function useAccountRequest(refusalText: (status: number, message: string) => string = (_, message) => message) {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const ask = async (path: string, body: Record<string, unknown>, done: Done) => {
    setIsBusy(true);
    setRefusal(null);
    const answer = await askAccount(path, body);
    setIsBusy(false);
    if (answer.message === null) done(answer.body);
    else setRefusal(refusalText(answer.status, answer.message));
  };
  return { isBusy, refusal, ask };
}

/** The text fields of a form that was sent; the page stays. */
export function formFields(event: FormEvent<HTMLFormElement>): Record<string, string> {
  event.preventDefault();
  const entries = [...new FormData(event.currentTarget)];
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
