const NAME = "chargetracker-session-end";

/** Tells every tab of this browser that the session may have ended: somebody signed out, or a request was refused for it. */
export function announceSessionEnd(): void {
  const channel = new BroadcastChannel(NAME);
  channel.postMessage(null);
  channel.close();
}

/** Hears of it, also from the tab itself. The returned function ends that. */
export function onSessionEnd(listener: () => void): () => void {
  const channel = new BroadcastChannel(NAME);
  channel.onmessage = listener;
  return () => channel.close();
}
