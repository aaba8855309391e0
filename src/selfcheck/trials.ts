import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import type { ToolInfo } from '../run/record.ts';
import type { Finding, Trial } from './trial.ts';
import type { TrialReply, TrialRequest } from './trial-worker.ts';

/** Processes per processor: two thirds of a trial are waiting, mostly for what must not come. */
const PER_PROCESSOR = 2.5;

/** Conducts many trials, one at a time in each of several processes. */
export async function conductTrials(
  trials: readonly Trial[],
  where: { readonly root: string; readonly tool: ToolInfo },
  onFound: (trial: Trial, finding: Finding) => void,
  signal: AbortSignal,
): Promise<void> {
  const queue = [...trials];
  const workers = Math.min(Math.ceil(PER_PROCESSOR * availableParallelism()), trials.length);
  await Promise.all(
    Array.from({ length: workers }, async () => {
      const worker = startWorker();
      const stop = (): void => void worker.kill('SIGTERM');
      signal.addEventListener('abort', stop);
      try {
        for (let trial = queue.shift(); trial && !signal.aborted; trial = queue.shift()) {
          onFound(trial, await ask(worker, { trial, ...where }));
        }
      } finally {
        signal.removeEventListener('abort', stop);
        stop();
      }
    }),
  );
}

function startWorker(): ChildProcess {
  const extension = import.meta.filename.endsWith('.ts') ? 'ts' : 'js';
  return fork(new URL(`trial-worker.${extension}`, import.meta.url), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function ask(worker: ChildProcess, request: TrialRequest): Promise<Finding> {
  const answered = new AbortController();
  const { signal } = answered;
  worker.send(request);
  const [answer] = (await Promise.race([
    once(worker, 'message', { signal }),
    once(worker, 'exit', { signal }).then(([code, killed]) => [
      { error: `the trial process ended with ${code ?? killed}` },
    ]),
  ])) as [TrialReply];
  answered.abort();
  if ('error' in answer) {
    throw new Error(`trial of ${request.trial.deviation ?? 'the plain reference'}: ${answer.error}`);
  }
  return answer.finding;
}
