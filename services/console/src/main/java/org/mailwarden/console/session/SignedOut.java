// SPDX-License-Identifier: Apache-2.0
package org.mailwarden.console.session;

/**
 * Told within the console when somebody has signed out here: whatever is open for them ends.
 *
 * @param session what Keycloak calls the session, in the claim {@code sid} of each of its tokens
 */
public record SignedOut(String session) {}
