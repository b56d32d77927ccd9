// SPDX-License-Identifier: Apache-2.0
/** What runs inside Keycloak: the live check, the recovery link and what guards both. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.keycloak;
