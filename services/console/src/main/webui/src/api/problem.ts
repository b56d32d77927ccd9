// SPDX-License-Identifier: Apache-2.0
import { t } from '../messages';

/** What a service says when it refuses (RFC 9457). */
interface Problem {
  title?: string;
  detail?: string;
  code?: string;
  traceId?: string;
  violations?: { field?: string; message?: string }[];
}

/** A request that was refused or that nobody answered. Its message is a sentence for people. */
export class ProblemError extends Error {
  /** HTTP status; 0 when nobody answered. */
  readonly status: number;
  /** Stable code for programs, such as `changed-since-shown`. */
  readonly code: string;
  /** What support finds the request by, when the service said it. */
  readonly traceId: string | undefined;

  constructor(status: number, message: string, code: string, traceId?: string) {
    super(message);
    this.name = 'ProblemError';
    this.status = status;
    this.code = code;
    this.traceId = traceId;
  }

  /** Whether the same request may succeed a little later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

/** Nobody answered: the network or the console is away. */
export function unreachable(): ProblemError {
  return new ProblemError(0, t('problem.unreachable'), 'unreachable');
}

/** Reads what a service says when it refuses. */
export async function problemOf(answer: Response): Promise<ProblemError> {
  const problem = await body(answer);
  const violations = (problem.violations ?? [])
    .map((violation) => [violation.field, violation.message].filter(Boolean).join(': '))
    .join('; ');
  const sentence = problem.detail ?? (violations === '' ? problem.title : violations);
  return new ProblemError(
    answer.status,
    sentence ?? t('problem.withoutWords', { status: String(answer.status) }),
    problem.code ?? 'unknown',
    problem.traceId,
  );
}

async function body(answer: Response): Promise<Problem> {
  if (!(answer.headers.get('content-type') ?? '').includes('json')) {
    return {};
  }
  try {
    return (await answer.json()) as Problem;
  } catch {
    return {};
  }
}

/** A sentence for whatever was thrown. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error && error.message !== '' ? error.message : t('problem.unknown');
}
