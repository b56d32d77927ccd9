// SPDX-License-Identifier: Apache-2.0
import { request, type Page } from '../../../api/request';
import type { DeadLetter, DeadLetterCounts, OpenedDeadLetter } from '../../../api/types/auth';
import type { Counts } from '../../../list/types';

const LETTERS = '/api/v1/dead-letters';

/** Most rows that the service has on a page. */
const MOST = 100;

/** Asks for a page of dead letters, by topic and partition, the newest of each first. */
export function deadLetters(query: URLSearchParams, signal?: AbortSignal): Promise<Page<DeadLetter>> {
  const asked = new URLSearchParams(query);
  asked.set('limit', String(Math.min(Number(query.get('limit') ?? MOST), MOST)));
  return request(LETTERS, { query: asked, signal });
}

/** Counts dead letters by topic. */
export async function deadLetterCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const counts = await request<DeadLetterCounts>(`${LETTERS}/counts`, { signal });
  const topic = query.get('topic');
  return {
    total: topic === null ? counts.total : (counts.topics.find((each) => each.topic === topic)?.count ?? 0),
    by: { topic: counts.topics.filter((each) => each.count > 0).map((each) => ({ value: each.topic, count: each.count })) },
  };
}

/** Asks for a dead letter with what can be shown of its value. */
export function deadLetter(id: string, signal?: AbortSignal): Promise<OpenedDeadLetter> {
  return request(`${LETTERS}/${id}`, { signal });
}

/** Sends a dead letter to the topic from which it came; once more when the last replay that was shown is named. */
export function replay(letter: DeadLetter, reason: string): Promise<DeadLetter> {
  return request(`${LETTERS}/${letter.id}/replay`, {
    method: 'POST',
    json: { reason, ...(letter.replay == null ? {} : { again: letter.replay.id }) },
  });
}
