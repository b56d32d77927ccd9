// SPDX-License-Identifier: Apache-2.0
// Runs in each page before anything else of it: notes when something was asked for, and when something was painted.
(() => {
  const QUIET_MS = 150;
  const BUSY = 'main .mw-loading, main .pf-v6-c-spinner, main [aria-busy="true"]';
  let asking = 0;
  let begun = 0;
  let painted = 0;
  let answered = 0;
  let figure = 0;
  let largest = 0;

  const ask = window.fetch.bind(window);
  window.fetch = async (...given) => {
    asking++;
    try {
      return await ask(...given);
    } finally {
      asking--;
      answered = performance.now();
    }
  };

  // A task that is made while a frame is prepared runs when the frame has been painted.
  function afterPaint(run) {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => run(performance.now());
      port2.postMessage(0);
    });
  }

  new MutationObserver(() => {
    const isFigure = figure === 0 && document.querySelector('main .mw-figure') !== null;
    afterPaint((now) => {
      painted = now;
      if (isFigure && figure === 0) {
        figure = now;
      }
    });
  }).observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
  new PerformanceObserver((entries) => entries.getEntries().forEach((entry) => (largest = entry.startTime))).observe({
    type: 'largest-contentful-paint',
    buffered: true,
  });
  for (const kind of ['pointerdown', 'keydown']) {
    addEventListener(kind, (event) => (begun = begun < 0 ? event.timeStamp : begun), { capture: true });
  }

  window.mailwardenBench = {
    arm() {
      begun = -1;
      painted = 0;
    },
    isSettled: () =>
      begun >= 0 &&
      asking === 0 &&
      // What was painted before the key or the click, as the letters of a search, is no answer to it.
      painted > begun &&
      document.querySelector('main h1') !== null &&
      document.querySelector(BUSY) === null &&
      performance.now() - Math.max(painted, answered) > QUIET_MS,
    took: () => painted - begun,
    load() {
      const paint = Math.max(figure, largest);
      const scripts = performance.getEntriesByType('resource').filter(({ name, responseEnd }) => new URL(name).pathname.endsWith('.js') && responseEnd <= paint);
      return { paint, settled: painted, scripts: scripts.reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0) };
    },
    async ask(paths) {
      const times = [];
      for (const path of paths) {
        const start = performance.now();
        const answer = await ask(path, { cache: 'no-store', headers: { Accept: 'application/json' } });
        await answer.text();
        times.push(performance.now() - start);
        if (!answer.ok) {
          throw new Error(`${path} answers ${answer.status}`);
        }
      }
      return times;
    },
  };
})();
