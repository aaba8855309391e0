import { nearest } from '../profile/nearest.ts';
import { type ConditionName, conditionTable, type Pics } from '../profile/pics.ts';

/** When a requirement applies: an expression over the PICS. */
export type Condition =
  | { readonly kind: 'declared'; readonly key: ConditionName }
  | {
      readonly kind: 'compared';
      readonly key: ConditionName;
      readonly value: boolean | string;
      readonly equal: boolean;
    }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'all' | 'any'; readonly of: readonly Condition[] };

/** An expression that is no condition, or names a PICS or a value that does not exist. */
export class ConditionError extends Error {
  override readonly name = 'ConditionError';
}

/**
 * Reads `sipDigest`, `!outbound`, `emergencyPolicy == proceed`, `originCountry != unknown`, joined by `&&` and
 * `||` (which binds less) and grouped by parentheses.
 * @throws ConditionError
 */
export function parseCondition(text: string): Condition {
  const tokens = tokenize(text);
  let at = 0;
  const take = (token: string): boolean => {
    if (tokens[at] !== token) return false;
    at += 1;
    return true;
  };

  function chain(operator: '||' | '&&', operand: () => Condition): Condition {
    const first = operand();
    const of = [first];
    while (take(operator)) of.push(operand());
    return of.length === 1 ? first : { kind: operator === '&&' ? 'all' : 'any', of };
  }
  const either = (): Condition => chain('||', both);
  const both = (): Condition => chain('&&', single);

  function single(): Condition {
    if (take('!')) return { kind: 'not', of: single() };
    if (take('(')) {
      const inner = either();
      if (!take(')')) throw new ConditionError(`"${text}": a parenthesis is not closed`);
      return inner;
    }
    return comparison();
  }

  function comparison(): Condition {
    const key = picsName(word('a PICS name'));
    const equal = take('==');
    if (!equal && !take('!=')) {
      if (typeof conditionTable[key].initial !== 'boolean') {
        throw new ConditionError(
          `"${text}": ${key} is no yes/no PICS; compare it with one of ${values(key)}`,
        );
      }
      return { kind: 'declared', key };
    }
    return { kind: 'compared', key, equal, value: picsValue(key, word('a value')) };
  }

  function word(what: string): string {
    const token = tokens[at];
    if (!token || !/^\w/.test(token)) {
      throw new ConditionError(
        `"${text}": ${what} is missing${token ? ` before "${token}"` : ' at the end'}`,
      );
    }
    at += 1;
    return token;
  }

  const condition = either();
  if (at < tokens.length) throw new ConditionError(`"${text}": "${tokens[at]}" is unexpected`);
  return condition;
}

/** Whether a SUT with these PICS falls under the condition. */
export function evaluate(condition: Condition, pics: Pics): boolean {
  switch (condition.kind) {
    case 'declared':
      return pics[condition.key] === true;
    case 'compared':
      return (pics[condition.key] === condition.value) === condition.equal;
    case 'not':
      return !evaluate(condition.of, pics);
    case 'all':
      return condition.of.every((part) => evaluate(part, pics));
    case 'any':
      return condition.of.some((part) => evaluate(part, pics));
  }
}

/** The PICS that a condition looks at, each once, in the order in which they appear. */
export function keysOf(condition: Condition): readonly ConditionName[] {
  switch (condition.kind) {
    case 'declared':
    case 'compared':
      return [condition.key];
    case 'not':
      return keysOf(condition.of);
    default:
      return [...new Set(condition.of.flatMap(keysOf))];
  }
}

/** The condition in words, for a person. */
export function textOf(condition: Condition): string {
  switch (condition.kind) {
    case 'declared':
      return `${condition.key} is declared`;
    case 'compared':
      return `${condition.key} is ${condition.equal ? '' : 'not '}${String(condition.value)}`;
    case 'not':
      return condition.of.kind === 'declared'
        ? `${condition.of.key} is not declared`
        : `not (${textOf(condition.of)})`;
    default:
      return condition.of.map(grouped).join(condition.kind === 'all' ? ' and ' : ' or ');
  }
}

function grouped(condition: Condition): string {
  return condition.kind === 'all' || condition.kind === 'any' ? `(${textOf(condition)})` : textOf(condition);
}

function tokenize(text: string): string[] {
  const tokens = text.match(/\s*(?:&&|\|\||==|!=|[!()]|\w+)\s*/gy) ?? [];
  const read = tokens.join('').length;
  if (read < text.length) throw new ConditionError(`"${text}": "${text.slice(read)}" is no expression`);
  return tokens.map((token) => token.trim());
}

function picsName(word: string): ConditionName {
  const names = Object.keys(conditionTable) as ConditionName[];
  const name = names.find((known) => known === word);
  if (!name) {
    const meant = nearest(word, names);
    throw new ConditionError(`${word} is no PICS name${meant ? `; did you mean ${meant}?` : ''}`);
  }
  return name;
}

function picsValue(key: ConditionName, word: string): boolean | string {
  const value = conditionTable[key].values.find((known) => String(known) === word);
  if (value === undefined) throw new ConditionError(`${key} is never "${word}", but one of ${values(key)}`);
  return value;
}

function values(key: ConditionName): string {
  return conditionTable[key].values.join(', ');
}
