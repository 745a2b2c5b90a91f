/** The session with the assistant: made on first use, shared by the tabs of a site, replaced when its token expires. */

const LOOKS = 20;
const BETWEEN_LOOKS = 50;

/** Let one tab at a time make a session, where the browser can (secure pages only): `work(whether it had to wait)`. */
async function locked(name, work) {
  if (!navigator.locks) return work(false);
  const done = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && [await work(false)]);
  return done ? done[0] : navigator.locks.request(name, () => work(true));
}

export class Session {
  #api;
  #agency;
  #store;
  #renewed;
  #pending = null;

  /** `renewed(session)` is called after an expired token was replaced. */
  constructor({ api, agency, store, renewed }) {
    this.#api = api;
    this.#agency = agency;
    this.#store = store;
    this.#renewed = renewed;
  }

  /** The stored session without asking the server: `{token, assistant, replies}` or null. */
  get stored() {
    return this.#store.session;
  }

  async current() {
    return this.stored || this.replace(null);
  }

  /** A session other than `old`: another tab's if it was faster, else a new one. */
  replace(old) {
    return locked(this.#store.name, async (waited) => {
      const another = () => this.stored && this.stored.token !== old?.token;
      // What another tab has just stored reaches this one a little later than its lock.
      for (let look = 0; waited && look < LOOKS && !another(); look += 1) {
        await new Promise((seen) => { setTimeout(seen, BETWEEN_LOOKS); });
      }
      if (another()) return this.stored;
      const { token, assistant, replies } = await this.#api.createSession(this.#agency);
      this.#store.session = { token, assistant, replies: replies || [] };
      return this.stored;
    });
  }

  /** Run `call(token)`; when the token has expired, once more with a new one. */
  async authorised(call) {
    const session = await this.current();
    try {
      return await call(session.token);
    } catch (error) {
      if (!error.expired) throw error;
      return call((await this.renew(session)).token);
    }
  }

  renew(old) {
    this.#pending = this.#pending || this.replace(old).then(async (session) => {
      await this.#renewed(session);
      return session;
    }).finally(() => { this.#pending = null; });
    return this.#pending;
  }
}
