/** A page, and each kind of API: with them comes what all others share. */
const PATHS = ["/sign-in", "/api/trpc/labs.list", "/api/auth/get-session", "/api/v1/cells"];

/**
 * Asks for a little of everything, as nobody. Next.js loads code when it is first asked for; loading it beside requests of others held them
 * for up to 250 ms. Whatever is answered is right: the first visitor would only wait longer.
 */
export async function warmUp(url: string): Promise<void> {
  for (const path of PATHS) {
    await fetch(url + path)
      .then((answer) => answer.arrayBuffer())
      .catch(() => {});
  }
}
