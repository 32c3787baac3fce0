"use client";

import { useEffect } from "react";

/** Why the page should not be left now, as a question; null: nothing speaks against it. */
let question: string | null = null;

/** Whether the page may be left. Code that goes elsewhere without a link asks this first. */
export function mayLeave(): boolean {
  return question === null || window.confirm(question);
}

/**
 * Asks before the page is left, for as long as there is a question: a link, Back and Forward with it, the closing of the tab with the
 * browser's own. Browsers that cannot stop Back (Firefox before 147, Safari before 26.2) go without asking.
 */
export function useAskBeforeLeaving(requested: string | null): void {
  useEffect(() => {
    if (requested === null) return;
    question = requested;
    const stops = [
      listen(window, "beforeunload", (event) => event.preventDefault()),
      listen(document, "click", stopLink),
      ...("navigation" in window ? [listen(window.navigation, "navigate", stopTraversal)] : []),
    ];
    return () => {
      question = null;
      for (const stop of stops) stop();
    };
  }, [requested]);
}

function listen(target: EventTarget, type: string, listener: (event: Event) => void): () => void {
  target.addEventListener(type, listener, { capture: true });
  return () => target.removeEventListener(type, listener, { capture: true });
}

const isHere = (path: string) => path === window.location.pathname;

function stopLink(event: Event): void {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === "_blank" || isHere(link.pathname) || mayLeave()) return;
  event.preventDefault();
  event.stopPropagation();
}

/** Only within the document: where another one is loaded, the browser asks itself. */
function stopTraversal(event: Event): void {
  if (!(event instanceof NavigateEvent) || event.navigationType !== "traverse" || !event.cancelable) return;
  const { sameDocument, url } = event.destination;
  if (sameDocument && !isHere(new URL(url).pathname) && !mayLeave()) event.preventDefault();
}
