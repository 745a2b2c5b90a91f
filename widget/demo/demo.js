/** The demonstration page: shows the chosen agency, loads the widget for it, lets the sample questions be asked. */

const select = document.querySelector("#co-quan");
const wanted = new URLSearchParams(location.search).get("agency") || "";
const agency = [...select.options].some((option) => option.value === wanted) ? wanted : "";

select.value = agency;
document.querySelector("#ten-co-quan").textContent = select.selectedOptions[0].textContent;

window.VAChat = window.VAChat || { q: [] };
for (const link of document.querySelectorAll("[data-ask]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    window.VAChat.q.push(["ask", link.textContent]);
  });
}
document.querySelector("[data-open]").addEventListener("click", () => window.VAChat.q.push(["open"]));

const script = document.createElement("script");
script.async = true;
script.src = new URL("/w/v1.js", location.origin);
if (agency) script.dataset.agency = agency;
document.body.append(script);

const shown = agency ? ` data-agency="${agency}"` : "";
document.querySelector("#doan-ma").textContent = `<script async src="${script.src}"${shown}></script>`;
