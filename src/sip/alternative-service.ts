import type { XmlDocument, XmlElement } from 'libxml2-wasm';
import { readXml, Schema, writeXml, XmlBodyError } from './xml.ts';

/** The alternative service of a 380 or 504 as it was found (3GPP TS 24.229 clause 7.6). */
export interface AlternativeService {
  /** `emergency`, `restoration` or whatever else was written. */
  readonly type: string;
  /** Empty when the element is there without text; absent when the element is missing. */
  readonly reason?: string;
  readonly action?: string;
  /** The type was an element, `<type><emergency/></type>`, as earlier releases had it. */
  readonly legacyType: boolean;
  /** What the schema of the clause says against the body; empty means valid. */
  readonly schemaProblems: readonly string[];
}

/** A body from which no alternative service can be read. */
export class AlternativeServiceError extends XmlBodyError {
  override readonly name = 'AlternativeServiceError';
}

const schema = new Schema('ims-3gpp.xsd');

/** Writes application/3gpp-ims+xml with an alternative service. */
export function alternativeServiceXml(service: { type: string; reason: string; action?: string }): string {
  return writeXml((document) => {
    const root = document.createRoot('ims-3gpp');
    root.setAttr('version', '1');
    const element = root.addElement('alternative-service');
    element.addElement('type').addText(service.type);
    element.addElement('reason').addText(service.reason);
    if (service.action !== undefined) element.addElement('action').addText(service.action);
  });
}

/**
 * Reads application/3gpp-ims+xml as tolerantly as a receiver in the field has to: a missing reason or version
 * and the older type element are reported, not refused.
 * @throws AlternativeServiceError when it is no XML, has another root, no alternative service or no type
 */
export function parseAlternativeService(xml: string): AlternativeService {
  try {
    return readXml(xml, readService);
  } catch (error) {
    if (error instanceof XmlBodyError) throw new AlternativeServiceError(error.reason);
    throw error;
  }
}

function readService(document: XmlDocument): AlternativeService {
  if (document.root.name !== 'ims-3gpp')
    throw new XmlBodyError(`the root is ${document.root.name}, not ims-3gpp`);
  const service = child(document.root, 'alternative-service');
  if (service === undefined) throw new XmlBodyError('ims-3gpp has no alternative-service');
  const typeElement = child(service, 'type');
  if (typeElement === undefined) throw new XmlBodyError('alternative-service has no type');
  const legacy = child(typeElement, '*');
  const type = legacy?.name ?? typeElement.content.trim();
  if (type === '') throw new XmlBodyError('the type of the alternative-service is empty');
  const reason = child(service, 'reason')?.content.trim();
  const action = child(service, 'action')?.content.trim();
  return {
    type,
    ...(reason === undefined ? {} : { reason }),
    ...(action === undefined ? {} : { action }),
    legacyType: legacy !== undefined,
    schemaProblems: schema.problems(document),
  };
}

/** The first child element of that name, in whatever namespace: the schema check reports a wrong one. */
function child(parent: XmlElement, name: string): XmlElement | undefined {
  const path = name === '*' ? '*' : `*[local-name()='${name}']`;
  return (parent.get(path) ?? undefined) as XmlElement | undefined;
}
