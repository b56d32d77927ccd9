// SPDX-License-Identifier: Apache-2.0
/** Sign-ins, good and bad, of every source. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.contracts.login;
