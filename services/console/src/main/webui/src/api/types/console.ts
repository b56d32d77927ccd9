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

/** How far each consumer group is behind, `GET /api/v1/lag`. */
export interface KafkaLag {
  askedAt: string;
  topics: string[];
  groups: GroupLag[];
  /** Groups of which Kafka tells nothing. */
  silentGroups: string[];
}

export interface GroupLag {
  topic: string;
  group: string;
  /** How many consumers of the group there are now; absent when that is not known. */
  members?: number | null;
  /** Records still to be handled; null when that is not known, which is never none. */
  lag: number | null;
  unknown?: 'NEVER_COMMITTED' | 'NO_ANSWER';
}
