// SPDX-License-Identifier: Apache-2.0
/** Sign-ins at Keycloak that its provider could not publish: read from Keycloak's own events and published here. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.signin;
