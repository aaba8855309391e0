import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { test } from 'node:test';
import type { WafConfig } from '../../src/reference/config.ts';
import { type Lab, startLab } from './support.ts';
import { bearer, fence, registerWith, serveInstead } from './token-lab.ts';

/** A JWT as far as anybody can tell who has no key yet. */
function tokenOf(issuer: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'ES256', kid: 'k', typ: 'at+jwt' })}.${part({ iss: issuer })}.c2ln`;
}

/** Runs with a reference whose WAF is somebody else; the token names that WAF. */
async function beside(waf: WafConfig, work: (lab: Lab, token: string) => Promise<void>): Promise<void> {
  const lab = await startLab({ waf });
  try {
    await work(lab, tokenOf(waf.issuers[0]?.issuer ?? ''));
  } finally {
    await lab.stop();
  }
}

/** The WIC hears of the outage, the core of nothing, and the connection serves on. */
async function isGatewayTimeout(waf: WafConfig): Promise<void> {
  await beside(waf, async (lab, token) => {
    const wic = await lab.wic('alice');
    const final = await wic.final(wic.send(registerWith(wic, bearer(token))));
    assert.equal(final.status, 504);
    await fence(lab);
    assert.equal(lab.core.count('REGISTER'), 2);
    wic.send(wic.register(''));
    await lab.core.request('REGISTER', (message) => (message.value('From') ?? '').includes('alice'));
  });
}

test('a WAF that is not there, does not answer, or answers nonsense is a gateway timeout', async () => {
  const gone = await serveInstead(() => {});
  await gone.close();
  await isGatewayTimeout(gone.waf);
  const answers: ((response: ServerResponse) => void)[] = [
    () => {},
    (response) => response.writeHead(500).end(),
    (response) => response.writeHead(302, { Location: 'https://127.0.0.1/' }).end(),
    (response) => response.writeHead(200).end('<html>'),
    (response) => response.writeHead(200).end('{"keys":"none"}'),
  ];
  for (const answer of answers) {
    const server = await serveInstead((_, response) => answer(response));
    try {
      await isGatewayTimeout({ ...server.waf, within: 200 });
      const [known] = server.waf.issuers;
      const asked = { endpoint: `${known?.issuer}/introspection`, id: 'a', secret: 'b' };
      const issuers = [{ issuer: known?.issuer ?? '', introspection: asked }];
      if (answers.indexOf(answer) < 4) await isGatewayTimeout({ ...server.waf, issuers, within: 200 });
    } finally {
      await server.close();
    }
  }
});

test('a WAF whose certificate comes from another CA, or that speaks no TLS, is not asked', async () => {
  let asked = 0;
  const server = await serveInstead((_, response) => {
    asked += 1;
    response.end('{"keys":[]}');
  });
  try {
    const { ca: _, ...withSystemCas } = server.waf;
    await isGatewayTimeout(withSystemCas);
    const [known] = server.waf.issuers;
    const plain = {
      issuer: known?.issuer ?? '',
      jwksUri: `${known?.issuer}/jwks`.replace('https:', 'http:'),
    };
    await isGatewayTimeout({ ...server.waf, issuers: [plain] });
    assert.equal(asked, 0);
  } finally {
    await server.close();
  }
});

test('a WIC that leaves and an eP-CSCF that stops while a token is validated harm nobody', async () => {
  const asked = Promise.withResolvers<ServerResponse>();
  const server = await serveInstead((_, response) => asked.resolve(response));
  try {
    await beside(server.waf, async (lab, token) => {
      const wic = await lab.wic('leaving');
      wic.send(registerWith(wic, bearer(token)));
      const response = await asked.promise;
      wic.send(wic.register(''));
      wic.link.terminate();
      await lab.wic('other');
      response.end('{"keys":[]}');
      await fence(lab);
      assert.equal(lab.core.count('REGISTER'), 2);
    });
  } finally {
    await server.close();
  }
  const again = Promise.withResolvers<ServerResponse>();
  const silent = await serveInstead((_, response) => again.resolve(response));
  try {
    await beside(silent.waf, async (lab, token) => {
      const wic = await lab.wic('stopped');
      wic.send(registerWith(wic, bearer(token)));
      wic.send(wic.register(''));
      const response = await again.promise;
      await lab.reference.stop();
      response.end('{"keys":[]}');
      await wic.closed.promise;
      assert.equal(lab.core.count('REGISTER'), 0);
    });
  } finally {
    await silent.close();
  }
});
