// SPDX-License-Identifier: Apache-2.0
/** Asks auth, which asks Keycloak, whether a leaked password is the current one of somebody whose password nobody here holds. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.livecheck;
