import type { Link, LinkEvents } from './link.ts';

/** The same handlers, called only as long as `open` says so: who closed a listener hears nothing from it. */
export function gatedEvents<L extends Link>(events: LinkEvents<L>, open: () => boolean): LinkEvents<L> {
  return {
    message: (...args) => open() && events.message(...args),
    opened: (...args) => open() && events.opened?.(...args),
    closed: (...args) => open() && events.closed?.(...args),
    garbage: (...args) => open() && events.garbage?.(...args),
    keepalive: (...args) => open() && events.keepalive?.(...args),
    ping: (...args) => open() && events.ping?.(...args),
    pong: (...args) => open() && events.pong?.(...args),
  };
}
