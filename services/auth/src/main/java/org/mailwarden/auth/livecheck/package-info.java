// SPDX-License-Identifier: Apache-2.0
/** The live check for breach-watch: is a leaked candidate the password that Keycloak holds? */
@org.jspecify.annotations.NullMarked
package org.mailwarden.auth.livecheck;
