// Runs in the measured page: after each frame in which something of the chart changed, tells what (see live.ts).
(() => {
  const seen = new Map();
  const report = () => {
    const atMs = Date.now();
    for (const element of document.querySelectorAll("[data-running], [data-line]")) {
      if (!(element instanceof SVGElement)) continue;
      const { running, line, cycle, value, lastCycle } = element.dataset;
      const kind = running === undefined ? "line" : "running";
      const name = running ?? line;
      const state = `${cycle ?? lastCycle} ${value}`;
      if (seen.get(`${kind} ${name}`) === state) continue;
      seen.set(`${kind} ${name}`, state);
      Reflect.get(window, "drawn")({ kind, name, cycle: Number(cycle ?? lastCycle), value: Number(value), atMs });
    }
  };
  const attributeFilter = ["data-value", "data-cycle", "data-last-cycle"];
  new MutationObserver(() => requestAnimationFrame(report)).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter,
  });
})();
