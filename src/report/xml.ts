/** XML text, safe for whatever a system under test may have sent. */

/** What XML 1.0 cannot carry even as a character reference, lone surrogates included. */
const ILLEGAL = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** For attribute values: line feeds survive the attribute normalisation of XML readers. */
function xmlAttribute(text: string): string {
  return legal(text).replace(/[&<>"'\t\n\r]/g, (character) => ESCAPES[character] ?? character);
}

/** For element content. */
export function xmlText(text: string): string {
  return legal(text).replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

/** Illegal characters become visible: `␀` for NUL and so on, `�` for what has no picture. */
function legal(text: string): string {
  return text.replace(ILLEGAL, (character) => {
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\u{FFFD}';
  });
}

type Content = string | readonly string[];

/** One element; attributes that are undefined are left out, `content` is XML already. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  content: Content = [],
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${xmlAttribute(String(value))}"`)
    .join('');
  if (typeof content === 'string') return `<${name}${written}>${content}</${name}>`;
  if (content.length === 0) return `<${name}${written}/>`;
  const indented = content.map((child) => `\n${child}`).join('');
  return `<${name}${written}>${indented}\n</${name}>`;
}
