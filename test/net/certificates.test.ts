import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import { makeCertificates } from '../../src/net/certificates.ts';

test('the server certificate is signed by the authority and names every host', async () => {
  const made = await makeCertificates({
    hosts: ['epcscf.example', '127.0.0.1', '::1', '2001:db8::ff00:42', '::ffff:192.0.2.1'],
  });
  const ca = new X509Certificate(made.ca);
  const cert = new X509Certificate(made.cert);
  assert.equal(ca.ca, true);
  assert.equal(ca.verify(ca.publicKey), true);
  assert.equal(cert.ca, false);
  assert.equal(cert.checkIssued(ca), true);
  assert.equal(cert.verify(ca.publicKey), true);
  assert.equal(cert.checkPrivateKey(createPrivateKey(made.key)), true);
  assert.equal(cert.checkHost('epcscf.example'), 'epcscf.example');
  assert.equal(cert.checkHost('other.example'), undefined);
  assert.equal(cert.checkIP('127.0.0.1'), '127.0.0.1');
  assert.equal(cert.checkIP('::1'), '::1');
  assert.equal(cert.checkIP('2001:db8::ff00:42'), '2001:db8::ff00:42');
  assert.equal(cert.checkIP('::ffff:c000:201'), '::ffff:c000:201');
  assert.equal(cert.checkIP('127.0.0.2'), undefined);
  assert.deepEqual(cert.keyUsage, ['1.3.6.1.5.5.7.3.1']);
});

test('the certificates are valid now and for less than the 398 days that browsers accept', async () => {
  const { cert } = await makeCertificates({ hosts: ['localhost'] });
  const { validFromDate, validToDate } = new X509Certificate(cert);
  assert.ok(validFromDate.getTime() < Date.now());
  assert.ok(validToDate.getTime() > Date.now());
  assert.ok(validToDate.getTime() - validFromDate.getTime() < 398 * 86_400_000);
});

test('every call makes keys of its own', async () => {
  const [a, b] = await Promise.all([makeCertificates({ hosts: ['a'] }), makeCertificates({ hosts: ['a'] })]);
  assert.notEqual(a.key, b.key);
  assert.notEqual(new X509Certificate(a.ca).serialNumber, new X509Certificate(b.ca).serialNumber);
});
