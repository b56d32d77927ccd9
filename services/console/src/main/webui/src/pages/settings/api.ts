// SPDX-License-Identifier: Apache-2.0
import { useQuery } from '@tanstack/react-query';
import { request, send, type Page } from '../../api/request';
import type { DoctorReport, LetterExample, Letters } from '../../api/types/auth';
import type { DetectionVersion, LoginRetention } from '../../api/types/logins';

const DETECTION = '/api/v1/logins/settings';

/** Has Keycloak and the mail servers examined, unless it is not wanted; takes some seconds, and is for admins alone. */
export function useDoctor(isWanted = true) {
  return useQuery({
    enabled: isWanted,
    queryKey: ['doctor'],
    queryFn: ({ signal }) => request<DoctorReport>('/api/v1/doctor', { signal }),
    staleTime: 60_000,
  });
}

/** Which letters there are, and in which languages. */
export function useLetters() {
  return useQuery({ queryKey: ['letters'], queryFn: ({ signal }) => request<Letters>('/api/v1/letters', { signal }), staleTime: Infinity });
}

/** An example of a letter. */
export function useLetterExample(kind: string | undefined, language: string | undefined) {
  return useQuery({
    queryKey: ['letters', kind, language],
    queryFn: () => letter(kind ?? '', language ?? '', false),
    enabled: kind !== undefined && language !== undefined,
  });
}

/** Writes an example of a letter, and mails it to who asks when that is wanted. */
export function letter(kind: string, language: string, isSent: boolean): Promise<LetterExample> {
  return request(`/api/v1/letters/${encodeURIComponent(kind)}/preview`, { method: 'POST', json: { language, send: isSent } });
}

/** What detectors go by now. */
export function useDetection() {
  return useQuery({ queryKey: ['detection', 'now'], queryFn: ({ signal }) => request<DetectionVersion>(DETECTION, { signal }) });
}

/** What they went by before, the newest first. */
export function useDetectionVersions() {
  return useQuery({
    queryKey: ['detection', 'versions'],
    queryFn: ({ signal }) => request<Page<DetectionVersion>>(`${DETECTION}/versions`, { query: { limit: 20 }, signal }),
  });
}

/** Changes what detectors go by, unless somebody else did since the version that was looked at. */
export async function changeDetection(version: number, settings: unknown, reason: string): Promise<DetectionVersion> {
  const answer = await send(DETECTION, { method: 'PUT', json: { settings, reason }, headers: { 'If-Match': `"${version}"` } });
  return (await answer.json()) as DetectionVersion;
}

/** How long sign-ins are kept, and how many there are. */
export function useRetention() {
  return useQuery({ queryKey: ['login', 'retention'], queryFn: ({ signal }) => request<LoginRetention>('/api/v1/logins/retention', { signal }) });
}
