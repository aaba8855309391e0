/** HTML as values. Whatever is put into a template is escaped unless it is such a value itself. */

/** Markup that is safe to put into a page. Only this module makes it. */
export class Html {
  readonly #markup: string;

  private constructor(markup: string) {
    this.#markup = markup;
  }

  /** Escapes every hole of the template that is no Html; arrays are joined, `undefined` and `false` are nothing. */
  static template(parts: TemplateStringsArray, ...holes: readonly Hole[]): Html {
    const markup = parts.map((part, i) => (i === 0 ? part : Html.#fill(holes[i - 1]) + part));
    return new Html(markup.join(''));
  }

  /** For text of this program only, such as its own style sheet. */
  static own(markup: string): Html {
    return new Html(markup);
  }

  static #fill(hole: Hole): string {
    if (hole === undefined || hole === false) return '';
    if (hole instanceof Html) return hole.#markup;
    if (Array.isArray(hole)) return (hole as readonly Hole[]).map((item) => Html.#fill(item)).join('');
    return escaped(String(hole));
  }

  toString(): string {
    return this.#markup;
  }
}

export type Hole = string | number | false | undefined | Html | readonly Hole[];

export const html = Html.template;

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&#34;',
  "'": '&#39;',
  '`': '&#96;',
};

function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? character);
}

/** The Unicode block in which `␀` stands for NUL and so on. */
const CONTROL_PICTURES = 0x2400;

/**
 * Characters that HTML cannot carry, or that would change how the text around them is read, become
 * visible: `␀`, and `[U+202E]` for the overrides of writing direction. Carriage returns are dropped, a line
 * feed stays.
 */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cs}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{200B}-\u{200F}]/gu, (character) => {
    if (character === '\n' || character === '\t') return character;
    if (character === '\r') return '';
    const code = character.codePointAt(0) ?? 0;
    return code < 0x20 ? String.fromCodePoint(CONTROL_PICTURES + code) : codePoint(code);
  });
}

function codePoint(code: number): string {
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}
