import { Then } from '@cucumber/cucumber';
import { expect } from '../../src/check/assertions.ts';
import { digestDirectives, directiveValues } from '../../src/check/digest-directives.ts';
import { AUTH_DONE } from '../../src/check/trusted-node.ts';
import type { RegisterAttempt } from '../../src/run/register-attempt.ts';
import { sameUri } from '../../src/sip/uri.ts';
import type { Scenario } from '../support/world.ts';
import { reached } from './deregistration.ts';

/** A directive of the Digest credentials as the report shows it. */
export function said(directives: ReadonlyMap<string, string | undefined>, name: string): string {
  return directives.has(name) ? `${name}="${directives.get(name) ?? ''}"` : `no ${name}`;
}

export function digestOf(register: RegisterAttempt['atMw'][number]): ReadonlyMap<string, string | undefined> {
  return digestDirectives(register.message, 'Authorization');
}

Then(
  'what {wic} tried last names the private user identity of its token at Mw',
  function (this: Scenario, name: string) {
    const title = 'Authorization of the trusted node names the private user identity of the token';
    const { impi } = this.lab.wic(name).identity;
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const directives = digestOf(register);
    expect(register).to.conform({
      title,
      ok: directives.get('username') === impi,
      expected: [`Digest username="${impi}"`],
      received: said(directives, 'username'),
      header: 'Authorization',
    });
  },
);

/** Erratum D2: the source documents print a blank after auth-done. */
Then(
  'what {wic} tried last carries integrity-protected auth-done at Mw',
  function (this: Scenario, name: string) {
    const title = 'integrity-protected of the trusted node is auth-done';
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const values = directiveValues(register.message, 'Authorization', 'integrity-protected');
    const printed = this.lab.parameters.edition === 'D';
    const subject = { received: values.map((value) => `"${value}"`).join(', ') || 'no integrity-protected' };
    expect(register).to.conform({
      ...subject,
      title,
      ok: values.length > 0 && values.every((value) => (printed ? value.trimEnd() : value) === AUTH_DONE),
      expected: [AUTH_DONE, ...(printed ? ['auth-done with a blank after it, at most a warning'] : [])],
      header: 'Authorization',
    });
    expect(register)
      .atMost('warning')
      .to.conform({
        ...subject,
        title: `${title}, without a blank after it`,
        ok: values.every((value) => value === AUTH_DONE),
        expected: [AUTH_DONE],
        header: 'Authorization',
      });
  },
);

Then('what {wic} tried last carries an empty response at Mw', function (this: Scenario, name: string) {
  const title = 'response of the trusted node is there and empty';
  const register = reached(this.notes.registerAttempt(name), title);
  if (!register) return;
  const directives = digestOf(register);
  expect(register).to.conform({
    title,
    ok: directives.get('response') === '',
    expected: ['response=""'],
    received: said(directives, 'response'),
    header: 'Authorization',
  });
});

Then(
  'what {wic} tried last carries the realm, uri and nonce of a trusted node at Mw',
  function (this: Scenario, name: string) {
    const title = 'Authorization of the trusted node';
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const directives = digestOf(register);
    const { domain } = this.lab.parameters.home;
    const rules = {
      realm: { ok: directives.get('realm') === domain, expected: `realm="${domain}"` },
      uri: { ok: isUri(directives.get('uri'), `sip:${domain}`), expected: `uri="sip:${domain}"` },
      nonce: { ok: directives.get('nonce') === '', expected: 'nonce=""' },
    };
    for (const [directive, { ok, expected }] of Object.entries(rules)) {
      expect(register).to.conform({
        title: `${title} has the ${directive} of a trusted node`,
        ok,
        expected: [expected],
        received: said(directives, directive),
        header: 'Authorization',
      });
    }
  },
);

function isUri(text: string | undefined, uri: string): boolean {
  return text !== undefined && URL.canParse(text) && sameUri(text, uri);
}

Then('no token of {wic} is in anything that reached Mw', function (this: Scenario, name: string) {
  const { token = '' } = this.lab.wic(name).ua;
  const all = this.lab.core.received();
  if (all.length === 0) throw new Error('nothing has reached Mw in an earlier step');
  for (const request of all) {
    const leaking = request.message.headers.find(({ name: header, value }) => leaks(header, value, token));
    const inBody = Buffer.from(request.message.body).includes(token);
    expect(request).to.conform({
      title: 'The access token does not go to the core',
      ok: !leaking && !inBody,
      expected: ['no access token at Mw'],
      received: leaking
        ? `an access token in ${leaking.name}`
        : inBody
          ? 'an access token in the body'
          : 'none',
      ...(leaking && { header: leaking.name }),
    });
  }
});

/** Whichever token it is: nothing at Mw has credentials of the scheme Bearer. */
function leaks(header: string, value: string, token: string): boolean {
  return value.includes(token) || (/^(proxy-)?authorization$/i.test(header) && /^bearer\b/i.test(value));
}

/** The name of the parameter rests on an expired draft (draft-holmberg-sipcore-auth-id), so any place will do. */
Then(
  'what {wic} tried last names the WAF and the WWSF of that token at Mw',
  function (this: Scenario, name: string) {
    const title = 'The REGISTER of the trusted node names who authorised the user';
    const register = reached(this.notes.registerAttempt(name), title);
    if (!register) return;
    const { issuer, wwsf } = this.lab.thirdParty;
    for (const [who, named] of Object.entries({ WAF: new URL(issuer).host, WWSF: wwsf.id })) {
      const field = register.message.headers.find(({ value }) => value.includes(named));
      expect(register).to.conform({
        title: `${title}: the ${who}`,
        ok: field !== undefined,
        expected: [`${named} in authorization-entity of Authorization`, `${named} in another header field`],
        received: field ? `${named} in ${field.name}` : `no ${named}`,
        header: field?.name ?? 'Authorization',
      });
    }
  },
);
