/**
 * The reference eP-CSCF as a process that dies once: `mortal.ts W2 MW CORE CERT KEY FOLDER N` (HOST:PORT each) exits
 * with code 9 when the N-th connection at W2 comes. A file in FOLDER notes that it happened; then it lives for ever.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { parseHostPort } from '../../src/profile/address.ts';
import { configurations } from '../../src/profile/configurations.ts';
import { defaultProfile } from '../../src/profile/defaults.ts';
import { startReference } from '../../src/reference/reference.ts';
import { operatorSettings } from '../../src/sut/embedded.ts';

const [w2 = '', mw = '', core = '', cert = '', key = '', folder = '', after = ''] = process.argv.slice(2);
const address = (text: string) => {
  const parsed = parseHostPort(text);
  if (!parsed) throw new Error(`${text} is no HOST:PORT`);
  return parsed;
};
const profile = defaultProfile('reference');
const [first] = configurations(profile);
if (!first) throw new Error('a profile has a configuration');
const { host, port } = address(w2);
const reference = await startReference({
  ...operatorSettings(profile, first.pics),
  w2: { host, port: 0, cert: readFileSync(cert, 'utf8'), key: readFileSync(key, 'utf8') },
  mw: { transport: 'udp', ...address(mw) },
  core: { transport: 'udp', ...address(core) },
});

const died = join(folder, 'died');
let connections = 0;
createServer((socket) => {
  connections += 1;
  if (connections === Number(after) && !existsSync(died)) {
    writeFileSync(died, '');
    console.error('this is the end');
    process.exit(9);
  }
  const onwards = connect(Number(new URL(reference.w2Url).port), host);
  socket.pipe(onwards).pipe(socket);
  for (const end of [socket, onwards]) {
    end.on('error', () => {
      socket.destroy();
      onwards.destroy();
    });
  }
}).listen(port, host);
