// The web chat in one file. The server keeps everything; the page shows rows by number and sends what a person
// does until it is acknowledged, each under an id of its own: so nothing is lost and nothing is doubled.
"use strict";

const find = (id) => document.getElementById(id);
const words = JSON.parse(find("words").textContent);
const token = document.querySelector("meta[name=token]").content;
const log = find("log"), talk = log.parentNode, scroller = find("scroll"), box = find("text"), banner = find("banner");
const MOST_BYTES = Number(find("file").dataset.most);
const LONG = 300; // characters; more of one's own text is folded
const CODE = /\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b/;
const PARTS = /(\u3010[^\u3011]*\u3011|https?:\/\/[\w\-./?=&%#:~+]+|\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b)/;

let ended = false; // signed out: nothing is asked or sent any more
let last = 0; // number of the last row we have
let thread = ""; // whose rows they are
let poll = null; // the request that waits for news
let queue = stored("queue", []); // sent or to be sent, not yet acknowledged
const own = new Map(); // id -> bubble of this page, until its row comes or what answers it

// ── small things ────────────────────────────────────────────────────────────────────────────────────────

function make(tag, properties = {}, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

function stored(key, otherwise) {
  try { return JSON.parse(sessionStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
}

function store(key, value) {
  try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* private mode: memory must do */ }
}

function fresh() {
  // crypto.randomUUID exists on https only; a local network may be plain http.
  const hex = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"));
  return hex.join("");
}

/** Wait, but no longer than until the line is back. */
const pause = (ms) => new Promise((resolve) => {
  const timer = setTimeout(done, ms);
  const signs = ["online", "answered"];
  function done() { clearTimeout(timer); for (const sign of signs) removeEventListener(sign, done); resolve(); }
  for (const sign of signs) addEventListener(sign, done);
});

// In the megabytes of the notices, rounded down, as the replies say it.
const size = (bytes) => bytes < 1e6 ? `${Math.max(1, Math.floor(bytes / 1000))} KB` : `${(Math.floor(bytes / 1e5) / 10).toFixed(1)} MB`;

class Refused extends Error {
  constructor(status, code, wait) { super(code); Object.assign(this, { status, code, wait }); }
}

async function ask(path, { body, seconds = 30, controller = new AbortController() } = {}) {
  const timer = setTimeout(() => controller.abort(), seconds * 1000);
  try {
    const answer = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      headers: { "X-Token": token, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin", cache: "no-store", redirect: "error", signal: controller.signal,
    });
    if (!answer.ok) throw await refusal(answer);
    return await answer.json();
  } finally { clearTimeout(timer); }
}

async function refusal(answer) {
  const told = await answer.json().catch(() => ({}));
  return new Refused(answer.status, told.error || "broken", Number(told.wait) || 0);
}

// ── the line: one banner, and what to do about a failure ────────────────────────────────────────────────

let failures = 0;
let bannerTimer = 0;
let full = false; // the server answers but cannot keep what is sent

function connected() {
  if (full) return;
  clearTimeout(bannerTimer);
  bannerTimer = 0;
  if (!banner.hidden) { banner.hidden = true; find("say-aloud").textContent = words.back; }
  if (failures) dispatchEvent(new Event("answered"));
  failures = 0;
}

/** After a failure: true to try again (after a while), false when trying again is of no use. */
async function recover(fault) {
  if (ended) return false;
  if (fault instanceof Refused && fault.status === 403 && reloaded()) return false;
  if (fault instanceof Refused && [401, 403].includes(fault.status)) { end(words.ended, words.ended_more); return false; }
  if (fault instanceof Refused && fault.status < 500 && ![408, 429].includes(fault.status)) return false;
  failures += 1;
  full = fault.code === "unkept" && queue.length > 0;
  const said = trouble(fault);
  if (!bannerTimer) bannerTimer = setTimeout(() => { banner.textContent = said; banner.hidden = false; }, failures > 1 ? 0 : 700);
  const wait = fault.wait ? fault.wait * 1000 : Math.min(400 * 1.5 ** failures, 6000);
  await pause(wait * (0.75 + Math.random() / 2));
  bannerTimer = 0;
  return !ended;
}

function trouble(fault) {
  if (!(fault instanceof Refused)) return words.offline;
  if (fault.code === "unkept") return full ? words.unkept : words.away;
  return fault.status === 429 ? words.often : words.trouble;
}

/** The cookie is another one than this page was made for: begin anew under it, once, with nothing of the old. */
function reloaded() {
  const before = stored("reloaded", 0);
  sessionStorage.clear();
  store("reloaded", Date.now());
  if (Date.now() - before < 60000) return false;
  ended = true;
  location.reload();
  return true;
}

// ── news: what the server has that the page does not ────────────────────────────────────────────────────

const visible = () => document.hidden
  ? new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true })) : null;

const PATIENCE = 25; // seconds the server may hold an answer back
let wait = 0; // the first answer is to come at once: it says that the line is there

async function listen() {
  while (!ended) {
    await visible(); // a hidden tab rests; it catches up when it is looked at
    poll = new AbortController();
    const controller = poll;
    const started = Date.now();
    try {
      const query = new URLSearchParams({ after: last, thread, wait });
      const news = await ask(`/news?${query}`, { controller, seconds: wait + 12 });
      if (ended) return;
      connected();
      take(news);
      if (wait && !news.rows.length && Date.now() - started < 1000) await pause(1000); // the server is stopping
      wait = news.more ? 0 : PATIENCE;
    } catch (fault) {
      if (controller.hurried) continue;
      wait = 0;
      if (!await recover(fault) && !ended) await pause(5000);
    }
  }
}

/** After the line or the person was away. */
function lookAgain() {
  wait = 0;
  hurry();
}

/** Ask again at once: the server looks more often when a request is young. */
function hurry() {
  if (poll) { poll.hurried = true; poll.abort(); }
}

function take(news) {
  if (thread && news.thread !== thread) startOver();
  thread = news.thread;
  const near = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 120;
  let first = null;
  for (const row of news.rows) {
    if (row.row <= last) continue; // shown already
    last = row.row;
    const before = row.renews && log.querySelector(`li[data-row="${row.renews}"]`);
    if (before) { before.replaceWith(bubble(row, row.renews)); continue; } // the same message, further on
    const shown = row.said === undefined ? reply(row) : echo(row);
    first ??= row.said === undefined ? shown : null;
  }
  last = Math.max(last, news.last);
  if (news.rows.length) settle();
  if (talk.getAttribute("aria-busy") === "true" && !news.more) { talk.setAttribute("aria-busy", "false"); bottom(); }
  else if (near && first) reveal(first);
}

function startOver() {
  last = 0;
  lastTime = 0;
  for (const shown of [...log.children]) if (!shown.classList.contains("pending")) shown.remove();
}

/** Only the buttons after the person's last word are current; the progress is that of the last reply. */
function settle() {
  let current = true, progress = null, seen = false;
  for (const shown of [...log.children].reverse()) {
    if (shown.classList.contains("mine")) { if (!shown.classList.contains("pending")) current = false; continue; }
    if (!shown.classList.contains("reply")) continue;
    if (!seen) { progress = shown.progress; seen = true; }
    shown.classList.toggle("past", !current);
  }
  find("progress").hidden = !progress;
  if (!progress) return;
  find("progress-bar").max = progress[1];
  find("progress-bar").value = progress[0];
  find("progress-count").textContent = progress.join("/");
}

// ── bubbles ─────────────────────────────────────────────────────────────────────────────────────────────

let lastTime = 0;

function insert(shown, at) {
  const before = log.querySelector("li.pending");
  const time = Date.parse(at);
  if (time - lastTime > 20 * 60 * 1000) log.insertBefore(divider(time), before);
  lastTime = time;
  log.insertBefore(shown, before);
  return shown;
}

function divider(time) {
  const date = new Date(time);
  const clock = date.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
  const today = new Date().toDateString() === date.toDateString();
  const day = today ? "" : `${date.toLocaleDateString("zh-CN", { month: "long", day: "numeric" })} `;
  return make("li", { className: "when" }, make("time", { dateTime: date.toISOString() }, day + clock));
}

function echo(row) {
  return insert(taken(row.id) || mine(named(row.said)), row.at);
}

/** A command as people know it; of an invitation nothing is shown that others could use. */
const named = (said) => words.commands[said] || (/^\/start ./.test(said) ? words.invited : said);

/** This page's own bubble of an event, which now leaves those that wait. */
function taken(id) {
  const bubble = own.get(id);
  if (!bubble) return null;
  own.delete(id);
  bubble.remove();
  bubble.className = "mine";
  bubble.querySelector(".state")?.remove();
  return bubble;
}

/** An answer came to something that was not kept, such as an identity number: it does not stay here either. */
function unsaid(row) {
  const bubble = taken(row.id);
  if (!bubble) return;
  if (bubble.dataset.typed) bubble.querySelector(".bubble").textContent = words.unsaid;
  insert(bubble, row.at);
}

function mine(text) {
  const bubble = make("div", { className: "bubble", textContent: text });
  const item = make("li", { className: "mine" }, make("span", { className: "sr", textContent: words.me }), bubble);
  if (text.length < LONG) return item;
  bubble.classList.add("folded");
  const unfold = action(words.unfold, () => { bubble.classList.remove("folded"); unfold.parentNode.remove(); });
  item.append(make("div", { className: "fold" }, unfold));
  return item;
}

function reply(row) {
  unsaid(row);
  find("busy").hidden = true;
  return insert(bubble(row, row.row), row.at);
}

function bubble(row, number) {
  const shown = make("li", { className: "reply" }, make("span", { className: "sr", textContent: words.assistant }));
  shown.dataset.row = number;
  shown.progress = row.progress;
  if (row.text) shown.append(make("div", { className: "bubble" }, ...dressed(row.text)));
  if (row.document) shown.append(paper(row.row));
  if (row.link) shown.append(links(row));
  if (row.buttons.length) shown.append(buttons(row.buttons));
  return shown;
}

/** Text with the field's name made strong, codes kept in one piece and addresses made links; never markup. */
function* dressed(text) {
  for (const part of text.split(PARTS)) {
    if (part.startsWith("\u3010")) yield make("strong", { textContent: part });
    else if (/^https?:/.test(part)) yield make("a", { href: part, textContent: part, target: "_blank", rel: "noopener noreferrer" });
    else if (CODE.test(part)) yield make("span", { className: "code", textContent: part });
    else yield part;
  }
}

/** Buttons flow as the width allows. The last line, with the ways back and on, begins anew; a plain list has none. */
function buttons(lines) {
  const group = make("div");
  const list = lines.every((line) => line.length === 1);
  for (const line of list ? [lines.flat()] : [lines.slice(0, -1).flat(), lines[lines.length - 1]]) {
    if (line.length) group.append(make("div", { className: "buttons" }, ...line.map(([label, press]) => button(label, press, group))));
  }
  return group;
}

function button(label, press, group) {
  const shown = action(label, () => {
    if (queue.some((waiting) => waiting.press === press)) return; // a double tap
    for (const other of group.querySelectorAll("button")) other.classList.toggle("chosen", other === shown);
    say({ press, shown: label });
  });
  return shown;
}

/** A resume code can be taken along: as a link, or as a picture for another phone. */
function links(row) {
  const code = CODE.exec(row.text)?.[0];
  const group = make("div", { className: "buttons" });
  if (row.link === "/resume" && !code) group.append(action(words.open, () => openResume("")));
  else if (row.link !== "/resume") group.append(make("a", { href: row.link, textContent: words.open }));
  if (!code) return group;
  const link = `${location.origin}/resume#${code}`;
  const copy = action(words.copy_link, () => copied(link, copy));
  group.append(copy, action(words.show_qr, () => showQr(code)));
  return group;
}

function action(label, deed) {
  const shown = make("button", { type: "button", textContent: label });
  shown.addEventListener("click", deed);
  return shown;
}

async function copied(text, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = words.copied;
    find("say-aloud").textContent = words.copied;
  } catch { // plain http, or an old browser inside a messenger
    const shown = make("input", { value: text, readOnly: true, ariaLabel: words.copy_by_hand });
    button.parentNode.append(make("label", {}, words.copy_by_hand, shown));
    shown.select();
    if (document.execCommand("copy")) button.textContent = words.copied;
  }
}

async function showQr(code) {
  try {
    const answer = await fetch("/qr", {
      method: "POST", body: JSON.stringify({ code }), credentials: "same-origin",
      headers: { "Content-Type": "application/json", "X-Token": token },
    });
    if (!answer.ok) throw await refusal(answer);
    find("qr-image").src = URL.createObjectURL(await answer.blob());
    find("qr").showModal();
  } catch { find("say-aloud").textContent = words.offline; }
}

// ── documents ───────────────────────────────────────────────────────────────────────────────────────────

const looked = "IntersectionObserver" in window ? new IntersectionObserver((seen) => {
  for (const { isIntersecting, target } of seen) if (isIntersecting) { looked.unobserve(target); fill(target); }
}, { root: scroller, rootMargin: "200px" }) : null;

/** A card for a document, filled when it comes into sight: old ones in the history cost nothing. */
function paper(row) {
  const card = make("div", { className: "paper" }, make("p", { textContent: words.making }));
  card.dataset.row = row;
  if (looked) looked.observe(card); else fill(card);
  return card;
}

async function fill(card) {
  try {
    const { papers } = await ask(`/document/${card.dataset.row}`, { seconds: 90 });
    const pictures = papers.filter((each) => each.type === "png");
    card.replaceChildren(...(pictures.length ? [pages(pictures)] : []), ...papers.filter((each) => each.type !== "png").map(file));
    if (/MicroMessenger|QQ\/|DingTalk|Weibo/.test(navigator.userAgent)) card.append(make("p", { textContent: words.in_messenger }));
  } catch {
    const again = action(words.again, () => { card.replaceChildren(make("p", { textContent: words.making })); fill(card); });
    card.replaceChildren(make("p", { textContent: words.unmade }), make("div", { className: "buttons" }, again));
  }
}

function pages(pictures) {
  return make("div", { className: "pages" }, ...pictures.map(({ href }, number) => {
    const image = make("img", { src: href, alt: words.page.replace("{n}", number + 1), loading: "lazy" });
    return make("a", { href, target: "_blank", rel: "noopener" }, image);
  }));
}

function file({ href, name, type, bytes }) {
  const opens = type === "pdf";
  const link = make("a", opens ? { href, target: "_blank", rel: "noopener" } : { href: `${href}?download`, download: name });
  link.textContent = words[`form_${type}`] || words.form_bin;
  const what = make("div", { className: "what" }, name, " ", make("small", { textContent: size(bytes) }));
  return make("div", { className: "file" }, what, make("div", { className: "buttons" }, link));
}

// ── sending ─────────────────────────────────────────────────────────────────────────────────────────────

/** Take something to be sent: {text | press | file, shown}. It stays in the queue until it is acknowledged. */
function say(what) {
  const waiting = { id: fresh(), ...what };
  queue.push(waiting);
  keep();
  pend(waiting);
  bottom();
  pump();
}

const keep = () => store("queue", queue.filter((waiting) => !waiting.file));

function pend(waiting) {
  const bubble = mine(waiting.shown);
  bubble.classList.add("pending");
  if (waiting.text) bubble.dataset.typed = "yes";
  bubble.append(make("div", { className: "state" }));
  own.set(waiting.id, bubble);
  log.append(bubble);
}

function mark(waiting, ...state) {
  own.get(waiting.id)?.querySelector(".state")?.replaceChildren(...state);
}

let pumping = false;

/** Send what waits, in order, one after the other. */
async function pump() {
  if (pumping) return;
  pumping = true;
  while (queue.length && !ended) {
    const waiting = queue[0];
    const slow = setTimeout(() => mark(waiting, words.sending), 800);
    try {
      await (waiting.file ? upload(waiting) : ask("/say", { body: { id: waiting.id, text: waiting.text, press: waiting.press } }));
      settled(waiting);
      mark(waiting);
      full = false;
      connected();
      expect();
      hurry();
    } catch (fault) {
      clearTimeout(slow);
      for (const each of queue) mark(each, fault.code === "unkept" ? words.unsaved : words.waiting);
      if (waiting.cancelled) { settled(waiting); forget(waiting); }
      else if (!await recover(fault) && !ended) { settled(waiting); failed(waiting, words[fault.code] || words.bad); }
    } finally { clearTimeout(slow); }
  }
  pumping = false;
}

function settled(waiting) {
  queue = queue.filter((other) => other !== waiting);
  keep();
}

let busyTimer = 0;

function expect() {
  find("busy").hidden = false;
  clearTimeout(busyTimer);
  busyTimer = setTimeout(() => { if (!ended) find("busy").hidden = true; }, 20000);
}

function forget(waiting) {
  own.get(waiting.id)?.remove();
  own.delete(waiting.id);
}

function failed(waiting, reason) {
  own.get(waiting.id)?.classList.add("failed");
  const drop = action(words.drop, () => forget(waiting));
  const edit = action(words.edit, () => { forget(waiting); box.value = waiting.text; typed(); box.focus(); });
  mark(waiting, reason, ...(waiting.text ? [edit] : []), drop);
  find("say-aloud").textContent = reason;
}

/** A file with its progress. It is sent whole; the same id makes a repeat harmless. */
function upload(waiting) {
  const line = new XMLHttpRequest();
  const bar = make("progress", { max: 1, value: 0, ariaLabel: words.uploading });
    return new Promise((resolve, reject) => {
    const cancel = action(words.cancel, () => { waiting.cancelled = true; line.abort(); reject(new Error("cancelled")); });
    mark(waiting, words.uploading, bar, cancel);
    line.open("POST", "/upload");
    line.setRequestHeader("Content-Type", "application/octet-stream");
    line.setRequestHeader("X-Token", token);
    line.setRequestHeader("X-Id", waiting.id);
    line.setRequestHeader("X-Name", encodeURIComponent(waiting.file.name));
    line.upload.onprogress = (moved) => { bar.value = moved.loaded / (moved.total || 1); };
    line.upload.onload = () => mark(waiting, words.checking);
    line.onload = () => {
      if (line.status === 200) { resolve(); return; }
      let told = {};
      try { told = JSON.parse(line.responseText); } catch { /* not from us */ }
      reject(new Refused(line.status, told.error || "broken", Number(told.wait) || 0));
    };
    line.onerror = line.onabort = line.ontimeout = () => reject(new Error("line"));
    line.timeout = 15 * 60 * 1000;
    line.send(waiting.file);
  });
}

function choose(files) {
  for (const each of files) {
    const waiting = { id: fresh(), file: each, shown: each.name };
    if (each.size && each.size <= MOST_BYTES) { say({ file: each, shown: each.name }); continue; }
    pend(waiting);
    failed(waiting, each.size ? words.large : words.empty_file);
    bottom();
  }
}

// ── writing ─────────────────────────────────────────────────────────────────────────────────────────────

const keyboard = matchMedia("(hover: hover) and (pointer: fine)");

function typed() {
  store("text", box.value);
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

function send() {
  const text = box.value.trim();
  if (!text || ended) return;
  box.value = "";
  typed();
  say({ text, shown: text });
}

function command(text) {
  for (const open of document.querySelectorAll("dialog[open]")) open.close();
  say({ text, shown: words.commands[text] || text });
}

box.addEventListener("input", typed);
box.addEventListener("keydown", (event) => {
  // While an input method composes, Enter picks a word (keyCode 229 where isComposing is missing).
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229 || !keyboard.matches) return;
  event.preventDefault();
  send();
});
find("send").addEventListener("click", () => { send(); box.focus(); });
find("attach").addEventListener("click", () => find("file").click());
find("file").addEventListener("change", () => { choose([...find("file").files]); find("file").value = ""; });
scroller.addEventListener("dragover", (event) => event.preventDefault());
scroller.addEventListener("drop", (event) => { event.preventDefault(); choose([...event.dataTransfer.files]); });

// ── seeing ──────────────────────────────────────────────────────────────────────────────────────────────

const calm = matchMedia("(prefers-reduced-motion: reduce)");

const glide = (top) => scroller.scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
const bottom = () => { scroller.scrollTop = scroller.scrollHeight; };

/** Show what is new: all of it if it fits, else from its first line. */
function reveal(first) {
  const top = first.offsetTop - scroller.offsetTop - 12;
  glide(Math.min(top, scroller.scrollHeight - scroller.clientHeight));
}

function setType(large) {
  document.documentElement.classList.toggle("large", large);
  find("type-size").setAttribute("aria-pressed", large);
  find("type-size").textContent = large ? words.normal_type : words.large_type;
  typed();
  try { localStorage.setItem("type", large ? "large" : ""); } catch { /* then it is for this visit */ }
}

// A phone's keyboard covers the page in some browsers instead of shrinking it.
window.visualViewport?.addEventListener("resize", () => {
  document.documentElement.style.setProperty("--height", `${visualViewport.height}px`);
  scrollTo(0, 0);
});

// ── menu, resume, exit ──────────────────────────────────────────────────────────────────────────────────

find("open-menu").addEventListener("click", () => find("menu").showModal());
for (const button of document.querySelectorAll("[data-close]")) button.addEventListener("click", () => button.closest("dialog").close());
for (const button of document.querySelectorAll("[data-say]")) button.addEventListener("click", () => command(button.dataset.say));
for (const dialog of document.querySelectorAll("dialog")) {
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
}
find("type-size").addEventListener("click", () => setType(!document.documentElement.classList.contains("large")));
find("enter-code").addEventListener("click", () => { find("menu").close(); openResume(""); });
find("ask-exit").addEventListener("click", () => { find("menu").close(); find("leaving").showModal(); });
find("exit").addEventListener("click", leave);
find("use-code").addEventListener("click", useCode);
find("code").addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.isComposing) useCode(); });

function openResume(code) {
  find("code").value = code;
  find("resume").showModal();
}

function useCode() {
  const typedCode = find("code").value.toUpperCase().replace(/[^0-9A-Z]/g, "").match(/.{1,4}/g)?.join("-") || "";
  if (!typedCode) { find("code").focus(); return; }
  find("resume").close();
  say({ text: typedCode, shown: typedCode });
}

async function leave() {
  find("leaving").close();
  try {
    await ask("/exit", { body: {} });
    end(words.left, words.left_more);
  } catch (fault) {
    if (fault.status === 401) end(words.left, words.left_more);
    else { banner.textContent = words.no_exit; banner.hidden = false; }
  }
}

/** Nothing of the conversation stays on this device. */
function end(title, more) {
  ended = true;
  queue = [];
  clearTimeout(bannerTimer);
  poll?.abort();
  try { sessionStorage.clear(); localStorage.clear(); } catch { /* nothing was kept */ }
  const farewell = find("farewell").content.cloneNode(true);
  farewell.querySelector("h2").textContent = title;
  farewell.querySelector("p").textContent = more;
  document.body.replaceChildren(farewell);
  document.querySelector("h2").focus();
}

// A page that comes back out of the browser's memory may be older than the exit.
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
// After a phone slept or lost its line, what waits for news may wait for ever.
document.addEventListener("visibilitychange", () => { if (!document.hidden) lookAgain(); });
addEventListener("online", lookAgain);
addEventListener("offline", () => { failures += 1; banner.textContent = words.offline; banner.hidden = false; });

// ── start ───────────────────────────────────────────────────────────────────────────────────────────────

box.value = stored("text", "");
try { setType(localStorage.getItem("type") === "large"); } catch { setType(false); }
const { opens } = document.body.dataset;
const brought = decodeURIComponent(location.hash.slice(1)).slice(0, 22);
if (opens) history.replaceState(null, "", "/"); // a code or an invitation leaves the address and the history
const joining = opens === "join" && /^[\w-]{22}$/.test(brought);
if (joining) queue.push({ id: fresh(), text: `/start ${brought}`, shown: words.invited });
for (const waiting of queue) pend(waiting);
if (joining) pump().then(listen); // the invitation comes before the greeting, which then is left out
else { pump(); listen(); }
if (opens === "resume") openResume(brought.slice(0, 20));
