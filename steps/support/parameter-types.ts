import { defineParameterType } from '@cucumber/cucumber';

/** `WIC A`, or `the WIC` and `a WIC` where there is only one, which is A. */
defineParameterType({
  name: 'wic',
  regexp: /WIC ([A-Z])|the WIC|a WIC/,
  transformer: (name: string | undefined) => name ?? 'A',
});

const ordinals = ['first', 'second', 'third', 'fourth', 'last'];

/** Index of a thing seen, -1 for the last. */
defineParameterType({
  name: 'ordinal',
  regexp: /first|second|third|fourth|last/,
  transformer: (word: string) => (word === 'last' ? -1 : ordinals.indexOf(word)),
});
