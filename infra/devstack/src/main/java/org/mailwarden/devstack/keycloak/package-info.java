// SPDX-License-Identifier: Apache-2.0
/** Keycloak as a child process, built once and reused. */
@NullMarked
package org.mailwarden.devstack.keycloak;

import org.jspecify.annotations.NullMarked;
