import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';

const support = new URL('support.ts', import.meta.url).href;

/** What a process does that ends by itself only when nothing of its media is left. */
const programs = {
  'ends that met': `
    introduce(a, b, { mux: false, role: 'client' });
    await Promise.all([a.connected(soon), b.connected(soon)]);`,
  'an end that nobody answers': `
    await b.close();
    a.toward(remote(b, true, 'client', true));
    a.connected(soon).catch(() => undefined);`,
  'ends in the middle of DTLS': `
    a.toward(remote(b, true, 'client', true));
    await a.selected(soon);`,
};

for (const [what, program] of Object.entries(programs)) {
  test(`a process ends by itself once it has closed ${what}`, async () => {
    const script = `
      import { ends, introduce, remote, soon } from ${JSON.stringify(support)};
      const [a, b] = await ends({}, { ice: 'lite' });
      ${program}
      await Promise.all([a.close(), b.close()]);
      console.log(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script]);
    let [output, errors] = ['', ''];
    child.stdout.on('data', (text: Buffer) => {
      output += text.toString();
    });
    child.stderr.on('data', (text: Buffer) => {
      errors += text.toString();
    });
    const [code] = await once(child, 'close');
    assert.equal(code, 0, errors);
    assert.equal(output, '0\n', 'timers that are left');
  });
}
