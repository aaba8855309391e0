import { randomInt } from 'node:crypto';
import type { ContainerRuntimeClient } from 'testcontainers';
import type { Belongings } from './belongings.ts';
import { complaint } from './engine.ts';
import { SutUnreachable } from './sut.ts';

/** A network of its own for one container, whose address is known before it starts. */
export interface Bridge {
  readonly name: string;
  /** The container's address. */
  readonly address: string;
}

const ATTEMPTS = 20;

/**
 * Makes the network. An engine gives a container a chosen address only in a network whose range was chosen, too; ours
 * come out of 198.18.0.0/15, which is set aside for tests of network devices (RFC 2544 C.2.2).
 * @throws SutUnreachable when the engine makes none
 */
export async function makeBridge(
  engine: ContainerRuntimeClient,
  { labels, name }: Belongings,
): Promise<Bridge> {
  const { dockerode } = engine.container;
  let refusal = '';
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const block = randomInt(2 ** 17 / 8) * 8;
    const at = (offset: number) =>
      `198.${18 + (block >> 16)}.${(block >> 8) & 255}.${(block & 255) + offset}`;
    try {
      await dockerode.createNetwork({
        Name: name,
        Labels: labels,
        IPAM: { Driver: 'default', Config: [{ Subnet: `${at(0)}/29`, Gateway: at(1) }] },
      });
      return { name, address: at(2) };
    } catch (reason) {
      refusal = complaint(reason);
    }
  }
  throw new SutUnreachable(`the container engine makes no network: ${refusal}`);
}
