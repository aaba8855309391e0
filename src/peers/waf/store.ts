import type { Adapter, AdapterPayload } from 'oidc-provider';

/** What a WAF remembers, for as long as it runs: opaque tokens above all. It survives a rotation of the keys. */
export class TokenStore {
  readonly #payloads = new Map<string, AdapterPayload>();

  /** The library's view on what is stored under one kind of model. */
  adapter(model: string): Adapter {
    const payloads = this.#payloads;
    const key = (id: string): string => `${model}:${id}`;
    const byUid = async (): Promise<undefined> => undefined;
    return {
      upsert: async (id, payload) => {
        payloads.set(key(id), payload);
      },
      find: async (id) => payloads.get(key(id)),
      destroy: async (id) => {
        payloads.delete(key(id));
      },
      consume: async (id) => {
        const payload = payloads.get(key(id));
        if (payload) payload.consumed = Math.floor(Date.now() / 1000);
      },
      findByUid: byUid,
      findByUserCode: byUid,
      revokeByGrantId: async () => {},
    };
  }

  /** An opaque access token as it is kept; undefined for one that was never issued, or was revoked. */
  accessToken(token: string): AdapterPayload | undefined {
    return this.#payloads.get(`ClientCredentials:${token}`);
  }
}
