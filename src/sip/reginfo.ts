import type { XmlElement } from 'libxml2-wasm';
import { readXml, Schema, writeXml, XmlBodyError } from './xml.ts';

/** Why a contact changed its state (RFC 3680 section 5.2). */
export type RegInfoEvent =
  | 'registered'
  | 'created'
  | 'refreshed'
  | 'shortened'
  | 'expired'
  | 'deactivated'
  | 'probation'
  | 'unregistered'
  | 'rejected';

/** One contact of a registration; times are in seconds. */
export interface RegInfoContact {
  readonly id: string;
  readonly state: 'active' | 'terminated';
  readonly event: RegInfoEvent;
  readonly uri: string;
  readonly expires?: number;
  readonly retryAfter?: number;
  readonly durationRegistered?: number;
  readonly q?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly displayName?: string;
  /** Contact parameters the format has no place for, such as `+sip.instance`. */
  readonly unknownParams?: readonly (readonly [name: string, value: string])[];
}

/** The state of one address-of-record. */
export interface RegInfoRegistration {
  readonly aor: string;
  readonly id: string;
  readonly state: 'init' | 'active' | 'terminated';
  readonly contacts: readonly RegInfoContact[];
}

/** A document of the reg event package (RFC 3680). */
export interface RegInfo {
  readonly version: number;
  readonly state: 'full' | 'partial';
  readonly registrations: readonly RegInfoRegistration[];
}

/** A body that is no registration information. */
export class RegInfoError extends XmlBodyError {
  override readonly name = 'RegInfoError';
}

const namespace = 'urn:ietf:params:xml:ns:reginfo';
const prefixes = { r: namespace };
const schema = new Schema('reginfo.xsd');

/** Reads application/reginfo+xml; content of other namespaces is ignored. @throws RegInfoError */
export function parseRegInfo(xml: string): RegInfo {
  try {
    return readXml(xml, (document) => {
      const problems = schema.problems(document);
      if (problems.length > 0) throw new RegInfoError(problems.join('; '));
      return readRegInfo(document.root);
    });
  } catch (error) {
    if (error instanceof XmlBodyError) throw new RegInfoError(error.reason);
    throw error;
  }
}

/** Writes application/reginfo+xml. */
export function regInfoXml(info: RegInfo): string {
  return writeXml((document) => {
    const root = document.createRoot('reginfo', namespace);
    root.setAttr('version', String(info.version));
    root.setAttr('state', info.state);
    for (const registration of info.registrations) {
      const element = root.addElement('registration');
      element.setAttr('aor', registration.aor);
      element.setAttr('id', registration.id);
      element.setAttr('state', registration.state);
      for (const contact of registration.contacts) writeContact(element.addElement('contact'), contact);
    }
  });
}

function writeContact(element: XmlElement, contact: RegInfoContact): void {
  const attributes: [string, string | number | undefined][] = [
    ['id', contact.id],
    ['state', contact.state],
    ['event', contact.event],
    ['expires', contact.expires],
    ['retry-after', contact.retryAfter],
    ['duration-registered', contact.durationRegistered],
    ['q', contact.q],
    ['callid', contact.callId],
    ['cseq', contact.cseq],
  ];
  for (const [name, value] of attributes) if (value !== undefined) element.setAttr(name, String(value));
  element.addElement('uri').addText(contact.uri);
  if (contact.displayName !== undefined) element.addElement('display-name').addText(contact.displayName);
  for (const [name, value] of contact.unknownParams ?? []) {
    const param = element.addElement('unknown-param');
    param.setAttr('name', name);
    param.addText(value);
  }
}

/** The casts below are backed by the enumerations of the schema. */
function readRegInfo(root: XmlElement): RegInfo {
  return {
    version: Number(attribute(root, 'version')),
    state: attribute(root, 'state') as RegInfo['state'],
    registrations: elements(root, 'r:registration').map((registration) => ({
      aor: attribute(registration, 'aor') as string,
      id: attribute(registration, 'id') as string,
      state: attribute(registration, 'state') as RegInfoRegistration['state'],
      contacts: elements(registration, 'r:contact').map(readContact),
    })),
  };
}

function readContact(element: XmlElement): RegInfoContact {
  const displayName = elements(element, 'r:display-name')[0]?.content;
  const unknownParams = elements(element, 'r:unknown-param').map(
    (param) => [attribute(param, 'name') as string, param.content] as const,
  );
  const q = attribute(element, 'q');
  const callId = attribute(element, 'callid');
  return {
    id: attribute(element, 'id') as string,
    state: attribute(element, 'state') as RegInfoContact['state'],
    event: attribute(element, 'event') as RegInfoEvent,
    uri: elements(element, 'r:uri')[0]?.content.trim() as string,
    ...number('expires', attribute(element, 'expires')),
    ...number('retryAfter', attribute(element, 'retry-after')),
    ...number('durationRegistered', attribute(element, 'duration-registered')),
    ...(q === undefined ? {} : { q }),
    ...(callId === undefined ? {} : { callId }),
    ...number('cseq', attribute(element, 'cseq')),
    ...(displayName === undefined ? {} : { displayName }),
    ...(unknownParams.length === 0 ? {} : { unknownParams }),
  };
}

function elements(parent: XmlElement, path: string): XmlElement[] {
  return parent.find(path, prefixes) as XmlElement[];
}

function attribute(element: XmlElement, name: string): string | undefined {
  return element.attr(name)?.value;
}

function number<K extends string>(key: K, text: string | undefined): Partial<Record<K, number>> {
  return text === undefined ? {} : ({ [key]: Number(text) } as Record<K, number>);
}
