/** What a SUT that the tool starts is given, and how long it may take. Durations in milliseconds. */
export interface StartSettings {
  /** Environment variables in which `{name}` stands for what the tool knows or chose; see placeholders. */
  readonly environment: Readonly<Record<string, string>>;
  /** Files made before each start, by name or path, with the same placeholders. */
  readonly files: Readonly<Record<string, string>>;
  /** What says that it serves: a WebSocket with sub-protocol sip opens, or an OPTIONS at Mw gets 200. */
  readonly ready: 'websocket' | 'options';
  /** How long it may take from the start until it is ready. */
  readonly startWithin: number;
  /** How long it may take from SIGTERM until all its processes are gone; then they are killed. */
  readonly stopWithin: number;
}

/** A SUT that the tool starts as a process of this machine; its `files` are names in the folder `{run}`. */
export interface ProcessSettings extends StartSettings {
  /** Program and arguments; a program with a slash in its name is looked up from the profile's folder. */
  readonly command: readonly string[];
}

/** A SUT that the tool starts as a container; its `files` are absolute paths in the container. */
export interface ContainerSettings extends StartSettings {
  /** Name of an image that the engine has or can pull. Either this or `build`. */
  readonly image?: string | undefined;
  /** Folder of a Dockerfile from which the image is built. */
  readonly build?: string | undefined;
  /** host: it shares the addresses of this machine. bridge: it has an address of its own in a network of its own. */
  readonly network: 'host' | 'bridge';
}
