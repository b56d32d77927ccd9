// SPDX-License-Identifier: Apache-2.0
/** What people expect of sign-ins: countries, networks and clients that are nothing new, with who says so and why. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.trust;
