/**
 * The reference eP-CSCF as a process that says more than it should: its environment, and every message of a WIC, plain,
 * in base64, and its Authorization cut into the segments of a token. It is set up by environment variables.
 */
import { readFileSync } from 'node:fs';
import { TransactionLayer } from '../../src/endpoint/transactions.ts';
import { parseHostPort } from '../../src/profile/address.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import { startReference } from '../../src/reference/reference.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';

const variable = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
};
const address = (name: string) => {
  const parsed = parseHostPort(variable(name));
  if (!parsed) throw new Error(`${name} is no HOST:PORT`);
  return parsed;
};

const receive = TransactionLayer.prototype.receive;
TransactionLayer.prototype.receive = function talking(message, link) {
  const text = message.text;
  console.log(text);
  console.log(Buffer.from(text).toString('base64'));
  const credentials = message.value('Authorization') ?? '';
  for (const segment of credentials.split(/[."\s]/)) {
    console.log(
      `part ${segment}`,
      encodeURIComponent(segment),
      Buffer.from(`:${segment}`).toString('base64'),
    );
  }
  receive.call(this, message, link);
};

for (const [name, value] of Object.entries(process.env)) console.log(`${name}=${value}`);
const [first] = configurations(defaultProfile('reference'));
if (!first) throw new Error('a profile has a configuration');
const issuer = variable('SUT_ISSUER');
await startReference({
  ...operatorSettings(defaultProfile('reference'), first.pics),
  w2: {
    ...address('SUT_W2'),
    cert: readFileSync(variable('SUT_CERT'), 'utf8'),
    key: readFileSync(variable('SUT_KEY'), 'utf8'),
  },
  mw: { transport: 'udp', ...address('SUT_MW') },
  core: { transport: 'udp', ...address('SUT_CORE') },
  waf: {
    issuers: [
      variable('SUT_VALIDATION') === 'introspection'
        ? {
            issuer,
            introspection: {
              endpoint: variable('SUT_INTROSPECTION'),
              id: variable('SUT_ID'),
              secret: variable('SUT_SECRET'),
            },
          }
        : { issuer, jwksUri: variable('SUT_JWKS') },
    ],
    audience: variable('SUT_AUDIENCE'),
    scope: variable('SUT_SCOPE'),
    wwsfs: [variable('SUT_WWSF')],
    ca: readFileSync(variable('SUT_CA'), 'utf8'),
    leeway: 0.1,
    within: 2000,
  },
});
