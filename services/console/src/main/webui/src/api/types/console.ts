// SPDX-License-Identifier: Apache-2.0

/** The roles of the product. */
export const ROLES = ['viewer', 'analyst', 'approver', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];

/** Who is signed in, `GET /session`. */
export interface Session {
  username: string;
  name: string;
  roles: string[];
  expiresAt: string;
  /** What the organisation is called that is watched. */
  organisation?: string;
  /** How soon after its plan a reset is to be proved. */
  resetTargetSeconds: number;
}

/** How the parts of the stack are, `GET /api/v1/status`. */
export interface StackStatus {
  state: 'UP' | 'PARTIAL';
  checkedAt: string;
  keycloakUrl: string;
  parts: {
    name: string;
    state: 'UP' | 'DOWN' | 'UNKNOWN';
    reachable?: boolean;
    components?: { name: string; state: string }[];
  }[];
}
