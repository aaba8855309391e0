import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '../support/temporary.ts';
import { w2conf } from '../support/w2conf.ts';

const reference = [
  'reference',
  '--w2',
  '127.0.0.1:0',
  '--mw',
  'udp:127.0.0.1:0',
  '--core',
  'udp:127.0.0.1:5070',
];

const mistakes: readonly [args: readonly string[], message: RegExp][] = [
  [['rn'], /unknown command 'rn'\n\(Did you mean run\?\)/],
  [['run', '--selct', '6.4'], /unknown option '--selct'\n\(Did you mean --select\?\)/],
  [['run', '--edition', 'R13'], /Allowed choices are D, R12, R17/],
  [['run', '--parallel', '0'], /workers from 1 to 64/],
  [['run', '--parallel', 'two'], /whole number/],
  [['run', '--seed', '-1'], /whole number/],
  [['run', '--select'], /argument missing/],
  [['run', 'something'], /too many arguments/],
  [['run', '--profile', 'no/such.yaml'], /no\/such\.yaml: there is no such profile\n\s+remedy: `w2conf init/],
  [['run', '--sut', 'container'], /a SUT to start needs a profile/],
  [['run', '--sut', 'image:a:1'], /a SUT to start needs a profile/],
  [['run', '--sut', 'image:', '--profile', 'a.yaml'], /the image is missing/],
  [['run', '--sut', 'kamailio', '--profile', 'a.yaml'], /kamailio is the container that comes along/],
  [['run', '--sut', 'kamailo'], /there is no SUT kamailo\nremedy: use .*container, image:NAME or kamailio/],
  [['explain'], /missing required argument 'ID'/],
  [['judge'], /missing required argument 'RECORD'/],
  [['check'], /--profile <FILE>' not specified/],
  [['reference'], /--w2 <HOST:PORT>' not specified/],
  [['reference', '--w2', '8443'], /Expected HOST:PORT/],
  [['reference', '--mw', '127.0.0.1:5060'], /Expected PROTO:HOST:PORT/],
  [[...reference, '--cert', 'a.pem'], /'--cert <FILE>' and '--key <FILE>' go together/],
  [[...reference, '--fault', 'a', '--variant', 'b'], /cannot be used with/],
];

for (const [args, message] of mistakes) {
  test(`w2conf ${args.join(' ')}: one message, no stack, exit code 2`, () => {
    const { code, stdout, stderr } = w2conf(args);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.match(stderr, message);
    assert.doesNotMatch(stderr, /^\s+at |bug of w2conf/m);
  });
}

test('without a command it shows the help and ends with code 2', () => {
  const { code, stderr } = w2conf([]);
  assert.equal(code, 2);
  assert.match(stderr, /^Usage: w2conf/);
});

test('a mistake in a profile is named with file, line and nearest key', (t) => {
  const folder = temporaryFolder(t, { 'my.yaml': 'edition: D\npics:\n  emergencyPolcy: reject\n' });
  const { code, stderr } = w2conf(['run', '--profile', 'my.yaml'], { cwd: folder });
  assert.equal(code, 2);
  assert.equal(
    stderr,
    'error: my.yaml:3:3: pics.emergencyPolcy: unknown key\n  remedy: did you mean emergencyPolicy?\n',
  );
});

for (const command of ['run', 'requirements', 'explain', 'reference', 'faults', 'judge', 'init', 'check']) {
  test(`w2conf ${command} --help shows an example and the exit codes`, () => {
    const { code, stdout } = w2conf([command, '--help']);
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`^ {2}w2conf ${command}\\b`, 'm'));
    assert.match(stdout, /^Exit codes/m);
  });
}

test('an error has no colour in a pipe, unless the environment asks for it', () => {
  const plain = { ...process.env, FORCE_COLOR: undefined, NO_COLOR: undefined };
  const stderr = (env: NodeJS.ProcessEnv) => w2conf(['run', '--profile', 'no/such.yaml'], { env }).stderr;
  const colour = '\u001b[';
  assert.ok(!stderr(plain).includes(colour));
  assert.ok(stderr({ ...plain, FORCE_COLOR: '1' }).includes(colour));
  assert.ok(!stderr({ ...plain, NO_COLOR: '1' }).includes(colour));
});
