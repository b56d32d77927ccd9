// SPDX-License-Identifier: Apache-2.0
/** The accounts of the fleet and the sealed fingerprints of their current credentials. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.credential;
