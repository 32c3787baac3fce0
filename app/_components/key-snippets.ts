/** What sends a first sample with a key, ready to be pasted; the key is in it, so it is shown as often as the key: once. */
export const curlSnippet = (apiKey: string) => (origin: string) =>
  `curl ${origin}/api/v1/ingest \\
  -H "Authorization: Bearer ${apiKey}" \\
  -H "Content-Type: application/json" \\
  -d '{"samples":[{"cell":"A-01","voltage":3.7,"current":1.5,
                   "time":"'$(date -u +%FT%TZ)'"}],
       "cells":{"A-01":{"metadata":{"cathode":"NMC811"}}}}'`;

export const pythonSnippet = (apiKey: string) => (origin: string) =>
  `import json, time, urllib.request

body = {
    "samples": [{"cell": "A-01", "time": time.time() * 1000,
                 "voltage": 3.7, "current": 1.5}],
    "cells": {"A-01": {"metadata": {"cathode": "NMC811"}}},
}
request = urllib.request.Request(
    "${origin}/api/v1/ingest",
    data=json.dumps(body).encode(),
    headers={"Authorization": "Bearer ${apiKey}",
             "Content-Type": "application/json"},
)
print(urllib.request.urlopen(request).read().decode())`;
