type AccountAnswer = { status: number; body: Record<string, unknown>; message: string | null };

/** Calls the account API. `message` is shown to the person; null on success. */
export async function askAccount(path: string, body: Record<string, unknown>): Promise<AccountAnswer> {
  const response = await fetch(`/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  }).catch(() => null);
  if (!response || response.status >= 500) {
    return { status: 503, body: {}, message: "The server did not answer. Try again in a moment." };
  }
  const given: unknown = await response.json().catch(() => ({}));
  const answer = typeof given === "object" && given !== null ? Object.fromEntries(Object.entries(given)) : {};
  if (response.ok) return { status: response.status, body: answer, message: null };
  const said = typeof answer.message === "string" ? answer.message : "That was refused.";
  return { status: response.status, body: answer, message: said };
}
