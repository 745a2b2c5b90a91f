/** The session with the assistant: made on first use, shared by the tabs of a site, replaced when its token expires. */

/** Let one tab at a time make a session, where the browser can (secure pages only). */
function locked(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
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
    return locked(this.#store.name, async () => {
      const { stored } = this;
      if (stored && stored.token !== old?.token) return stored;
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
