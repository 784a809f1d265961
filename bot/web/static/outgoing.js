// Sends messages in order, each until it is acknowledged; the same id makes repeats harmless.

const KEPT = "fq.unsent"; // sessionStorage: only what is not acknowledged, only in this tab
const SLOWEST = 30000;

const read = () => {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
  } catch {
    return [];
  }
};

// 128 random bits; crypto.randomUUID is missing on plain http.
export const freshId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");

const body = (item, files) => {
  if (!files?.length) {
    const { id, text, button, shown, pin } = item;
    return { body: JSON.stringify({ id, text, button, shown, pin }), headers: { "Content-Type": "application/json" } };
  }
  const form = new FormData();
  form.append("id", item.id);
  form.append("text", item.text);
  for (const file of files) form.append("files", file, file.name);
  return { body: form, headers: {} };
};

export class Outgoing {
  constructor({ done, failed, waiting, alarm }) {
    this.tell = { done, failed, waiting, alarm };
    this.queue = read();
    this.files = new Map(); // bytes cannot be kept across a reload
    this.busy = false;
    this.tries = 0;
    this.timer = 0;
  }

  add(item, files = []) {
    this.queue.push(item);
    if (files.length) this.files.set(item.id, files);
    this.keep();
    this.pump();
  }

  // Files are never written down; a message that was to carry some is not kept either.
  keep() {
    const plain = this.queue.filter((item) => !this.files.has(item.id));
    if (plain.length) sessionStorage.setItem(KEPT, JSON.stringify(plain));
    else sessionStorage.removeItem(KEPT);
  }

  forget() {
    this.queue = [];
    this.files.clear();
    clearTimeout(this.timer);
    sessionStorage.removeItem(KEPT);
  }

  acknowledged(id) {
    this.queue = this.queue.filter((item) => item.id !== id);
    this.files.delete(id);
    this.keep();
  }

  async pump() {
    if (this.busy) return;
    this.busy = true;
    clearTimeout(this.timer);
    while (this.queue.length && (await this.post(this.queue[0])));
    this.busy = false;
  }

  // True when the next may go.
  async post(item) {
    let response, answer;
    try {
      const { body: content, headers } = body(item, this.files.get(item.id));
      response = await fetch("/chat/messages", { method: "POST", body: content, headers: { Accept: "application/json", ...headers } });
      answer = await response.json();
    } catch {
      return this.later(item, "还没有送到，连上网就自动重发");
    }
    if (answer.safety) this.tell.alarm(item, answer.safety);
    if (response.ok) return this.finish(item, answer);
    if (response.status === 429) return this.later(item, answer.error, 20000);
    if (response.status >= 500) return this.later(item, answer.words ?? "还没有送到，马上重试");
    this.acknowledged(item.id);
    this.tell.failed(item, answer.error);
    return true;
  }

  finish(item, answer) {
    this.tries = 0;
    this.acknowledged(item.id);
    this.tell.done(item, answer);
    return true;
  }

  later(item, words, wait = Math.min(SLOWEST, 1000 * 2 ** this.tries)) {
    this.tries += 1;
    this.tell.waiting(item, words);
    this.timer = setTimeout(() => this.pump(), wait);
    return false;
  }
}
