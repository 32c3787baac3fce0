/** Any host serves: it only shows whether a path stays on its own. */
const OWN_ORIGIN = "http://own.invalid";

/** Where to go after signing in: a path on this host. Anything else leads home, so that a link cannot send people elsewhere. */
export function safeNextPath(next: string | undefined): string {
  if (!next?.startsWith("/") || !URL.canParse(next, OWN_ORIGIN)) return "/";
  const url = new URL(next, OWN_ORIGIN);
  const path = `${url.pathname}${url.search}${url.hash}`;
  // "//host", "/\host" and "/<tab>/host" are other hosts to a browser; "/.//host" becomes one when it is put together again.
  return url.origin === OWN_ORIGIN && !path.startsWith("//") ? path : "/";
}

/** The query that takes `nextPath` along to another page; none where it is home. */
export function nextQuery(nextPath: string): string {
  return nextPath === "/" ? "" : `?next=${encodeURIComponent(nextPath)}`;
}
