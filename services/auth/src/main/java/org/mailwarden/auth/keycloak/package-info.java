// SPDX-License-Identifier: Apache-2.0
/** The one gateway to Keycloak: everything said to it, and every way its answer can turn out. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.keycloak;
