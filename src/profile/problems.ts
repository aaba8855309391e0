import type { Document, LineCounter } from 'yaml';
import type { z } from 'zod';
import type { ProfileProblem } from './error.ts';
import { type IssueParams, shown } from './fields.ts';
import { locate } from './locate.ts';
import { nearest } from './nearest.ts';

type Issue = z.core.$ZodIssue;

/** What a schema issue means for the person who writes the profile. */
export function problemsOf(issue: Issue, document: Document, lines: LineCounter): readonly ProfileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.split(',');
    return issue.keys.map((key) => {
      const path = [...issue.path, key];
      const near = nearest(key, known);
      return {
        ...locate(document, lines, path, true),
        key: path.map(String).join('.'),
        message: 'unknown key',
        remedy: near ? `did you mean ${near}?` : `the keys known here are ${known.join(', ')}`,
      };
    });
  }
  return [
    { ...locate(document, lines, issue.path), key: issue.path.map(String).join('.'), ...explain(issue) },
  ];
}

function explain(issue: Issue): Pick<ProfileProblem, 'message' | 'remedy'> {
  switch (issue.code) {
    case 'invalid_value': {
      const values = issue.values.map(String);
      const near = typeof issue.input === 'string' ? nearest(issue.input, values) : undefined;
      return {
        message: `expected ${values.join(', ').replace(/, ([^,]*)$/, ' or $1')}, found ${shown(issue.input)}`,
        remedy: near ? `did you mean ${near}?` : 'write one of these values',
      };
    }
    case 'invalid_type':
      return issue.input === undefined
        ? { message: 'is missing', remedy: 'add it' }
        : {
            message: `expected ${typeNames[issue.expected] ?? issue.expected}, found ${shown(issue.input)}`,
            remedy: '`w2conf init` prints a profile that shows how this key is written',
          };
    case 'too_small':
      return issue.origin === 'array'
        ? { message: 'the list is empty', remedy: 'add an element, or remove the key' }
        : { message: `expected at least ${issue.minimum}`, remedy: 'write a larger number' };
    case 'too_big':
      return { message: `expected at most ${issue.maximum}`, remedy: 'write a smaller number' };
    case 'invalid_key': {
      const [inner] = issue.issues;
      return inner
        ? explain(inner)
        : {
            message: issue.message,
            remedy: '`w2conf init` prints a profile that shows how keys are written',
          };
    }
    case 'custom':
      return {
        message: issue.message,
        remedy: (issue.params as IssueParams | undefined)?.remedy ?? 'correct it',
      };
    default:
      return { message: issue.message, remedy: '`w2conf init` prints a profile that shows every key' };
  }
}

const typeNames: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a group of keys',
  record: 'a group of keys',
  int: 'a whole number',
  number: 'a number',
};
