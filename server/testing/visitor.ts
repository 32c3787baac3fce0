import { handleAccountRequest } from "../auth/accounts/handle-account-request";
import { currentUser, type SignedInUser } from "../auth/session";
import { env } from "../env";

type Answer = { status: number; body: Record<string, unknown>; headers: Headers };

export type Visitor = {
  ask: (path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>;
  /** Whoever the visitor's cookies stand for. */
  user: () => Promise<SignedInUser | null>;
  cookie: () => string;
};

let addresses = 0;

/** A browser at an address of its own, with its cookies, that asks what the account pages ask. */
export function newVisitor(address = `198.51.${++addresses >> 8}.${addresses & 255}`): Visitor {
  const jar = new Map<string, string>();
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
  return {
    cookie,
    user: () => currentUser(new Headers({ cookie: cookie() })),
    async ask(path, body = {}, headers = {}) {
      const { origin } = new URL(env().APP_URL);
      const own = { "Content-Type": "application/json", Origin: origin, "X-Forwarded-For": address };
      const sent = jar.size > 0 ? { ...own, Cookie: cookie() } : own;
      const response = await handleAccountRequest(
        new Request(`${origin}/api/auth${path}`, {
          method: "POST",
          headers: { ...sent, ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      );
      for (const line of response.headers.getSetCookie()) keep(jar, line);
      return { status: response.status, body: await response.json(), headers: response.headers };
    },
  };
}

function keep(jar: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "" || /Max-Age=0/i.test(line)) jar.delete(name);
  else jar.set(name, value);
}
