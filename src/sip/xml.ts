import { readFileSync } from 'node:fs';
import { ParseOption, XmlDocument, XmlLibError, XsdValidator } from 'libxml2-wasm';

/** An XML body that cannot be used; the reason is for a human. */
export class XmlBodyError extends Error {
  override readonly name: string = 'XmlBodyError';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason;
  }
}

/** A schema of this room, compiled at its first use. */
export class Schema {
  readonly #file: string;
  #validator: XsdValidator | undefined;

  /** @param file name of a file in `xsd/` */
  constructor(file: string) {
    this.#file = file;
  }

  /** What the schema says against the document; an empty list means valid. */
  problems(document: XmlDocument): string[] {
    this.#validator ??= compile(this.#file);
    try {
      this.#validator.validate(document);
      return [];
    } catch (error) {
      if (error instanceof XmlLibError) return reasons(error);
      throw error;
    }
  }
}

/**
 * Parses XML, hands the document over and frees it. Bodies with a document type declaration are refused as a
 * whole: none of the formats in SIP has one, and without it there are neither external entities nor bombs.
 * @throws XmlBodyError when the text is not well-formed XML or has a document type declaration
 */
export function readXml<T>(xml: string, use: (document: XmlDocument) => T): T {
  using document = parse(xml);
  if (document.dtd !== null) throw new XmlBodyError('a document type declaration is not allowed');
  return use(document);
}

/** Builds a document and gives its text. */
export function writeXml(fill: (document: XmlDocument) => void): string {
  using document = XmlDocument.create();
  fill(document);
  return document.toString({ format: true });
}

function parse(xml: string): XmlDocument {
  try {
    return XmlDocument.fromString(xml, {
      option: ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_IGNORE_ENC,
    });
  } catch (error) {
    if (error instanceof XmlLibError)
      throw new XmlBodyError(`not well-formed XML: ${reasons(error).join('; ')}`);
    throw error;
  }
}

function compile(file: string): XsdValidator {
  using schema = XmlDocument.fromString(readFileSync(new URL(`xsd/${file}`, import.meta.url), 'utf8'));
  return XsdValidator.fromDoc(schema);
}

function reasons(error: XmlLibError): string[] {
  if (error.details.length === 0) return [error.message.trim()];
  return error.details.map(({ message, line }) => `${message.trim()} (line ${line})`);
}
