// SPDX-License-Identifier: Apache-2.0
/** Which files an import may read. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.intake;
