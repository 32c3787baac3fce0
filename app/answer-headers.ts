/** What every answer carries: over https, browsers shall not come back without; and nothing of the API is a page. */
export function answerHeaders(url: string, { isHttps }: { isHttps: boolean }): Record<string, string> {
  return {
    ...(isHttps ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
    ...(url.startsWith("/api/") ? OF_API : {}),
  };
}

const OF_API = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer", // the query may hold the secret of a grant
};
