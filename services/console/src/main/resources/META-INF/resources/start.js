// SPDX-License-Identifier: Apache-2.0
// Shows how the parts are. What is not known is shown as unknown, never as the last good news.

const EVERY_MILLIS = 5000;
const PATIENCE_MILLIS = 8000;

const summary = document.getElementById("summary");
const checked = document.getElementById("checked");
const pause = document.getElementById("pause");
const cards = [...document.querySelectorAll("[data-part]")];
let paused = false;

const WORDS = { UP: "up", DOWN: "down", UNKNOWN: "unknown" };

async function ask() {
  try {
    const answer = await fetch("/api/v1/status", {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function show(status) {
  const states = new Map((status?.parts ?? []).map((part) => [part.name, WORDS[part.state] ?? "unknown"]));
  if (status === null) {
    states.set("console", "down");
  }
  for (const card of cards) {
    const state = states.get(card.dataset.part) ?? "unknown";
    card.dataset.state = state;
    card.classList.remove("past");
    card.querySelector(".badge").textContent = state;
  }
  say(sentence());
  showPlaces(status);
  const time = new Date().toLocaleTimeString();
  checked.textContent = status === null ? `Asked in vain at ${time}.` : `As of ${time}, asked every five seconds.`;
}

function named(state) {
  return cards.filter((card) => card.dataset.state === state).map((card) => card.querySelector("h3").textContent);
}

function sentence() {
  const down = named("down");
  const unknown = named("unknown");
  if (down.length > 0) {
    const rest = unknown.length > 0 ? ` Not known: ${unknown.join(", ")}.` : "";
    return { state: "down", text: `Down: ${down.join(", ")}.${rest} What to do is written there.` };
  }
  if (unknown.length > 0) {
    return { state: "unknown", text: `Not known: ${unknown.join(", ")}. Everything else is up.` };
  }
  return { state: "up", text: "Everything is up." };
}

function say({ state, text }) {
  // Only a change is written, so that a screen reader does not repeat itself every five seconds.
  if (summary.textContent !== text) {
    summary.dataset.state = state;
    summary.textContent = text;
  }
}

function showPlaces(status) {
  for (const place of document.querySelectorAll("[data-console]")) {
    place.textContent = location.origin;
  }
  if (status?.keycloakUrl) {
    for (const place of document.querySelectorAll("[data-keycloak]")) {
      place.textContent = status.keycloakUrl;
    }
  }
}

async function round() {
  if (!paused && !document.hidden) {
    const status = await ask();
    // The answer to a question asked before the pause is no news any more.
    if (!paused) {
      show(status);
    }
  }
  setTimeout(round, EVERY_MILLIS);
}

pause.addEventListener("click", () => {
  paused = !paused;
  pause.setAttribute("aria-pressed", String(paused));
  pause.textContent = paused ? "Go on" : "Pause";
  if (paused) {
    for (const card of cards) {
      card.classList.add("past");
      card.querySelector(".badge").textContent = `was ${card.dataset.state}`;
    }
    say({ state: "unknown", text: "Paused: this is how the parts were." });
    checked.textContent = "Nothing is asked until you go on.";
  } else {
    ask().then(show);
  }
});

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !paused) {
    ask().then(show);
  }
});

round();
