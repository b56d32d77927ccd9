// SPDX-License-Identifier: Apache-2.0
import { queryClient } from '../../api/queries';
import { request, type Page } from '../../api/request';
import type { Account, AccountFacets, Discovery, ImportDryRun, ImportJob, MailEndpoint, TrialReport } from '../../api/types/fetcher';
import type { Counts } from '../../list/types';

const ACCOUNTS = '/api/v1/accounts';
const IMPORT = `${ACCOUNTS}/import`;

/** The largest file that the fetcher takes. */
export const MOST_BYTES = 8 * 1024 * 1024;

/** Asks for a page of accounts. */
export function accounts(query: URLSearchParams, signal?: AbortSignal): Promise<Page<Account>> {
  return request(ACCOUNTS, { query, signal });
}

/** Counts accounts by what they can be narrowed by. */
export async function accountCounts(query: URLSearchParams, signal?: AbortSignal): Promise<Counts> {
  const { total, more, ...by } = await request<AccountFacets>(`${ACCOUNTS}/facets`, { query, signal });
  return { total, more, by };
}

/** Asks for an account. */
export function account(id: string, signal?: AbortSignal): Promise<Account> {
  return request(`${ACCOUNTS}/${id}`, { signal });
}

/** An account as a list that was asked for has it, for who comes from there; undefined when none has. */
export function listedAccount(id: string): Account | undefined {
  return queryClient
    .getQueriesData<Page<Account>>({ queryKey: ['account', 'list', 'accounts'] })
    .flatMap(([, page]) => page?.items ?? [])
    .find((each) => each.id === id);
}

/** What needs no more than the account: stop reading it, read it again, try it anew. */
export type Verb = 'pause' | 'resume' | 'reconnect';

/** Does it to an account. */
export function steer(id: string, verb: Verb): Promise<Account> {
  return request(`${ACCOUNTS}/${id}/${verb}`, { method: 'POST' });
}

/** Tags of an account that are to be there from now on, and those that are not. */
export interface Retagging {
  add?: readonly string[];
  remove?: readonly string[];
}

/** Changes tags of an account; the others stay. */
export function retag(id: string, change: Retagging): Promise<Account> {
  return request(`${ACCOUNTS}/${id}/tags`, { method: 'POST', json: change });
}

/** Removes an account, its credential and all that was kept of it. */
export function remove(id: string): Promise<void> {
  return request(`${ACCOUNTS}/${id}`, { method: 'DELETE' });
}

/** How an account is to be read over the other protocol. The password goes to another port, so it is given anew. */
export interface Switching {
  protocol: 'IMAP' | 'POP3';
  host: string;
  port?: number;
  security: 'TLS' | 'STARTTLS';
  credential: { type: 'PASSWORD'; password: string };
}

/** Reads an account over the other protocol from now on. */
export function switchProtocol(id: string, to: Switching): Promise<Account> {
  return request(`${ACCOUNTS}/${id}/switch`, { method: 'POST', json: to });
}

/** Gives an account a new password to be read with. */
export function newPassword(id: string, password: string): Promise<Account> {
  return request(`${ACCOUNTS}/${id}/credential`, { method: 'PUT', json: { type: 'PASSWORD', password } });
}

/** Has the owner sent a link over which the new password is given. */
export function sendCredentialLink(id: string): Promise<{ mailed: boolean; expiresAt: string }> {
  return request(`${ACCOUNTS}/${id}/credential-link`, { method: 'POST' });
}

/** What happens to a mailbox that is enrolled already. */
export type Existing = 'SKIP' | 'CHANGE';

/** Shows what an import would do; nothing is stored. */
export function previewImport(file: File, existing: Existing): Promise<ImportDryRun> {
  return request(IMPORT, { method: 'POST', query: { dryRun: true, existing }, raw: { body: file, type: 'text/csv' } });
}

/** Imports a file. The same key is the same import, however often it is sent. */
export function startImport(file: File, existing: Existing, idempotencyKey: string): Promise<ImportJob> {
  return request(IMPORT, { method: 'POST', query: { existing }, raw: { body: file, type: 'text/csv' }, idempotencyKey });
}

/** How an import stands. */
export function importJob(id: string, signal?: AbortSignal): Promise<ImportJob> {
  return request(`${IMPORT}/${id}`, { signal });
}

/** Where what became of each row is to be had, as a file. */
export function outcomeOf(id: string): string {
  return `${IMPORT}/${id}/outcome`;
}

/** An account as it is to be enrolled, with the password that it is read with. */
export interface NewAccount extends MailEndpoint {
  address: string;
  username: string;
  owner?: string;
  tags: readonly string[];
  credential: { type: 'PASSWORD'; password: string };
}

/** Proposes settings for an address; signs in nowhere. */
export function discover(address: string): Promise<Discovery> {
  return request(`${ACCOUNTS}/discover`, { method: 'POST', json: { address } });
}

/** Tries settings with one sign-in at most, and stores nothing of it. */
export function tryOut(account: NewAccount): Promise<TrialReport> {
  return request(`${ACCOUNTS}/test`, { method: 'POST', json: account });
}

/** Enrols an account: it is read as soon as a session is free. */
export function enrol(account: NewAccount): Promise<Account> {
  return request(ACCOUNTS, { method: 'POST', json: account });
}
