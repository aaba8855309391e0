import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Absences } from '../../src/run/absences.ts';
import { scenarioKey } from '../../src/run/record.ts';
import { SipRequest } from '../../src/sip/message.ts';
import type { TraceEvent } from '../../src/trace/event.ts';

const scenario = scenarioKey('', 'x.feature', 1);
const absence = { scenario, methods: ['REGISTER'], title: 'nothing comes', expected: ['no REGISTER'] };
let events = 0;

/** A request that reaches the core in a scenario. */
function arrives(branch: string, method = 'REGISTER', differences: Partial<TraceEvent> = {}): TraceEvent {
  events += 1;
  const { bytes } = SipRequest.build({
    method,
    uri: 'sip:ims.example',
    headers: [['Via', `SIP/2.0/UDP 127.0.0.1:5060;branch=${branch}`]],
  });
  const event: TraceEvent = {
    id: `mw-${events}`,
    scenario,
    at: events,
    ref: 'Mw',
    kind: 'sip',
    from: 'eP-CSCF',
    to: 'core',
    transport: 'udp',
    connection: 'mw',
    bytes,
  };
  return { ...event, ...differences };
}

test('what a scenario declared impossible counts after its end', () => {
  const absences = new Absences();
  absences.declare(absence);
  assert.deepEqual(absences.violatedBy(arrives('z9hG4bK1')), []);
  absences.ended(scenario);
  const [check, another] = absences.violatedBy(arrives('z9hG4bK2'));
  assert.equal(another, undefined);
  assert.equal(check?.received, 'REGISTER after the scenario had ended');
  assert.equal(check?.evidence?.message, `mw-${events}`);
});

test('a retransmission of what came before its end does not, nor does anything else', () => {
  const absences = new Absences();
  absences.declare(absence);
  absences.violatedBy(arrives('z9hG4bK1'));
  absences.ended(scenario);
  for (const event of [
    arrives('z9hG4bK1'),
    arrives('z9hG4bK3', 'OPTIONS'),
    arrives('z9hG4bK4', 'REGISTER', { scenario: scenarioKey('', 'x.feature', 2) }),
    arrives('z9hG4bK5', 'REGISTER', { to: 'eP-CSCF', from: 'core' }),
    arrives('', 'REGISTER', { bytes: Buffer.from('no SIP at all') }),
  ]) {
    assert.deepEqual(absences.violatedBy(event), []);
  }
});
