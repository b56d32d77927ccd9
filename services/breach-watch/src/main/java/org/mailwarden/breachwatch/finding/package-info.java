// SPDX-License-Identifier: Apache-2.0
/** What was found, who confirms it, and what became of it. */
@org.jspecify.annotations.NullMarked
package org.mailwarden.breachwatch.finding;
