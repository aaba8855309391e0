import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasDistinctPorts, isWellFormed } from '../../src/check/sdp/both-sides.ts';
import { agwLine, plainLine, sdp } from './sdp-samples.ts';

test('two lines on one port are found, refused lines and other addresses are not', () => {
  const shared = sdp([...plainLine('audio', 2000), ...plainLine('video', 2000), ...plainLine('video', 0)]);
  assert.deepEqual(hasDistinctPorts({ sdp: shared }).wrong, [
    {
      what: 'm-line 1 and m-line 2 have 203.0.113.1 port 2000',
      line: shared.media[1]?.line,
    },
  ]);
  const elsewhere = plainLine('video', 2000, ['c=IN IP4 203.0.113.2']);
  const distinct = sdp([
    ...plainLine('audio', 2000),
    ...elsewhere,
    ...plainLine('video', 0),
    ...plainLine('text', 0),
  ]);
  assert.deepEqual(hasDistinctPorts({ sdp: distinct }).wrong, []);
});

test('what is not well-formed is named', () => {
  assert.deepEqual(isWellFormed({ sdp: sdp(agwLine('audio', 4000)) }).wrong, []);
  assert.notDeepEqual(isWellFormed({ sdp: sdp(plainLine('audio', 4000, ['b=AS'])) }).wrong, []);
});
