// The chat page: stagedoor's wire protocol and nothing but the browser.
//
//   applyPatch   JSON Patch, as far as the server uses it
//   Connection   one WebSocket: calls and their answers, everything else as it comes
//   Session      one stay in a room, across as many connections as it takes
//   the page     what the session knows, on the screen

const ACTOR = "chat";
const LONGEST_TEXT = 2000; // characters, as in `chat.rs`
const PATIENCE = 10_000; // ms without a frame, while one is due, before a connection counts as dead
const RETRY_FIRST = 250; // ms, doubling up to …
const RETRY_LAST = 2000;
const TYPING_REPEAT = 2500; // ms between two signs of typing
const TYPING_SHOWN = 6000; // ms that one of them is believed
const GROUP_WITHIN = 5 * 60_000; // ms between messages of one author under one name

// ---------------------------------------------------------------- JSON Patch

/**
 * Applies the RFC 6902 operations `add`, `replace` and `remove` in order and
 * returns the new document. Changes `document` in place; throws where an
 * operation does not fit it.
 */
export function applyPatch(document, operations) {
  return operations.reduce(applyOperation, document);
}

function applyOperation(document, { op, path, value }) {
  if (!["add", "replace", "remove"].includes(op)) throw new Error(`no such operation: ${op}`);
  const keys = path.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
  if (keys.length === 0) return op === "remove" ? null : value;

  const last = keys.pop();
  const parent = keys.reduce((node, key) => node[existing(node, key, path)], document);
  if (op === "add" && Array.isArray(parent)) {
    parent.splice(last === "-" ? parent.length : arrayIndex(parent.length + 1, last, path), 0, value);
  } else if (op === "remove" && Array.isArray(parent)) {
    parent.splice(existing(parent, last, path), 1);
  } else if (op === "remove") {
    delete parent[existing(parent, last, path)];
  } else {
    const key = op === "add" && parent !== null && typeof parent === "object" ? last : existing(parent, last, path);
    // Not an assignment: `__proto__` is a key like any other.
    Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return document;
}

function existing(node, key, path) {
  if (Array.isArray(node)) return arrayIndex(node.length, key, path);
  if (node !== null && typeof node === "object" && Object.hasOwn(node, key)) return key;
  throw new Error(`nothing at ${path}`);
}

function arrayIndex(end, key, path) {
  if (/^(0|[1-9]\d*)$/.test(key) && Number(key) < end) return Number(key);
  throw new Error(`no such index: ${path}`);
}

// ---------------------------------------------------------------- Connection

/** The server answered, and the answer is no. */
class Refused extends Error {
  constructor(message, code) {
    super(message);
    this.code = code;
  }
}

/** The connection ended before the answer came: whether the call ran is unknown. */
class Disconnected extends Error {}

/** One WebSocket. Reports every frame that answers no call, and its own end, once. */
class Connection {
  #socket;
  #actorId;
  #waiting = new Map(); // call id → { resolve, reject }
  #calls = 0;
  #patience = null;
  #onFrame;
  #onEnd;

  constructor(actorId, onFrame, onEnd) {
    this.#actorId = actorId;
    this.#onFrame = onFrame;
    this.#onEnd = onEnd;
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/live`);
    this.#socket.onmessage = ({ data }) => this.#receive(JSON.parse(data));
    this.#socket.onclose = () => this.close();
    this.#expectFrame();
  }

  /** Calls a method of the room; resolves with its result. */
  call(method, input) {
    if (!this.#onEnd) return Promise.reject(new Disconnected());
    const id = String(++this.#calls);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#send({ type: "rpc", id, method, input });
    });
  }

  /** Asks for a snapshot, and for a patch after each change from then on. */
  subscribeState() {
    this.#send({ type: "state:sub" });
  }

  subscribeEvents() {
    this.#send({ type: "event:sub" });
  }

  close() {
    const onEnd = this.#onEnd;
    if (!onEnd) return;
    this.#onEnd = null;
    clearTimeout(this.#patience);
    this.#socket.onmessage = null;
    this.#socket.close();
    for (const { reject } of this.#waiting.values()) reject(new Disconnected());
    onEnd();
  }

  #send(frame) {
    if (!this.#onEnd) return;
    this.#socket.send(JSON.stringify({ ...frame, actor: ACTOR, actorId: this.#actorId }));
    if (frame.type !== "event:sub") this.#expectFrame();
  }

  #receive(frame) {
    clearTimeout(this.#patience);
    this.#patience = null;
    if (frame.type !== "rpc:result") return this.#onFrame(frame);
    const call = this.#waiting.get(frame.id);
    this.#waiting.delete(frame.id);
    if (this.#waiting.size > 0) this.#expectFrame();
    if ("error" in frame) call?.reject(new Refused(frame.error, frame.code));
    else call?.resolve(frame.result);
  }

  // A network that vanishes says nothing; the missing answer does.
  #expectFrame() {
    this.#patience ??= setTimeout(() => this.close(), PATIENCE);
  }
}

// ------------------------------------------------------------------- Session

/**
 * One stay in a room under one name. Comes back by itself when the connection
 * is lost: joins again, subscribes again, and starts over from a new snapshot.
 *
 * Tells `page`: `changed()` whenever there is something to show,
 * `refused(message)` when the room does not let us in, and
 * `returned(texts, reason)` with messages that were not posted.
 */
class Session {
  state = null; // the room as last heard of; null before the first snapshot
  live = false; // joined, and `state` is kept up to date
  forgotten = false; // the room started over, and messages that we had seen are gone
  sending = []; // { text, after }: posted, not yet answered
  typing = new Map(); // member id → the timer that ends it
  own = new Set(JSON.parse(sessionStorage.getItem("own") ?? "[]")); // our ids, one per connection

  #unanswered = []; // of `sending`, those whose connection was lost
  #page;
  #connection;
  #attempts = 0;
  #retry = null;
  #typed = 0; // when we last said that we are typing; 0 when we are not

  constructor(room, name, page) {
    this.room = room;
    this.name = name;
    this.#page = page;
    this.#connect();
  }

  async post(text) {
    const message = { text, after: this.messages().at(-1)?.id ?? 0 };
    this.sending.push(message);
    this.#typed = 0; // a message ends the typing, for those who read it too
    this.#page.changed();
    try {
      await this.#connection.call("post", { text });
    } catch (error) {
      if (error instanceof Disconnected) {
        this.#unanswered.push(message);
        return;
      }
      this.#page.returned([text], error.message);
    }
    this.sending = this.sending.filter((other) => other !== message);
    this.#page.changed();
  }

  /** Says that we are typing, or that we stopped: now and then, not on every key. */
  setTyping(typing) {
    const now = Date.now();
    if (!this.live || (typing ? now - this.#typed < TYPING_REPEAT : !this.#typed)) return;
    this.#typed = typing ? now : 0;
    this.#connection.call("setTyping", { typing }).catch(() => {}); // nobody misses a lost one
  }

  /** What was said, oldest first: `{ id, author, text, sentAt }`. */
  messages() {
    const messages = Object.entries(this.state?.messages ?? {});
    return messages.map(([id, message]) => ({ id: Number(id), ...message }));
  }

  /** What is on its way: of `sending`, the messages that `state` does not show yet. */
  onTheirWay() {
    return this.#missing(this.sending);
  }

  /** Makes sure of the connection, or gets a new one without waiting. */
  wake() {
    if (this.live) this.#connection.subscribeState();
    else if (this.#retry) this.#connect();
  }

  leave() {
    this.giveBack();
    const connection = this.#connection;
    clearTimeout(this.#retry);
    this.#connection = null;
    connection.close();
    for (const timer of this.typing.values()) clearTimeout(timer);
  }

  /** Hands the page what is on its way: nobody will be here to hear the answer. */
  giveBack() {
    this.#giveBack(this.sending, "");
  }

  /** Hands the page those of the messages that `state` does not show. */
  #giveBack(messages, reason) {
    const texts = this.#missing(messages).map(({ text }) => text);
    this.sending = this.sending.filter((message) => !messages.includes(message));
    if (texts.length > 0) this.#page.returned(texts, reason);
  }

  #missing(sent) {
    const posted = this.messages().filter(({ author }) => this.own.has(author.id));
    return sent.filter(({ text, after }) => {
      const index = posted.findIndex((message) => message.id > after && message.text === text);
      if (index !== -1) posted.splice(index, 1);
      return index === -1;
    });
  }

  #connect() {
    clearTimeout(this.#retry);
    this.#retry = null;
    const connection = new Connection(
      this.room,
      (frame) => this.#receive(frame),
      () => this.#connection === connection && this.#lost(),
    );
    this.#connection = connection;
  }

  #lost() {
    this.live = false;
    this.#typed = 0;
    const delay = Math.min(RETRY_FIRST * 2 ** this.#attempts++, RETRY_LAST);
    this.#retry = setTimeout(() => this.#connect(), delay * (0.7 + 0.3 * Math.random()));
    this.#page.changed();
  }

  async #join(clientId) {
    const connection = this.#connection;
    this.own.add(clientId);
    sessionStorage.setItem("own", JSON.stringify([...this.own].slice(-100)));
    try {
      await connection.call("join", { name: this.name });
      connection.subscribeEvents();
      connection.subscribeState();
    } catch (error) {
      if (error instanceof Refused) this.#turnedAway(error);
    }
  }

  #turnedAway({ code, message }) {
    if (["unavailable", "overloaded", "internal"].includes(code)) this.#connection.close(); // and try again
    else this.#page.refused(message);
  }

  #receive(frame) {
    switch (frame.type) {
      case "welcome":
        this.#join(frame.clientId);
        break;
      case "state:snapshot":
        this.#start(frame.state);
        break;
      case "state:patch":
        if (this.live) this.#follow(frame.patches);
        break;
      case "event":
        if (frame.event === "typing") this.#showTyping(frame.payload);
        break;
      case "error":
        console.warn(`${frame.code}: ${frame.message}`);
        // The instance is gone, and our place in it; the next one has to be joined.
        if (frame.code === "destroyed") this.#connection.close();
        else if (!this.live) this.#turnedAway(frame);
        break;
    }
  }

  #start(state) {
    const before = this.state;
    if (before !== null && before.openedAt !== state.openedAt) {
      this.forgotten ||= Object.keys(before.messages).length > 0;
      for (const message of this.sending) message.after = Infinity; // the new room has none of them
    }
    this.state = state;
    this.live = true;
    this.#attempts = 0;
    this.#giveBack(this.#unanswered, "The connection broke before this was posted. It is back in the box.");
    this.#unanswered = [];
    this.#page.changed();
  }

  #follow(patches) {
    const last = this.messages().at(-1)?.id ?? 0;
    try {
      this.state = applyPatch(this.state, patches);
    } catch (error) {
      console.error(error);
      this.#connection.subscribeState(); // start over from a snapshot rather than guess
      return;
    }
    for (const { id, author } of this.messages()) {
      if (id > last) this.#showTyping({ member: author.id, typing: false });
    }
    this.#page.changed();
  }

  #showTyping({ member, typing }) {
    clearTimeout(this.typing.get(member));
    this.typing.delete(member);
    if (typing) {
      this.typing.set(member, setTimeout(() => this.#showTyping({ member, typing: false }), TYPING_SHOWN));
    }
    this.#page.changed();
  }
}

// ------------------------------------------------------------------ the page

const element = (id) => document.getElementById(id);
const [door, room, log, draft] = ["door", "room", "log", "draft"].map(element);
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const calendar = new Intl.DateTimeFormat(undefined, { weekday: "long", day: "numeric", month: "long" });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
const STATUS = { live: "Connected", connecting: "Connecting…", reconnecting: "Reconnecting…" };

let session = null;
let shown = new Map(); // what is in the log, by key: messages and dividers
let following = true; // the reader is at the end of the log and wants to stay there
let newest = null; // id of the newest message on the screen; null before the first snapshot
let unread = 0; // messages below the fold, or behind another tab
let drawing = false;

const page = {
  changed() {
    if (drawing) return;
    drawing = true;
    // Not `requestAnimationFrame`: a hidden tab has none, and still counts what is new.
    setTimeout(() => {
      drawing = false;
      if (session) draw();
    });
  },
  refused(message) {
    showDoor(message);
  },
  returned(texts, reason) {
    draft.value = [...texts, draft.value].filter((text) => text.trim()).join("\n\n");
    keepDraft();
    notify(reason);
  },
};

function enter(roomId, name) {
  session?.leave();
  session = new Session(roomId, name, page);
  localStorage.setItem("name", name);
  sessionStorage.setItem("inside", name);
  history.replaceState(null, "", `#${encodeURIComponent(roomId)}`);

  shown = new Map();
  following = true;
  newest = null;
  unread = 0;
  room.dataset.status = element("members").dataset.drawn = "";
  for (const id of ["messages", "members", "people-count", "people-title"]) element(id).replaceChildren();
  element("empty").hidden = true;
  draft.value = sessionStorage.getItem(`draft ${roomId}`) ?? "";
  element("title").textContent = `#${roomId}`;
  log.setAttribute("aria-busy", "true");
  door.hidden = true;
  room.hidden = false;
  notify("");
  showPeople(false);
  keepDraft();
  draw();
  // A phone would cover half of the room with its keyboard.
  if (matchMedia("(pointer: coarse)").matches) element("title").focus();
  else draft.focus();
}

function showDoor(refusal = "") {
  if (session || !element("room-name").value) element("room-name").value = roomInAddress();
  session?.leave();
  session = null;
  sessionStorage.removeItem("inside");
  document.title = "Stage door";
  room.hidden = true;
  door.hidden = false;
  element("name").value ||= localStorage.getItem("name") ?? "";
  element("refusal").textContent = refusal;
  element("name").setAttribute("aria-invalid", String(refusal !== ""));
  element("name").focus();
}

function roomInAddress() {
  const hash = location.hash.slice(1);
  try {
    return decodeURIComponent(hash).trim() || "general";
  } catch {
    return hash;
  }
}

function draw() {
  const { state, live } = session;
  const status = live ? "live" : state ? "reconnecting" : "connecting";
  if (room.dataset.status !== status) {
    room.dataset.status = status;
    element("status").lastElementChild.textContent = STATUS[status];
    if (live && element("notice").dataset.until === "live") notify("");
    drawComposer();
  }
  drawTyping();
  if (!state) return;

  drawMembers(state.members);
  drawMessages(session.messages());
  element("empty").hidden = shown.size > 0;
  // Only what comes after a snapshot is news to be read aloud.
  requestAnimationFrame(() => log.setAttribute("aria-busy", String(!live)));
}

function drawMembers(members) {
  const list = element("members");
  const drawn = JSON.stringify(members);
  if (list.dataset.drawn === drawn) return;
  list.dataset.drawn = drawn;
  element("people-count").textContent = members.length;
  element("people-title").textContent = members.length === 1 ? "One person here" : `${members.length} people here`;
  list.replaceChildren(
    ...members.map(({ id, name }) => {
      const item = copyOf("member-template");
      drawAuthor(item, name, ".member-name");
      item.querySelector(".you").textContent = session.own.has(id) ? "you" : "";
      return item;
    }),
  );
}

function drawMessages(messages) {
  const items = new Map();
  const show = (key, make) => items.set(key, shown.get(key) ?? make()).get(key);

  if (session.forgotten) show("forgotten", () => divider("The server restarted; earlier messages are gone"));
  let previous = null;
  for (const message of messages) {
    const day = new Date(message.sentAt).toDateString();
    const sameDay = day === new Date(previous?.sentAt ?? Date.now()).toDateString();
    if (!sameDay) show(day, () => divider(calendar.format(message.sentAt)));
    const item = show(`${session.state.openedAt} ${message.id}`, () => drawMessage(message));
    const soon = previous !== null && message.sentAt - previous.sentAt < GROUP_WITHIN;
    item.classList.toggle("continued", sameDay && soon && message.author.id === previous.author.id);
    if (newest !== null && message.id > newest && !session.own.has(message.author.id)) unread += 1;
    previous = message;
  }
  for (const message of session.onTheirWay()) {
    const item = show(message, () => drawMessage({ author: { name: session.name }, text: message.text }));
    item.classList.toggle("continued", session.own.has(previous?.author.id));
  }
  newest = messages.at(-1)?.id ?? 0;
  shown = items;

  place(element("messages"), [...items.values()]);
  if (following) toEnd();
  drawUnread();
}

/** An element for one message; without `sentAt`, for one that is on its way. */
function drawMessage({ author, text, sentAt }) {
  const item = copyOf("message-template");
  const time = item.querySelector("time");
  drawAuthor(item, author.name, ".author");
  item.classList.toggle("own", !sentAt || session.own.has(author.id));
  item.classList.toggle("sending", !sentAt);
  item.ariaHidden = sentAt ? null : "true"; // to be read out once, when it is posted
  item.querySelector(".text").textContent = text;
  time.textContent = sentAt ? clock.format(sentAt) : "sending…";
  if (sentAt) {
    time.dateTime = new Date(sentAt).toISOString();
    item.querySelector(".text").title = moment.format(sentAt);
  }
  return item;
}

function drawAuthor(item, name, nameSelector) {
  item.querySelector(nameSelector).textContent = name;
  item.querySelector(".avatar").textContent = [...name][0].toUpperCase();
  item.style.setProperty("--hue", hueOf(name));
}

/** A hue in degrees, the same for a name wherever it appears (FNV-1a). */
function hueOf(name) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(name)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Math.floor((hash / 2 ** 32) * 360);
}

function divider(label) {
  const item = copyOf("divider-template");
  item.firstElementChild.textContent = label;
  return item;
}

/** Makes `items` the children of `parent`, touching only what is not in place. */
function place(parent, items) {
  const wanted = new Set(items);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  let next = parent.firstElementChild;
  for (const item of items) {
    if (item === next) next = next.nextElementSibling;
    else parent.insertBefore(item, next);
  }
}

function drawTyping() {
  const names = (session.state?.members ?? []).filter(({ id }) => session.typing.has(id)).map(({ name }) => name);
  const text = ["", "{0} is typing", "{0} and {1} are typing"][names.length] ?? "Several people are typing";
  const line = session.live ? text.replace(/\{(\d)\}/g, (_, index) => names[index]) : "";
  const typing = element("typing");
  typing.classList.toggle("shown", line !== "");
  if (typing.firstElementChild.textContent !== line) typing.firstElementChild.textContent = line;
}

function drawUnread() {
  const below = !following && unread > 0;
  element("newer").hidden = following;
  element("newer").textContent = below ? `${unread} new ${unread === 1 ? "message" : "messages"}` : "Latest messages";
  document.title = `${unread > 0 ? `(${unread}) ` : ""}#${session.room}`;
}

function drawComposer() {
  const length = [...draft.value.trim()].length;
  const over = length > LONGEST_TEXT;
  element("send").setAttribute("aria-disabled", String(!session.live || length === 0 || over));
  element("count").textContent = length > LONGEST_TEXT - 200 ? `${length} / ${LONGEST_TEXT}` : "";
  element("count").classList.toggle("over", over);
  const away = room.dataset.status === "reconnecting";
  draft.placeholder = away ? "Write on; you can send when you are back" : `Message #${session.room}`;
  draft.style.height = "auto";
  draft.style.height = `${draft.scrollHeight + draft.offsetHeight - draft.clientHeight}px`;
}

function keepDraft() {
  sessionStorage.setItem(`draft ${session.room}`, draft.value);
  drawComposer();
}

function notify(text, until = "") {
  element("notice").textContent = text;
  element("notice").dataset.until = until;
}

function toEnd() {
  log.scrollTop = log.scrollHeight;
  following = true;
  if (!document.hidden) unread = 0;
}

function showPeople(open) {
  room.classList.toggle("people-open", open);
  element("people-toggle").setAttribute("aria-expanded", String(open));
}

function copyOf(template) {
  return element(template).content.firstElementChild.cloneNode(true);
}

// --------------------------------------------------------- what the user does

element("join").addEventListener("submit", (event) => {
  event.preventDefault();
  const name = element("name").value.trim();
  const roomId = element("room-name").value.trim().replace(/^#+/, "") || "general";
  if (name) enter(roomId, name);
  else showDoor("Tell the others your name first.");
});

element("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = draft.value.trim();
  if (text === "" || [...text].length > LONGEST_TEXT) return;
  if (!session.live) {
    notify("Not connected. Your message stays here until you are back.", "live");
    return;
  }
  draft.value = "";
  notify("");
  keepDraft();
  following = true;
  session.post(text);
});

draft.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  element("composer").requestSubmit();
});

draft.addEventListener("input", () => {
  keepDraft();
  session.setTyping(draft.value.trim() !== "");
});

draft.addEventListener("blur", () => session?.setTyping(false));

log.addEventListener("scroll", () => {
  following = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
  if (following && !document.hidden) unread = 0;
  if (session) drawUnread();
});

// The keyboard of a phone, a growing composer: whoever was at the end stays there.
new ResizeObserver(() => following && toEnd()).observe(log);

element("newer").addEventListener("click", () => {
  toEnd();
  draft.focus();
});

element("copy").addEventListener("click", async () => {
  try {
    await navigator.clipboard.writeText(location.href);
    showCopied(true);
    setTimeout(() => showCopied(false), 2000);
  } catch {
    notify(`The link to this room: ${location.href}`);
  }
});

function showCopied(copied) {
  element("copy").classList.toggle("done", copied);
  element("copy").querySelector(".label").textContent = copied ? "Copied" : "Copy link";
}

element("people-toggle").addEventListener("click", () => showPeople(!room.classList.contains("people-open")));

log.addEventListener("pointerdown", () => showPeople(false));

element("leave").addEventListener("click", () => showDoor());

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.isComposing || !session) return;
  if (room.classList.contains("people-open")) {
    showPeople(false);
    element("people-toggle").focus();
  } else {
    notify("");
    toEnd();
    draft.focus();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.hidden || !session) return;
  if (following) toEnd();
  session.wake();
  page.changed();
});

addEventListener("online", () => session?.wake());

addEventListener("hashchange", () => {
  if (!session) element("room-name").value = roomInAddress();
  else if (session.room !== roomInAddress()) enter(roomInAddress(), session.name);
});

addEventListener("pagehide", () => session?.giveBack());

// A reload stays in the room.
const inside = sessionStorage.getItem("inside");
if (inside) enter(roomInAddress(), inside);
else showDoor();
