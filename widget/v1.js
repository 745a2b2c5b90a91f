/**
 * Loader of the chat widget: draws the launcher, fetches the rest when somebody wants to talk.
 *
 *   <script async src="https://HOST/w/v1.js" data-agency="minh-long"></script>
 *
 * Options: data-agency (an agency's slug; left out = every agency), data-position ("right" or "left").
 * Commands work before and after loading: window.VAChat = window.VAChat || {q: []}; VAChat.q.push(["open"]).
 */
(() => {
  "use strict";
  // Only readable while the script runs for the first time: null inside callbacks and modules.
  const script = document.currentScript;
  if (!script || (window.VAChat && window.VAChat.loaded)) return;

  const STYLES = `
    :host { all: initial !important; direction: ltr !important; position: fixed !important; z-index: 2147483000 !important;
      inset: auto 0 0 auto !important; }
    [hidden] { display: none !important; }
    .launcher { all: unset; box-sizing: border-box; position: fixed; bottom: max(20px, env(safe-area-inset-bottom));
      right: 20px; display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 0 22px 0 18px;
      border-radius: 28px; border: 2px solid transparent; background: #005ae0; color: #fff; cursor: pointer;
      font: 600 max(16px, 1rem)/1.2 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
      box-shadow: 0 2px 6px rgb(9 30 66 / .25), 0 8px 24px rgb(9 30 66 / .22); -webkit-tap-highlight-color: transparent; }
    .left .launcher { right: auto; left: 20px; }
    .launcher:hover { background: #004bbd; }
    .launcher:focus-visible { outline: 3px solid #fff; box-shadow: 0 0 0 6px #0b2a5b; }
    .launcher svg { width: 26px; height: 26px; flex: none; }
    .badge { min-width: 22px; padding: 2px 6px; box-sizing: border-box; border-radius: 11px; background: #fff;
      color: #b3261e; font-size: .85em; text-align: center; }
    .toast { position: fixed; bottom: 88px; right: 20px; max-width: min(320px, calc(100vw - 40px)); padding: 12px 16px;
      box-sizing: border-box; border-radius: 12px; background: #17202e; color: #fff;
      font: 16px/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; }
    .left .toast { right: auto; left: 20px; }
    .toast:empty { display: none; }
    @media (max-width: 480px) { .launcher { right: 14px; bottom: max(14px, env(safe-area-inset-bottom)); }
      .left .launcher { left: 14px; } }
    @media (forced-colors: active) { .launcher { border-color: ButtonText; }
      .launcher:focus-visible { outline-color: Highlight; } .badge { border: 1px solid; } }
    @media print { :host { display: none !important; } }`;

  const data = script.dataset;
  const base = new URL(".", script.src);
  const options = { agency: data.agency || null, api: new URL("../", base).href };
  const listeners = new Map();
  let application = null;

  const host = document.createElement("va-chat");
  const root = host.attachShadow({ mode: "open" });
  const frame = element("div", data.position === "left" ? "left" : "right");
  const launcher = element("button", "launcher");
  const badge = element("span", "badge");
  const toast = element("div", "toast");

  function element(tag, name) {
    const node = document.createElement(tag);
    node.className = name;
    return node;
  }

  /** Adopt a style sheet without a style element, which a strict host page would block. */
  function adopt(css) {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    } catch {
      // Browsers older than constructable sheets (Safari before 16.4).
      const style = document.createElement("style");
      style.textContent = css;
      root.append(style);
    }
  }

  function bubble() {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    svg.setAttribute("viewBox", "0 0 24 24");
    svg.setAttribute("aria-hidden", "true");
    path.setAttribute("fill", "currentColor");
    path.setAttribute("d", "M5 3h14a3 3 0 0 1 3 3v8a3 3 0 0 1-3 3h-6.6l-4.7 4a1 1 0 0 1-1.7-.8V17H5a3 3 0 0 1-3-3V6a3 " +
      "3 0 0 1 3-3Zm2.5 5.7a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Zm4.5 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 " +
      "0-2.6Zm4.5 0a1.3 1.3 0 1 0 0 2.6 1.3 1.3 0 0 0 0-2.6Z");
    svg.append(path);
    return svg;
  }

  function emit(name, detail) {
    for (const listener of listeners.get(name) || []) {
      try {
        listener(detail);
      } catch (error) {
        console.error("VAChat: a listener failed", error);
      }
    }
  }

  function setUnread(count) {
    badge.hidden = !count;
    badge.textContent = count || "";
    launcher.setAttribute("aria-label", count ? `Hỏi trợ lý ảo, ${count} tin nhắn mới` : "Hỏi trợ lý ảo");
  }

  /** Fetch the panel once; a failed download may be tried again. */
  function load() {
    application = application || import(new URL("panel.js", base).href).then(
      (module) => module.createPanel({ root, frame, launcher, options, emit, adopt, setUnread }),
    ).catch((error) => {
      application = null;
      console.warn("VAChat: the widget could not be loaded", error);
      toast.textContent = "Chưa tải được trợ lý. Anh/chị kiểm tra mạng rồi bấm lại.";
      setTimeout(() => { toast.textContent = ""; }, 8000);
      emit("error", { code: "load_failed" });
      throw error;
    });
    return application;
  }

  const call = (method, ...values) => load().then((panel) => panel[method](...values), () => {});
  const commands = {
    open: () => call("open"),
    close: () => (application ? call("close") : undefined),
    toggle: () => call("toggle"),
    ask: (text) => call("ask", String(text)),
    on: (name, listener) => {
      listeners.set(name, [...(listeners.get(name) || []), listener]);
      return () => listeners.set(name, listeners.get(name).filter((other) => other !== listener));
    },
  };

  function run([name, ...values]) {
    if (Object.hasOwn ? Object.hasOwn(commands, name) : commands[name]) return commands[name](...values);
    console.warn(`VAChat: unknown command "${name}"`);
    return undefined;
  }

  function start() {
    adopt(STYLES);
    const label = document.createElement("span");
    label.textContent = "Hỏi trợ lý ảo";
    launcher.type = "button";
    launcher.lang = "vi";
    launcher.setAttribute("aria-haspopup", "dialog");
    launcher.setAttribute("aria-expanded", "false");
    launcher.append(bubble(), label, badge);
    setUnread(0);
    toast.lang = "vi";
    toast.setAttribute("role", "status");
    launcher.addEventListener("click", commands.toggle);
    // A pointer or the keyboard coming near is a good moment to fetch: opening then feels instant.
    for (const hint of ["pointerenter", "focus"]) {
      launcher.addEventListener(hint, () => load().catch(() => {}), { once: true });
    }
    frame.append(launcher, toast);
    root.append(frame);
    document.body.append(host);

    const waiting = (window.VAChat && window.VAChat.q) || [];
    window.VAChat = { ...commands, q: { push: (...calls) => calls.forEach(run) }, loaded: true };
    waiting.forEach(run);
    if (reopens()) call("open", { focus: false });
    emit("ready");
  }

  /** A conversation that was open beside the previous page stays open, except where it would cover the page. */
  function reopens() {
    try {
      return sessionStorage.getItem("va:open") === "1" && !matchMedia("(max-width: 640px), (max-height: 480px)").matches;
    } catch {
      return false;
    }
  }

  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start, { once: true });
})();
