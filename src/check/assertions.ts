import * as chai from 'chai';
import { optionTags } from '../sip/headers/option-tags.ts';
import { SipResponse } from '../sip/message.ts';
import { check } from './check.ts';
import { parametersOf } from './parameters.ts';
import { readField } from './read.ts';
import type { Cap, Evidence } from './recorder.ts';
import type { Subject } from './subject.ts';

/** An assertion in words, for what no named assertion below says. */
export interface Statement {
  readonly title: string;
  readonly ok: boolean;
  /** Every accepted outcome. */
  readonly expected: readonly string[];
  readonly received: string;
  /** The header field whose line decides; absent when no single line does. */
  readonly header?: string;
  /** Which element of that header field, 0 is the first. */
  readonly element?: number;
}

declare global {
  namespace Chai {
    interface Assertion {
      /** A violation gives at most this verdict, whatever the level of the requirement. */
      atMost(cap: 'warning' | 'inconclusive'): Assertion;
      /** The message has this header field; negated: it has not. */
      headerField(name: string): Assertion;
      /**
       * The header field (of its first value) has this parameter, with one of these values where any are
       * named; negated: it has not, whatever the value. Values are compared unquoted and case-sensitively.
       */
      headerParameter(header: string, parameter: string, ...accepted: string[]): Assertion;
      /** Require, Proxy-Require, Supported or Unsupported names this option tag. */
      optionTag(header: 'Require' | 'Proxy-Require' | 'Supported' | 'Unsupported', tag: string): Assertion;
      /** The response has one of these status codes; `4xx` takes a class. */
      status(...accepted: (number | `${number}xx`)[]): Assertion;
      /** The statement holds of the message. */
      conform(statement: Statement): Assertion;
    }
  }
}

/** The chai plugin: every assertion on a {@link Subject} records its evidence, whether it holds or not. */
const sipAssertions: Chai.ChaiPlugin = (_chai, utils) => {
  const { Assertion } = _chai;
  const subjectOf = (assertion: object): Subject => utils.flag(assertion, 'object') as Subject;
  const capOf = (assertion: object): Cap | undefined => utils.flag(assertion, 'cap') as Cap | undefined;
  const isNegated = (assertion: object): boolean => Boolean(utils.flag(assertion, 'negate'));

  Assertion.addMethod('atMost', function (this: object, cap: Cap) {
    utils.flag(this, 'cap', cap);
  });

  Assertion.addMethod('headerField', function (this: object, name: string) {
    const subject = subjectOf(this);
    const value = subject.message.value(name);
    const negated = isNegated(this);
    check({
      title: `${describe(subject)} ${negated ? 'has no' : 'has'} ${name}`,
      ok: negated ? value === undefined : value !== undefined,
      expected: [negated ? `no ${name}` : name],
      received: value === undefined ? `no ${name}` : `${name}: ${value}`,
      evidence: evidence(subject, name),
      cap: capOf(this),
    });
  });

  Assertion.addMethod(
    'headerParameter',
    function (this: object, header: string, parameter: string, ...accepted: string[]) {
      const subject = subjectOf(this);
      const wanted =
        accepted.length === 0 ? parameter : accepted.map((one) => `${parameter}=${one}`).join(' or ');
      const parameters = readField(subject, header, `${header} with ${wanted}`, (message) =>
        parametersOf(message, header),
      );
      const has = parameters?.has(parameter.toLowerCase()) ?? false;
      const value = parameters?.get(parameter.toLowerCase());
      const negated = isNegated(this);
      const matches = has && (accepted.length === 0 || (value !== undefined && accepted.includes(value)));
      check({
        title: `${header} of ${describe(subject)} ${negated ? 'has no' : 'has'} ${parameter}`,
        ok: negated ? !has : matches,
        expected: negated
          ? [`no ${parameter}`]
          : accepted.length === 0
            ? [parameter]
            : accepted.map((one) => `${parameter}=${one}`),
        received: !parameters
          ? `no ${header}`
          : !has
            ? `no ${parameter}`
            : value === undefined
              ? `${parameter} without value`
              : `${parameter}=${value}`,
        evidence: evidence(subject, header),
        cap: capOf(this),
      });
    },
  );

  Assertion.addMethod(
    'optionTag',
    function (this: object, header: Parameters<typeof optionTags>[1], tag: string) {
      const subject = subjectOf(this);
      const tags = readField(subject, header, `${header}: ${tag}`, (message) => optionTags(message, header));
      const negated = isNegated(this);
      check({
        title: `${header} of ${describe(subject)} ${negated ? 'does not name' : 'names'} ${tag}`,
        ok: tags.includes(tag.toLowerCase()) !== negated,
        expected: [negated ? `no ${tag} in ${header}` : `${header}: ${tag}`],
        received: tags.length === 0 ? `no ${header}` : `${header}: ${tags.join(', ')}`,
        evidence: evidence(subject, header),
        cap: capOf(this),
      });
    },
  );

  Assertion.addMethod('status', function (this: object, ...accepted: (number | string)[]) {
    const subject = subjectOf(this);
    const { message } = subject;
    const status = message instanceof SipResponse ? message.status : undefined;
    const negated = isNegated(this);
    const matches =
      status !== undefined &&
      accepted.some((one) =>
        typeof one === 'number' ? one === status : `${Math.floor(status / 100)}xx` === one,
      );
    check({
      title: `Status of ${describe(subject)}`,
      ok: matches !== negated,
      expected: accepted.map((one) => (negated ? `not ${one}` : String(one))),
      received: message.startLine,
      evidence: { message: subject.id, line: 1 },
      cap: capOf(this),
    });
  });

  Assertion.addMethod('conform', function (this: object, statement: Statement) {
    const subject = subjectOf(this);
    check({
      title: statement.title,
      ok: statement.ok,
      expected: statement.expected,
      received: statement.received,
      evidence: evidence(subject, statement.header, statement.element),
      cap: capOf(this),
    });
  });
};

chai.use(sipAssertions);

/** chai's `expect` with the assertions above. */
export const { expect } = chai;

/** `REGISTER` or `401 to REGISTER`. */
export function describe({ message }: Subject): string {
  if (!(message instanceof SipResponse)) return message.startLine.split(' ', 1)[0] ?? 'message';
  return `${message.status} to ${message.value('CSeq')?.split(/\s+/).at(-1) ?? 'a request'}`;
}

function evidence(subject: Subject, header?: string, element = 0): Evidence {
  const line = header === undefined ? undefined : subject.message.lineOf(header, element);
  return line === undefined ? { message: subject.id } : { message: subject.id, line };
}
