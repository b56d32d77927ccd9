// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

/**
 * The budgets, shared by all requests of this server.
 *
 * @param checksByCaller candidates by calling client
 * @param checksByUser candidates by user they are checked against
 * @param linksByCaller minted links by calling client
 */
record Limits(RateLimiter checksByCaller, RateLimiter checksByUser, RateLimiter linksByCaller) {}
