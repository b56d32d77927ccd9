// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.keycloak;

/**
 * The fleet as a whole.
 *
 * @param size number of users in the group {@code fleet}
 */
public record FleetAnswer(int size) {}
