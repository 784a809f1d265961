// Listens to the server. Browsers allow few connections to one host, so of all open tabs one holds
// the stream (whoever has the lock) and tells the others.

const NAMES = ["row", "now", "mine"];
const SLOWEST = 30000;

export class Ears {
  constructor(last, { note, open, lost }) {
    this.last = last; // the newest outbox row this tab has; "" when it does not know
    this.tell = { note, open, lost };
    this.tries = 0;
    this.others = "BroadcastChannel" in window ? new BroadcastChannel("fq") : null;
    this.others?.addEventListener("message", ({ data }) => (data.anew ? this.again() : this.hear(data.name, data.note)));
  }

  start() {
    if (!navigator.locks || !this.others) return this.connect();
    navigator.locks.request("fq.stream", () => {
      this.connect();
      return new Promise(() => {}); // held as long as the tab lives
    });
    this.catchUp();
    document.addEventListener("visibilitychange", () => {
      if (!document.hidden && !this.source) this.catchUp();
    });
  }

  hear(name, note) {
    if (name === "row" && !note.said && note.id > Number(this.last || 0)) this.last = String(note.id);
    this.tell.note(name, note);
  }

  connect() {
    this.source = new EventSource(`/chat/events?after=${this.last}`);
    this.source.addEventListener("open", () => {
      this.tries = 0;
      this.tell.open();
    });
    for (const name of NAMES) {
      this.source.addEventListener(name, ({ data }) => {
        const note = JSON.parse(data);
        this.hear(name, note);
        this.others?.postMessage({ name, note });
      });
    }
    this.source.addEventListener("error", () => this.broken());
  }

  // The cookie was lost, and what was just sent began a conversation of its own: all tabs hear that one.
  anew() {
    this.others?.postMessage({ anew: true });
    this.again();
  }

  again() {
    this.last = "0";
    if (!this.source) return this.catchUp();
    this.source.close();
    this.connect();
  }

  // The browser comes back by itself after a lost connection, but not after a refusal.
  broken() {
    this.tell.lost();
    if (this.source.readyState !== EventSource.CLOSED) return;
    const wait = Math.min(SLOWEST, 1000 * 2 ** this.tries++) * (0.75 + Math.random() / 2);
    setTimeout(() => this.connect(), wait);
  }

  async catchUp() {
    if (this.last === "") return;
    try {
      const response = await fetch(`/chat/rows?after=${this.last}`);
      for (const row of (await response.json()).rows) this.hear("row", row);
    } catch {
      // the stream of another tab, or the next look, brings it
    }
  }
}
