/** A process that conducts trials one after the other, as its parent hands them over. */
import type { ToolInfo } from '../run/record.ts';
import { conductTrial, type Finding, type Trial } from './trial.ts';

export interface TrialRequest {
  readonly trial: Trial;
  readonly root: string;
  readonly tool: ToolInfo;
}

export type TrialReply = { readonly finding: Finding } | { readonly error: string };

process.on('message', (request: TrialRequest) => {
  conductTrial(request.trial, request.root, request.tool).then(
    (finding) => reply({ finding }),
    (reason: unknown) =>
      reply({ error: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }),
  );
});

// Ctrl-C reaches the whole group; the parent decides when this process ends.
process.on('SIGINT', () => {});

function reply(message: TrialReply): void {
  process.send?.(message);
}
