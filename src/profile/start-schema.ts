import { z } from 'zod';
import { parseDuration } from './duration.ts';
import { field, group, text } from './fields.ts';
import { placeholderNames, unknownPlaceholders } from './placeholders.ts';
import type { ContainerSettings } from './start-settings.ts';

export const duration = (initial: string) =>
  field({ read: parseDuration, expected: 'a duration in ms or s', example: '500ms' }).prefault(initial);

/** A text in which every `{name}` is one that can be filled in. */
const template = () =>
  text('a text', '{w2.port}').refine((value) => unknownPlaceholders(value).length === 0, {
    error: ({ input }) => `{${unknownPlaceholders(String(input))[0]}} is nothing that can be filled in`,
    params: { remedy: `use one of ${placeholderNames.map((name) => `{${name}}`).join(', ')}` },
  });

/** Every user of the machine can read the arguments of a program. */
const visible = {
  error: 'a secret in a command line, which everybody can read',
  params: { remedy: 'put {waf.secret} into environment or files' },
};

const start = (filePath: ReturnType<typeof text>) => ({
  environment: z.record(z.string(), template()).default({}),
  files: z.record(filePath, template()).default({}),
  ready: z.enum(['websocket', 'options']).default('websocket'),
  startWithin: duration('10s'),
  stopWithin: duration('5s'),
});

/** `sut.process` */
export const processSchema = group({
  command: z.array(template().refine((value) => !value.includes('{waf.secret}'), visible)).min(1),
  ...start(text('a file name without a slash', 'my.cfg', /^[^/]+$/)),
});

const image = () => text('the name of an image', 'vendor/epcscf:1.2', /^\S+$/);

const container = group({
  image: image().optional(),
  build: text('the folder of a Dockerfile', './epcscf').optional(),
  network: z.enum(['host', 'bridge']).default('host'),
  ...start(text('an absolute path in the container', '/etc/epcscf/my.cfg', /^\/./)),
});

/** `sut.container`. @param instead an image that takes the place of what the profile says to run */
export const containerSchema = (instead?: string) =>
  container
    .optional()
    .transform((given): ContainerSettings | undefined =>
      instead === undefined ? given : { ...(given ?? container.parse({})), image: instead, build: undefined },
    );
