/** Readers of option values; each throws what commander prints as a usage error. */
import { InvalidArgumentError } from 'commander';
import { parseHostPort, parseMwAddress } from '../profile/address.ts';

/** Collects a repeated option. */
export function repeated(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

export function workers(value: string): number {
  const count = wholeNumber(value);
  if (count < 1 || count > 64) throw new InvalidArgumentError('Expected a number of workers from 1 to 64.');
  return count;
}

export function seed(value: string): number {
  const number = wholeNumber(value);
  if (number > 0xffffffff) throw new InvalidArgumentError('Expected a whole number below 2^32.');
  return number;
}

export function hostPort(value: string): string {
  if (!parseHostPort(value)) {
    throw new InvalidArgumentError('Expected HOST:PORT, for example 127.0.0.1:8443 or [::1]:8443.');
  }
  return value;
}

export function protoHostPort(value: string): string {
  if (!parseMwAddress(value)) {
    throw new InvalidArgumentError('Expected PROTO:HOST:PORT, for example udp:127.0.0.1:5060.');
  }
  return value;
}

function wholeNumber(value: string): number {
  if (!/^\d{1,15}$/.test(value)) throw new InvalidArgumentError('Expected a whole number.');
  return Number(value);
}
