// Runs in the measured page from its beginning: notes what the browser says of it, and when what is waited for was drawn (see load-page.ts).
(() => {
  /** @type {{ largestPaintMs: number, largest: string, shift: number, longTasksMs: number[], drawnMs: number | null }} */
  const seen = { largestPaintMs: 0, largest: "", shift: 0, longTasksMs: [], drawnMs: null };
  Reflect.set(window, "pageWatch", seen);
  /** @param {string} type @param {(entry: PerformanceEntry) => void} note */
  const watch = (type, note) =>
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({ type, buffered: true });
  watch("largest-contentful-paint", (entry) => {
    seen.largestPaintMs = entry.startTime;
    const element = Reflect.get(entry, "element");
    if (element instanceof Element) seen.largest = `${element.localName} ${element.textContent}`.slice(0, 40);
  });
  watch("layout-shift", (entry) => {
    if (!Reflect.get(entry, "hadRecentInput")) seen.shift += Reflect.get(entry, "value");
  });
  watch("longtask", ({ duration }) => seen.longTasksMs.push(duration));
  const mark = Reflect.get(window, "pageWatchFor");
  const mutations = new MutationObserver(() => {
    if (!document.querySelector(mark)) return;
    mutations.disconnect();
    // The frame that shows it, and then the turn after that.
    requestAnimationFrame(() =>
      setTimeout(() => {
        seen.drawnMs = performance.now();
      }),
    );
  });
  mutations.observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["d"] });
})();
