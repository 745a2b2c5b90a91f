/** The panel's style sheet. Sizes in em follow the reader's own font size and the "Chữ to" switch; nothing is below 16 px. */
export const STYLES = `
.panel, .panel * { box-sizing: border-box; }
.panel { --blue: #005ae0; --deep: #0046b0; --ink: #17202e; --soft: #545f6e; --line: #d7deea; --page: #f3f6fb;
  --red: #b3261e; --small: max(16px, .94em);
  position: fixed; inset: auto 20px 20px auto; width: 432px; height: min(720px, calc(100vh - 40px)); max-width: none;
  max-height: none; margin: 0; padding: 0; border: 1px solid var(--line); border-radius: 18px; overflow: hidden;
  background: var(--page); color: var(--ink); color-scheme: light; text-align: left;
  font: 400 max(17px, 1.0625rem)/1.5 system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  box-shadow: 0 4px 12px rgb(9 30 66 / .14), 0 18px 48px rgb(9 30 66 / .24); }
.panel[open] { display: flex; flex-direction: column; animation: rise .18s ease-out; }
.left .panel { inset: auto auto 20px 20px; }
.panel:modal { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; box-shadow: none; }
.panel::backdrop { background: #fff; }
.panel.large { font-size: max(21px, 1.3125rem); width: 500px; }
.panel.large:modal { width: 100%; }
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }
.panel [hidden] { display: none !important; }
.panel p, .panel ul, .panel ol, .panel h2, .panel blockquote { margin: 0; padding: 0; }
.panel ol, .panel ul { list-style: none; }
.panel svg { width: 24px; height: 24px; flex: none; fill: none; stroke: currentColor; stroke-width: 2;
  stroke-linecap: round; stroke-linejoin: round; }
.panel button, .panel textarea { font: inherit; color: inherit; letter-spacing: inherit; }
.panel button { cursor: pointer; -webkit-tap-highlight-color: transparent; }
.panel a { color: var(--blue); text-underline-offset: 2px; overflow-wrap: anywhere; }
.panel a[target]::after { content: " ↗"; content: " ↗" / " (mở trang mới)"; }
.panel :focus-visible { outline: 3px solid var(--blue); outline-offset: 2px; }
.sr { position: absolute !important; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.head { display: flex; align-items: center; gap: 2px; flex: none; padding: 10px 8px 10px 16px; background: var(--blue); color: #fff; }
.panel .head :focus-visible { outline-color: #fff; outline-offset: -3px; }
.mark { display: grid; place-items: center; width: 40px; height: 40px; margin-right: 10px; flex: none; border-radius: 50%;
  background: #fff; color: var(--blue); }
.name { flex: 1; min-width: 0; line-height: 1.25; }
.name h2 { font-size: 1.06em; font-weight: 700; text-wrap: balance; overflow: hidden; text-overflow: ellipsis; display: -webkit-box;
  -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.name p { font-size: var(--small); }
.tool { display: grid; place-items: center; width: 44px; height: 44px; flex: none; padding: 0; border: 0; border-radius: 12px; background: none; }
@media (max-width: 400px) { .mark { display: none; } }
.tool:hover { background: var(--deep); }
.tool[aria-pressed=true] { background: #fff; color: var(--blue) !important; }
.confirm, .banner { flex: none; padding: 12px 16px; border-bottom: 1px solid var(--line); background: #fff; font-size: var(--small); }
.confirm p { margin-bottom: 10px !important; }
.confirm button { min-height: 44px; margin-right: 8px; padding: 6px 18px; border-radius: 10px; border: 1px solid var(--soft); background: #fff; }
.confirm .danger { border-color: var(--red); background: var(--red); color: #fff; }
.banner { display: flex; align-items: center; gap: 8px; justify-content: space-between; background: #fff4d6; border-color: #e6cf8b; }

.middle { position: relative; flex: 1; min-height: 0; display: flex; }
.log { flex: 1; min-width: 0; overflow-y: auto; overscroll-behavior: contain; padding: 16px; }
.panel .log:focus-visible { outline-offset: -3px; }
.disclosure, .note { margin: 0 auto 18px !important; padding: 10px 14px !important; border-radius: 12px; background: #e4edfb;
  color: #2b3a52; font-size: var(--small); }
.log > ol > li { margin-bottom: 18px; overflow-wrap: anywhere; }
.log > ol > li.note { text-align: center; background: none; border-block: 1px solid var(--line); border-radius: 0; color: var(--soft); }
.who { margin-bottom: 4px !important; color: var(--soft); font-size: var(--small); }
.who b { font-weight: 600; }
.bubble { width: fit-content; max-width: 94%; padding: 10px 14px; border: 1px solid var(--line); border-radius: 4px 16px 16px 16px;
  background: #fff; }
.bubble > * + * { margin-top: .5em !important; }
.bubble > ul:not(.sources) > li, .bubble > ol > li { margin-left: 1.3em; padding-left: .2em; }
.bubble > ul:not(.sources) { list-style: disc; }
.bubble > ol { list-style: decimal; }
.mine { display: flex; flex-direction: column; align-items: flex-end; }
.mine .bubble { max-width: 86%; border-color: var(--blue); border-radius: 16px 4px 16px 16px; background: var(--blue); color: #fff; }
.mine .bubble a { color: #fff; }
.state { margin-top: 4px !important; color: var(--soft); font-size: var(--small); text-align: right; }
.state.failed { color: var(--red); }

.flag { display: flex; align-items: center; gap: 8px; color: var(--soft); font-size: var(--small); font-weight: 600; }
.not_in_documents .bubble, .handover .bubble, .error .bubble { border-left: 4px solid #8a97ab; }
.handover .bubble { border-left-color: var(--blue); }
.handover .flag { color: var(--deep); }
.error .bubble { border-left-color: var(--red); }
.urgent_help .bubble { max-width: 100%; padding: 14px 16px; border: 2px solid var(--red); background: #fff6f5; }
.urgent_help .flag { color: var(--red); font-size: 1.06em; font-weight: 700; }

.sources { padding-top: .5em !important; border-top: 1px solid var(--line); font-size: var(--small); }
.sources li + li { margin-top: 2px; }
.sources .bare { padding: 8px 0; }
summary { display: flex; align-items: flex-start; gap: 8px; min-height: 44px; padding: 8px 0; border-radius: 8px; cursor: pointer;
  color: #27364d; line-height: 1.4; list-style: none; }
summary::-webkit-details-marker { display: none; }
summary::before { content: ""; width: 8px; height: 8px; margin: .38em 2px 0 3px; flex: none; border: solid var(--blue);
  border-width: 0 2px 2px 0; transform: rotate(-45deg); }
[open] > summary::before { transform: rotate(45deg); }
summary:hover span { text-decoration: underline; text-underline-offset: 2px; }
summary b { color: var(--deep); font-weight: 600; }
details > :not(summary) { margin: 0 0 8px 21px !important; color: var(--soft); }
details > p > a { display: inline-block; padding: 10px 0; }
details > blockquote { padding-left: 12px !important; border-left: 3px solid #a9c4f0; color: var(--ink); }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px !important; }
.choices button { min-height: 44px; padding: 8px 16px; border: 1.5px solid var(--blue); border-radius: 22px; background: #fff;
  color: var(--deep); font-weight: 600; text-align: left; line-height: 1.35; }
.choices button:hover { background: #e4edfb; }
.choices [aria-disabled=true] { border-color: var(--line); background: #eef1f6; color: var(--soft); cursor: default; font-weight: 400; }
.choices .chosen { border-color: var(--blue); color: var(--deep); font-weight: 600; }
.choices .chosen::before { content: "✓ "; content: "✓ " / ""; }
.quiet { min-height: 44px; padding: 4px 8px; border: 0; border-radius: 8px; background: none; color: var(--deep) !important;
  font-weight: 600 !important; text-decoration: underline; text-underline-offset: 2px; }
.typing { display: flex; align-items: center; gap: 5px; color: var(--soft); font-size: var(--small); }
.typing i { width: 8px; height: 8px; border-radius: 50%; background: var(--blue); animation: blink 1.2s infinite; }
.typing i:nth-child(2) { animation-delay: .2s; }
.typing i:nth-child(3) { animation-delay: .4s; margin-right: 5px; }
@keyframes blink { 0%, 60%, 100% { opacity: .25; } 30% { opacity: 1; } }
.jump { position: absolute; bottom: 10px; left: 50%; transform: translateX(-50%); display: flex; align-items: center; gap: 6px;
  min-height: 44px; padding: 6px 18px 6px 14px; border: 1px solid var(--line); border-radius: 22px; background: #fff;
  color: var(--deep) !important; font-weight: 600 !important; white-space: nowrap; box-shadow: 0 2px 10px rgb(9 30 66 / .22); }

.composer { flex: none; padding: 10px 14px max(10px, env(safe-area-inset-bottom)); border-top: 1px solid var(--line); background: #fff; }
.field { display: flex; align-items: flex-end; gap: 6px; padding: 3px 3px 3px 4px; border: 1.5px solid #76839a; border-radius: 26px; }
.field:focus-within { border-color: var(--blue); outline: 3px solid var(--blue); outline-offset: -2px; }
.panel textarea { flex: 1; min-width: 0; min-height: 44px; max-height: min(7.5em, 30vh); padding: 9px 12px; border: 0; background: none; resize: none;
  overflow-y: auto; line-height: 1.5; }
.panel textarea:focus-visible { outline: none; }
textarea::placeholder { color: #626d7d; opacity: 1; }
.send { display: grid; place-items: center; width: 44px; height: 44px; flex: none; padding: 0; border: 0; border-radius: 50%;
  background: var(--blue); color: #fff !important; }
.send:hover { background: var(--deep); }
.hint { display: flex; justify-content: space-between; gap: 12px; margin-top: 6px !important; padding: 0 6px !important; color: var(--soft);
  font-size: 16px; line-height: 1.35; }
.counter { flex: none; font-variant-numeric: tabular-nums; }
.counter.full { color: var(--red); font-weight: 600; }

@supports (height: 100dvh) { .panel { height: min(720px, calc(100dvh - 40px)); } .panel:modal { height: 100dvh; } }
@media (max-width: 380px) { .head { padding-left: 10px; } .mark { display: none; } .log { padding: 12px; } }
@media (max-height: 480px) { .head { padding-block: 2px; } .name p { display: none; } .composer { padding-block: 6px; }
  .hint:not(:has(.counter:not([hidden]))) { display: none; } }
@media (prefers-reduced-motion: reduce) { .panel, .panel * { animation: none !important; transition: none !important; } .typing i { opacity: .6; } }
@media (forced-colors: active) { .bubble, .tool, .send, .choices button, .jump { border: 1px solid ButtonText; }
  .mine .bubble { border-width: 2px; } .typing i { background: CanvasText; }
  .choices [aria-disabled=true] { color: GrayText; border-color: GrayText; } .panel :focus-visible { outline-color: Highlight; } }
`;
