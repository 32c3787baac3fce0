// Runs in pages whose frames are counted (see count-frames.ts).
(() => {
  /** @type {number[] | null} */
  let atMs = null;
  /** @param {number} now */
  const note = (now) => {
    if (!atMs) return;
    atMs.push(now);
    requestAnimationFrame(note);
  };
  Reflect.set(window, "frameWatch", {
    start: () => {
      atMs = [];
      requestAnimationFrame(note);
    },
    stop: () => {
      const found = atMs;
      atMs = null;
      return found;
    },
  });
})();
