/** One mistake in a profile. */
export interface ProfileProblem {
  /** 1-based; absent when the file itself cannot be read. */
  readonly line?: number;
  readonly column?: number;
  /** The key, as `pics.emergencyPolicy`; '' for the whole file. */
  readonly key: string;
  readonly message: string;
  readonly remedy: string;
}

/** A profile that cannot be used. Its message names file, line, column, key and remedy of every problem. */
export class ProfileError extends Error {
  override readonly name = 'ProfileError';
  readonly file: string;
  readonly problems: readonly ProfileProblem[];

  constructor(file: string, problems: readonly ProfileProblem[]) {
    super(problems.map((problem) => problemText(file, problem)).join('\n'));
    this.file = file;
    this.problems = problems;
  }
}

function problemText(file: string, { line, column, key, message, remedy }: ProfileProblem): string {
  const place = line === undefined ? file : `${file}:${line}:${column}`;
  return `${place}: ${key && `${key}: `}${message}\n  remedy: ${remedy}`;
}
