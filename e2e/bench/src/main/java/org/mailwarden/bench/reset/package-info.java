// SPDX-License-Identifier: Apache-2.0
/** The forced reset, its ledger, and what its guards inside Keycloak cost. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.bench.reset;
