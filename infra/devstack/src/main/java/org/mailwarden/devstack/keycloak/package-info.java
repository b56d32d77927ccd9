// SPDX-License-Identifier: Apache-2.0
/** A real Keycloak as a child process. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.devstack.keycloak;
