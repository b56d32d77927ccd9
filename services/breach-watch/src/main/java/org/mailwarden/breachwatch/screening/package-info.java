// SPDX-License-Identifier: Apache-2.0
/** Checks every current credential once against every generation of the corpus. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.screening;
