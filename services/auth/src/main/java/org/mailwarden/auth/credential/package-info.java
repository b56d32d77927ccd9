// SPDX-License-Identifier: Apache-2.0
/** Passwords that Keycloak alone holds: their sealed fingerprints on the way to breach-watch. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.credential;
