// SPDX-License-Identifier: Apache-2.0
/** Sign-ins as servers and other systems report them: taken in, answered where the server asks first, published, kept. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.login;
